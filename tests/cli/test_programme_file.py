"""A programme out to a file and in again on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Programme, ProgrammeKind
from tests import factories


@pytest.fixture
def source(session: Session) -> Programme:
    factories.save(ProgrammeKind(code="talk", label="讲座"))
    made = factories.programme(slug="talk-2026", title="讲座", kind="talk", mode="open")
    factories.offering(made, factories.venue(), with_beds=False)
    return made


def run(app: Flask, *words: str) -> tuple[int, str, str]:
    done = app.test_cli_runner().invoke(args=["programme", *words])
    return done.exit_code, done.stdout, done.stderr


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Programme)) or 0


def test_out_and_in_again(app: Flask, source: Programme, session: Session, tmp_path: Path) -> None:
    file = str(tmp_path / "talk.json")
    assert run(app, "export", "talk-2026", "--output", file) == (0, "", "")
    code, printed, _said = run(app, "export", "talk-2026")
    assert (code, printed.encode()) == (0, Path(file).read_bytes())
    code, printed, _said = run(app, "import", file, "--slug", "talk-2027", "--title", "新讲座")
    assert (code, "talk-2027" in printed) == (0, True)
    session.rollback()
    made = session.scalars(select(Programme).where(Programme.slug == "talk-2027")).one()
    assert (made.state, made.title, len(made.offerings)) == ("draft", "新讲座", 1)


def test_checking_writes_nothing(app: Flask, source: Programme, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "talk.json"
    run(app, "export", "talk-2026", "--output", str(file))
    plain = json.loads(file.read_bytes())
    plain["programme"]["kind"] = {"code": "new", "label": "新类别"}
    file.write_text(json.dumps(plain))
    code, printed, said = run(app, "import", str(file), "--check")
    assert (code, printed, "新类别" in said, count(session)) == (0, "", True, 1)


def test_every_fault_is_a_line(app: Flask, source: Programme, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "talk.json"
    run(app, "export", "talk-2026", "--output", str(file))
    plain = json.loads(file.read_bytes())
    plain["programme"]["title"] = ""
    plain["offerings"][0]["seats"] = -1
    file.write_text(json.dumps(plain))
    code, _printed, said = run(app, "import", str(file), "--slug", "new")
    assert (code, count(session)) == (2, 1)
    assert [line.split(":")[0] for line in said.splitlines()] == ["programme.title", "offerings[0].seats"]


def test_what_is_not_there_or_taken(app: Flask, source: Programme, session: Session, tmp_path: Path) -> None:
    assert run(app, "export", "nothing")[0] == 2
    assert run(app, "import", str(tmp_path / "none.json"))[0] == 2
    file = str(tmp_path / "talk.json")
    run(app, "export", "talk-2026", "--output", file)
    code, _printed, said = run(app, "import", file)
    assert (code, "网址名" in said, count(session)) == (1, True, 1)
