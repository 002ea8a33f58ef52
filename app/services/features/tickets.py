"""`tickets`: everybody who has a place has a ticket with a code that lets in once."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.extensions import db
from app.models import Offering, Person, Programme, Registration, Ticket
from app.services import places
from app.services.features.feature import Ahead, Feature, Link
from app.services.modes.mode import Section
from app.services.ticketing import issuing, seats


class Tickets(Feature):
    """A ticket is given with the place and ends with it; it cannot be passed on."""

    name = "tickets"
    order = 42
    label = _l("入场票")
    sentence = _l("有名额的人每人一张票，手机出示或打印，门口扫码入场一次；可以对号入座。")

    def placed(self, registration: Registration, offering: Offering) -> None:
        issuing.issue(registration, offering)

    def unplaced(self, registration: Registration, offering: Offering) -> None:
        issuing.void(registration, offering)

    def released(self, registration: Registration) -> None:
        issuing.void(registration)

    def each_minute(self) -> int:
        return issuing.issue_owed()

    def sections(self, programme: Programme) -> Sequence[Section]:
        good = select(func.count(Ticket.id)).join(Offering, Ticket.offering_id == Offering.id)
        mine = good.where(Offering.programme_id == programme.id, Ticket.void_at.is_(None))
        count = db.session.scalar(mine) or 0
        return [
            Section(_("票和座位"), "console_tickets.index", _("%(count)s 张票", count=count), bool(count))
        ]

    def served(self, programme: Programme) -> Sequence[Link]:
        ahead = [each for each in programme.offerings if not each.cancelled and each.ends_on >= clock.today()]
        return [Link(words.offering(each), "door.show", {"offering_id": each.id}) for each in ahead]

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        numbered = any(seats.of(offering) is not None for offering in programme.offerings[:1])
        seated = _("对号入座") if numbered else _("自由入座")
        return [(_("入场"), _("每人一张票，凭票入场一次，不能转让；%(seated)s", seated=seated))]

    def own_links(self, registration: Registration, reader: Person | None) -> Sequence[Link]:
        if registration.state != "submitted" or not issuing.of(registration):
            return ()
        return [Link(_("入场票"), "ticket.show", {"reference": registration.reference})]

    def ahead(self, person: Person) -> Sequence[Ahead]:
        query = (
            select(Ticket)
            .join(Offering, Ticket.offering_id == Offering.id)
            .where(Ticket.person_id == person.id, Ticket.void_at.is_(None), Offering.ends_on >= clock.today())
            .where(~Offering.cancelled)
            .options(
                joinedload(Ticket.offering).joinedload(Offering.programme), joinedload(Ticket.registration)
            )
        )
        found = [
            Ahead(
                places.begins_at(each.offering),
                str(_("入场票：%(what)s", what=words.in_language(each.offering.programme, "title"))),
                Link(_("入场票"), "ticket.show", {"reference": each.registration.reference}),
            )
            for each in db.session.scalars(query)
            if places.takes_people(each.offering)
        ]
        return sorted(found, key=lambda each: each.at)


FEATURE = Tickets()
