"""Every migration applies from empty and goes back, on both databases, and together they make the models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app.extensions import db
from app.models import Base
from tests.conftest import MIGRATIONS, make_app
from tests.postgres import Postgres


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path, environment: None) -> Iterator[Flask]:
    if request.param == "sqlite":
        yield make_app(f"sqlite:///{tmp_path / 'empty.sqlite'}")
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.make_empty()
    app = make_app(server.url(name))
    yield app
    with app.app_context():
        db.engine.dispose()
    server.drop(name)


def test_each_migration_goes_up_and_back(empty_app: Flask) -> None:
    revisions = [s.revision for s in ScriptDirectory(MIGRATIONS).walk_revisions()][::-1]
    with empty_app.app_context():
        for revision in revisions:
            upgrade(directory=MIGRATIONS, revision=revision)
            downgrade(directory=MIGRATIONS, revision="-1")
            upgrade(directory=MIGRATIONS, revision=revision)
        downgrade(directory=MIGRATIONS, revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}


def test_the_migrations_make_the_models(empty_app: Flask) -> None:
    with empty_app.app_context():
        upgrade(directory=MIGRATIONS)
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": False})
            assert compare_metadata(context, Base.metadata) == []
