"""A programme as a file: out of the database and in again, and what is refused on the way."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock, words
from app.errors import Invalid
from app.models import (
    Account,
    AuditEntry,
    Criterion,
    Offering,
    Programme,
    ProgrammeKind,
    Question,
    QuestionSet,
)
from app.services import programme_file, question_sets, texts
from app.services.programme_file import Unreadable
from app.unit_of_work import unit_of_work
from tests import factories

KNOWN_AT = dt.datetime(2026, 10, 9, 13, 30, tzinfo=dt.UTC)


class Town:
    """A city with a programme that has some of every part, and its coordinator."""

    def __init__(self) -> None:
        self.city, self.district, self.union = factories.tree()
        self.actor: Account = factories.account(coordinates=self.city)
        self.venue = factories.venue(slug="pool", name="市民游泳馆")
        self.source: Programme = self._programme()
        self._policy()
        self._asked()
        with unit_of_work():
            for kind in ("notice", "consent"):
                content = {"title": "须知", "title_en": "Notes", "body": "第一段\n\n第二段", "body_en": "One"}
                texts.add(self.actor, self.source, kind, content)

    def _programme(self) -> Programme:
        factories.save(ProgrammeKind(code="swimming", label="游泳课", label_en="Swimming"))
        made = factories.programme(
            slug="swim-2026",
            title="游泳课",
            kind="swimming",
            mode="first_come",
            settings={"answer_hours": 48},
            state="open",
            opens_at=dt.datetime(2026, 9, 1, 1, tzinfo=dt.UTC),
            closes_at=dt.datetime(2026, 10, 8, 10, 0, 30, 250, tzinfo=dt.UTC),
            results_on=dt.date(2026, 10, 10),
            seed_source="次日开奖号码",
            seed_known_at=KNOWN_AT,
            seed_announced_at=KNOWN_AT,
            seed="12345",
            entries_digest="d" * 64,
        )
        at_noon = {"from_time": "12:00", "to_time": "13:30", "with_beds": False, "seats": 20}
        dates = {"starts_on": dt.date(2026, 10, 12), "ends_on": dt.date(2026, 10, 12)}
        lines = [{"day": 1, "zh": "热身", "en": "Warm-up"}]
        factories.offering(made, self.venue, timetable=lines, leader_name="李明", **dates, **at_noon)
        factories.offering(made, self.venue, cancelled=True, **dates)
        return made

    def _policy(self) -> None:
        factories.rule(self.source, "age", min=18, on="2026-10-12")
        factories.rule(self.source, "units", codes=[self.district.code])
        factories.quota(self.source, code="Q1", group="district", maximum=10)
        factories.quota(self.source, code="Q2", group="district", value=self.district.code, minimum=2)
        factories.save(Criterion(programme=self.source, position=1, label="动机", weight=2))

    def _asked(self) -> None:
        options = [{"value": "a", "zh": "会", "en": "Yes"}, {"value": "b", "zh": "不会", "en": ""}]
        for version in (1, 2):
            asked = QuestionSet(programme=self.source, version=version, created_at=clock.now())
            asked.questions = [
                Question(position=1, key="q1", kind="one_of", label=f"会游泳吗 {version}", options=options),
                Question(
                    position=2,
                    key="q2",
                    kind="date",
                    label="上次体检",
                    limits={"min": "2026-01-05"},
                    shown_if={"question": "q1", "values": ["a"]},
                ),
            ]
            factories.save(asked)

    def plain(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(programme_file.written(programme_file.of(self.source)))
        return found

    def import_(self, plain: Any, slug: str = "swim-2027", title: str = "新的游泳课") -> Programme:
        content = programme_file.read(json.dumps(plain, ensure_ascii=False).encode())
        with unit_of_work():
            return programme_file.imported(self.actor, content, slug, title)

    def faults(self, plain: Any) -> dict[str, str]:
        with pytest.raises(Unreadable) as refused:
            programme_file.read(json.dumps(plain, ensure_ascii=False).encode())
        return {fault.where: fault.message for fault in refused.value.faults}


@pytest.fixture
def town(session: Session) -> Town:
    return Town()


def count(session: Session, model: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_what_is_taken_in_again_is_the_same_programme(town: Town) -> None:
    plain = town.plain()
    made = town.import_(plain)
    assert (made.state, made.seed, made.entries_digest, made.seed_announced_at) == ("draft", "", "", None)
    again = json.loads(programme_file.written(programme_file.of(made)))
    assert again["programme"] == plain["programme"] | {"slug": "swim-2027", "title": "新的游泳课"}
    assert {**again, "programme": 0} == {**plain, "programme": 0}


def test_the_file_holds_every_part_and_nobody(town: Town) -> None:
    factories.registration(town.source, [factories.person(town.union)], [town.source.offerings[0]])
    plain = town.plain()
    counts = {name: len(rows) for name, rows in plain.items() if isinstance(rows, list)}
    assert counts == {"offerings": 1, "rules": 2, "quotas": 2, "questions": 2, "texts": 2, "criteria": 1}
    assert plain["questions"][0]["label"] == "会游泳吗 2"
    assert plain["programme"]["seed_known_at"] == "2026-10-09T21:30+08:00"
    assert plain["programme"]["kind"] == {"code": "swimming", "label": "游泳课", "label_en": "Swimming"}
    text = json.dumps(plain, ensure_ascii=False)
    assert not [each for each in ("李明", "王小", "12345", "d" * 64) if each in text]


def test_questions_and_texts_begin_as_version_1(town: Town) -> None:
    made = town.import_(town.plain())
    asked = question_sets.current(made)
    assert asked is not None
    assert (asked.version, [question.position for question in asked.questions]) == (1, [1, 2])
    assert [(text.code, text.version) for text in texts.in_force(made)] == [("notice-1", 1), ("consent-1", 1)]


def test_what_is_left_out_has_its_default(town: Town) -> None:
    least = {
        "format": "nuanxin-programme/1",
        "programme": {
            "mode": "open",
            "kind": {"code": "swimming", "label": "游泳课"},
            "title": "讲座",
            "opens_at": "2026-09-01T09:00+08:00",
            "closes_at": "2026-09-02T09:00+08:00",
        },
    }
    made = town.import_(least)
    assert (made.overlap, made.results_on, made.offerings, made.settings) == ("forbid", None, [], {})


def test_a_kind_that_the_city_lacks_is_added_and_said_so(town: Town, session: Session) -> None:
    plain = town.plain()
    plain["programme"]["kind"] = {"code": "rowing", "label": "划船", "label_en": "Rowing"}
    content = programme_file.read(json.dumps(plain).encode())
    assert ["划船" in each.message for each in programme_file.remarks(content)] == [True]
    assert session.get(ProgrammeKind, "rowing") is None
    made = town.import_(plain)
    kind = session.get(ProgrammeKind, "rowing")
    assert kind is not None
    assert (made.kind, kind.label, kind.label_en) == ("rowing", "划船", "Rowing")


def test_a_venue_of_another_name_is_pointed_out(town: Town) -> None:
    plain = town.plain()
    plain["offerings"][0]["venue"]["name"] = "别处的馆"
    [remark] = programme_file.remarks(programme_file.read(json.dumps(plain).encode()))
    assert "别处的馆" in remark.message
    assert "市民游泳馆" in remark.message


def test_all_faults_are_named_at_once_with_their_places(town: Town, session: Session) -> None:
    plain = town.plain()
    plain["programme"] |= {"title": " ", "max_party_size": True, "opens_at": "2026-02-30T09:00+08:00"}
    plain["programme"]["colour"] = "red"
    del plain["offerings"][0]["starts_on"]
    plain["offerings"][0] |= {"seats": 0, "from_time": "9:00"}
    plain["questions"][1]["kind"] = "poem"
    plain["texts"] = {}
    before = count(session, Programme)
    assert set(town.faults(plain)) == {
        *("programme.title", "programme.max_party_size", "programme.opens_at", "programme.colour"),
        *("offerings[0].starts_on", "offerings[0].seats", "offerings[0].from_time"),
        *("questions[1].kind", "texts"),
    }
    assert count(session, Programme) == before


def test_what_does_not_agree_with_itself(town: Town) -> None:
    plain = town.plain()
    plain["programme"] |= {"closes_at": plain["programme"]["opens_at"], "min_party_size": 9}
    plain["programme"]["settings"] = {"colour": 1}
    plain["offerings"][0] |= {"ends_on": "2026-10-11", "to_time": "11:00"}
    plain["rules"][0]["parameters"] = {"min": "eighteen"}
    plain["rules"].append({"rule": "horoscope", "parameters": {}})
    plain["quotas"][1] |= {"code": "Q1", "maximum": 1}
    plain["quotas"][0]["maximum"] = None
    plain["texts"][1]["code"] = "notice-1"
    plain["criteria"][0]["most"] = 0
    plain["questions"][1]["shown_if"] = {"question": "q9", "values": ["a"]}
    assert set(town.faults(plain)) == {
        *("programme.closes_at", "programme.max_party_size", "programme.settings.colour"),
        *("offerings[0].ends_on", "offerings[0].to_time", "rules[0].parameters", "rules[2].rule"),
        *("quotas[0].maximum", "quotas[1].maximum", "quotas[1].code", "texts[1].code"),
        *("criteria[0].most", "questions"),
    }


def test_what_the_city_does_not_know_is_named(town: Town) -> None:
    plain = town.plain()
    plain["offerings"][0]["venue"] = {"slug": "moon", "name": "月球"}
    plain["quotas"][0]["unit"] = {"code": "nowhere", "name": "别市"}
    plain["quotas"][1]["group"] = "employer"
    plain["rules"][1]["parameters"]["codes"] = ["nowhere"]
    plain["rules"].append({"rule": "not_within_years", "parameters": {"kinds": ["polo"], "years": 3}})
    faults = town.faults(plain)
    assert set(faults) == {
        *("offerings[0].venue", "quotas[0].unit", "quotas[1].unit"),
        *("rules[1].parameters.codes", "rules[2].parameters.kinds"),
    }
    assert "月球" in faults["offerings[0].venue"]
    assert "nowhere" in faults["quotas[0].unit"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        "姓名,单位".encode(),
        '{"format": "nuanxin-programme/1", "programme": {"title": "游泳"}}'.encode("gbk"),
        '{"format": "nuanxin-programme/1"}'.encode("utf-16"),
        b"[" * 100_000,
        b'{"format": "nuanxin-programme/1", "programme": ' + b'{"a":' * 50_000,
        b'{"format": "nuanxin-programme/1", "programme": {"max_choices": ' + b"9" * 5000 + b"}}",
        b'{"format": "nuanxin-programme/1", "programme": {"max_choices": NaN}}',
        b" " * 10_000_000,
        b"null",
        b"[]",
        b'"nuanxin-programme/1"',
        b'{"programme": {}}',
        b'{"format": "nuanxin-programme/2", "programme": {}, "new": 1}',
        b'{"format": ["nuanxin-programme/1"]}',
    ],
    ids=lambda data: f"{len(data)}-{data[:12]!r}",
)
def test_what_is_no_such_file_gets_one_plain_answer(session: Session, data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        programme_file.read(data)
    assert len(refused.value.faults) == 1


def test_odd_values_are_faults_and_nothing_else(town: Town) -> None:
    """Every field of every part, with values of every other sort."""
    odd: tuple[Any, ...] = (
        None,
        True,
        -1,
        10**30,
        1.5,
        "",
        "\x00",
        "字" * 20_000,
        "\ud800",
        [],
        [[]],
        {},
        {"a": {}},
    )
    plain = town.plain()
    holders = [plain["programme"], plain["programme"]["kind"], plain["offerings"][0]["venue"]]
    holders += [rows[0] for rows in plain.values() if isinstance(rows, list)]
    holders += [
        plain["offerings"][0]["timetable"][0],
        plain["questions"][0]["options"][0],
        plain["questions"][1],
    ]
    for holder in holders:
        for name, sound in list(holder.items()):
            for value in odd:
                holder[name] = value
                try:
                    programme_file.read(json.dumps(plain).encode())
                except Unreadable:
                    continue
            holder[name] = sound
    assert town.import_(plain).id


def test_a_name_that_stands_twice(town: Town) -> None:
    text = json.dumps(town.plain(), ensure_ascii=False)
    doubled = text.replace('"max_choices":', '"max_choices": 1, "max_choices":', 1)
    with pytest.raises(Unreadable) as refused:
        programme_file.read(doubled.encode())
    assert [fault.where for fault in refused.value.faults] == ["programme.max_choices"]


def test_too_many_of_a_part(town: Town) -> None:
    plain = town.plain()
    plain["criteria"] *= 51
    assert list(town.faults(plain)) == ["criteria"]


@pytest.mark.parametrize(
    ("slug", "title", "field"),
    [
        ("swim-2026", "新", "slug"),
        ("Swim 2027", "新", "slug"),
        ("s" * 81, "新", "slug"),
        ("ok", " ", "title"),
    ],
)
def test_address_and_title_of_its_own(
    town: Town, session: Session, slug: str, title: str, field: str
) -> None:
    before = count(session, Programme), count(session, Offering), count(session, AuditEntry)
    with pytest.raises(Invalid) as refused:
        town.import_(town.plain(), slug, title)
    assert refused.value.field == field
    assert (count(session, Programme), count(session, Offering), count(session, AuditEntry)) == before


def copy(town: Town, first_on: dt.date) -> Programme:
    weeks = programme_file.weeks_between(programme_file.of(town.source), first_on)
    with unit_of_work():
        return programme_file.copied(town.actor, town.source, "swim-2027", "游泳课 2027", weeks)


def test_a_copy_is_the_same_so_many_weeks_later(town: Town, session: Session) -> None:
    made = copy(town, dt.date(2027, 10, 11))
    year = dt.timedelta(weeks=52)
    source = town.source
    assert (made.opens_at, made.closes_at) == (source.opens_at + year, source.closes_at + year)
    assert (made.results_on, made.seed_known_at) == (dt.date(2027, 10, 9), KNOWN_AT + year)
    assert (made.state, made.seed_source, made.seed, made.entries_digest) == ("draft", "次日开奖号码", "", "")
    assert (made.seed_announced_at, made.drawn_at, made.entries_frozen_at) == (None, None, None)
    [run] = made.offerings
    assert (run.starts_on, run.ends_on, run.taken) == (dt.date(2027, 10, 11), dt.date(2027, 10, 11), 0)
    assert (run.venue_id, run.seats, run.leader_name) == (town.venue.id, 20, "")
    assert made.rules[0].parameters == {"min": 18, "on": "2027-10-11"}
    asked = question_sets.current(made)
    assert asked is not None
    assert (asked.version, asked.questions[0].label) == (1, "会游泳吗 2")
    assert asked.questions[1].limits == {"min": "2027-01-04"}
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "programme.copy")).one()
    assert (entry.subject_id, entry.changes["weeks"]) == (made.id, ["", "52"])


def test_a_copy_shares_nothing_with_its_source(town: Town, session: Session) -> None:
    before = town.plain()
    made = copy(town, dt.date(2026, 10, 12))
    made.rules[0].parameters = {"min": 60}
    made.offerings[0].seats = 1
    session.commit()
    assert town.plain() == before


@pytest.mark.parametrize(
    ("first_on", "said"), [(dt.date(2027, 10, 13), "2027-10-11"), (dt.date(2026, 10, 5), "2026-10-12")]
)
def test_a_copy_begins_on_the_same_day_of_the_week_and_not_before(
    town: Town, first_on: dt.date, said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        copy(town, first_on)
    assert (refused.value.field, said in refused.value.message) == ("first_on", True)


def test_without_runs_the_first_day_is_that_of_opening(session: Session) -> None:
    opens_at = dt.datetime(2026, 9, 1, 16, 30, tzinfo=dt.UTC)
    made = factories.programme(mode="open", opens_at=opens_at, closes_at=opens_at + dt.timedelta(days=3))
    first = programme_file.first_day(programme_file.of(made))
    assert first == clock.local(opens_at).date() == dt.date(2026, 9, 2)
    assert words.weekday(first) == "周三"
