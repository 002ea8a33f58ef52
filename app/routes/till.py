"""A merchant's till: codes are redeemed here, each once."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import access, clock
from app.errors import Forbidden, NotFound
from app.extensions import htmx, limiter
from app.forms.desk import ScanForm
from app.models import Attendant, Programme
from app.services import attendants, programmes
from app.services.vouchers import till
from app.unit_of_work import unit_of_work

blueprint = Blueprint("till", __name__, url_prefix="/tills/<int:programme_id>")


@blueprint.get("")
@access.signed_in
def show(programme_id: int) -> ResponseReturnValue:
    programme, by = _serving(programme_id)
    return _page("show", programme, by, ScanForm(), None)


@blueprint.post("")
@access.signed_in
@limiter.limit("60 per minute", key_func=lambda: f"till:{current_user.get_id()}")
def redeem(programme_id: int) -> ResponseReturnValue:
    """The code that is shown, answered in large letters; with htmx the answer alone."""
    programme, by = _serving(programme_id)
    form, outcome = ScanForm(), None
    if form.validate():
        with unit_of_work():
            outcome = till.redeem(programme, form.code.data or "", by)
    if htmx:
        return _page("_answer", programme, by, form, outcome)
    good = outcome is not None and outcome.kind == till.REDEEMED
    status = 200 if good else 422 if outcome is None or outcome.kind == till.UNKNOWN else 409
    return _page("show", programme, by, form, outcome), status


def _serving(programme_id: int) -> tuple[Programme, Attendant]:
    """For merchants of the programme alone: what they redeem is settled with them."""
    programme = programmes.load(programme_id)
    if "vouchers" not in programme.features:
        raise NotFound(_("这个项目没有消费券。"))
    by = attendants.require(access.actor(), programme, whole_city=access.scope().whole_city)
    if by is None:
        raise Forbidden(_("核销按商户结算，请用商户的手机号登录；商户在“值守人员”里加。"))
    return programme, by


def _page(
    page: str, programme: Programme, by: Attendant, form: ScanForm, outcome: till.Outcome | None
) -> str:
    return render_template(
        f"till/{page}.html",
        programme=programme,
        by=by,
        form=form,
        outcome=outcome,
        totals=till.totals(by, clock.today()),
        latest=till.latest(by),
    )
