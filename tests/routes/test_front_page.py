"""The first page, search, matters and places."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models import Account, Unit
from tests import catalogue, factories
from tests.browser import Browser


@pytest.fixture
def union(session: Session) -> Unit:
    district = factories.unit(factories.unit(), name="市南区总工会")
    return factories.unit(district)


@contextmanager
def counting() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def section(page: str, name: str) -> str:
    """What stands under the heading of this id."""
    found = re.search(rf'id="{name}">.*?</section>', page, re.S)
    return found[0] if found else ""


def closes_in(days: float, **values: object) -> str:
    made = factories.programme(closes_at=clock.now() + dt.timedelta(days=days), **values)
    return str(made.title)


def test_what_closes_soon_stands_apart_from_what_is_open(client: Browser, union: Unit) -> None:
    soon, later = closes_in(2), closes_in(20)
    coming = closes_in(30, opens_at=clock.now() + dt.timedelta(days=3))
    over = closes_in(9, state="closed")
    page = client.get("/").text
    assert soon in section(page, "closing")
    assert soon not in section(page, "open")
    assert later in section(page, "open")
    assert coming in section(page, "upcoming")
    assert over not in page
    assert over in client.get("/programmes").text
    assert page.index('id="closing"') < page.index('id="open"') < page.index('id="near"')


def test_near_is_the_district_of_ones_unit_or_the_chosen_one(client: Browser, union: Unit) -> None:
    hall = factories.venue((), kind="hall", name="市南礼堂", district="市南区")
    talk = factories.programme(title="市南讲座")
    factories.offering(talk, hall)
    gone = factories.programme(title="办完的讲座")
    factories.offering(gone, hall, in_days=-9, nights=0)
    factories.venue((), kind="rest_station", name="市南驿站", district="市南区")
    factories.venue((), kind="rest_station", name="关着的驿站", district="市南区", closed=True)
    assert "市南驿站" not in client.get("/").text
    for page in (client.get("/?district=市南区").text, client.sign_in(_worker(union)).get("/").text):
        near = page[page.index('id="near"') :]
        assert "市南讲座" in near
        assert "市南驿站" in near
        assert "办完的讲座" not in near
        assert "关着的驿站" not in near
    assert "没有正在报名的项目和开放的地点" not in client.get("/?district=火星").text


def _worker(union: Unit) -> Account:
    return factories.account(factories.person(union))


def test_few_queries_however_many_programmes(client: Browser, union: Unit) -> None:
    hall = factories.venue((), district="市南区")

    def queries(path: str) -> int:
        client.get(path)
        with counting() as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    factories.offering(factories.programme(title="讲座一"), hall, seats=9)
    few = {path: queries(path) for path in ("/", "/?district=市南区", "/?q=讲座", "/programmes", "/matters")}
    for k in range(300):
        made = factories.programme(title=f"讲座{k}", mode="first_come", matter_id=None)
        factories.offering(made, hall, seats=9, nights=0)
    many = {path: queries(path) for path in few}
    assert max(many.values()) <= 20
    assert all(many[path] <= few[path] + 4 for path in few), (few, many)


def test_two_characters_find_matters_programmes_and_places(client: Browser, union: Unit) -> None:
    catalogue.matter(title="职工体检", summary="选一个时段")
    factories.programme(title="免费体检（第二批）")
    factories.venue((), kind="hall", name="体检中心")
    factories.programme(title="读书会")
    page = client.get("/?q=体检").text
    assert page.count("<mark>体检</mark>") == 3
    assert "读书会" not in page
    for part in ('id="matters"', 'id="programmes"', 'id="places"'):
        assert part in page
    assert "没有找到“火星”" in client.get("/?q=火星").text
    assert "&lt;b&gt;" in client.get("/?q=<b>").text


def test_a_theme_shows_its_matters_and_programmes(client: Browser, union: Unit) -> None:
    own = catalogue.matter(title="法律援助", theme="legal")
    catalogue.matter(title="读书", theme="learning")
    factories.programme(title="代理案件", kind="unheard-of", matter_id=own.id)
    page = client.get("/?theme=legal").text
    assert "法律援助" in page
    assert "代理案件" in page
    assert "/matters/" in page
    assert ">读书<" not in page


def test_a_matter_says_how_and_what_is_reached(client: Browser, union: Unit) -> None:
    whole = catalogue.matter(title="疗休养", way="ranked", summary="住几天", assumed="日期为演示假定。")
    target = catalogue.target(whole, label="疗休养人次", number=7000, unit="person_times")
    assert union.parent is not None
    catalogue.reported(target, union.parent, 1, 700)
    catalogue.target(whole, label="床位", number=600, unit="beds", aim=False, source="开放床位600张")
    factories.programme(title="秋季疗休养", matter_id=whole.id)
    factories.programme(title="去年的疗休养", matter_id=whole.id, state="published")
    part = catalogue.matter(title="住的内容", way="part", part_of=[whole.number])
    page = client.get(f"/matters/{whole.number}").text
    for words in (
        "秋季疗休养",
        "以前的项目",
        "去年的疗休养",
        "已达 700 人次（10%）",
        "开放床位600张",
        "日期为演示假定",
    ):
        assert words in page, words
    within = client.get(f"/matters/{part.number}").text
    assert "秋季疗休养" in within
    assert "不单独报名" in within
    assert client.get("/matters/999").status_code == 404
    assert "住几天" in client.get("/matters").text


def test_a_programme_leads_to_its_matter(client: Browser, union: Unit) -> None:
    own = catalogue.matter(title="疗休养")
    page = client.get(f"/programmes/{factories.programme(matter_id=own.id).slug}").text
    assert f'href="/matters/{own.number}"' in page


def station(name: str, latitude: float, **values: object) -> None:
    named = {"kind": "rest_station", "name": name, "latitude": latitude, "longitude": 120.4}
    factories.venue((), **{**named, **values})


def test_the_nearest_by_position_which_is_not_kept(client: Browser, union: Unit) -> None:
    station("远站", 36.2)
    station("近站", 36.07)
    station("关站", 36.06, closed=True)
    answer = client.post("/places", data={"latitude": "36.060", "longitude": "120.400"})
    assert answer.status_code == 200
    page = answer.text
    assert page.index("近站") < page.index("远站")
    assert "约 1.1 公里" in page
    assert "关站" not in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert "36.06" not in page
    with client.session_transaction() as kept:
        assert "36.06" not in str(dict(kept))


@pytest.mark.parametrize(
    "where", [{}, {"latitude": "x", "longitude": "1"}, {"latitude": "99", "longitude": "0"}]
)
def test_a_position_that_is_none_is_said(client: Browser, union: Unit, where: dict[str, str]) -> None:
    station("近站", 36.07)
    answer = client.post("/places", data=where)
    assert answer.status_code == 422
    assert "请改选区市" in answer.text
    assert "近站" in answer.text


def test_places_by_kind_and_district(client: Browser, union: Unit) -> None:
    station("南站", 36.0, district="市南区")
    station("北站", 36.1, district="市北区")
    factories.venue((), kind="book_house", name="南书屋", district="市南区")
    page = client.get("/places?kind=rest_station&district=市南区").text
    assert "南站" in page
    assert "北站" not in page
    assert "南书屋" not in page
    assert "北站" in client.get("/places").text
    assert "还没有这样的地点" in client.get("/places?kind=site").text
    mine = client.sign_in(_worker(union)).get("/places").text
    assert "南书屋" in mine
    assert "北站" not in mine
