"""The seats of an event."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms.console.fields import ConsoleForm, WholeNumber, between, entered


class SeatingForm(ConsoleForm):
    row_count = WholeNumber(_l("几排"), [entered(), between(1, 200)])
    row_seats = WholeNumber(_l("每排几座"), [entered(), between(1, 200)])
