"""A quiz from start to ranking, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import DomainError, Invalid, NotFound
from app.extensions import db
from app.models import Notice, QuizQuestion, QuizScore, QuizTry, QuizUnitTotal, Registration
from app.services import export, features, party_checks, registration
from app.services.features.quiz import FEATURE
from app.services.party_checks import NotEligible, SignUpClosed
from app.services.quiz import bank, bank_file, marking, pages, rules, scores, tries
from app.unit_of_work import unit_of_work
from tests import factories as make
from tests.quizzes import QuizCity, person, question


@pytest.fixture
def quiz(session: Session) -> QuizCity:
    return QuizCity()


# marking, without a database


@given(st.lists(st.integers(1, 6), min_size=1, max_size=4), st.text("abc", min_size=1))
def test_a_set_has_what_was_asked_for_and_follows_from_its_seed(counts: list[int], seed: str) -> None:
    pools = [([100 * topic + n for n in range(8)], count) for topic, count in enumerate(counts)]
    found = marking.drawn(pools, seed)
    assert len(found) == len(set(found)) == sum(counts)
    assert found == marking.drawn([(list(reversed(ids)), count) for ids, count in pools], seed)
    for topic, count in enumerate(counts):
        assert sum(one // 100 == topic for one in found) == count
    for one in marking.shuffled(found, dict.fromkeys(found, 4), seed):
        assert sorted(one["order"]) == [0, 1, 2, 3]


@given(st.integers(1, 100), st.data())
def test_scores_run_from_nothing_to_a_hundred(count: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, count))
    found = marking.score(right, count)
    assert abs(found - 100 * right / count) <= 0.5
    assert (marking.score(0, count), marking.score(count, count)) == (0, 100)


def test_a_multiple_choice_is_right_with_all_of_them_and_no_other() -> None:
    assert marking.is_right([0, 2], [2, 0])
    for chosen in ([0], [0, 1, 2], [], None):
        assert not marking.is_right([0, 2], chosen)
    assert (marking.score(1, 3), marking.score(2, 3), marking.score(1, 8)) == (33, 67, 13)


# tries


def test_whoever_begins_is_signed_up_without_a_message(quiz: QuizCity) -> None:
    account = quiz.worker()
    tried = quiz.start(account)
    assert party_checks.active_member(quiz.programme, person(account)) is not None
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 0
    assert (tried.number, len(tried.questions)) == (1, 4)
    assert tried.ends_at - tried.started_at == dt.timedelta(seconds=300)
    assert quiz.start(account).id == tried.id  # another device goes on with the same
    assert db.session.scalar(select(func.count()).where(Registration.programme_id == quiz.programme.id)) == 1


def test_who_may_not_sign_up_may_not_begin(quiz: QuizCity) -> None:
    make.rule(quiz.programme, "sex", sex="F")
    with pytest.raises(NotEligible):
        quiz.start(quiz.worker())
    assert db.session.scalar(select(func.count()).select_from(QuizTry)) == 0


def test_outside_the_window_nobody_begins_and_the_end_ends_all(quiz: QuizCity) -> None:
    account = quiz.worker()
    with clock.as_of(quiz.programme.closes_at - dt.timedelta(seconds=100)):
        tried = quiz.start(account)
        assert tried.ends_at == quiz.programme.closes_at
    with clock.as_of(quiz.programme.closes_at + dt.timedelta(minutes=1)), pytest.raises(SignUpClosed):
        quiz.start(quiz.worker())


def test_answers_are_kept_one_by_one_and_counted_when_handed_in(quiz: QuizCity) -> None:
    tried = quiz.play(quiz.worker(), right=3, seconds=75)
    assert (tried.state, tried.score, tried.seconds) == ("handed_in", 75, 75)
    kept = scores.of_person(quiz.programme.id, tried.person_id)
    assert kept is not None
    assert (kept.score, kept.tries, kept.passed) == (75, 1, True)


def test_handing_in_twice_counts_once(quiz: QuizCity) -> None:
    tried = quiz.play(quiz.worker(), right=4)
    assert not quiz.end(tried)
    assert scores.figures(quiz.programme.id) == scores.Figures(1, 100, 1, 1)


def test_time_is_up(quiz: QuizCity) -> None:
    account = quiz.worker()
    tried = quiz.start(account)
    quiz.answer(tried, 2)
    with clock.as_of(tried.ends_at + dt.timedelta(seconds=2)), unit_of_work():
        assert tries.save(tried, 3, [])  # was on its way
    with clock.as_of(tried.ends_at + dt.timedelta(seconds=30)):
        assert tries.is_due(tried)
        with unit_of_work():
            assert not tries.save(tried, 4, [])
    assert (tried.state, tried.score, tried.seconds) == ("lapsed", 50, 300)


def test_the_clocks_own_round_ends_what_nobody_looks_at(quiz: QuizCity) -> None:
    tried, other = quiz.start(quiz.worker()), quiz.start(quiz.worker())
    quiz.answer(tried, 1)
    with clock.as_of(tried.ends_at + dt.timedelta(minutes=1)):
        assert FEATURE.each_minute() == 2
        assert FEATURE.each_minute() == 0
    db.session.refresh(other)
    assert (tried.score, other.score, other.state) == (25, 0, "lapsed")
    assert scores.figures(quiz.programme.id).tries == 2


def test_no_more_tries_than_there_are(quiz: QuizCity) -> None:
    account = quiz.worker()
    for right in (2, 4, 1):
        quiz.play(account, right)
    with pytest.raises(DomainError, match="机会已经用完"):
        quiz.start(account)
    kept = scores.of_person(quiz.programme.id, person(account).id)
    assert kept is not None
    assert (kept.score, kept.tries) == (100, 3)


def test_the_last_counts_where_the_rules_say_so(session: Session) -> None:
    quiz = QuizCity(counts="last")
    account = quiz.worker()
    quiz.play(account, 4)
    assert scores.figures(quiz.programme.id) == scores.Figures(1, 100, 1, 1)
    quiz.play(account, 1)
    assert scores.figures(quiz.programme.id) == scores.Figures(1, 25, 0, 2)


def test_of_equal_scores_the_quicker_is_the_best(quiz: QuizCity) -> None:
    account = quiz.worker()
    quiz.play(account, 3, seconds=90)
    quiz.play(account, 3, seconds=40)
    quiz.play(account, 2, seconds=10)
    kept = scores.of_person(quiz.programme.id, person(account).id)
    assert kept is not None
    assert (kept.score, kept.seconds) == (75, 40)


def test_only_what_is_there_can_be_chosen(quiz: QuizCity) -> None:
    tried = quiz.start(quiz.worker())
    single = next(
        place for place in range(1, 5) if tries.question(tried, place).kind in ("single", "true_false")
    )
    for chosen in ([9], [0, 1], [-1]):
        with pytest.raises(Invalid), unit_of_work():
            tries.save(tried, single, chosen)
    with pytest.raises(NotFound):
        tries.question(tried, 5)
    with unit_of_work():
        assert tries.save(tried, single, [1])
        assert tries.save(tried, single, [])  # taken back
    assert pages.unanswered(tried) == [1, 2, 3, 4]


def test_withdrawing_leaves_no_trace_in_the_lists_and_gives_no_tries_back(quiz: QuizCity) -> None:
    account = quiz.worker()
    quiz.play(account, 4)
    running = quiz.start(account)
    sent = db.session.scalars(select(Registration)).one()
    with unit_of_work():
        registration.withdraw(sent, account)
    db.session.refresh(running)
    assert running.state == "handed_in"
    assert scores.figures(quiz.programme.id) == scores.Figures()
    assert scores.top(quiz.programme.id) == []
    again = quiz.start(account)
    assert again.number == 3
    quiz.end(again)
    assert scores.figures(quiz.programme.id) == scores.Figures(1, 100, 1, 3)


def test_a_certificate_for_who_has_passed_and_only_once(quiz: QuizCity) -> None:
    good, poor = quiz.worker(), quiz.worker()
    quiz.play(good, 3)
    quiz.play(poor, 1)
    with unit_of_work():
        first = tries.certificate(quiz.programme, person(good))
        assert tries.certificate(quiz.programme, person(good)).id == first.id
    assert "75 分" in first.facts[0]["zh"]
    with pytest.raises(DomainError, match="60 分"), unit_of_work():
        tries.certificate(quiz.programme, person(poor))


# ranking


def test_units_by_total_and_by_mean(quiz: QuizCity) -> None:
    small, large = quiz.union, make.unit(quiz.district)
    quiz.play(quiz.worker(small), 4)
    for right in (3, 2, 1):
        quiz.play(quiz.worker(large), right)
    found = [(row.unit.id, row.place, row.figures.people) for row in scores.by_unit(quiz.quiz)]
    assert found == [(large.id, 1, 3), (small.id, 2, 1)]  # 150 against 100 points
    quiz.quiz.rank_by, quiz.quiz.rank_least = "mean", 2
    found = [(row.unit.id, row.place, row.figures.people) for row in scores.by_unit(quiz.quiz)]
    assert found == [(large.id, 1, 3), (small.id, None, 1)]  # one alone is too few
    (whole,) = scores.by_unit(quiz.quiz, districts=True)
    assert (whole.unit.id, whole.figures.score_sum) == (quiz.district.id, 250)
    db.session.rollback()


def test_equal_units_share_a_place(quiz: QuizCity) -> None:
    others = [make.unit(quiz.district) for _ in range(2)]
    for unit, right in ((quiz.union, 3), (others[0], 3), (others[1], 1)):
        quiz.play(quiz.worker(unit), right)
    assert [row.place for row in scores.by_unit(quiz.quiz)] == [1, 1, 3]


def test_people_by_score_then_time(quiz: QuizCity) -> None:
    for right, seconds in ((3, 50), (4, 200), (3, 20)):
        quiz.play(quiz.worker(), right, seconds)
    found = scores.top(quiz.programme.id)
    assert [(each.score, each.seconds) for each in found] == [(100, 200), (75, 20), (75, 50)]
    assert [scores.place_of(each) for each in found] == [1, 2, 3]


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=8))
def test_the_sums_are_those_of_the_scores(session: Session, played: list[tuple[int, int]]) -> None:
    quiz = QuizCity(tries_most=20)
    people = [quiz.worker(make.unit(quiz.district) if n % 2 else quiz.union) for n in range(4)]
    for who, right in played:
        quiz.play(people[who], right)
    rows = db.session.execute(
        select(QuizScore.unit_id, func.count(), func.sum(QuizScore.score), func.sum(QuizScore.tries))
        .where(QuizScore.programme_id == quiz.programme.id)
        .group_by(QuizScore.unit_id)
    ).all()
    totals = db.session.scalars(
        select(QuizUnitTotal).where(QuizUnitTotal.programme_id == quiz.programme.id)
    ).all()
    kept = {(t.unit_id, t.people, t.score_sum, t.tries) for t in totals if t.people}
    assert kept == {(unit, people, int(score), int(tried)) for unit, people, score, tried in rows}
    assert sum(row[3] for row in rows) == len(played)


# the bank


VALUES = {
    "kind": "single",
    "topic": "法律",
    "words": "几月几日是国际妇女节？",
    "words_en": "",
    "options": [{"zh": "3 月 8 日", "en": ""}, {"zh": "5 月 1 日", "en": ""}],
    "right": [0],
    "explanation": "",
    "explanation_en": "",
    "source": "",
}


def test_what_was_asked_is_never_changed(quiz: QuizCity) -> None:
    actor = make.account(coordinates=quiz.city)
    fresh = question("新")
    with unit_of_work():
        assert bank.save(actor, fresh, VALUES).id == fresh.id  # nobody has seen it
    tried = quiz.play(quiz.worker(), 4)
    used = tries.question(tried, 1)
    db.session.refresh(used)
    assert used.used
    before = (used.words, list(used.right))
    with unit_of_work():
        changed = bank.save(actor, used, {**VALUES, "words": "改过的问题"})
    assert (changed.code, changed.version, changed.current) == (used.code, 2, True)
    assert not used.current
    assert (used.words, list(used.right)) == before
    assert pages.reviewed(tried)[0].words == before[0]
    assert used.id not in bank.pool(used.topic)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"words": ""}, "words"),
        ({"topic": ""}, "topic"),
        ({"options": [{"zh": "一个", "en": ""}]}, "options"),
        ({"options": [{"zh": "同", "en": ""}, {"zh": "同", "en": ""}]}, "options"),
        ({"right": []}, "right"),
        ({"right": [2]}, "right"),
        ({"right": [0, 1]}, "right"),
        ({"kind": "multiple"}, "right"),
    ],
)
def test_questions_that_cannot_be(
    app: object, session: Session, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        bank.checked({**VALUES, **change})
    assert set(refused.value.faults) == {field}


def test_retired_questions_are_drawn_no_more(quiz: QuizCity) -> None:
    actor = make.account(coordinates=quiz.city)
    for each in db.session.scalars(select(QuizQuestion).where(QuizQuestion.topic == "健康")).all():
        with unit_of_work():
            bank.retire(actor, each, away=True)
    assert "健康" not in bank.topics()
    assert [str(each.message) for each in FEATURE.hindrances(quiz.programme)] == [
        "题库里“健康”只有 0 道，不够抽 2 道。"
    ]
    with pytest.raises(DomainError, match="题库里的题暂时不够"):
        quiz.start(quiz.worker())


def test_the_bank_goes_out_and_comes_back_the_same(quiz: QuizCity) -> None:
    actor = make.account(coordinates=quiz.city)
    rows = bank_file.read(bank_file.write(bank.every()))
    assert [row.faults for row in rows] == [{}] * 6
    with unit_of_work():
        assert bank_file.take(actor, rows) == (0, 0)


def test_faults_stand_in_their_cells_and_nothing_is_taken(quiz: QuizCity) -> None:
    actor = make.account(coordinates=quiz.city)
    known = bank.every()[0]
    lines = [
        ["", "单选", "法律", "新的一题", "甲", "乙", "", "", "", "", "B", "因为", "第一条"],
        ["T9999", "单选", "法律", "没有的编号", "甲", "乙", "", "", "", "", "A"],
        ["", "问答", "法律", "不认识的题型", "甲", "乙", "", "", "", "", "A"],
        ["", "多选", "法律", "只有一个答案", "甲", "乙", "", "", "", "", "A"],
        ["", "判断", "", "没有主题", "", "", "", "", "", "", "对"],
        ["", "单选", "法律", known.words, "甲", "", "丙", "", "", "", "A"],
        ["", "单选", "法律", "新的一题", "甲", "乙", "", "", "", "", "E"],
    ]
    rows = bank_file.read(export.sheet("题库", bank_file.COLUMNS, lines))
    before = len(bank.every())
    with pytest.raises(Invalid), unit_of_work():
        bank_file.take(actor, rows)
    assert len(bank.every()) == before
    assert [(row.number, sorted(row.faults)) for row in rows] == [
        (2, []),
        (3, ["code"]),
        (4, ["kind"]),
        (5, ["right"]),
        (6, ["topic"]),
        (7, ["b", "words"]),
        (8, ["right", "words"]),
    ]
    with unit_of_work():
        assert bank_file.take(actor, rows[:1]) == (1, 0)
    made = next(each for each in bank.every() if each.words == "新的一题")
    assert (made.right, made.source, len(made.options)) == ([1], "第一条", 2)


def test_files_that_are_no_bank(session: Session) -> None:
    for content in (
        b"",
        b"not a workbook",
        export.sheet("别的", ["姓名"], [["王"]]),
        export.sheet("空", bank_file.COLUMNS, []),
    ):
        with pytest.raises(Invalid):
            bank_file.read(content)


# rules


def test_rules_stay_once_somebody_has_begun(quiz: QuizCity) -> None:
    actor = make.account(coordinates=quiz.city)
    values = {
        name: getattr(quiz.quiz, name) for name in ("draws", "seconds", "tries_most", "counts", "pass_mark")
    }
    values |= {
        name: getattr(quiz.quiz, name) for name in ("rank_by", "rank_least", "certificate", "certificate_en")
    }
    with unit_of_work():
        rules.save(actor, quiz.programme, {**values, "seconds": 120})
    with pytest.raises(Invalid, match="不够抽"), unit_of_work():
        rules.save(actor, quiz.programme, {**values, "draws": [{"topic": "法律", "count": 50}]})
    quiz.start(quiz.worker())
    with pytest.raises(DomainError, match="已经有人开始"), unit_of_work():
        rules.save(actor, quiz.programme, {**values, "seconds": 60})


def test_what_runs_stands_in_my_matters(quiz: QuizCity) -> None:
    account = quiz.worker()
    assert features.ahead(person(account)) == []
    tried = quiz.start(account)
    (ahead,) = features.ahead(person(account))
    assert (ahead.at, ahead.link.endpoint) == (tried.ends_at, "quiz.index")
    quiz.end(tried)
    assert features.ahead(person(account)) == []
