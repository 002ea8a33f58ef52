"""Rows that are places: published, found by search, near, and not offered while they are closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from app.extensions import db
from app.models import Matter, Venue
from app.services import matters
from tests.browser import Browser

if TYPE_CHECKING:
    from tests.walk.walking import Row


def walk_places(matter: Matter, row: Row, client: Browser) -> None:
    venue = next(each for each in matters.places_of(matter) if not each.closed)
    venue_id, name = venue.id, venue.name
    page = client.get(f"/matters/{matter.number}").get_data(as_text=True)
    assert name in page, "its page does not list it"
    row.publish = name
    # two characters of what people call it: 书屋, 驿站, 学院
    asked = re.split("[和、（]", matter.title)[0][-2:]
    found = client.get(f"/?q={quote(asked)}").get_data(as_text=True)
    assert f'href="/matters/{matter.number}"' in found or f"place-{venue_id}" in found, asked
    row.sign_up = f"found by {asked}"
    near = _around(client, venue)
    assert f'id="place-{venue_id}"' in near, "it is not near itself"
    row.decide = "near me"
    db.session.get_one(Venue, venue_id).closed = True
    db.session.commit()
    assert f'id="place-{venue_id}"' not in _around(client, db.session.get_one(Venue, venue_id))
    row.refused = "暂停开放"
    db.session.get_one(Venue, venue_id).closed = False
    db.session.commit()
    row.result = f"{venue.district} {venue.hours}"


def _around(client: Browser, venue: Venue) -> str:
    where = {"latitude": f"{venue.latitude:.3f}", "longitude": f"{venue.longitude:.3f}", "kind": venue.kind}
    return client.post("/places", data=where).get_data(as_text=True)
