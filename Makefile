# Two commands: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
VENDOR := app/static/vendor
UV_VERSION = $(shell sed -n 's/^uv==\([0-9.]*\).*/\1/p' requirements.lock)
ENGLISH := translations/en/LC_MESSAGES/messages.po
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/*.po)
CODE := app tests wsgi.py $(wildcard bench migrations)

export PORT ?= 8000
export DATA_DIR ?= $(CURDIR)/data

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## \(.*\)/make \1|\2/p' Makefile | column -t -s '|'

.PHONY: run
run: setup ## the whole site on one machine: http://127.0.0.1:$PORT, data in $DATA_DIR
	@exec $(BIN)/flask serve

.PHONY: setup
setup: $(STAMPS)/python $(STAMPS)/front $(STAMPS)/words ## everything that is installed or generated

.PHONY: test
test: setup chromium ## every test: units first, then journeys in a real browser
	$(BIN)/pytest -n 2 -m "not e2e"
	$(BIN)/pytest -n 2 --dist loadfile -m e2e

.PHONY: lint
lint: $(STAMPS)/python ## style, types, who may import whom
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	@! grep -rnE '<style|style="|<script>|[[:space:]]on[a-z]+="|hx-on' templates || \
	  { echo "templates: styles and scripts belong into app/static (strict content policy)"; exit 1; }

.PHONY: format
format: $(STAMPS)/python ## lay the code out as `make lint` wants it
	$(BIN)/ruff check --fix-only $(CODE)
	$(BIN)/ruff format $(CODE)

.PHONY: bench
bench: setup ## speed and quality of the engine
	$(BIN)/flask bench engine

.PHONY: screenshots
screenshots: setup chromium ## the pictures of the README, from the demonstration city
	$(BIN)/python -m tests.e2e.pictures

.PHONY: lock
lock: $(STAMPS)/python ## choose newest allowed versions and write requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url \
	  --no-annotate --upgrade --custom-compile-command "make lock" -o requirements.lock

.PHONY: words
words: $(STAMPS)/python ## collect the texts to translate into translations/
	$(BIN)/pybabel --quiet extract -F babel.cfg -k _l -k lazy_gettext --no-location --sort-output --omit-header -o translations/messages.pot .
	@sed '/^$$/q' $(ENGLISH) > translations/header # a catalogue without its header counts as unfinished
	$(BIN)/pybabel --quiet update -i translations/messages.pot -d translations -l en --omit-header --no-fuzzy-matching --ignore-obsolete
	@cat translations/header $(ENGLISH) > translations/whole && mv translations/whole $(ENGLISH)
	@rm translations/messages.pot translations/header

.PHONY: clean
clean: ## remove what was installed or generated; data stay
	rm -rf $(VENV) node_modules $(VENDOR) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find app tests -name __pycache__ -prune -exec rm -rf {} +
	find translations -name '*.mo' -delete 2>/dev/null || true

# Python: a virtual environment holding exactly what the lock names.
$(BIN)/python:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or later is needed: apt-get install -y python3 python3-venv"; exit 1; }
	@python3 -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python cannot make environments here: apt-get install -y python3-venv"; exit 1; }
	python3 -m venv $(VENV)

$(STAMPS)/python: requirements.lock | $(BIN)/python
	@mkdir -p $(STAMPS)
	@$(BIN)/uv --version 2>/dev/null | grep -qF "uv $(UV_VERSION)" || \
	  { sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(STAMPS)/uv.txt && \
	    { $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null; } && \
	    $(BIN)/python -m pip install --quiet --require-hashes -r $(STAMPS)/uv.txt; }
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip sync --quiet --require-hashes requirements.lock
	@touch $@

# Front end: three libraries, compressed once. Our own files are small and change: they stay as they are.
$(STAMPS)/npm: package-lock.json .npmrc | $(STAMPS)/python
	@command -v npm >/dev/null || { echo "Node.js with npm is needed: apt-get install -y nodejs npm"; exit 1; }
	npm ci --ignore-scripts --no-progress --loglevel=error
	@touch $@

$(STAMPS)/front: $(STAMPS)/npm
	@mkdir -p $(VENDOR)
	cp node_modules/bootstrap/dist/css/bootstrap.min.css node_modules/htmx.org/dist/htmx.min.js \
	  node_modules/jsqr/dist/jsQR.js $(VENDOR)/
	@sed -i '/^\/\*# sourceMappingURL/d' $(VENDOR)/bootstrap.min.css
	$(BIN)/python -m whitenoise.compress --quiet $(VENDOR)
	@touch $@

$(STAMPS)/words: $(CATALOGUES) | $(STAMPS)/python
	$(if $(CATALOGUES),$(BIN)/pybabel --quiet compile -d translations)
	@touch $@

.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || { echo "The browser tests need Chromium and a Chinese font:" \
	  "apt-get install -y --no-install-recommends chromium fonts-noto-cjk"; exit 1; }
