"""Roster pages: upload, look, correct in the cell, confirm; whose they are."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import Account, Consent, Person, Registration, RosterUpload
from tests import factories
from tests.browser import Browser
from tests.services.rosters import HEADER, LI, WANG, ZHAO, Rows, workbook

CHOOSING = (*HEADER, "第一志愿")


class City:
    def __init__(self) -> None:
        self.city, self.district, self.union = factories.tree()
        self.venue = factories.venue(name="市南院区")
        self.programme = factories.programme()
        self.offering = factories.offering(self.programme, self.venue)
        self.account: Account = factories.account(coordinates=self.union)
        start = self.offering.starts_on
        self.label = f"市南院区 {start.month}月{start.day}日"


@pytest.fixture
def city(session: Session) -> City:
    return City()


@pytest.fixture
def desk(client: Browser, city: City) -> Browser:
    return client.sign_in(city.account)


def send(desk: Browser, city: City, rows: Rows, name: str = "名单.xlsx") -> TestResponse:
    return desk.post(
        "/console/roster/",
        data={
            "programme_id": city.programme.id,
            "unit_id": city.union.id,
            "file": (io.BytesIO(workbook(rows)), name),
        },
    )


def uploaded(desk: Browser, city: City, rows: Rows) -> str:
    response = send(desk, city, rows)
    assert response.status_code == 302, response.get_data(as_text=True)
    return str(response.location)


def text(response: TestResponse) -> str:
    return str(response.get_data(as_text=True))


def stamp(page: str) -> str:
    found = re.search(r'name="stamp"[^>]*value="([^"]+)"', page)
    assert found
    return found.group(1)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def ten_faults(city: City) -> list[tuple[str | None, ...]]:
    header = (*CHOOSING, "同行组", "性别", "参加工作日期", "特殊需求")
    label = city.label
    return [
        header,
        ("王 1", WANG[1], "13800001111", label, None, None, None, None),
        ("李小梅", "3.70203198506072E+17", LI[2], label, None, None, None, None),
        ("赵强", ZHAO[1][:-1] + ("0" if ZHAO[1][-1] != "0" else "1"), ZHAO[2], label, None, None, None, None),
        ("孙丽", "E12345678", "12345", label, None, None, "去年", None),
        ("周一", LI[1], "13700000001", label, None, "男", None, None),
        ("周一", LI[1], "13700000002", label, None, None, None, None),
        ("吴用", ZHAO[1], "13700000003", "没有的院区 1月1日", None, None, None, "双人床"),
        (None, WANG[1], "13700000004", label, "A", None, None, None),
    ]


def test_every_fault_stands_in_its_cell_by_the_rows_of_the_file(desk: Browser, city: City) -> None:
    page = text(desk.get(uploaded(desk, city, ten_faults(city))))
    for cell in (
        "2-name",
        "3-identity",
        "4-identity",
        "5-phone",
        "5-sex",
        "5-joined_on",
        "6-sex",
        "6-identity",
        "8-choice_1",
        "8-needs",
        "9-name",
    ):
        assert f'name="cell-{cell}"' in page, cell
        assert f'id="cell-{cell}-fault"' in page, cell
    assert count(Registration) == count(Person) == 0


def test_from_upload_to_references(desk: Browser, city: City) -> None:
    rows = [CHOOSING, (*WANG, city.label), ("李小梅", LI[1][:-1], LI[2], city.label)]
    where = uploaded(desk, city, rows)
    page = text(desk.get(where))
    assert "可以报名" in page
    assert LI[1][:-1] in page
    assert WANG[1] not in page
    desk.post(where, data={"row": ["2", "3"], "cell-3-identity": LI[1]})
    assert "有问题" in text(desk.get(f"{where}?only=faults"))
    confirm = text(desk.get(f"{where}/confirm"))
    assert "2 人，2 组" in confirm
    response = desk.post(f"{where}/confirm", data={"stamp": stamp(confirm)}, follow_redirects=True)
    assert response.request.path.endswith("/result")
    assert count(Registration) == 2
    again = desk.post(f"{where}/confirm", data={"stamp": stamp(confirm)})
    assert again.location.endswith("/result")
    assert count(Registration) == 2
    assert "已报名" in text(desk.get(where))


def test_a_stale_confirmation_is_shown_again(desk: Browser, city: City) -> None:
    where = uploaded(desk, city, [CHOOSING, (*WANG, city.label), (*LI, city.label)])
    seen = stamp(text(desk.get(f"{where}/confirm")))
    desk.post(where, data={"row": ["2", "3"], "drop": "3"})
    response = desk.post(f"{where}/confirm", data={"stamp": seen}, follow_redirects=True)
    assert "刚刚有改动" in text(response)
    assert count(Registration) == 0


def test_choices_for_everybody(desk: Browser, city: City) -> None:
    where = uploaded(desk, city, [HEADER, WANG])
    assert "统一选择志愿" in text(desk.get(where))
    assert desk.get(f"{where}/choices").status_code == 200
    assert desk.post(f"{where}/choices", data={"choice_1": "0"}).status_code == 422
    assert desk.post(f"{where}/choices", data={"choice_1": city.offering.id}).status_code == 302
    assert "1 人，1 组" in text(desk.get(f"{where}/confirm"))


def test_health_is_confirmed_for_the_campus_that_asks(desk: Browser, city: City) -> None:
    city.venue.health_questions = [{"id": "heart", "zh": "是否有心脏病？", "en": "Heart disease?"}]
    where = uploaded(desk, city, [CHOOSING, (*WANG, city.label)])
    page = text(desk.get(f"{where}/confirm"))
    assert "是否有心脏病？" in page
    refused = desk.post(f"{where}/confirm", data={"stamp": stamp(page)})
    assert refused.status_code == 422
    assert count(Registration) == 0
    desk.post(f"{where}/confirm", data={"stamp": stamp(page), "declared": str(city.venue.id)})
    assert count(Registration) == 1


def test_people_signed_up_before_are_left_out_at_one_press(desk: Browser, city: City) -> None:
    known = factories.person(city.union, name="王伟", identity=WANG[1])
    factories.registration(city.programme, [known], [city.offering])
    where = uploaded(desk, city, [CHOOSING, (*WANG, city.label), (*LI, city.label)])
    assert "有 1 人已经报过名" in text(desk.get(where))
    page = text(desk.post(f"{where}/leave-out-signed-up", follow_redirects=True))
    assert "有 1 人已经报过名" not in page


def test_a_file_that_cannot_be_read_is_said_beside_the_field(desk: Browser, city: City) -> None:
    response = send(desk, city, [("姓名", "工号"), ("王伟", "1")])
    assert response.status_code == 422
    assert "身份证" in text(response)
    empty = desk.post("/console/roster/", data={"programme_id": city.programme.id, "unit_id": city.union.id})
    assert "请选择名单文件" in text(empty)
    assert count(RosterUpload) == 0


def test_a_unit_outside_the_scope_is_refused(desk: Browser, city: City) -> None:
    elsewhere = factories.unit(city.district)
    response = desk.post(
        "/console/roster/",
        data={
            "programme_id": city.programme.id,
            "unit_id": elsewhere.id,
            "file": (io.BytesIO(workbook([HEADER, WANG])), "名单.xlsx"),
        },
    )
    assert response.status_code == 422
    assert elsewhere.name not in text(desk.get("/console/roster/"))


def test_what_others_have_uploaded_is_not_there(desk: Browser, city: City) -> None:
    where = uploaded(desk, city, [CHOOSING, (*WANG, city.label)])
    desk.sign_in(factories.account(coordinates=city.city))
    for page in ("", "/confirm", "/choices", "/result"):
        assert desk.get(where + page).status_code == 404
    assert desk.post(where, data={"row": "2"}).status_code == 404
    assert desk.post(f"{where}/discard").status_code == 404


def test_a_worker_has_no_rosters(client: Browser, city: City) -> None:
    client.sign_in(factories.account(factories.person(city.union)))
    assert client.get("/console/roster/").status_code == 403


def test_when_sign_up_is_over_it_says_so(desk: Browser, city: City) -> None:
    where = uploaded(desk, city, [CHOOSING, (*WANG, city.label)])
    city.programme.state = "closed"
    assert "现在没有可以报名的项目" in text(desk.get("/console/roster/"))
    assert "截止" in text(desk.get(where))
    assert desk.get(f"{where}/confirm").status_code == 302
    assert send(desk, city, [HEADER, WANG]).status_code == 422


def test_the_template_can_be_filled_in_and_uploaded(desk: Browser, city: City) -> None:
    response = desk.get(f"/console/roster/template/{city.programme.id}.xlsx")
    assert response.status_code == 200
    assert response.data[:2] == b"PK"


def test_a_roster_thrown_away_is_gone(desk: Browser, city: City) -> None:
    where = uploaded(desk, city, [CHOOSING, (*WANG, city.label)])
    desk.post(f"{where}/discard")
    assert desk.get(where).status_code == 404
    assert db.session.scalars(select(RosterUpload)).one().rows["table"]["rows"] == []


def test_many_rows_are_shown_page_by_page(desk: Browser, city: City) -> None:
    rows = [CHOOSING, *(("王伟", WANG[1], "13800001111", city.label) for _ in range(120))]
    where = uploaded(desk, city, rows)
    assert 'name="cell-121-identity"' in text(desk.get(f"{where}?page=3&only=faults"))
    assert desk.get(f"{where}?page=99").status_code == 200
    back = desk.post(f"{where}?page=2&only=faults", data={"row": "60", "drop": "60"})
    assert "page=2" in back.location
    assert "only=faults" in back.location


def test_a_whole_row_can_be_opened_for_correction(desk: Browser, city: City) -> None:
    where = uploaded(desk, city, [CHOOSING, (*WANG, city.label)])
    page = text(desk.get(f"{where}?edit=2"))
    assert f'value="{WANG[1]}"' in page


def test_consents_are_vouched_for_all_of_them_before_anybody_is_signed_up(desk: Browser, city: City) -> None:
    safety = factories.text(city.programme, "consent", title="安全承诺")
    withdrawn = factories.text(city.programme, "consent", title="旧的承诺", withdrawn=True)
    where = uploaded(desk, city, [CHOOSING, (*WANG, city.label)])
    page = text(desk.get(f"{where}/confirm"))
    assert ("安全承诺" in page, "旧的承诺" in page) == (True, False)
    for agreed in ("", "x", str(withdrawn.id)):
        refused = desk.post(f"{where}/confirm", data={"stamp": stamp(page), "agreed": agreed})
        assert "请先确认名单上的职工都同意" in text(refused)
    assert db.session.scalars(select(Registration)).all() == []
    desk.post(f"{where}/confirm", data={"stamp": stamp(page), "agreed": str(safety.id)})
    sent = db.session.scalars(select(Registration)).one()
    consents = db.session.scalars(select(Consent)).all()
    assert [(c.registration_id, c.text_id, c.account_id) for c in consents] == [
        (sent.id, safety.id, city.account.id)
    ]
