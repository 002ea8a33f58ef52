"""A sketched programme written down: its columns, runs, rules, questions, texts and criteria."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from app import clock
from app.extensions import db
from app.models import (
    Criterion,
    EligibilityRule,
    Offering,
    Programme,
    ProgrammeText,
    Question,
    QuestionSet,
    Quota,
    Venue,
)
from app.services import modes
from app.services.demo.dates import at
from app.services.demo.sketches.sketch import ASSUMED, ASSUMED_EN, Ask, Rule, Run, Sketch

SEED_SOURCE = "报名截止次日公布的福利彩票“双色球”开奖号码（演示用虚构数字）"
# days from today on which sign-up begins and ends, by where the programme is to stand today
WINDOWS = {
    "draft": (20, 35),
    "upcoming": (4, 18),
    "open": (-5, 9),
    "closed": (-20, -1),
    "noticed": (-30, -8),
    "published": (-30, -12),
    "cancelled": (-9, 6),
}


@dataclass(frozen=True)
class Written:
    """A programme still in draft, and its sketch."""

    sketch: Sketch
    programme: Programme


def write(sketch: Sketch, venues: Mapping[str, Venue]) -> Written:
    """The programme with all its parts, as a coordinator would have written it before opening."""
    opens, closes = WINDOWS[sketch.stage]
    programme = Programme(
        slug=sketch.slug,
        mode=sketch.mode,
        kind=sketch.kind,
        title=sketch.title,
        title_en=sketch.title_en,
        summary=sketch.summary,
        summary_en=sketch.summary_en,
        body=f"{sketch.body}\n\n{ASSUMED}",
        body_en=f"{sketch.body_en}\n\n{ASSUMED_EN}",
        opens_at=at(opens, 9),
        closes_at=at(closes, 18),
        results_on=at(closes + 5, 9).date() if "results_on" in modes.every()[sketch.mode].needs else None,
        max_choices=sketch.choices,
        max_party_size=sketch.party,
        reference_prefix=sketch.prefix,
        settings=dict(sketch.settings),
        features=list(sketch.features),
        private=sketch.private,
        tier_weights={"1": 8, "2": 4, "3": 2, "4": 1},
        contact_phone="12351",
        offerings=[_run(run, venues[run.venue], at(closes, 9).date()) for run in sketch.runs],
        rules=[_rule(rule) for rule in sketch.rules],
        quotas=[
            Quota(code=f"Q{number}", group=group, scope=scope, maximum=maximum)
            for number, (group, scope, maximum) in enumerate(sketch.quotas, 1)
        ],
    )
    if "draw" in modes.every()[sketch.mode].needs:
        programme.seed_source, programme.seed_known_at = SEED_SOURCE, at(closes + 1, 21)
    db.session.add(programme)
    _parts(sketch, programme)
    db.session.flush()
    return Written(sketch, programme)


def _rule(rule: Rule) -> EligibilityRule:
    regulation = f"{rule.regulation}（演示规则）" if rule.regulation else ""
    return EligibilityRule(
        rule=rule.rule, parameters=dict(rule.parameters), effect=rule.effect, regulation=regulation
    )


def _run(run: Run, venue: Venue, closes_on: dt.date) -> Offering:
    first = closes_on + dt.timedelta(days=run.after)
    from_time, to_time = run.hours
    return Offering(
        venue=venue,
        title=run.title,
        title_en=run.title_en,
        starts_on=first,
        ends_on=first + dt.timedelta(days=run.days - 1),
        from_time=from_time,
        to_time=to_time,
        check_in_by=from_time or "14:00",
        with_beds=bool(venue.rooms),
        seats=run.seats,
        minimum=run.minimum,
    )


def _parts(sketch: Sketch, programme: Programme) -> None:
    if sketch.asks:
        asked = QuestionSet(programme=programme, version=1, created_at=clock.now())
        asked.questions = [_question(ask, number) for number, ask in enumerate(sketch.asks, 1)]
        db.session.add(asked)
    for number, (label, label_en, weight) in enumerate(sketch.judged, 1):
        db.session.add(
            Criterion(programme=programme, position=number, label=label, label_en=label_en, weight=weight)
        )
    for number, (title, title_en, body, body_en) in enumerate(sketch.consents, 1):
        db.session.add(
            ProgrammeText(
                programme=programme,
                kind="consent",
                code=f"consent-{number}",
                version=1,
                title=title,
                title_en=title_en,
                body=body,
                body_en=body_en,
                created_at=clock.now(),
            )
        )


def _question(ask: Ask, position: int) -> Question:
    return Question(
        position=position,
        key=ask.key,
        kind=ask.kind,
        label=ask.label,
        label_en=ask.label_en,
        help=ask.help,
        help_en=ask.help_en,
        required=ask.required,
        options=[{"value": value, "zh": zh, "en": en} for value, zh, en in ask.options],
        limits=dict(ask.limits),
        shown_if=dict(ask.shown_if) if ask.shown_if else None,
    )
