"""From a draft to a party: who would travel, whether each of them may, and the plan that is sent."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.errors import Invalid, Stale
from app.extensions import db
from app.models import Account, Person, Programme, Registration, Unit, Venue
from app.services import drafts, features, people, registration
from app.services import party_checks as checks
from app.services.catalogue import OfferingFacts
from app.services.drafts import ME, Answers, Companion
from app.services.party_plan import MemberPlan, PartyPlan


def check_companion(
    programme: Programme, me: Person, answers: Answers, companion: Companion, sent: Registration | None
) -> None:
    """Whether somebody may come along. Raises Invalid, AlreadySignedUp or NotEligible."""
    if len(answers.companions) + 1 >= programme.max_party_size:
        raise Invalid(_("一起报名的最多 %(count)s 人（含本人）", count=programme.max_party_size), "members")
    if companion.identity == me.identity:
        raise Invalid(_("这是您本人的证件号码，请填写同行人的"), "identity")
    if any(companion.identity == other.identity for other in answers.companions):
        raise Invalid(_("这位同行人已经在名单里了"), "identity")
    person = _person(companion)
    checks.check_free(programme, [person], sent)
    checks.check_eligible(programme, [person])


def _person(companion: Companion) -> Person:
    """The known person, or one that is not in the database. Raises Invalid."""
    unit = db.session.get_one(Unit, companion.unit_id)
    return people.identify(companion.facts, unit, companion.phone, companion.first_day)


def people_of(me: Person, answers: Answers) -> list[Person]:
    """Everybody in the party, oneself first; those who are not known yet are not in the database."""
    companions = (people.known(c.identity_kind, c.identity) or _person(c) for c in answers.companions)
    return [me, *companions]


def load(programme: Programme, account: Account, sent: Registration | None) -> Answers:
    """The draft as `drafts.load` has it; where there is one session alone, it is chosen."""
    answers = drafts.load(account, programme, sent)
    if features.timed(programme) is None:
        running = [each for each in programme.offerings if not (each.cancelled or checks.has_begun(each))]
        if len(running) == 1:
            answers.choices = [running[0].id]
    return answers


def send(
    programme: Programme, account: Account, sent: Registration | None, consents: Sequence[int] = ()
) -> Registration:
    """Send the draft: its companions become known people, the party is signed up, the draft is gone.

    `consents` are ids of the texts that the account has just agreed to. Sent twice, it is sent once. Raises
    Stale when the sent registration has changed since the draft was begun, else as `sign_up`.
    """
    if not drafts.hold(account, programme) and (done := _in_force(programme, account)) is not None:
        return done
    answers = load(programme, account, sent)
    answers.consents = list(consents)
    if is_stale(answers, sent):
        raise Stale(_("您修改期间，已提交的报名有了变动。请放弃这次修改，从最新的内容重新开始。"))
    plan = plan_of(account, answers)
    done = registration.sign_up(programme, account, plan, sent)
    drafts.discard(account, programme)
    return done


def _in_force(programme: Programme, account: Account) -> Registration | None:
    """What the account has sent for itself."""
    member = checks.active_member(programme, account.person) if account.person is not None else None
    if member is None or member.registration.lead.person_id != account.person_id:
        return None
    return member.registration


def is_stale(answers: Answers, sent: Registration | None) -> bool:
    """Whether the draft was begun from something else than what is in force now."""
    return answers.version != (sent.version if sent is not None else None)


def plan_of(account: Account, answers: Answers) -> PartyPlan:
    """The plan of a draft; companions who are not known yet are added to the database."""
    me = account.person
    if me is None:
        raise Invalid(_("请先确认身份"))
    members = [_member(answers, ME, me)]
    for companion in answers.companions:
        unit = db.session.get_one(Unit, companion.unit_id)
        facts = companion.facts
        person = people.remember(
            facts.name,
            facts.identity_kind,
            facts.identity,
            companion.phone,
            unit,
            facts.born_on,
            facts.sex,
            companion.first_day,
        )
        members.append(_member(answers, companion.key, person))
    health = {int(venue_id): given for venue_id, given in answers.health.items()}
    return PartyPlan(
        members,
        list(answers.choices),
        health,
        answers=dict(answers.answers),
        consents=list(answers.consents),
        wants=answers.wants,
    )


def _member(answers: Answers, key: str, person: Person) -> MemberPlan:
    return MemberPlan(person, answers.needs.get(key, []), answers.rooms.get(key), key in answers.private)


def chosen_facts(facts: Sequence[OfferingFacts], answers: Answers) -> list[OfferingFacts]:
    """The chosen sessions in order; those cancelled meanwhile are left out."""
    by_id = {each.offering.id: each for each in facts}
    return [by_id[chosen] for chosen in answers.choices if chosen in by_id]


def asking_venues(chosen: Sequence[OfferingFacts]) -> list[Venue]:
    """Campuses among the choices that ask for a health declaration, in order of rank, each once."""
    venues = {each.offering.venue.id: each.offering.venue for each in chosen}
    return [venue for venue in venues.values() if venue.asks_health]


def is_declared(venue: Venue, answers: Answers) -> bool:
    """Whether each question of this campus has been answered with no."""
    given = answers.health.get(str(venue.id), {})
    return all(given.get(question["id"]) is False for question in venue.health_questions)


def unit_names(answers: Answers) -> dict[int, str]:
    """Names of the companions' units, by id."""
    wanted = {companion.unit_id for companion in answers.companions}
    return {unit.id: unit.name for unit in db.session.scalars(select(Unit).where(Unit.id.in_(wanted)))}
