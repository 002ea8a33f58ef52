"""The bus of knowledge: stops held, confirmed, asked about, ordered and refused."""

from __future__ import annotations

from app import clock
from app.extensions import db
from app.models import Account, LectureResource, LectureStop, Meeting, Programme, TrainingRule, Unit
from app.services import check_ins, programmes, references, sign_up_window
from app.services.demo.acts.stage import Stage
from app.services.demo.acts.training_sketches import BUS
from app.services.demo.dates import at
from app.services.lectures import answering, enrolling, ordering, resources

ORDER = 31
TOPICS = (
    ("用好 AI 工具，提升班组效率", "AI tools for the shop floor", 90),
    ("把车间里的金点子变成专利", "From idea to patent", 90),
    ("阳光心“晴”：关爱职工心理", "Easing stress", 60),
)
LECTURERS = (("周教授（演示）", "Prof. Zhou (demo)"), ("吴讲师（演示）", "Ms Wu (demo)"))
VEHICLES = (("知识大篷车 1 号（演示）", "Bus 1 (demo)"), ("知识大篷车 2 号（演示）", "Bus 2 (demo)"))


def act(stage: Stage) -> None:
    """The largest union's stops by its own coordinator; those of others are ordered for them by the city."""
    programme = stage.write(BUS)
    programme.opens_at, programme.closes_at = at(-60, 9), at(60, 18)
    db.session.add(
        TrainingRule(
            programme_id=programme.id,
            hour_minutes=45,
            least_share=0,
            assessed="none",
            theory_weight=30,
            pass_mark=60,
            certificate="",
            certificate_en="",
        )
    )
    with clock.as_of(programme.opens_at):
        sign_up_window.open_sign_up(stage.staff.city, programmes.load(programme.id))
    _resources(stage)
    _stops(stage, programme)


def _resources(stage: Stage) -> None:
    for name, name_en, minutes in TOPICS:
        resources.add(
            stage.staff.city, {"kind": "topic", "name": name, "name_en": name_en, "minutes": minutes}
        )
    for kind, listed in (("lecturer", LECTURERS), ("vehicle", VEHICLES)):
        for name, name_en in listed:
            resources.add(stage.staff.city, {"kind": kind, "name": name, "name_en": name_en})


def _stops(stage: Stage, programme: Programme) -> None:
    unit, city = stage.staff.unit, stage.staff.city
    own, (first, second, third) = stage.staff.union, stage.population.tree.unions[1:4]
    held = _order(programme, unit, own, 0, -20, -40)
    _confirm(city, held, -20, -35)
    _people(stage, held)
    _order(programme, unit, own, 1, 14, -1)
    coming = _order(programme, city, first, 0, 6, -9)
    _confirm(city, coming, 6, -5)
    asked = _order(programme, city, second, 2, 6, -4)
    answering.ask(city, asked, "6 天后两位讲师都已排满，再晚一周可以吗？")
    refused = _order(programme, city, third, 1, 9, -8)
    answering.refuse(city, refused, "当天全部车辆年检，请另选日期再预约")


def _order(
    programme: Programme, actor: Account, unit: Unit, topic: int, day: int, ordered: int
) -> LectureStop:
    """Ordered so many days from now for `day`."""
    wished = [at(day, 9).date(), at(day + 2, 9).date()]
    with clock.as_of(at(ordered, 9)):
        chosen = next(each for each in resources.listed("topic") if each.name == TOPICS[topic][0])
        values = {
            "topic_id": chosen.id,
            "wished_days": wished,
            "place": "厂区职工之家多功能厅（演示）",
            "expected": 40,
            "contact_name": "工会干事（演示）",
            "contact_phone": "13900000000",
            "note": "两班倒，请安排在下午交接班前",
        }
        return ordering.order(actor, programme, unit, values)


def _confirm(city: Account, stop: LectureStop, day: int, answered: int) -> None:
    lecturer, vehicle = (_first(kind) for kind in ("lecturer", "vehicle"))
    held_on = at(day, 9).date()
    with clock.as_of(at(answered, 9)):
        answering.confirm(city, stop, held_on, "14:00", lecturer, vehicle)


def _first(kind: str) -> LectureResource:
    return resources.listed(kind)[0]


def _people(stage: Stage, stop: LectureStop) -> None:
    """The unit has enrolled some of its people, and most of them came."""
    rng = stage.random("lectures")
    people = [stage.population.saved(unit=stop.unit) for _ in range(max(6, round(12 * stage.share)))]
    with clock.as_of(at(-25, 9)), references.drawn_by(rng):
        enrolling.enrol(stage.staff.unit, stop, {person.id for person in people}, people)
    meeting = db.session.query(Meeting).filter_by(offering_id=stop.offering_id).one()
    with clock.as_of(meeting.starts_at):
        for person in people:
            if rng.random() < 0.9 and stop.offering is not None:
                check_ins.record(stop.offering, person, "code", None, meeting)
