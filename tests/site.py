"""The application as tests use it: one for all tests of a database, given back as it was."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import text

from app.extensions import db, limiter, talisman
from app.factory import create_app
from app.models import Base
from tests.browser import Browser


def make_app(url: str, **overrides: object) -> Flask:
    """The application on one database, without rate limits and form tokens unless a test asks for them."""
    app = create_app(
        {
            "TESTING": True,
            "SQLALCHEMY_DATABASE_URI": url,
            "WTF_CSRF_ENABLED": False,
            "RATELIMIT_ENABLED": False,
            "SERVER_NAME": "localhost",
            **overrides,
        }
    )
    app.test_client_class = Browser
    return app


class ReusedSite:
    """An application, and the settings that tests may change, to be put back before the next.

    Limiter and Talisman keep the settings of whichever application was made last in themselves.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._app = make_app(url)
        self._settings = dict(self._app.config)
        self._shared = [(thing, dict(vars(thing))) for thing in (limiter, talisman)]

    def fresh(self, data_dir: Path) -> Flask:
        """The application with its first settings and a data folder of the test's own."""
        self._app.config.clear()
        self._app.config.update(self._settings, DATA_DIR=data_dir)
        for name in ("huey", "huey_tasks"):
            self._app.extensions.pop(name, None)
        for thing, values in self._shared:
            vars(thing).clear()
            vars(thing).update(values)
        return self._app

    def truncate(self) -> None:
        """Empty every table and start numbering anew (PostgreSQL)."""
        tables = ", ".join(f'"{name}"' for name in Base.metadata.tables)
        with self._app.app_context(), db.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))

    def disconnect(self) -> None:
        with self._app.app_context():
            db.session.remove()
            db.engine.dispose()
