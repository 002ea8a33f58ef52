"""The first coordinator is made by a command."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Account, Coordinator, Unit
from app.vault import digest
from tests import factories


def test_the_first_coordinator_of_an_empty_city(app: Flask, session: Session) -> None:
    for _ in range(2):
        done = app.test_cli_runner().invoke(args=["coordinator", "138 0000 1111", "--name", "赵老师"])
        assert done.exit_code == 0, done.output
    account = session.scalars(select(Account)).one()
    assert account.phone_digest == digest("13800001111")
    assert [c.unit.level for c in account.coordinates] == ["city"]


def test_a_unit_by_its_code(app: Flask, session: Session) -> None:
    unit = factories.tree()[2]
    done = app.test_cli_runner().invoke(args=["coordinator", "13800001111", "--unit", unit.code])
    assert done.exit_code == 0, done.output
    assert session.scalars(select(Coordinator)).one().unit_id == unit.id


def test_what_cannot_be_is_refused_and_writes_nothing(app: Flask, session: Session) -> None:
    for arguments in (["12"], ["13800001111", "--unit", "none"]):
        assert app.test_cli_runner().invoke(args=["coordinator", *arguments]).exit_code == 2
    for model in (Account, Coordinator, Unit):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
