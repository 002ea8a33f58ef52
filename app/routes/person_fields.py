"""What the forms about people share: who a document says they are, and finding their union."""

from __future__ import annotations

from flask import request

from app.forms.identity import PersonForm, UnitPicker
from app.models import Unit
from app.services import people, unit_search
from app.services.people import Facts


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def offer_units(form: UnitPicker, own: Unit | None = None) -> None:
    """Fill the lists from what was searched for; `own` and the chosen one are always among them."""
    units = list(unit_search.grassroots(_whole(form.district.data), form.unit_search.data or ""))
    for extra in (unit_search.find(_whole(form.unit_id.data)), own):
        if extra is not None and extra not in units:
            units.insert(0, extra)
    if own is not None and not form.unit_id.data:
        form.unit_id.data = str(own.id)
    if len(units) == 1 and not form.unit_id.data:
        form.unit_id.data = str(units[0].id)
    form.offer(unit_search.districts(), units)


def searching() -> bool:
    """Whether the button was "find the union", not "continue"."""
    return "find" in request.form


def chosen_unit(form: UnitPicker) -> Unit | None:
    return unit_search.find(_whole(form.unit_id.data))


def typed_facts(form: PersonForm) -> Facts:
    """Who the typed document says somebody is. Raises Invalid."""
    return people.check_facts(
        form.name.data or "",
        form.identity_kind.data,
        form.identity.data or "",
        form.born_on.data,
        form.sex.data,
    )
