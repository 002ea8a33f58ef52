"""The people of a roster against what is known: who they are, whose they are, whether they may sign up."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask_babel import gettext as _

from app import words
from app.models import Person, Programme, Unit
from app.plain_text import compact
from app.services import eligibility, party_checks, people, roster_known
from app.services.eligibility import Ineligible
from app.services.roster_file import RosterRow
from app.services.roster_marks import Marks, RowMarks
from app.vault import digest

TIERS = (1, 2, 3, 4)
HIGHEST_TIER = 1


class PeopleCheck:
    """Marks rows; `persons` are copies of known people and new ones of what the rows say, by row number."""

    def __init__(
        self,
        programme: Programme,
        unit: Unit,
        unit_ids: Collection[int],
        whole_city: bool,
        rows: Sequence[RosterRow],
    ) -> None:
        self.programme, self.unit, self.unit_ids, self.whole_city = programme, unit, unit_ids, whole_city
        digests = {row.number: digest(row.values["identity"]) for row in rows if "identity" in row.values}
        known = roster_known.by_digest(set(digests.values()))
        self.known = {number: known[key] for number, key in digests.items() if key in known}
        self.registered_joined = {person.id: person.joined_on for person in known.values()}
        self.members = roster_known.members(programme, {person.id for person in known.values()})
        self.persons = {row.number: person for row in rows if (person := self._person(row)) is not None}
        # a roster answers no questions: what has to be handed in is missing
        judged = eligibility.judge_each(list(self.persons.values()), programme, answers={})
        self.judged = dict(zip(self.persons, judged, strict=True))

    def _person(self, row: RosterRow) -> Person | None:
        """What is registered; a missing day of service is taken from the row."""
        if (person := self.known.get(row.number)) is not None:
            person.joined_on = person.joined_on or row.date("joined_on")
            return person
        born_on = row.date("born_on")
        if born_on is None or not {"name", "identity", "sex"} <= row.values.keys():
            return None
        return Person(
            name=row.values["name"],
            identity_kind=row.values["identity_kind"],
            sex=row.values["sex"],
            born_on=born_on,
            unit=self.unit,
            tier=int(row.values.get("tier", people.NEW_TIER)),
            track="front_line",
            joined_on=row.date("joined_on"),
        )

    def mark(self, rows: Sequence[RosterRow], marks: RowMarks) -> None:
        for row in rows:
            known, person = self.known.get(row.number), self.persons.get(row.number)
            if known is None:
                self._new(row, marks[row.number])
            elif not self._registered(row, known, marks[row.number]):
                continue
            if person is not None:
                self._eligible(person, self.judged[row.number], marks[row.number])

    def _new(self, row: RosterRow, marks: Marks) -> None:
        typed, unit = compact(row.values.get("unit", "")), compact(self.unit.name)
        if typed and typed not in unit and unit not in typed:
            marks.warn("unit", _("名单写的是别的单位，将登记到“%(unit)s”，请核对", unit=self.unit.name))
        tier = int(row.values.get("tier", people.NEW_TIER))
        if tier not in TIERS:
            marks.fault("tier", _("优先级请填写 1 至 4，或者留空"))
        elif tier == HIGHEST_TIER and not self.whole_city:
            marks.fault("tier", _("第 1 优先级由市总工会核定，请留空或填写 2 至 4"))

    def _registered(self, row: RosterRow, person: Person, marks: Marks) -> bool:
        """Whether it is one of our people, and nothing more has to be said of them if not."""
        if "name" in row.values and not people.same_name(person, row.values["name"]):
            marks.fault("name", _("这个证件号码登记的姓名与名单不同，请对照证件核对姓名和证件号码"))
            return False
        if person.unit_id not in self.unit_ids:
            marks.fault(
                "identity",
                _(
                    "登记的单位是“%(unit)s”，不在您负责的范围。请由该单位经办人报名；"
                    "本人已调入的，请市总工会先更正单位",
                    unit=person.unit.name,
                ),
            )
            return False
        if person.id in self.members:
            marks.already = True
            marks.fault("name", party_checks.already_words(self.members[person.id]))
            return False
        self._differences(row, person, marks)
        return True

    def _differences(self, row: RosterRow, person: Person, marks: Marks) -> None:
        """What the database says otherwise, which stands."""
        if person.unit_id != self.unit.id:
            marks.warn("name", _("登记在“%(unit)s”，按登记的单位报名", unit=person.unit.name))
        phone = row.values.get("phone")
        if phone and person.phone_digest and digest(phone) != person.phone_digest:
            marks.warn("phone", _("与登记的手机号不同，通知会发到登记的号码"))
        tier = row.values.get("tier")
        if tier and int(tier) != person.tier:
            marks.warn("tier", _("登记为第 %(tier)s 优先级，以登记的为准", tier=person.tier))
        joined, registered = row.date("joined_on"), self.registered_joined[person.id]
        if joined and registered and joined != registered:
            marks.warn("joined_on", _("登记为 %(day)s，以登记的为准", day=registered.isoformat()))

    def _eligible(self, person: Person, judged: Sequence[Ineligible], marks: Marks) -> None:
        if told := [each.message for each in judged if not each.blocks]:
            marks.warn("name", _("请提醒本人：%(what)s", what=words.clauses(told)))
        found = [each for each in judged if each.blocks]
        missing = [each for each in found if each.rule == "years_of_service" and person.joined_on is None]
        if missing:
            marks.fault("joined_on", _("这个项目对工龄有要求，请填写参加工作日期"))
        others = [each for each in found if each not in missing]
        if others:
            why = words.sentences(map(_why, others))
            marks.fault("name", _("暂时不能报名：%(why)s可以勾选“不报”", why=why))


def _why(reason: Ineligible) -> str:
    return str(_("%(why)s。%(advice)s", why=reason.message, advice=reason.advice))
