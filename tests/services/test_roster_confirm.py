"""Confirming a roster: whole parties, late refusals, nothing twice."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import Stale
from app.extensions import db
from app.identity import make_resident_id
from app.models import AuditEntry, Member, Notice, Person, Registration, RosterUpload, Unit
from app.services import roster_confirm, roster_uploads
from app.services.party_checks import SignUpClosed
from app.services.roster_check import Checked
from app.unit_of_work import unit_of_work
from tests import factories
from tests.services.rosters import LI, WANG, ZHAO
from tests.services.test_roster_check import CHOOSING, Desk


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk()


def confirm(
    desk: Desk, upload: RosterUpload, checked: Checked, venues: tuple[int, ...] = ()
) -> dict[int, str]:
    parties = roster_confirm.declared(checked, venues)
    within = Unit.path.startswith(desk.union.path)
    with unit_of_work():
        new = roster_confirm.sign_up_some(desk.account, upload, checked.document, parties, within)
        roster_confirm.finish(desk.account, upload, new, [])
    return new


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_good_rows_are_signed_up_and_the_others_stay_correctable(desk: Desk) -> None:
    header = (*CHOOSING, "同行组")
    bad = ("赵强", "370211197812313570", ZHAO[2])
    upload = desk.upload([header, (*WANG, desk.label, ""), (*LI, desk.label, "A"), (*bad, "", "A")])
    new = confirm(desk, upload, desk.check(upload))
    assert list(new) == [2]
    assert upload.state == "confirmed"
    assert upload.signed_up_count == 1
    with unit_of_work():
        roster_uploads.correct(upload, {4: {"identity": ZHAO[1]}}, {4}, set())
    later = confirm(desk, upload, desk.check(upload))
    assert later[3] == later[4] != new[2]
    assert [len(r.members) for r in db.session.scalars(select(Registration).order_by(Registration.id))] == [
        1,
        2,
    ]


def test_people_are_remembered_confirmed_and_told(desk: Desk) -> None:
    upload = desk.upload([(*CHOOSING, "优先级"), (*WANG, desk.label, "3")])
    confirm(desk, upload, desk.check(upload))
    person = db.session.scalars(select(Person).where(Person.name == "王伟")).one()
    assert (person.unit_id, person.tier, person.identity) == (desk.union.id, 3, WANG[1])
    assert person.confirmed_at is not None
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.person_id, notice.kind) == (person.id, "signed_up_by_other")


def test_what_was_not_registered_is_filled_in_and_nothing_written_over(desk: Desk) -> None:
    known = factories.person(desk.union, name="王伟", identity=WANG[1], joined_on=None, tier=2)
    phone = known.phone
    upload = desk.upload([(*CHOOSING, "参加工作日期", "优先级"), (*WANG, desk.label, "2001-07-01", "4")])
    confirm(desk, upload, desk.check(upload))
    db.session.refresh(known)
    assert str(known.joined_on) == "2001-07-01"
    assert (known.phone, known.tier) == (phone, 2)


def test_the_record_holds_counts_and_no_names(desk: Desk) -> None:
    upload = desk.upload([CHOOSING, (*WANG, desk.label), (*LI, desk.label)])
    confirm(desk, upload, desk.check(upload))
    entries = {e.action: e for e in db.session.scalars(select(AuditEntry))}
    assert entries["roster.upload"].changes == {"rows": ["", "2"]}
    assert entries["roster.confirm"].changes == {"parties": ["", "2"], "people": ["", "2"]}
    assert not any(WANG[1] in str(e.changes) + e.subject_label for e in entries.values())


def test_confirming_twice_signs_nobody_up_twice(desk: Desk) -> None:
    upload = desk.upload([CHOOSING, (*WANG, desk.label)])
    seen_by_both = desk.check(upload)
    assert confirm(desk, upload, seen_by_both)
    assert confirm(desk, upload, seen_by_both) == {}
    assert count(Registration) == 1


def test_a_late_refusal_holds_back_that_party_alone(desk: Desk) -> None:
    upload = desk.upload([CHOOSING, (*WANG, desk.label), (*LI, desk.label)])
    checked = desk.check(upload)
    faster = factories.person(desk.union, name="王伟", identity=WANG[1])
    factories.registration(desk.programme, [faster], [desk.offering])
    assert list(confirm(desk, upload, checked)) == [3]
    assert "王*" in desk.check(upload).document.refused[2]
    assert count(Member) == 2


def test_a_refused_party_leaves_no_new_people(desk: Desk) -> None:
    header = (*CHOOSING, "同行组")
    upload = desk.upload([header, (*WANG, desk.label, "A"), (*LI, desk.label, "A")])
    checked = desk.check(upload)
    faster = factories.person(desk.union, name="李小梅", identity=LI[1], sex="F")
    factories.registration(desk.programme, [faster], [desk.offering])
    assert confirm(desk, upload, checked) == {}
    assert db.session.scalars(select(Person).where(Person.name == "王伟")).first() is None


def test_health_is_vouched_for_before_anybody_goes_there(desk: Desk) -> None:
    desk.venue.health_questions = [{"id": "heart", "zh": "是否有心脏病？", "en": "Heart disease?"}]
    factories.save()
    upload = desk.upload([CHOOSING, (*WANG, desk.label)])
    checked = desk.check(upload)
    assert list(checked.asking()) == [desk.venue.id]
    assert confirm(desk, upload, checked) == {}
    assert confirm(desk, upload, checked, (desk.venue.id,))
    registration = db.session.scalars(select(Registration)).one()
    assert registration.declarations[0].answers == {"heart": False}


def test_a_roster_changed_meanwhile_is_not_confirmed(desk: Desk) -> None:
    upload = desk.upload([CHOOSING, (*WANG, desk.label)])
    checked = desk.check(upload)
    with unit_of_work():
        roster_uploads.correct(upload, {}, {2}, {2})
    with pytest.raises(Stale):
        confirm(desk, upload, checked)


def test_after_closing_nobody_is_signed_up(desk: Desk) -> None:
    upload = desk.upload([CHOOSING, (*WANG, desk.label)])
    checked = desk.check(upload)
    desk.programme.state = "closed"
    factories.save()
    with pytest.raises(SignUpClosed):
        confirm(desk, upload, checked)
    assert count(Registration) == 0


def test_a_party_that_is_signed_up_takes_nobody_in(desk: Desk) -> None:
    header = (*CHOOSING, "同行组")
    upload = desk.upload([header, (*WANG, desk.label, "A"), (*LI, "没有的院区", "")])
    confirm(desk, upload, desk.check(upload))
    with unit_of_work():
        roster_uploads.correct(upload, {3: {"party": "A", "choice_1": desk.label}}, {3}, set())
    assert "A" in desk.check(upload).rows[1].faults["party"]


def test_a_title_that_says_so_puts_a_party_into_one_room(desk: Desk) -> None:
    upload = desk.upload([(*CHOOSING, "同住"), (*WANG, desk.label, "1"), (*ZHAO, desk.label, "1")])
    confirm(desk, upload, desk.check(upload))
    assert {member.room_group for member in db.session.scalars(select(Member))} == {"1"}


def test_many_parties_are_signed_up_in_batches(desk: Desk) -> None:
    born = clock.today().replace(year=1980)
    rows = [
        ("王伟", make_resident_id(f"37{n:04d}", born, 123), f"137{n:08d}", desk.label) for n in range(200)
    ]
    upload = desk.upload([CHOOSING, *rows])
    checked = desk.check(upload)
    assert len(confirm(desk, upload, checked)) == 200
