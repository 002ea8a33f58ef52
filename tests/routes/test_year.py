"""The year's view: for everybody, for the city, for a district; its workbook, and what is reported."""

from __future__ import annotations

import io
from dataclasses import dataclass

import openpyxl
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models import Account, AuditEntry, ReportedCount, Target, Unit
from tests import catalogue, factories
from tests.browser import Browser


@dataclass
class Town:
    first: Unit
    second: Unit
    people: Target
    money: Target
    city: Account
    district: Account
    union: Account


@pytest.fixture
def town(session: Session) -> Town:
    city = factories.unit()
    first, second = (factories.unit(city, name=name) for name in ("市南区总工会", "市北区总工会"))
    pledge = catalogue.pledge(number=9, title="疗休养提质扩面", text="组织疗休养7000人次")
    matter = catalogue.matter(title="疗休养", pledge=pledge)
    people = catalogue.target(matter, label="示范性疗休养", number=7000)
    money = catalogue.target(
        pledge_id=pledge.id, label="投入资金", number=1_600_000_000, unit="money", counter="reported"
    )
    accounts = [factories.account(coordinates=unit) for unit in (city, first, factories.unit(first))]
    catalogue.reported(people, first, 1, 1200)
    catalogue.reported(people, second, 1, 300)
    return Town(first, second, people, money, *accounts)


def test_everybody_sees_what_was_promised_and_reached(client: Browser, town: Town) -> None:
    page = client.get("/year").text
    for words in (
        "9. 疗休养提质扩面",
        "组织疗休养7000人次",
        "目标 7,000 人，已达 1,500 人（21.4%）",
        "目标 1,600 万元，已达 0 元（0%）",
        "来源：月报",
        "1 月 1,500 人",
        "市北区",
    ):
        assert words in page, words
    assert client.get("/year?year=1999").status_code == 404


def test_without_anything_promised(client: Browser, session: Session) -> None:
    assert "还没有公布年度实事" in client.get("/year").text
    client.sign_in(factories.account(coordinates=factories.unit()))
    assert client.get("/console/year/").status_code == 200


def test_the_city_sees_all_and_a_district_its_own_column(client: Browser, town: Town) -> None:
    page = client.sign_in(town.city).get("/console/year/").text
    assert "市北区" in page
    assert "1,500 人" in page
    own = client.sign_in(town.district).get("/console/year/").text
    assert "市北区" not in own
    assert own.count("1,200 人") >= 2  # in the table and in the picture
    elsewhere = client.sign_in(town.union).get("/console/year/")
    assert (elsewhere.status_code, elsewhere.location) == (302, "/year")


def workbook(client: Browser) -> openpyxl.Workbook:
    answer = client.get("/console/year/workbook.xlsx")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.get_data()))


def test_the_workbook_holds_the_same_with_charts(client: Browser, town: Town) -> None:
    client.sign_in(town.city)
    book = workbook(client)
    assert book.sheetnames == ["总表", "按月", "按区市", "口径"]
    rows = [[cell.value for cell in row] for row in book["总表"].iter_rows()]
    assert rows[0][:4] == ["实事", "指标", "单位", "目标"]
    assert rows[1][1:7] == ["示范性疗休养", "人", 7000, 0, 1500, 1500]
    assert rows[1][7] == pytest.approx(1500 / 7000)
    assert rows[2][1:4] == ["投入资金", "元", 16_000_000]
    assert [cell.value for cell in book["按月"][2]][3:6] == [1500, 0, 0]
    assert [cell.value for cell in book["按区市"][1]][3:] == ["市南区", "市北区", "不分区市"]
    assert [cell.value for cell in book["按区市"][2]][3:5] == [1200, 300]
    assert [len(book[name]._charts) for name in book.sheetnames] == [1, 2, 2, 0]


def test_a_districts_workbook_has_its_own_column(client: Browser, town: Town) -> None:
    book = workbook(client.sign_in(town.district))
    assert [cell.value for cell in book["按区市"][1]][3:] == ["市南区", "不分区市"]
    assert client.sign_in(town.union).get("/console/year/workbook.xlsx").status_code == 403


def form(town: Town, **values: object) -> dict[str, object]:
    named = {"target_id": town.people.id, "unit_id": town.first.id, "month": 1, "count": 50}
    return {**named, "source": "一月月报", **values}


def reported(town: Town, unit: Unit, target: Target) -> list[int]:
    query = select(ReportedCount.count).where(
        ReportedCount.unit_id == unit.id, ReportedCount.target_id == target.id
    )
    return list(db.session.scalars(query))


def test_a_figure_is_reported_and_replaced(client: Browser, town: Town) -> None:
    client.sign_in(town.district)
    assert client.post("/console/year/reported", data=form(town)).status_code == 302
    assert reported(town, town.first, town.people) == [50]
    assert client.post("/console/year/reported", data=form(town, target_id=town.money.id)).status_code == 302
    assert reported(town, town.first, town.money) == [5000]  # fifty yuan in 分
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).first()
    assert entry is not None
    assert entry.changes["count"] == ["1,200 人", "50 人"]
    page = client.get("/console/year/reported").text
    assert "一月月报" in page
    assert "疗休养提质扩面 · 投入资金" in page


def test_what_cannot_be_reported(client: Browser, town: Town) -> None:
    client.sign_in(town.district)
    before = db.session.scalar(select(func.count()).select_from(ReportedCount))
    for wrong in ({"unit_id": town.second.id}, {"count": "0"}, {"count": "x"}, {"source": ""}, {"month": 13}):
        assert client.post("/console/year/reported", data=form(town, **wrong)).status_code == 422, wrong
    assert client.post("/console/year/reported", data={}).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(ReportedCount)) == before
    assert client.sign_in(town.union).get("/console/year/reported").status_code == 403


def test_a_month_that_has_not_begun_is_not_offered(client: Browser, town: Town) -> None:
    page = client.sign_in(town.city).get("/console/year/reported").text
    assert f'<option value="{clock.today().month}">' in page
    assert (
        f'<option value="{clock.today().month + 1}">'
        not in page.split('id="unit_id"')[1].split("</form>")[0].split('id="month"')[1]
    )


def test_a_figure_is_removed_by_those_of_its_district(client: Browser, town: Town) -> None:
    rows = {row.unit_id: row.id for row in db.session.scalars(select(ReportedCount))}
    client.sign_in(town.district)
    assert client.post(f"/console/year/reported/{rows[town.second.id]}/remove").status_code == 403
    assert client.post(f"/console/year/reported/{rows[town.first.id]}/remove").status_code == 302
    assert reported(town, town.first, town.people) == []
    assert reported(town, town.second, town.people) == [300]
    assert client.post(f"/console/year/reported/{rows[town.first.id]}/remove").status_code == 404
