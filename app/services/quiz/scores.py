"""Scores and their sums, kept up in the transaction in which a try ends; lists only read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased, defer, joinedload

from app import clock
from app.extensions import db
from app.models import Person, Quiz, QuizScore, QuizTry, QuizUnitTotal, Unit

TOP = 50
COUNTED_TO = 1000  # how far somebody's own place is counted
Sums = tuple[int, int, int, int]  # people, score_sum, passed, tries


def recount(quiz: Quiz, person: Person) -> None:
    """One of the person's tries has ended: what counts of them all, and the sums of their unit."""
    over = QuizTry.state != "running"
    query = select(QuizTry).where(
        QuizTry.programme_id == quiz.programme_id, QuizTry.person_id == person.id, over
    )
    tries = list(db.session.scalars(query.order_by(QuizTry.number)))
    if not tries:
        return
    counted = counted_of(quiz, tries)
    score, seconds = counted.score or 0, counted.seconds or 0
    kept = of_person(quiz.programme_id, person.id)
    if kept is not None:
        _add(quiz.programme_id, kept.unit_id, _sums(kept, -1))
    else:
        kept = QuizScore(programme_id=quiz.programme_id, person_id=person.id)
        db.session.add(kept)
    kept.unit_id, kept.score, kept.seconds = person.unit_id, score, seconds
    kept.behind = QuizScore.behind_of(score, seconds)
    kept.reached_at = counted.ended_at or clock.now()
    kept.passed, kept.tries = score >= quiz.pass_mark, len(tries)
    db.session.flush()
    _add(quiz.programme_id, kept.unit_id, _sums(kept, 1))


def forget(programme_id: int, person_id: int) -> None:
    """They have withdrawn: out of the lists and the sums."""
    if (kept := of_person(programme_id, person_id)) is not None:
        _add(programme_id, kept.unit_id, _sums(kept, -1))
        db.session.delete(kept)
        db.session.flush()


def counted_of(quiz: Quiz, tries: Sequence[QuizTry]) -> QuizTry:
    """The last, or the best: the higher score, then the shorter time, then the earlier try."""
    if quiz.counts == "last":
        return tries[-1]
    return min(tries, key=lambda each: (-(each.score or 0), each.seconds or 0, each.number))


def _sums(kept: QuizScore, sign: int) -> Sums:
    return sign, sign * kept.score, sign * int(kept.passed), sign * kept.tries


def _add(programme_id: int, unit_id: int, sums: Sums) -> None:
    if not any(sums) or _added(programme_id, unit_id, sums):
        return
    names = ("people", "score_sum", "passed", "tries")
    try:
        with db.session.begin_nested():
            db.session.add(
                QuizUnitTotal(
                    programme_id=programme_id, unit_id=unit_id, **dict(zip(names, sums, strict=True))
                )
            )
    except IntegrityError:  # another of the unit was the first at the same moment
        _added(programme_id, unit_id, sums)


def _added(programme_id: int, unit_id: int, sums: Sums) -> bool:
    """Counted in the database, where two at once both count."""
    people, score_sum, passed, tries = sums
    added = (
        update(QuizUnitTotal)
        .where(QuizUnitTotal.programme_id == programme_id, QuizUnitTotal.unit_id == unit_id)
        .values(
            people=QuizUnitTotal.people + people,
            score_sum=QuizUnitTotal.score_sum + score_sum,
            passed=QuizUnitTotal.passed + passed,
            tries=QuizUnitTotal.tries + tries,
        )
        .execution_options(synchronize_session=False)
    )
    return bool(db.session.execute(added).rowcount)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a quiz, or a part of the tree."""

    people: int = 0
    score_sum: int = 0
    passed: int = 0
    tries: int = 0

    @property
    def mean(self) -> float:
        return round(self.score_sum / self.people, 1) if self.people else 0.0


def figures(programme_id: int, within: ColumnElement[bool] | None = None) -> Figures:
    """Sums of the units' sums; `within` is a condition on Unit."""
    columns = (QuizUnitTotal.people, QuizUnitTotal.score_sum, QuizUnitTotal.passed, QuizUnitTotal.tries)
    query = select(*(func.coalesce(func.sum(column), 0) for column in columns))
    query = query.where(QuizUnitTotal.programme_id == programme_id)
    if within is not None:
        query = query.join(Unit, QuizUnitTotal.unit_id == Unit.id).where(within)
    return Figures(*(int(each) for each in db.session.execute(query).one()))


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit, or a district with all its unions; `place` None where too few of it have taken part."""

    unit: Unit
    figures: Figures
    place: int | None


def by_unit(
    quiz: Quiz, within: ColumnElement[bool] | None = None, *, districts: bool = False
) -> list[UnitRow]:
    """Units in the order of the quiz's rule, equals with one place; then those too few to rank."""
    counted = aliased(Unit)
    named = func.coalesce(counted.parent_id, counted.id) if districts else counted.id
    sums = [
        func.sum(each)
        for each in (QuizUnitTotal.people, QuizUnitTotal.score_sum, QuizUnitTotal.passed, QuizUnitTotal.tries)
    ]
    query = (
        select(Unit, *sums)
        .select_from(QuizUnitTotal)
        .join(counted, QuizUnitTotal.unit_id == counted.id)
        .join(Unit, Unit.id == named)
        .where(QuizUnitTotal.programme_id == quiz.programme_id, QuizUnitTotal.people > 0)
        .group_by(Unit.id)
    )
    if within is not None:
        query = query.where(within)
    found = [(unit, Figures(*(int(each) for each in rest))) for unit, *rest in db.session.execute(query)]
    least = quiz.rank_least if quiz.rank_by == "mean" else 1
    ranked = sorted((each for each in found if each[1].people >= least), key=lambda each: _order(quiz, *each))
    rest_of = sorted(
        (each for each in found if each[1].people < least), key=lambda each: (-each[1].people, each[0].id)
    )
    return [*_placed(quiz, ranked), *(UnitRow(unit, sums_of, None) for unit, sums_of in rest_of)]


def _order(quiz: Quiz, unit: Unit, found: Figures) -> tuple[float, int]:
    return -_worth(quiz, found), unit.id


def _worth(quiz: Quiz, found: Figures) -> float:
    return found.score_sum if quiz.rank_by == "total" else found.score_sum / found.people


def _placed(quiz: Quiz, ranked: Sequence[tuple[Unit, Figures]]) -> list[UnitRow]:
    rows: list[UnitRow] = []
    before: float | None = None
    for number, (unit, found) in enumerate(ranked, 1):
        worth = _worth(quiz, found)
        place = rows[-1].place if rows and worth == before else number
        rows.append(UnitRow(unit, found, place))
        before = worth
    return rows


def top(programme_id: int) -> list[QuizScore]:
    """The first people: by score, then time, then who was there first."""
    query = (
        select(QuizScore)
        .where(QuizScore.programme_id == programme_id)
        .order_by(QuizScore.behind, QuizScore.reached_at, QuizScore.id)
        .limit(TOP)
        .options(
            joinedload(QuizScore.unit),
            joinedload(QuizScore.person).options(defer(Person.identity), defer(Person.phone)),
        )
    )
    return list(db.session.scalars(query))


def of_person(programme_id: int, person_id: int) -> QuizScore | None:
    """What counts of somebody's tries."""
    query = select(QuizScore).where(QuizScore.programme_id == programme_id, QuizScore.person_id == person_id)
    return db.session.scalar(query)


def place_of(kept: QuizScore) -> int | None:
    """Somebody's own place; None beyond COUNTED_TO, where nobody counts any more."""
    better = select(QuizScore.id).where(
        QuizScore.programme_id == kept.programme_id, QuizScore.behind < kept.behind
    )
    ahead = db.session.scalar(select(func.count()).select_from(better.limit(COUNTED_TO).subquery())) or 0
    return ahead + 1 if ahead < COUNTED_TO else None


def of_units(programme_id: int, within: ColumnElement[bool], most: int) -> list[QuizScore]:
    """Everybody of a part of the tree, the first first: up to `most`, and one more if there are more."""
    query = (
        select(QuizScore)
        .join(Unit, QuizScore.unit_id == Unit.id)
        .where(QuizScore.programme_id == programme_id, within)
        .order_by(QuizScore.behind, QuizScore.reached_at, QuizScore.id)
        .limit(most + 1)
        .options(
            joinedload(QuizScore.unit),
            joinedload(QuizScore.person).options(defer(Person.identity), defer(Person.phone)),
        )
    )
    return list(db.session.scalars(query))
