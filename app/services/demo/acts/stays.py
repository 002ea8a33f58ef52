"""Nominations under way, a stay that began today and one that is over, at the main campus."""

from __future__ import annotations

import datetime as dt
import random

from app import clock
from app.extensions import db
from app.models import Account, Coordinator, Offering, Person, Programme, Unit
from app.services import registration
from app.services.demo.acts.stage import Stage
from app.services.demo.acts.stays_days import DAYS, FEE, LEADER, OPINIONS, PAST, RUNNING, SENDING
from app.services.demo.dates import at
from app.services.demo.people import account_of
from app.services.demo_accounts import PHONES
from app.services.nominating import nominations, quotas, rounds
from app.services.party_plan import MemberPlan, PartyPlan
from app.services.stays import (
    absence,
    desk,
    fees,
    guests,
    leaders,
    lodging,
    slots,
    substitution,
    survey,
    timetable,
)
from app.services.stays.slots import Series
from app.services.stays.substitution import Wish
from app.vault import digest

ORDER = 20
PLACES = 7000  # the source's number of people of the demonstration trips
MERITS = ("一线岗位满二十年", "今年承担台风抢修", "带徒弟三名，班组无事故", "连续三年先进生产者")


def act(stage: Stage) -> None:
    _sending(stage)
    _over(stage)
    _running(stage)


# the demonstration trips: places over the tree, some nominated


def _sending(stage: Stage) -> None:
    """Units nominate for three more days; some are confirmed, one was sent back, a few have ranked."""
    programme = stage.write(SENDING)
    city = stage.staff.city
    districts = stage.population.tree.districts
    ends = at(3, 18), at(6, 18)
    with clock.as_of(programme.opens_at - dt.timedelta(days=2)):
        rounds.save(city, programme, PLACES, *ends)
        share = PLACES // len(districts)
        for each in districts:
            quotas.set_places(city, programme, each, share)
        for union in _some_unions(stage):
            quotas.set_places(city, programme, union, 12)
    stage.bring(SENDING, programme)
    rng = stage.random("stays")
    district = stage.staff.union.parent
    if district is None:
        raise RuntimeError("a union of the demonstration city stands below no district")
    _nominate(stage, programme, _coordinator(district), rng)


def _some_unions(stage: Stage) -> list[Unit]:
    """The union of the fixed coordinator, and two more of its district."""
    own = stage.staff.union
    others = [union for union in stage.population.tree.unions if union.parent_id == own.parent_id]
    return [own, *[union for union in others if union.id != own.id][:2]]


def _coordinator(unit: Unit) -> Account:
    phone = PHONES["district"]
    account = Account(phone=phone, phone_digest=digest(phone), display_name="宋敏", created_at=clock.now())
    account.coordinates = [Coordinator(unit=unit)]
    db.session.add(account)
    db.session.flush()
    return account


def _nominate(stage: Stage, programme: Programme, district: Account, rng: random.Random) -> None:
    people = [
        stage.population.saved(union, track="front_line")
        for union in _some_unions(stage)
        for _each in range(3)
    ]
    accounts = [account_of(person) for person in people]
    for number, person in enumerate(people):
        with clock.as_of(at(-4, 9) + dt.timedelta(hours=3 * number)):
            made = nominations.nominate(
                stage.staff.unit, programme, person, rng.choice(MERITS), level="grassroots"
            )
        with clock.as_of(at(-2, 10) + dt.timedelta(hours=number)):
            if number == 4:
                nominations.send_back(district, made, "同岗位已有两人，请换一位")
            elif number % 3 != 2:
                nominations.confirm(district, made)
                if number < 4:
                    _rank(programme, person, accounts[number])


def _rank(programme: Programme, person: Person, account: Account) -> None:
    with clock.as_of(at(-1, 20)):
        chosen = [offering.id for offering in programme.offerings[:2]]
        registration.sign_up(programme, account, PartyPlan([MemberPlan(person)], chosen))


# the stay that is over: everybody was there, and most have said how it was


def _over(stage: Stage) -> None:
    programme = stage.write(PAST)
    _move(programme, opens=-60, closes=-35, first=-9)
    stage.bring(PAST, programme)
    (offering,) = programme.offerings
    city = stage.staff.city
    _arrange(offering, city)
    with clock.as_of(at(-9, 15)):
        for guest in guests.of_offering(offering):
            desk.check_in(city, offering, guest.person.id)
    rng = stage.random("opinions")
    with clock.as_of(at(-3, 20)):
        for guest in guests.of_offering(offering)[:-1]:
            marks = {key: rng.choice((3, 4, 4, 5, 5, 5)) for key in survey.questions(offering)}
            survey.answer(offering, guest.person, marks, rng.random() < 0.9, rng.choice(OPINIONS))


def _move(programme: Programme, *, opens: int, closes: int, first: int) -> None:
    """Sketches know no stays that are over: the same, earlier."""
    programme.opens_at, programme.closes_at = at(opens, 9), at(closes, 18)
    for offering in programme.offerings:
        length = offering.ends_on - offering.starts_on
        offering.starts_on = at(first, 9).date()
        offering.ends_on = offering.starts_on + length
    db.session.flush()


# the stay that began today


def _running(stage: Stage) -> None:
    programme = stage.live(RUNNING)
    (offering,) = programme.offerings
    city, rng = stage.staff.city, stage.random("running")
    _arrange(offering, city)
    found = guests.of_offering(offering)
    with clock.as_of(at(-3, 10)):
        _replace(stage, offering)
        series = Series(2, "14:00", 50, 4, "心理服务站谈心室")
        slots.add(city, offering, PHONES["counsellor"], "周咨询师", series)
        series = Series(4, "09:00", 50, 3, "心理服务站谈心室")
        slots.add(city, offering, PHONES["counsellor"], "周咨询师", series)
        leader = leaders.appoint_member(city, offering, found[0].person.id)
        leaders.note(leader.account, offering, LEADER)
    found = guests.of_offering(offering)
    desk.add_worker(city, offering.venue, PHONES["desk"], "前台林丽")
    for guest, slot in zip(found[2:4], slots.free(offering), strict=False):
        slots.book(guest.person, offering, slot.id, "最近睡得不好，想聊聊。")
    for guest in found[1 : 1 + len(found) // 3]:
        guests.share_phone(offering, guest.person, True)
    for guest in found[: len(found) // 2]:
        desk.check_in(city, offering, guest.person.id)
    absent = rng.choice(found[len(found) // 2 :])
    absence.no_show(city, offering, absent.person.id, "车间临时抢修，没有来得及退出")


def _replace(stage: Stage, offering: Offering) -> None:
    """Somebody was called away, and another of their unit goes."""
    guest = guests.of_offering(offering)[-1]
    person = guest.person
    came = stage.population.worker(person.unit, track=person.track)
    while came.sex != person.sex:
        came = stage.population.worker(person.unit, track=person.track)
    db.session.add(came)
    db.session.flush()
    substitution.replace(stage.staff.city, guest.member, Wish(came, (), False, "单位临时安排出差"))


def _arrange(offering: Offering, city: Account) -> None:
    """Beds, days and what it costs."""
    lodging.seat(city, offering)
    for day, items in enumerate(DAYS, 1):
        for from_time, to_time, kind, title, title_en, place in items:
            values = {
                "day": day,
                "from_time": from_time,
                "to_time": to_time,
                "kind": kind,
                "title": title,
                "title_en": title_en,
                "place": place,
            }
            timetable.save(city, offering, None, values)
    fees.save(city, [offering], *FEE)
