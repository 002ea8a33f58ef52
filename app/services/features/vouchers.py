"""`vouchers`: whoever has a place has codes that are redeemed once, at merchants' tills."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import clock, words
from app.models import Offering, Person, Programme, Registration, VoucherKind
from app.services.contradictions import Contradiction
from app.services.features.feature import Feature, Link
from app.services.modes.mode import Section, Todo
from app.services.vouchers import issuing, kinds, report

PAGE = "console_vouchers.index"


class Vouchers(Feature):
    """Codes are made with the place and end with it, unless they have been used."""

    name = "vouchers"
    order = 44
    label = _l("消费券")
    sentence = _l("中签确认后自动发券码，商户扫码核销一次，过期作废，按商户结算。")

    def hindrances(self, programme: Programme) -> Sequence[Contradiction]:
        found = kinds.listed(programme)
        if not found:
            return [Contradiction(_("还没有券种，请先写明面值、数量和有效期。"), PAGE)]
        held = [offering for offering in programme.offerings if not offering.cancelled]
        return [each for kind in found for each in self._too_few(kind, held)]

    def _too_few(self, kind: VoucherKind, held: Sequence[Offering]) -> list[Contradiction]:
        seats = sum(o.seats or 0 for o in held if kind.offering_id in (None, o.id))
        if kind.number >= seats:
            return []
        message = _(
            "“%(title)s”只有 %(number)s 张，名额却有 %(seats)s 个，请加券或减少名额。",
            title=words.in_language(kind, "title"),
            number=kind.number,
            seats=seats,
        )
        return [Contradiction(message, PAGE)]

    def placed(self, registration: Registration, offering: Offering) -> None:
        issuing.issue(registration, offering)

    def unplaced(self, registration: Registration, offering: Offering) -> None:
        issuing.take_back(registration, offering)

    def released(self, registration: Registration) -> None:
        issuing.withdraw(registration)

    def each_minute(self) -> int:
        return issuing.issue_owed()

    def sections(self, programme: Programme) -> Sequence[Section]:
        found = kinds.listed(programme)
        said = _(
            "%(kinds)s 种，已发 %(count)s 张", kinds=len(found), count=sum(kind.issued for kind in found)
        )
        return [Section(_("券种和核销"), PAGE, said, bool(found), needed=True)]

    def served(self, programme: Programme) -> Sequence[Link]:
        return [Link(_("核销消费券"), "till.show", {"programme_id": programme.id})]

    def todos(self, programme: Programme) -> Sequence[Todo]:
        over = [
            kind for kind in kinds.listed(programme) if kind.issued and kind.valid_until_on < clock.today()
        ]
        if not over or programme.state == "cancelled":
            return ()
        return [Todo(_("消费券已过有效期，请下载结算表与商户结算"), PAGE, pressing=False)]

    def facts(self, programme: Programme) -> Sequence[tuple[str, str]]:
        return [
            (
                words.in_language(kind, "title"),
                _(
                    "每张 %(value)s 元，%(days)s%(place)s",
                    value=report.yuan(kind.value),
                    days=words.day_span(kind.valid_from_on, kind.valid_until_on),
                    place=_("，%(where)s", where=words.in_language(kind, "place")) if kind.place else "",
                ),
            )
            for kind in kinds.listed(programme)
        ]

    def own_links(self, registration: Registration, reader: Person | None) -> Sequence[Link]:
        if reader is None or not issuing.of(reader, registration):
            return ()
        return [Link(_("我的消费券"), "voucher.show", {"reference": registration.reference})]


FEATURE = Vouchers()
