"""The union tree is read from a file, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Unit

TREE = "code,parent,name,name_en\ncity,,青岛市总工会,City\nlc,city,李沧区总工会,\nlc-1,lc,第一棉纺厂工会,\n"


def _read(app: Flask, tmp_path: Path, text: str) -> tuple[int, str]:
    file = tmp_path / "units.csv"
    file.write_text(text, encoding="utf-8-sig")
    done = app.test_cli_runner().invoke(args=["units", str(file)])
    return done.exit_code, done.output


def test_a_tree_is_read_once(app: Flask, session: Session, tmp_path: Path) -> None:
    assert _read(app, tmp_path, TREE) == (0, "3 units added, 0 known already\n")
    assert _read(app, tmp_path, TREE) == (0, "0 units added, 3 known already\n")
    city, district, union = session.scalars(select(Unit).order_by(Unit.id))
    assert (city.level, district.level, union.level) == ("city", "district", "grassroots")
    assert city.contains(union)
    assert union.path == f"/{city.id}/{district.id}/{union.id}/"


def test_every_fault_is_named_and_nothing_is_added(app: Flask, session: Session, tmp_path: Path) -> None:
    wrong = TREE + ",lc,无名,\nx,nowhere,某工会,\ny,lc-1,车间工会,\nz,,另一座城市,\n"
    code, output = _read(app, tmp_path, wrong)
    assert code == 1
    assert [f"row {number}" in output for number in range(4, 9)] == [False, True, True, True, True]
    assert session.scalars(select(Unit)).all() == []


def test_a_wrong_header_is_named(app: Flask, session: Session, tmp_path: Path) -> None:
    code, output = _read(app, tmp_path, "编号,名称\n1,某工会\n")
    assert code == 1
    assert "code, parent, name" in output
