"""The site's own files: served compressed by WhiteNoise, addressed by what they contain."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

from app.words import is_english

YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Serve `app/static` before Flask is asked, and give templates `html_lang()`."""
    folder = Path(app.static_folder or "")
    fresh = app.config["DEVELOPMENT"]
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=folder, prefix="static/", autorefresh=fresh, max_age=0 if fresh else YEAR
    )
    app.jinja_env.globals["html_lang"] = html_lang

    @app.url_defaults
    def add_digest(endpoint: str, values: dict[str, object]) -> None:
        """A changed file gets a new address, so that a year in the browser's cache does no harm."""
        if endpoint == "static" and "filename" in values and "v" not in values:
            path = folder / str(values["filename"])
            if path.is_file():
                values["v"] = _digest(path, path.stat().st_mtime_ns)


def html_lang() -> str:
    """The language tag of this page: "en" or "zh-CN"."""
    return "en" if is_english() else "zh-CN"


@lru_cache(maxsize=256)
def _digest(path: Path, _changed_at: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
