"""Entries that the programme's rules keep out by now: they are not granted, and never become final."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from flask_babel import force_locale
from flask_babel import gettext as _

from app import words
from app.errors import DomainError
from app.models import Programme, Registration
from app.services import eligibility
from app.services.eligibility import Ineligible

if TYPE_CHECKING:
    from app.services.reviewing.ranking import Row

# a result that is final is not judged again
JUDGED_IN = ("closed", "noticed")
SHOWN = 5


def of(programme: Programme, entries: Sequence[Registration]) -> Mapping[int, Sequence[Ineligible]]:
    """What stands against each entry now, by registration id; messages are in the reader's language."""
    if not programme.rules or programme.state not in JUDGED_IN:
        return {}
    judged = eligibility.of_registrations(entries, programme)
    found = {
        entry.id: [why for member in entry.members for why in judged.get(member.person_id, ()) if why.blocks]
        for entry in entries
    }
    return {entry_id: reasons for entry_id, reasons in found.items() if reasons}


def written(programme: Programme, entry: Registration) -> str:
    """The same of one entry, in Chinese, to be kept with its decision; "" when nothing stands against it."""
    with force_locale("zh"):
        return in_words(of(programme, [entry]).get(entry.id, ()))


def in_words(reasons: Iterable[Ineligible]) -> str:
    """All that stands against an entry, each once."""
    return words.clauses(dict.fromkeys(str(why.message) for why in reasons))


def granted(rows: Iterable[Row]) -> list[Row]:
    """Those who are granted although a rule keeps them out by now."""
    return [row for row in rows if row.barred and row.outcome == "granted"]


def refuse_granted(rows: Iterable[Row]) -> None:
    """Raises DomainError naming them."""
    if not (found := granted(rows)):
        return
    named = [
        _("%(reference)s：%(why)s", reference=row.registration.reference, why=in_words(row.barred))
        for row in found
    ]
    who = words.clauses([*named[:SHOWN], *(["…"] if len(named) > SHOWN else [])])
    raise DomainError(
        _("拟入选的申报里有的现在不符合资格条件（%(who)s），请先改为不入选，写明原因。", who=who)
    )
