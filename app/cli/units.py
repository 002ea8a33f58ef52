"""The union tree from a file: a city begins with it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app.extensions import db
from app.models import Unit
from app.models.unit import UNIT_LEVELS
from app.services import audit
from app.unit_of_work import unit_of_work

COLUMNS = ("code", "parent", "name", "name_en")


@click.command(short_help="Read the union tree from a CSV file.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def units(file: Path) -> None:
    """Read the union tree from a CSV file: code, parent (empty for the city), name, name_en."""
    rows = _rows(file)
    with unit_of_work():
        count = _load(rows)
    click.echo(f"{count} units added, {len(rows) - count} known already")


def _rows(file: Path) -> list[dict[str, str]]:
    """The file's rows; UTF-8 with or without BOM. A wrong header or encoding ends the command."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise click.ClickException("save the file as UTF-8") from fault
    reader = csv.DictReader(io.StringIO(text))
    if missing := [name for name in COLUMNS[:3] if name not in (reader.fieldnames or ())]:
        raise click.ClickException("the first row lacks the columns " + ", ".join(missing))
    return [{name: (row.get(name) or "").strip() for name in COLUMNS} for row in reader]


def _load(rows: list[dict[str, str]]) -> int:
    """Add the units that are new, parents before children; all faults are named and nothing is added."""
    by_code = {unit.code: unit for unit in db.session.scalars(select(Unit))}
    added, faults = 0, []
    for number, row in enumerate(rows, 2):
        if row["code"] in by_code:
            continue
        if fault := _fault(row, by_code):
            faults.append(f"row {number}: {fault}")
            continue
        by_code[row["code"]] = _add(row, by_code.get(row["parent"]))
        added += 1
    if faults:
        raise click.ClickException("\n".join(faults))
    return added


def _fault(row: dict[str, str], by_code: dict[str, Unit]) -> str:
    parent = by_code.get(row["parent"])
    if not row["code"] or not row["name"]:
        return "code and name must be filled in"
    if row["parent"] and parent is None:
        return f"the parent {row['parent']} must stand in a row above"
    if parent is None and any(unit.level == "city" for unit in by_code.values()):
        return "there is a city already: name a parent"
    if parent is not None and parent.level == UNIT_LEVELS[-1]:
        return f"{row['parent']} is a grass-roots union and has no units below it"
    return ""


def _add(row: dict[str, str], parent: Unit | None) -> Unit:
    level = UNIT_LEVELS[0] if parent is None else UNIT_LEVELS[UNIT_LEVELS.index(parent.level) + 1]
    unit = Unit(code=row["code"], name=row["name"], name_en=row["name_en"], level=level, parent=parent)
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    audit.record(None, "unit.add", unit, label=unit.name, unit=unit)
    return unit


commands = [units]
