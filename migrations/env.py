"""Alembic's environment: migrates whatever database the application is set to."""

from __future__ import annotations

from alembic import context
from flask import current_app

from app.models import Base

engine = current_app.extensions["migrate"].db.engine


def run() -> None:
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # a table that is written anew is dropped in between: what refers to it must not notice
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
        with context.begin_transaction():
            context.run_migrations()


run()
