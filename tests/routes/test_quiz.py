"""A quiz as people and coordinators see it: nothing of what is right before handing in."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app import clock
from app.models import QuizTry
from app.services import export
from app.services.quiz import bank, bank_file, pages, tries
from tests import factories as make
from tests.browser import Browser
from tests.quizzes import QuizCity, person


@pytest.fixture
def quiz(session: Session) -> QuizCity:
    return QuizCity()


def home(quiz: QuizCity) -> str:
    return f"/programmes/{quiz.programme.slug}/quiz"


def running(quiz: QuizCity, account: object) -> QuizTry:
    found = tries.running(quiz.programme, person(account))  # type: ignore[arg-type]
    assert found is not None
    return found


def test_from_the_programme_to_the_certificate(quiz: QuizCity, client: Browser) -> None:
    account = quiz.worker()
    client.sign_in(account)
    assert f"{home(quiz)}" in client.get(f"/programmes/{quiz.programme.slug}").text
    assert "开始答题就是报名" in client.get(home(quiz)).text
    first = client.post(f"{home(quiz)}/start")
    assert first.location.endswith("/questions/1")
    tried = running(quiz, account)
    for position in range(1, 5):
        asked = pages.asked(tried, position)
        found = tries.question(tried, position)
        right = [tries.option_order(tried, position, found).index(place) for place in found.right]
        page = client.get(f"{home(quiz)}/questions/{position}").text
        for option in asked.options:
            assert option in page
        assert found.explanation not in page
        assert found.source not in page
        go = str(position + 1) if position < 4 else "check"
        answer = client.post(
            f"{home(quiz)}/questions/{position}", data={"answer": [str(p) for p in right], "go": go}
        )
        assert answer.location.endswith(f"/questions/{go}" if position < 4 else "/check")
    assert "4 题都答了" in client.get(f"{home(quiz)}/check").text
    done = client.post(f"{home(quiz)}/hand-in", follow_redirects=True).text
    assert "100 分" in done
    assert done.count("正确答案") >= 4
    assert "解析" in done
    assert client.post(f"{home(quiz)}/hand-in").location.endswith("/tries/1")
    certificate = client.post(f"{home(quiz)}/certificate", follow_redirects=True).text
    assert "知识竞赛合格证书" in certificate
    assert "查看证书" in client.get(home(quiz)).text


def test_a_page_before_handing_in_does_not_depend_on_what_is_right(quiz: QuizCity, client: Browser) -> None:
    account = quiz.worker()
    client.sign_in(account)
    client.post(f"{home(quiz)}/start")
    tried = running(quiz, account)
    address = f"{home(quiz)}/questions/1"

    def looked() -> str:
        page = client.get(address).text
        return re.sub(r"csrf[^>]*|nonce=\S+|data-left=\S+|\d+:\d\d", "", page)

    before = looked()
    found = tries.question(tried, 1)
    other = {"single": [(found.right[0] + 1) % 4], "multiple": [1, 3], "true_false": [0]}[found.kind]
    found.right, found.explanation = other, "完全不同"
    make.save(found)
    assert looked() == before
    assert client.get(f"{home(quiz)}/tries/1").status_code == 404


def test_what_was_chosen_is_there_after_a_reload_and_saves_by_itself(quiz: QuizCity, client: Browser) -> None:
    client.sign_in(quiz.worker())
    client.post(f"{home(quiz)}/start")
    address = f"{home(quiz)}/questions/1"
    assert "checked" not in client.get(address).text
    kept = client.post(address, data={"answer": "1"}, headers={"HX-Request": "true"})
    assert kept.status_code == 204
    assert client.get(address).text.count("checked") == 1
    wrong = client.post(address, data={"answer": "7"})
    assert wrong.status_code == 422
    assert client.get(f"{home(quiz)}/questions/9").status_code == 404


def test_time_up_on_the_way(quiz: QuizCity, client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    client.sign_in(quiz.worker())
    client.post(f"{home(quiz)}/start")
    at = clock.now() + dt.timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: at)
    late = client.post(f"{home(quiz)}/questions/1", data={"answer": "0"}, follow_redirects=True).text
    assert "时间到，已经自动交卷" in late
    assert client.post(f"{home(quiz)}/start").location.endswith("/questions/1")  # the second try


def test_where_the_form_asks_something_it_comes_first(quiz: QuizCity, client: Browser) -> None:
    make.question(quiz.programme, "shop", label="您在哪个车间")
    client.sign_in(quiz.worker())
    assert client.post(f"{home(quiz)}/start").location.endswith("/sign-up/")


def test_rankings_mask_names(quiz: QuizCity, client: Browser) -> None:
    account = quiz.worker()
    quiz.play(account, 3)
    for by, words in (("people", "用时"), ("units", quiz.union.name), ("districts", quiz.district.name)):
        page = client.get(f"{home(quiz)}/ranking?by={by}").text
        assert words in page
        assert person(account).name not in page
    assert "单位按总分排名" in client.get(f"{home(quiz)}/ranking?by=nonsense").text


def test_the_desk_sees_its_part(quiz: QuizCity, client: Browser) -> None:
    elsewhere = make.unit(make.unit(quiz.city))
    quiz.play(quiz.worker(), 4)
    quiz.play(quiz.worker(elsewhere), 2)
    address = f"/console/programmes/{quiz.programme.id}/quiz/"
    for unit, there, absent in ((quiz.city, elsewhere, None), (quiz.district, quiz.union, elsewhere)):
        client.sign_in(make.account(coordinates=unit))
        page = client.get(address).text
        assert there.name in page
        assert absent is None or absent.name not in page
        book = client.post(f"{address}results.xlsx")
        rows = list(load_workbook(io.BytesIO(book.data)).active.values)
        assert len(rows) == (3 if absent is None else 2)
    assert client.post(f"{address}units.xlsx").status_code == 403


def test_rules_are_written_and_refused_in_words(quiz: QuizCity, client: Browser) -> None:
    client.sign_in(make.account(coordinates=quiz.city))
    address = f"/console/programmes/{quiz.programme.id}/quiz/settings"
    assert "法律 2\n健康 2" in client.get(address).text.replace("\r", "")
    sent = {"draws": "法律 3", "seconds": "120", "tries_most": "2", "counts": "last", "pass_mark": "80"}
    sent |= {"rank_by": "mean", "rank_least": "3"}
    for draws, said in (("法律", "请一行写一个主题和题数"), ("法律 9", "只有 4 道"), ("", "请填写")):
        refused = client.post(address, data={**sent, "draws": draws})
        assert refused.status_code == 422
        assert said in refused.text
    assert client.post(address, data=sent).status_code == 302
    quiz.start(quiz.worker())
    assert "已经有人开始答题" in client.post(address, data={**sent, "seconds": "60"}).text


def test_the_bank_page_by_page(quiz: QuizCity, client: Browser) -> None:
    client.sign_in(make.account(coordinates=quiz.city))
    home_of = "/console/quiz-bank/"
    assert "T" in client.get(home_of).text
    sent = {
        "kind": "single",
        "topic": "安全",
        "words": "先断电还是先灭火？",
        "options": "先断电\n先灭火",
        "right": "0",
    }
    assert "只能是写了的选项" in client.post(f"{home_of}new", data={**sent, "right": "4"}).text
    assert client.post(f"{home_of}new", data=sent).status_code == 302
    made = next(each for each in bank.every() if each.topic == "安全")
    assert "先断电还是先灭火" in client.get(f"{home_of}?q=断电").text
    assert client.post(f"{home_of}{made.code}", data={**sent, "explanation": "水会导电"}).status_code == 302
    assert client.post(f"{home_of}{made.code}/retire").status_code == 302
    assert "不再抽取" in client.get(f"{home_of}?topic=安全").text
    assert client.post(f"{home_of}{made.code}/restore").status_code == 302
    book = client.get(f"{home_of}bank.xlsx").data
    assert len(bank_file.read(book)) == 7


def test_a_workbook_with_a_fault_shows_it_in_its_cell(quiz: QuizCity, client: Browser) -> None:
    client.sign_in(make.account(coordinates=quiz.city))
    line = ["", "单选", "安全", "灭火先做什么？", "断电", "打水", "", "", "", "", "Z"]
    content = export.sheet("题库", bank_file.COLUMNS, [line])
    answer = client.post("/console/quiz-bank/import", data={"file": (io.BytesIO(content), "题库.xlsx")})
    assert answer.status_code == 422
    assert "请指出正确答案" in answer.text
    good = export.sheet("题库", bank_file.COLUMNS, [[*line[:-1], "A"]])
    taken = client.post("/console/quiz-bank/import", data={"file": (io.BytesIO(good), "题库.xlsx")})
    assert taken.status_code == 302
    assert bank.topics()["安全"] == 1


def test_who_has_not_signed_in_comes_back_to_the_start(quiz: QuizCity, client: Browser) -> None:
    assert "登录，准备答题" in client.get(home(quiz)).text
    assert "/sign-in" in client.get(f"{home(quiz)}/start").location
    client.sign_in(make.account())
    assert client.get(f"{home(quiz)}/start").location.startswith("/me/identity")
    client.sign_in(quiz.worker())
    assert client.get(f"{home(quiz)}/start").location == home(quiz)
