"""Search: two characters are enough, titles come first, words that mean the same find one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.highlighting import highlight
from app.services import catalogue, finding
from tests import catalogue as make
from tests import factories


def titles(text: str) -> list[str]:
    groups = catalogue.cards(finding.wanted(text))
    return [card.programme.title for cards in groups.values() for card in cards]


def test_a_title_comes_before_a_summary_before_a_body(session: Session) -> None:
    factories.programme(title="春游", body="途中可以做体检。")
    factories.programme(title="秋游", summary="含一次体检")
    factories.programme(title="免费体检")
    factories.programme(title="冬游")
    assert titles("体检") == ["免费体检", "秋游", "春游"]


def test_every_word_is_needed_and_each_may_be_anywhere(session: Session) -> None:
    factories.programme(title="焊接班", summary="周末上课")
    factories.programme(title="数控班", summary="周末上课")
    assert titles("周末 焊接") == ["焊接班"]
    assert titles("周末 游泳") == []


def test_synonyms_find_one_another_and_count_less(session: Session) -> None:
    factories.programme(title="健康检查")
    factories.programme(title="职工体检")
    assert titles("体检") == ["职工体检", "健康检查"]
    assert titles("健康检查") == ["健康检查", "职工体检"]
    assert "查体" in finding.wanted("体检").all()


def test_an_offering_finds_its_programme(session: Session) -> None:
    campus = factories.venue(name="海边院区")
    factories.offering(factories.programme(title="培训"), campus, title="剪纸")
    factories.offering(factories.programme(title="停办"), campus, title="剪纸", cancelled=True)
    assert titles("剪纸") == ["培训"]
    assert titles("海边") == ["培训"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", "100%_"])
def test_signs_are_looked_for_as_they_are(session: Session, text: str) -> None:
    factories.programme(title=f"甲{text}乙")
    factories.programme(title="丙丁")
    assert titles(text) == [f"甲{text}乙"]


def test_matters_and_places(session: Session) -> None:
    rest = make.matter(title="工会驿站", theme="union", way="venue")
    make.matter(title="职工体检")
    here = factories.venue((), kind="rest_station", name="一号站", district="市南区", matter_id=rest.id)
    factories.venue((), kind="rest_station", name="二号站", matter_id=rest.id, closed=True)
    factories.venue((), kind="online", name="驿站线上")
    asked = finding.wanted("驿站")
    assert [found.title for found in finding.matters(asked)] == ["工会驿站"]
    assert [venue.name for venue in finding.venues(asked)] == ["一号站", "二号站"]
    assert finding.venues(finding.wanted("市南"))[0].id == here.id


def test_nothing_asked_is_no_search(session: Session) -> None:
    assert finding.wanted("  ").words == ()


@given(st.text("体检<&读书a ", max_size=12), st.lists(st.text("体检读a", min_size=1, max_size=3), max_size=3))
def test_marking_changes_no_character(text: str, words: list[str]) -> None:
    marked = highlight(text, words)
    assert marked.replace("<mark>", "").replace("</mark>", "").unescape() == text
