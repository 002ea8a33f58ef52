"""Signing up the parties of a roster, each by itself: a late refusal holds back that party and no other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from app import clock, words
from app.errors import DomainError, Forbidden, Stale
from app.extensions import db
from app.identity import mask_name
from app.models import Account, Person, Registration, RosterUpload
from app.services import audit, changes, party_checks, people, registration, roster_known
from app.services.roster_check import Checked
from app.services.roster_document import Document
from app.services.roster_file import RosterRow
from app.services.roster_parties import Party, party_plan
from app.services.roster_uploads import hold
from app.vault import digest

# the write lock is given up between batches, so that others can sign up meanwhile
BATCH = 50
# seconds; SQLite's waiters look again after a tenth of a second at most, and would find the lock taken anew
PAUSE = 0.12


def declared(checked: Checked, venue_ids: Collection[int]) -> list[Party]:
    """Ready parties whose health declarations, where a campus asks for one, were confirmed for it."""
    return [party for party in checked.ready if party.health.keys() <= set(venue_ids)]


def sign_up_some(
    account: Account,
    upload: RosterUpload,
    checked: Document,
    parties: Sequence[Party],
    within: ColumnElement[bool],
    consents: Sequence[int] = (),
) -> dict[int, str]:
    """Sign up these parties unless they are already; why one was refused is kept with its rows.

    `consents` are ids of texts to which everybody on the roster has agreed, as the coordinator vouches.
    Gives the references of rows that this call has signed up, by row number.

    Raises SignUpClosed, or Stale when the roster was changed since it was checked.
    """
    document = hold(upload)
    party_checks.check_window(upload.programme)
    if upload.state == "discarded" or document.stamp() != checked.stamp():
        raise Stale(_("名单刚刚有改动，请再看一遍再确认。"))
    units = roster_known.unit_ids(within)
    done, refused = dict(document.done), dict(document.refused)
    for party in parties:
        if any(number in done for number in party.numbers):
            continue
        try:
            with db.session.begin_nested():
                reference = _sign_up(account, upload, document, party, units, consents).reference
        except DomainError as error:
            refused |= dict.fromkeys(party.numbers, error.message)
        else:
            done |= dict.fromkeys(party.numbers, reference)
    _keep(upload, replace(document, done=done, refused={n: w for n, w in refused.items() if n not in done}))
    return {number: reference for number, reference in done.items() if number not in document.done}


def _keep(upload: RosterUpload, document: Document) -> None:
    upload.rows, upload.signed_up_count = document.to_json(), len(document.done)
    if document.done:
        upload.state, upload.confirmed_at = "confirmed", upload.confirmed_at or clock.now()


def _sign_up(
    account: Account,
    upload: RosterUpload,
    document: Document,
    party: Party,
    units: Collection[int],
    consents: Sequence[int],
) -> Registration:
    persons = [_person(account, upload, row, units) for row in party.rows]
    plan = replace(party_plan(party, persons, document), consents=consents)
    return registration.sign_up(upload.programme, account, plan)


def _person(account: Account, upload: RosterUpload, row: RosterRow, units: Collection[int]) -> Person:
    values = row.values
    person = people.remember(
        values["name"],
        values["identity_kind"],
        values["identity"],
        values["phone"],
        upload.unit,
        row.date("born_on"),
        values["sex"],
        row.date("joined_on"),
        int(values.get("tier", people.NEW_TIER)),
    )
    if person.unit_id not in units:
        raise Forbidden(_("%(name)s 不在您负责的单位范围内。", name=person.name))
    if person.confirmed_at is None:
        person.confirmed_at = clock.now()
    _complete(account, person, row)
    return person


def _complete(account: Account, person: Person, row: RosterRow) -> None:
    """Fill in what is not registered yet; what is registered stands."""
    missing: dict[str, Any] = {}
    if person.joined_on is None and (joined := row.date("joined_on")) is not None:
        missing["joined_on"] = joined
    if person.phone_digest is None:
        missing |= {"phone": row.values["phone"], "phone_digest": digest(row.values["phone"])}
    if not missing:
        return
    changes.apply(person, missing)
    told = {
        name: ("", "****" if name == "phone" else value)
        for name, value in missing.items()
        if name != "phone_digest"
    }
    label = mask_name(person.name)
    audit.record(account, "person.complete", person, label=label, unit=person.unit, changes=told)


def finish(
    account: Account, upload: RosterUpload, new: Mapping[int, str], venue_names: Sequence[str]
) -> None:
    """Record what one confirmation has signed up, counts only, and which declarations it vouched for."""
    if not new:
        return
    told: dict[str, tuple[Any, Any]] = {"parties": ("", len(set(new.values()))), "people": ("", len(new))}
    if venue_names:
        told["health_declared"] = ("", words.listed(venue_names))
    audit.record(
        account, "roster.confirm", upload, label=upload.programme.title, unit=upload.unit, changes=told
    )
