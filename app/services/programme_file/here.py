"""What of a file must be known in this city: venues, units, kinds named by rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.models import ProgrammeKind, Unit, Venue
from app.services import matters
from app.services.eligibility_rules import is_sound
from app.services.programme_file.content import Content
from app.services.programme_file.shapes import Place

LEVELS = {"district": "district", "employer": "grassroots"}


@dataclass(frozen=True, slots=True)
class Remark:
    """What differs here without standing in the way."""

    where: str
    message: str


def check(content: Content, place: Place) -> None:
    """Note every venue, unit and kind that this city does not have."""
    known = venues(content)
    for number, offering in enumerate(content.offerings):
        venue = offering["venue"]
        if venue["slug"] not in known:
            words = _("本市没有这个场地：%(slug)s（%(name)s）", slug=venue["slug"], name=venue["name"])
            place.at("offerings").at(number).at("venue").wrong(words)
    _quotas(content, place.at("quotas"))
    _rules(content, place.at("rules"))


def venues(content: Content) -> dict[str, Venue]:
    """The venues of the file's runs that this city has, by slug."""
    slugs = {offering["venue"]["slug"] for offering in content.offerings}
    return {venue.slug: venue for venue in db.session.scalars(select(Venue).where(Venue.slug.in_(slugs)))}


def lacks_kind(content: Content) -> bool:
    """Whether the programme's own kind would be added."""
    return db.session.get(ProgrammeKind, content.programme["kind"]["code"]) is None


def remarks(content: Content) -> list[Remark]:
    """What to look at before the programme is made."""
    found, kind = [], content.programme["kind"]
    if lacks_kind(content):
        words = _(
            "本市还没有类别“%(label)s”（%(code)s），会一并添加。", label=kind["label"], code=kind["code"]
        )
        found.append(Remark("programme.kind", words))
    number = content.programme["matter"]
    if number is not None and matters.known_number(number) is None:
        words = _("本市没有第 %(number)s 号事项，项目建立后请在“修改”里选择所属事项。", number=number)
        found.append(Remark("programme.matter", words))
    known = venues(content)
    named = {offering["venue"]["slug"]: offering["venue"]["name"] for offering in content.offerings}
    for slug, name in named.items():
        if slug in known and name not in ("", known[slug].name):
            words = _("文件里叫“%(theirs)s”，本市叫“%(ours)s”。", theirs=name, ours=known[slug].name)
            found.append(Remark(slug, words))
    return found


def _quotas(content: Content, place: Place) -> None:
    codes = [quota["unit"]["code"] for quota in content.quotas if quota["unit"]]
    levels = dict(_levels(codes))
    for number, quota in enumerate(content.quotas):
        unit, at = quota["unit"], place.at(number).at("unit")
        if unit is None:
            continue
        if unit["code"] not in levels:
            at.wrong(_("本市没有这个单位：%(code)s（%(name)s）", code=unit["code"], name=unit["name"]))
        elif levels[unit["code"]] != LEVELS[quota["group"]]:
            at.wrong(_("按区市计请选区市，按基层单位计请选基层单位"))


def _rules(content: Content, place: Place) -> None:
    sound = [is_sound(rule["rule"], rule["parameters"]) for rule in content.rules]
    given = [rule["parameters"] if fine else {} for rule, fine in zip(content.rules, sound, strict=True)]
    codes = {code for parameters in given for code in parameters.get("codes", ())}
    units = {code for code, _level in _levels(codes)}
    kinds = {*db.session.scalars(select(ProgrammeKind.code)), content.programme["kind"]["code"]}
    for number, parameters in enumerate(given):
        at = place.at(number).at("parameters")
        for code in parameters.get("codes", ()):
            if code not in units:
                at.at("codes").wrong(_("本市没有这个单位：%(code)s", code=code))
        for kind in parameters.get("kinds", ()):
            if kind not in kinds:
                at.at("kinds").wrong(_("本市没有这个类别：%(code)s", code=kind))


def _levels(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(code, level) of the units that this city has."""
    rows = db.session.execute(select(Unit.code, Unit.level).where(Unit.code.in_(codes)))
    return [(code, level) for code, level in rows]
