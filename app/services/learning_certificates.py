"""What somebody has been certified: issued here, and shown to a coordinator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from flask_babel import gettext as _

from app import words
from app.models import Account, Person
from app.services import certificates
from app.services.features.feature import Link


def certified(person: Person, reader: Account | None) -> Iterator[tuple[dt.date, str, str, Link | None]]:
    """(day, name, what is said of it, its page) of everything that counts, in the eyes of `reader`."""
    for each in certificates.of(person, reader):
        if each.revoked_at is not None:
            continue
        issued = each.programme_id is not None
        said = [_("编号 %(number)s", number=each.number)] if each.number else []
        said.append(_("%(day)s 发证", day=each.issued_on.isoformat()))
        if each.expires_on is not None:
            said.append(_("有效期到 %(day)s", day=each.expires_on.isoformat()))
        link = Link("", "certificate.show", {"number": each.number}) if issued else None
        yield each.issued_on, words.in_language(each, "kind"), words.listed(said), link
