"""Databases, the application, and a client that checks every page it fetches."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask_migrate import upgrade
from hypothesis import settings as hypothesis_settings
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from app.extensions import db
from tests.browser import Browser
from tests.postgres import Postgres
from tests.site import ReusedSite, make_app

MIGRATIONS = str(Path(__file__).parent.parent / "migrations")
__all__ = ["MIGRATIONS", "make_app"]

hypothesis_settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis_settings.register_profile("dev", deadline=None)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session", autouse=True)
def environment(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keys and a data folder of the tests' own, whatever the developer's shell holds."""
    os.environ["DATA_DIR"] = str(tmp_path_factory.mktemp("data"))
    os.environ["SECRET_KEY"] = os.environ["DIGEST_KEY"] = "a key for tests"
    os.environ["DATA_KEYS"] = Fernet.generate_key().decode()
    for name in ("DATABASE_URL", "APP_ENV", "SMS_GATEWAY_URL"):
        os.environ.pop(name, None)


@pytest.fixture(scope="session")
def sqlite_template(environment: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database made once by the migrations, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    app = make_app(f"sqlite:///{path}")
    with app.app_context():
        upgrade(directory=MIGRATIONS)
        db.session.remove()
        db.engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres(environment: None) -> Iterator[Postgres]:
    """A real server with a template database made once by the migrations."""
    server = Postgres.start()
    app = make_app(server.url(server.template))
    with app.app_context():
        upgrade(directory=MIGRATIONS)
        db.session.remove()
        db.engine.dispose()
    yield server
    server.stop()


@pytest.fixture
def database() -> str:
    """Which database a test runs on; folders whose tests run on both override this."""
    return "sqlite"


@pytest.fixture(scope="session")
def site(environment: None, tmp_path_factory: pytest.TempPathFactory) -> ReusedSite:
    """Made once for SQLite: an application takes longer to make than most tests to run."""
    return ReusedSite(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'test.sqlite'}")


@pytest.fixture(scope="session")
def postgres_site(postgres: Postgres) -> Iterator[ReusedSite]:
    """Made once for PostgreSQL, in a database of its own that each test finds empty."""
    name = postgres.copy_template()
    made = ReusedSite(postgres.url(name))
    yield made
    made.disconnect()
    postgres.drop(name)


@pytest.fixture
def database_url(app: Flask) -> str:
    """The empty database of this test, for an application made with other settings."""
    return str(app.config["SQLALCHEMY_DATABASE_URI"])


@pytest.fixture
def app(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    if database == "sqlite":
        site: ReusedSite = request.getfixturevalue("site")
        site.disconnect()
        path = Path(make_url(site.url).database or "")
        for old in path.parent.iterdir():
            old.unlink()
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
    else:
        site = request.getfixturevalue("postgres_site")
        site.truncate()
    yield site.fresh(tmp_path)
    site.disconnect()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session in an application context of the test's own."""
    with app.app_context():
        yield db.session()
        db.session.rollback()
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> Browser:
    client = app.test_client()
    assert isinstance(client, Browser)
    return client
