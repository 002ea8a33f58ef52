"""Granted applications of workers in new forms of employment."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from app.models import Person
from app.services.counters.granted import Granted


class GrantedNewForm(Granted):
    name = "granted_new_form"
    sentence = _l("登记为新就业形态劳动者的人获准的申请，每份计一次，按决定的月份。")

    def narrowed(self, query: Select[Any]) -> Select[Any]:
        return query.where(Person.track == "new_form")


COUNTER = GrantedNewForm()
