"""A review in the browser: what a reviewer sees, what the coordinator does, what everybody may read."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.models import Account, Answer, AuditEntry, Criterion, Objection, Programme, Reading, Reviewer
from app.services.reviewing import ranking
from tests import factories
from tests.browser import Browser
from tests.routes.review_site import ReviewSite


def desk(site: ReviewSite, path: str = "") -> str:
    return f"/console/programmes/{site.programme.id}/review/{path}"


def text(client: Browser, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.status_code
    return answer.text


def send(client: Browser, url: str, **data: object) -> tuple[int, str]:
    """Status, and what page it leads to or says."""
    answer = client.post(url, data=data)
    return answer.status_code, str(answer.location or answer.text)


def send_to(client: Browser, url: str) -> str:
    return str(client.get(url).location)


# the coordinator


def test_criteria_before_opening(client: Browser, session: Session) -> None:
    site = ReviewSite()
    site.programme.state = "draft"
    session.commit()
    client.sign_in(site.coordinator)
    url = f"/console/programmes/{site.programme.id}/criteria/"
    values = {"label": "创新", "weight": "3", "least": "0", "most": "10"}
    assert send(client, f"{url}new", **values)[0] == 302
    assert "75%" in text(client, url)
    made = session.scalars(select(Criterion).where(Criterion.label == "创新")).one()
    for wrong in ({"weight": "0"}, {"most": "0"}, {"label": ""}, {"label": "成效"}, {"least": "x"}):
        assert send(client, f"{url}{made.id}", **{**values, **wrong})[0] == 422, wrong
    assert send(client, f"{url}{made.id}", **{**values, "help": "看新意"})[0] == 302
    assert send(client, f"{url}{made.id}/up")[0] == 302
    assert text(client, url).index("看新意") < text(client, url).index("成效")
    assert send(client, f"{url}{made.id}/delete")[0] == 302
    site.programme.state = "open"
    session.commit()
    status, page = send(client, f"{url}new", **values)
    assert (status, "不能再改" in page) == (422, True)


def test_a_criterion_of_another_programme_is_not_there(client: Browser, session: Session) -> None:
    site, other = ReviewSite(), ReviewSite()
    client.sign_in(site.coordinator)
    text(client, f"/console/programmes/{site.programme.id}/criteria/{other.criterion.id}", 404)
    text(client, f"/console/programmes/{site.programme.id}/reviewers/{other.reviewers[0].id}/remove", 404)
    text(client, desk(site, f"entries/{other.entries[0].id}"), 404)


def test_a_programme_that_is_not_judged_has_no_such_pages(client: Browser, session: Session) -> None:
    site = ReviewSite()
    client.sign_in(site.coordinator)
    ranked = factories.programme()
    for path in ("review/", "criteria/", "reviewers/", "objections/"):
        text(client, f"/console/programmes/{ranked.id}/{path}", 404)


def test_reviewers_come_and_go(client: Browser, session: Session) -> None:
    site = ReviewSite("close")
    client.sign_in(site.coordinator)
    url = f"/console/programmes/{site.programme.id}/reviewers/"
    assert send(client, url, phone="137 0000 0001", called="李工")[0] == 302
    assert "李工" in text(client, url)
    for phone in ("137", "13700000001"):
        assert send(client, url, phone=phone, called="李工")[0] == 422
    gone_id = site.reviewers[0].id
    assert "转给其他评审" in text(client, f"{url}{gone_id}/remove")
    assert send(client, f"{url}{gone_id}/remove")[0] == 422
    assert send(client, f"{url}{gone_id}/remove", reason="生病")[0] == 302
    assert session.get(Reviewer, gone_id) is None
    assert len(session.scalars(select(Reading)).all()) == 6


def test_the_way_from_readings_to_the_end(
    client: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = ReviewSite("close")
    client.sign_in(site.coordinator)
    assert "还有 6 份评分没有提交" in text(client, desk(site))
    assert "没有评完" in send(client, desk(site, "propose"))[1]
    site.read(80, 80, 70)
    assert "2 份申报总分并列" in text(client, desk(site))
    tie = {"granted": site.entries[1].id, "reason": "看创新分"}
    assert "总分都是 80.00" in text(client, desk(site, "ties"))
    for wrong in ({"reason": ""}, {"granted": site.entries[2].id}, {"granted": "x"}):
        assert send(client, desk(site, "ties"), **{**tie, **wrong})[0] == 422, wrong
    assert send(client, desk(site, "ties"), **tie)[0] == 302
    assert send(client, desk(site, "propose"))[0] == 302
    assert "名额 1 个已给总分更高的申报" in text(client, desk(site, "ranking"))
    assert "开始公示不能撤回" in text(client, desk(site, "notice"))
    assert [send(client, desk(site, "notice"))[0] for _ in range(2)] == [302, 302]
    status, page = send(client, desk(site, "final"))
    assert (status, "才结束" in page) == (422, True)
    at = clock.now() + dt.timedelta(days=6)
    monkeypatch.setattr(clock, "now", lambda: at)
    assert "公示已结束" in text(client, desk(site))
    assert [send(client, desk(site, "final"))[0] for _ in range(2)] == [302, 302]
    assert session.get_one(Programme, site.programme.id).state == "published"


def test_an_entry_shows_no_scores_before_they_are_all_in(client: Browser, session: Session) -> None:
    site = ReviewSite("close")
    entry = site.entries[0]
    first, second = session.scalars(select(Reading).where(Reading.registration_id == entry.id)).all()
    for reading, mark in ((first, 77), (second, 79)):
        client.sign_in(reading.reviewer.account)
        assert send(client, f"/reviews/{reading.id}", **{f"points_{site.criterion.id}": mark})[0] == 302
        client.sign_in(site.coordinator)
        page = text(client, desk(site, f"entries/{entry.id}"))
        assert ('<td class="num">77</td>' in page, "到齐以前" in page) == (
            (False, True) if mark == 77 else (True, False)
        )


def test_one_decision_is_changed_with_a_reason(client: Browser, session: Session) -> None:
    site = ReviewSite("close", "read", "propose")
    client.sign_in(site.coordinator)
    url = desk(site, f"entries/{site.entries[0].id}")
    assert send(client, url, outcome="refused")[0] == 422
    assert send(client, url, outcome="maybe", reason="更正")[0] == 422
    assert send(client, url, outcome="refused", reason="材料不实")[0] == 302
    assert "材料不实" in text(client, url)
    assert "有名额空着" in text(client, desk(site))
    assert send(client, desk(site, "discard"), reason="重来")[0] == 302
    assert ranking.decisions(site.programme) == {}


def test_objections_are_answered_at_the_desk(client: Browser, session: Session) -> None:
    site = ReviewSite("close", "read", "propose", "notice", "object")
    client.sign_in(site.coordinator)
    url = f"/console/programmes/{site.programme.id}/objections/"
    assert "评得不对" in text(client, url)
    answer = f"{url}{site.objection.id}"
    assert send(client, answer, verdict="unfounded")[0] == 422
    assert send(client, answer, answer="已核实", verdict="upheld")[0] == 422
    assert send(client, answer, answer="已核实", verdict="refused")[0] == 302
    assert send(client, answer, answer="又改", verdict="unfounded")[0] == 422
    client.sign_in(site.stranger)
    assert "已核实" in text(client, f"/programmes/{site.programme.slug}/notice")


# reviewers


def test_a_reviewer_sees_answers_and_no_names(client: Browser, session: Session) -> None:
    site = ReviewSite("close")
    question = factories.question(site.programme, "idea", label="您的建议")
    account = site.reviewers[0].account
    reading, other = site.readings(account)
    factories.save(Answer(registration_id=reading.registration_id, question=question, value="加一盏灯"))
    client.sign_in(account)
    assert "评审" in text(client, "/")
    assert "共 2 份，已提交 0 份" in text(client, "/reviews/")
    page = text(client, f"/reviews/{reading.id}")
    assert "加一盏灯" in page
    assert "王小" not in page
    field = f"points_{site.criterion.id}"
    for wrong in ("", "101", "-1", "5.5", "十"):
        assert send(client, f"/reviews/{reading.id}", **{field: wrong})[0] == 422, wrong
    assert send(client, f"/reviews/{reading.id}", **{field: "88"}) == (302, f"/reviews/{other.id}")
    status, page = send(client, f"/reviews/{reading.id}", **{field: "1"})
    assert (status, "不能再改" in page) == (422, True)
    assert "88" in text(client, f"/reviews/{reading.id}")


def test_readings_of_others_are_not_there(client: Browser, session: Session) -> None:
    site = ReviewSite("close")
    reading = site.readings(site.reviewers[0].account)[0]
    others: list[Account] = [site.coordinator, factories.account(), site.entries[0].signed_up_by]
    others += [r.account for r in site.reviewers[1:]]
    for account in others:
        client.sign_in(account)
        text(client, f"/reviews/{reading.id}", 404)
        assert client.post(f"/reviews/{reading.id}").status_code == 404
    client.sign_in(factories.account())
    assert "现在没有要评的申报" in text(client, "/reviews/")


# everybody


def test_the_public_notice(client: Browser, session: Session) -> None:
    site = ReviewSite("close", "read", "propose")
    url = f"/programmes/{site.programme.slug}/notice"
    text(client, url, 404)
    site.notice()
    page = text(client, url)
    assert "王*甲" in page
    assert not any(hidden in page for hidden in ("王小甲", site.entries[0].reference))
    assert "入选的最低总分是 90.00" in page
    assert url in text(client, f"/programmes/{site.programme.slug}")
    assert client.get(f"{url}/objection").status_code == 302


def test_objecting(client: Browser, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    site = ReviewSite("close", "read", "propose", "notice")
    url = f"/programmes/{site.programme.slug}/notice/objection"
    client.sign_in(factories.account(factories.person(site.union)))
    elsewhere = ReviewSite()
    for entry, words in (("0", ""), ("x", "不公平"), (elsewhere.entries[0].id, "不公平"), ("0", "字" * 2001)):
        assert send(client, url, entry=entry, words=words)[0] == 422
    sent = {"entry": site.entries[1].id, "words": "应当入选"}
    assert [send(client, url, **sent)[0] for _ in range(2)] == [302, 302]
    assert [each.words for each in session.scalars(select(Objection))] == ["应当入选"]
    assert "待答复" in text(client, f"/programmes/{site.programme.slug}/notice")
    at = clock.now() + dt.timedelta(days=6)
    monkeypatch.setattr(clock, "now", lambda: at)
    status, page = send(client, url, entry="0", words="太晚")
    assert (status, "公示期" in page) == (422, True)


def test_ones_own_page(client: Browser, session: Session) -> None:
    site = ReviewSite("close", "read", "propose", "notice")
    winner = site.entries[0]
    client.sign_in(winner.signed_up_by)
    page = text(client, f"/mine/{winner.reference}")
    assert 'data-state="noticed"' in page
    assert "总分 90.00" in page
    assert f"/mine/{winner.reference}/notice" in page
    assert send_to(client, f"/mine/{winner.reference}/notice") == f"/programmes/{site.programme.slug}/notice"
    assert send(client, f"/mine/{winner.reference}/withdraw")[0] == 302
    client.sign_in(site.coordinator)
    assert site.entries[1].reference in text(client, desk(site))


def test_the_ranking_as_a_workbook(client: Browser, session: Session) -> None:
    site = ReviewSite()
    asked = factories.question(site.programme, "idea", label="建议内容")
    first = site.entries[0]
    factories.save(Answer(registration_id=first.id, question=asked, value="=把灯换成节能灯"))
    site.close()
    client.sign_in(site.coordinator)
    path = desk(site, "export")

    def rows() -> list[dict[str, str | None]]:
        answer = client.post(path)
        assert answer.headers["Cache-Control"] == "no-store"
        titles, *found = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0].values
        return [dict(zip(titles, row, strict=True)) for row in found]

    # nobody's points before all of them are in
    assert {(row["总分"], row["成效"], row["结果"]) for row in rows()} == {("", "", "")}
    site.read(90, 80, 80)
    best, *others = rows()
    assert (best["名次"], best["编号"], best["申报人"]) == ("1", first.reference, "王小甲")
    assert (best["总分"], best["成效"], best["结果"]) == ("90.00", "90", "入选")
    assert best["建议内容"] == "=把灯换成节能灯"
    assert [(row["名次"], row["结果"], row["建议内容"]) for row in others] == [("2", "未入选", "")] * 2
    taken_out = select(AuditEntry).where(AuditEntry.action == "registration.export")
    assert len(session.scalars(taken_out).all()) == 2
    unit_desk = factories.account(coordinates=site.union)
    assert client.sign_in(unit_desk).post(path).status_code == 403
