"""What may import what, and what the engine must not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_import_contracts() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _loaded_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_engine_loads_neither_flask_nor_sqlalchemy() -> None:
    paths = (ROOT / "app" / "scheduling").rglob("[a-z]*.py")
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    loaded = _loaded_after("import " + ", ".join(modules))
    assert loaded.isdisjoint({"flask", "sqlalchemy", "flask_babel", "wtforms"})


def test_the_web_does_not_load_the_solver() -> None:
    loaded = _loaded_after("import app.factory, app.routes\nfrom app.factory import create_app\ncreate_app()")
    assert loaded.isdisjoint({"ortools", "highspy", "scipy"})
