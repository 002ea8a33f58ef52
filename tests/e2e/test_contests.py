"""A quiz on a phone from start to certificate; then a result at the desk, and the table that follows it."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import expect
from sqlalchemy import select

from app.extensions import db
from app.identity import make_resident_id
from app.models import QuizQuestion
from tests.e2e.city import City, Someone, Visit, enter_code, sign_in
from tests.e2e.conftest import Opener
from tests.e2e.worker_steps import confirm_identity

CITY = "13800000005"
QUIZ, LEAGUE = "/programmes/women-quiz", "/programmes/football-league/league"


def test_a_quiz_then_a_result(open_page: Opener, city: City) -> None:
    person = Visit(open_page(phone=True))
    answer_the_quiz(person, city)
    enter_a_result(Visit(open_page(phone=False)), Visit(open_page(phone=True)))


def answer_the_quiz(visit: Visit, city: City) -> None:
    who = woman("秦小兰", 971)
    page = visit.page
    page.goto(QUIZ)
    visit.at("女职工权益知识竞赛")
    visit.follow("去答题")
    visit.at("女职工权益知识竞赛")
    visit.follow("登录，准备答题")
    sign_in_on_the_way(visit, who)
    visit.at("女职工权益知识竞赛")
    visit.press("开始答题")
    answers = right_answers(city)
    for number in range(1, 21):
        expect(page.get_by_text(f"第 {number} 题，共 20 题")).to_be_visible()
        asked = page.locator("#question").inner_text()
        for option in answers[asked]:
            page.get_by_label(option, exact=True).check()
        if number == 1:
            visit.at(asked)
            page.wait_for_timeout(300)  # it is saved by itself
            page.reload()
            expect(page.get_by_label(answers[asked][0], exact=True)).to_be_checked()
        visit.press("下一题" if number < 20 else "去交卷")
    visit.at("交卷")
    visit.press("交卷", exact=True)
    visit.at("100 分")
    visit.press("领取证书")
    visit.at("合格证书")
    page.goto(f"{QUIZ}/quiz/ranking?by=people")
    visit.at("排行榜")
    expect(page.locator("tr.mine")).to_contain_text("秦*兰")


def woman(name: str, number: int) -> Someone:
    return Someone(name, f"15900001{number:03d}", make_resident_id("370202", dt.date(1988, 5, 6), number + 1))


def sign_in_on_the_way(visit: Visit, who: Someone) -> None:
    visit.at("登录")
    enter_code(visit.page, who.phone)
    confirm_identity(visit, who)


def right_answers(city: City) -> dict[str, list[str]]:
    """By the words of the question: as somebody knows them who has studied."""
    with city.app().app_context():
        found = {}
        for each in db.session.scalars(select(QuizQuestion)):
            options = ["对", "错"] if each.kind == "true_false" else [option["zh"] for option in each.options]
            found[each.words] = [options[place] for place in each.right]
        return found


def enter_a_result(desk: Visit, phone: Visit) -> None:
    """The result that one team has entered is put right, and the table on the phone has it."""
    phone.page.goto(LEAGUE)
    phone.at("赛程和积分榜")
    played = phone.page.locator(".league-table tbody td:nth-child(3)")
    before = sum(int(text) for text in played.all_inner_texts())
    sign_in(desk.page, CITY)
    desk.page.goto("/console/programmes/")
    desk.follow("职工足球超级联赛")
    desk.follow("球队、赛程和比分")
    desk.at("球队、赛程和比分")
    waiting = desk.page.locator("tr", has_text="待确认")
    waiting.get_by_role("link", name=re.compile("办理")).click()
    desk.at("–")
    desk.page.locator("#home_goals").fill("")
    desk.press("比分生效")
    assert "主队进球" in desk.faults()
    desk.page.locator("#home_goals").fill("7")
    desk.page.locator("#away_goals").fill("0")
    for side in ("home", "away"):
        desk.page.locator(f"#{side}_scorers").fill("")
    desk.press("比分生效")
    desk.at("球队、赛程和比分")
    expect(desk.page.locator("main")).to_contain_text("7:0")
    phone.page.reload()
    expect(phone.page.locator("main")).to_contain_text("7:0")
    assert sum(int(text) for text in played.all_inner_texts()) == before + 2
