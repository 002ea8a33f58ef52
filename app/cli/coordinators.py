"""Making coordinators: the first one cannot be made on the site."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.identity import IdentityFault, parse_phone
from app.models import Account, Coordinator, Unit
from app.services import audit
from app.unit_of_work import unit_of_work
from app.vault import digest


@click.command(short_help="Let a phone act for a unit.")
@click.argument("phone")
@click.option("--unit", "code", help="Code of the unit to act for; without it, the city federation.")
@click.option("--name", default="", help="Name shown in the record of changes.")
@with_appcontext
def coordinator(phone: str, code: str | None, name: str) -> None:
    """Let a phone's account act for a unit; without --unit, for the whole city."""
    try:
        number = parse_phone(phone)
    except IdentityFault as fault:
        raise click.BadParameter(str(fault.message)) from fault
    with unit_of_work():
        unit = _unit(code)
        account = _account(number, name)
        if not any(c.unit_id == unit.id for c in account.coordinates):
            account.coordinates.append(Coordinator(unit=unit))
            audit.record(None, "coordinator.add", account, label=account.display_name, unit=unit)
        unit_name = unit.name
    click.echo(f"{number}: {unit_name}")


def _unit(code: str | None) -> Unit:
    """The unit by its code; the city federation is made when there is no unit at all."""
    if code is not None:
        found = db.session.scalar(select(Unit).where(Unit.code == code))
        if found is None:
            raise click.BadParameter(f"no unit has the code {code}")
        return found
    city = db.session.scalar(select(Unit).where(Unit.level == "city"))
    if city is None:
        city = Unit(level="city", code="city", name="市总工会", name_en="City federation of trade unions")
        db.session.add(city)
        db.session.flush()
        city.path = f"/{city.id}/"
    return city


def _account(number: str, name: str) -> Account:
    account = db.session.scalar(select(Account).where(Account.phone_digest == digest(number)))
    if account is None:
        account = Account(phone=number, phone_digest=digest(number), created_at=clock.now())
        db.session.add(account)
    account.display_name = name or account.display_name
    return account


commands = [coordinator]
