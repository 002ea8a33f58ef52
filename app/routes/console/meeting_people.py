"""Who leads an offering's meetings, and who came to them."""

from __future__ import annotations

import io

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.meetings import HostForm
from app.forms.console.programmes import ReasonForm
from app.routes.console.attempt import done, shown
from app.routes.console.meetings import blueprint, programme_of
from app.services import audit, export, offerings
from app.services.meetings import attendance, hosting
from app.services.reviewing.reviewers import name
from app.unit_of_work import unit_of_work


@blueprint.route("/offerings/<int:offering_id>/hosts", methods=["GET", "POST"])
@access.city_coordinator
def hosts(programme_id: int, offering_id: int) -> ResponseReturnValue:
    """Everybody who leads, and one more by phone."""
    found, form = offerings.load(programme_id, offering_id), HostForm()
    if done(form, lambda: hosting.add(access.actor(), found, *form.somebody())):
        flash(_("已添加主持人。"), "success")
        return redirect(url_for(".hosts", programme_id=programme_id, offering_id=offering_id))
    page = render_template(
        "console/meetings/hosts.html",
        programme=found.programme,
        offering=found,
        form=form,
        hosts=hosting.listed(found),
    )
    return shown(form, page)


@blueprint.route("/offerings/<int:offering_id>/hosts/<int:host_id>/remove", methods=["GET", "POST"])
@access.city_coordinator
def remove_host(programme_id: int, offering_id: int, host_id: int) -> ResponseReturnValue:
    found, form = offerings.load(programme_id, offering_id), ReasonForm()
    host = hosting.load(found, host_id)
    if done(form, lambda: hosting.remove(access.actor(), found, host_id, form.why())):
        flash(_("已移除主持人。"), "success")
        return redirect(url_for(".hosts", programme_id=programme_id, offering_id=offering_id))
    page = render_template(
        "console/meetings/remove_host.html",
        programme=found.programme,
        offering=found,
        form=form,
        called=name(host.account),
    )
    return shown(form, page)


@blueprint.get("/offerings/<int:offering_id>/attendance")
@access.coordinator
def table(programme_id: int, offering_id: int) -> ResponseReturnValue:
    """People and meetings, as far as they are of the coordinator's part of the tree."""
    programme_of(programme_id)
    found = offerings.load(programme_id, offering_id)
    reach = hosting.reach(access.actor(), access.scope(), found)
    return render_template(
        "console/meetings/attendance.html",
        programme=found.programme,
        offering=found,
        table=attendance.of(found, reach.covers),
        everybody=reach.everybody,
    )


@blueprint.get("/offerings/<int:offering_id>/attendance.xlsx")
@access.coordinator
def workbook(programme_id: int, offering_id: int) -> ResponseReturnValue:
    """The table with full names; that it was taken out is recorded."""
    programme_of(programme_id)
    found = offerings.load(programme_id, offering_id)
    reach = hosting.reach(access.actor(), access.scope(), found)
    with unit_of_work():
        made, count = attendance.workbook(found, reach.covers)
        label = offerings.label(found)
        audit.record(access.actor(), "attendance.export", found, label=label, changes={"count": ("", count)})
    return send_file(
        io.BytesIO(made), export.XLSX, as_attachment=True, download_name=f"attendance-{offering_id}.xlsx"
    )
