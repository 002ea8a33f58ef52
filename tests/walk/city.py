"""The city that is walked through, and its people of office."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import Account, Matter, Reviewer
from app.services import demo
from app.services.demo import catalogue
from app.services.demo_accounts import PHONES
from app.unit_of_work import unit_of_work
from app.vault import digest
from tests.browser import Browser
from tests.walk.walking import Row, Walk

WORKERS = 60


def walked(client: Browser, seed: int = 5) -> list[Row]:
    """A demonstration city is made, and every matter of its catalogue walked."""
    with unit_of_work():
        demo.build(demo.Demand(seed=seed, workers=WORKERS))
    actor = db.session.scalars(select(Account).where(Account.phone_digest == digest(PHONES["city"]))).one()
    judging = select(Account).join(Reviewer, Reviewer.account_id == Account.id).distinct()
    judges = list(db.session.scalars(judging.order_by(Account.id)))
    walk = Walk(catalogue.read(), client, actor, judges)
    return [walk.row(matter) for matter in db.session.scalars(select(Matter).order_by(Matter.number))]


def table(rows: list[Row]) -> str:
    """Markdown, one line a row."""
    from tests.walk.walking import HEADINGS

    lines = [HEADINGS, ["--"] * len(HEADINGS), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
