"""Starting a run that keeps to an earlier plan, from the page."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import AllocationRun
from tests import season
from tests.browser import Browser


def test_the_form_offers_earlier_plans(session: Session, client: Browser) -> None:
    found = season.closed()
    client.sign_in(found.coordinator)
    page = f"/console/runs/programmes/{found.programme.id}"
    assert "尽量沿用已有方案" not in client.get(page).text
    first = season.solve(season.start(found))
    shown = client.get(page).text
    assert "尽量沿用已有方案" in shown
    assert f'<option value="{first.id}">第 1 次分配</option>' in shown
    sent = {"seed": "2", "time_limit_seconds": "20", "method": "optimiser"}
    junk = client.post(f"{page}/start", data={**sent, "keeps_run_id": "junk"})
    assert (junk.status_code, "Not a valid" in junk.text) == (422, False)
    in_order = client.post(
        f"{page}/start", data={**sent, "method": "in_order", "keeps_run_id": str(first.id)}
    )
    assert (in_order.status_code, "不能沿用已有方案" in in_order.text) == (422, True)
    answer = client.post(f"{page}/start", data={**sent, "keeps_run_id": str(first.id)})
    assert answer.status_code == 302
    started = session.scalars(select(AllocationRun).order_by(AllocationRun.id.desc())).first()
    assert started is not None
    assert started.keeps_run_id == first.id
    season.solve(started)
    assert "0 人有变动" in client.get(answer.location).text
