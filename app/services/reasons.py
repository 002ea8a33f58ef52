"""Why a choice was not given, from the engine's codes to words that the person can check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from app import words
from app.extensions import db
from app.models import Offering, Registration, Unit, UnplacedReason

INELIGIBLE = "ineligible"
TIER_WORDS = "零一二三四五六七八九"

Detail = Mapping[str, Any]


@dataclass(frozen=True)
class Track:
    """Where the last admitted party and this one stand, as shares of everybody from 0 to 1, and in words."""

    share: float
    text: str
    own_share: float
    own_text: str


@dataclass(frozen=True)
class WhyNot:
    """One choice that was not given. `label` is short; `sentences` hold the particulars."""

    reason: str
    offering: Offering | None
    rank: int | None
    label: str
    sentences: tuple[str, ...]
    track: Track | None = None


def in_words(registration: Registration, found: Sequence[UnplacedReason]) -> tuple[WhyNot, ...]:
    """Each stored reason of a registration in the reader's language, in the order of its choices."""
    ranks = {choice.offering_id: choice.rank for choice in registration.choices}
    known = _Names(registration, found)
    listed = [_one(each, ranks.get(each.offering_id or 0), known) for each in found]
    return tuple(sorted(listed, key=lambda why: why.rank or 0))


class _Names:
    """What the particulars refer to by number or code: offerings, units, and how many entries there were."""

    def __init__(self, registration: Registration, found: Sequence[UnplacedReason]) -> None:
        self.contact = registration.programme.contact_phone
        self._offerings = {choice.offering_id: choice.offering for choice in registration.choices}
        codes = {each.detail["value"] for each in found if each.detail.get("value")}
        query = select(Unit).where(Unit.code.in_(codes))
        self._units = {unit.code: unit for unit in db.session.scalars(query)} if codes else {}
        self._registration = registration
        self._scale: tuple[int, int] | None = None

    def unit(self, code: str) -> str:
        found = self._units.get(code)
        return words.in_language(found, "name") if found is not None else code

    def stay(self, engine_id: Any) -> str:
        """A session that an engine id (`o12`) names: campus and dates."""
        number = str(engine_id).lstrip("o")
        offering = db.session.get(Offering, int(number)) if number.isdigit() else None
        if offering is None:
            return str(_("另一期"))
        return words.offering(offering)

    @property
    def scale(self) -> tuple[int, int]:
        """The lowest tier's number and the last lottery number of the programme."""
        if self._scale is None:
            same = Registration.programme_id == self._registration.programme_id
            last = db.session.scalar(select(func.max(Registration.lottery_number)).where(same))
            weights = self._registration.programme.tier_weights
            self._scale = (max((int(tier) for tier in weights), default=4), max(last or 1, 1))
        return self._scale


def _one(found: UnplacedReason, rank: int | None, known: _Names) -> WhyNot:
    label, sentences = _SAY.get(found.reason, _outranked)(found.detail, known)
    track = _track(found.detail, known)
    return WhyNot(found.reason, found.offering, rank, label, tuple(filter(None, sentences)), track)


def tier_words(tier: int) -> str:
    """二类 · tier 2"""
    plain = str(tier) if words.is_english() or tier >= len(TIER_WORDS) else TIER_WORDS[tier]
    return str(_("%(tier)s类", tier=plain))


def _track(detail: Detail, known: _Names) -> Track | None:
    cut_off, tier, lottery = detail.get("cut_off"), detail.get("tier"), detail.get("lottery")
    if not cut_off or not tier or lottery is None:
        return None
    return Track(
        _share(cut_off["tier"], cut_off["lottery"], known),
        _("录取到：%(tier)s，摇号 %(lottery)s", **_place(cut_off["tier"], cut_off["lottery"])),
        _share(tier, lottery, known),
        _("您：%(tier)s，摇号 %(lottery)s", **_place(tier, lottery)),
    )


def _place(tier: int, lottery: int) -> dict[str, str]:
    return {"tier": tier_words(tier), "lottery": words.number(lottery)}


def _share(tier: int, lottery: int, known: _Names) -> float:
    """Tiers one after the other, and in each the lottery numbers: 0 is the first, 1 the last."""
    tiers, last = known.scale
    return min((tier - 1 + lottery / last) / max(tiers, tier), 1.0)


def _behind(detail: Detail) -> bool:
    """Whether the party stands behind the last one admitted."""
    cut_off = detail.get("cut_off")
    if not cut_off:
        return False
    return bool((detail["tier"], detail["lottery"]) > (cut_off["tier"], cut_off["lottery"]))


def _line(detail: Detail) -> str:
    """What a cut-off means, said where it could be misread."""
    if not detail.get("cut_off"):
        return ""
    if _behind(detail):
        return str(_("这一期安排的职工，优先级更高或摇号更靠前。"))
    return str(_("您的优先级和摇号在录取线以内，但这一期剩下的位置放不下您这一组。"))


Said = tuple[str, tuple[str, ...]]


def _seats(detail: Detail, _known: _Names) -> Said:
    free = detail["seats"] - detail["taken"]
    full = _("这一期共 %(seats)s 个名额，已安排 %(taken)s 人。", seats=detail["seats"], taken=detail["taken"])
    few = (
        _("还剩 %(free)s 个，您这一组有 %(people)s 人。", free=free, people=detail["people"]) if free else ""
    )
    return _("名额已满"), (full, few, _line(detail))


def _quota(detail: Detail, known: _Names) -> Said:
    unit = known.unit(detail["value"])
    employer = detail["group"] == "employer"
    if "leaves" in detail:
        stay = known.stay(detail["leaves"])
        text = _(
            "%(stay)s要求%(unit)s至少有 %(min)s 人，您这一组换走就不够了。",
            stay=stay,
            unit=unit,
            min=detail["min"],
        )
        return _("换走后人数不足"), (text,)
    if "min" in detail:
        words_min = _("这一期要求每个相关单位至少 %(count)s 人，没有达到。", count=detail["min"])
        return _("人数要求没有达到"), (words_min, _line(detail))
    label = _("单位名额已满") if employer else _("区市名额已满")
    limit = {"max": detail["max"], "unit": unit, "taken": detail["taken"]}
    if detail["scope"] == "offering":
        text = _("每期最多安排同一单位 %(max)s 人，%(unit)s这一期已安排 %(taken)s 人。", **limit)
    else:
        text = _("这个项目最多安排同一单位 %(max)s 人，%(unit)s已安排 %(taken)s 人。", **limit)
    if not employer:
        text = _("%(unit)s的名额共 %(max)s 人，已安排 %(taken)s 人。", **limit)
    party = _("您这一组有 %(people)s 人，加上就会超出。", people=detail["people"])
    return label, (text, party if detail["people"] > 1 else "")


def _no_bed(detail: Detail, known: _Names) -> Said:
    kind = {"F": _("女职工床位"), "M": _("男职工床位")}.get(
        detail.get("sex") or "", _("可供这一组同住的房间")
    )
    if detail.get("private"):
        kind = _("可以单独使用的房间")
    needs = words.listed(words.feature(need) for need in detail.get("needs") or ())
    gone = _("%(kind)s（%(needs)s）已经安排完。", kind=kind, needs=needs) if needs else ""
    gone = gone or _("%(kind)s已经安排完。", kind=kind)
    night = detail.get("night")
    tight = ""
    if night:
        tight = _("%(night)s当晚就不够了。", night=words.day(dt.date.fromisoformat(night)))
    standing = ""
    if detail.get("as_rooms_stand"):
        standing = _("按已经排好的房间看，放不下您这一组。")
    free = detail.get("free_beds")
    left = _("还空着 %(free)s 张床，但房间、性别或设施合不上。", free=free) if free else ""
    return _("床位已满"), (gone, tight, standing, left, _line(detail))


def _clash(detail: Detail, known: _Names) -> Said:
    return _("日期冲突"), (_("和已经安排给您的%(stay)s日期重叠。", stay=known.stay(detail.get("offering"))),)


def _cancelled(detail: Detail, _known: _Names) -> Said:
    if detail.get("minimum"):
        figures = {"minimum": detail["minimum"], "asked": detail.get("asked", 0)}
        text = _("这一期至少要 %(minimum)s 人才能成团，填报了它的只有 %(asked)s 人。", **figures)
        if figures["asked"] >= figures["minimum"]:
            text = _(
                "这一期至少要 %(minimum)s 人才能成团。填报它的 %(asked)s 人大多安排在了别的志愿，没有成团。",
                **figures,
            )
        return _("未成团"), (text,)
    return _("已取消"), (_("这一期已经取消。"),)


def _locked(_detail: Detail, known: _Names) -> Said:
    """The reason of a lock is between coordinators; the person is told whom to ask."""
    ask = _("想了解原因，请联系单位经办人或拨打 %(phone)s。", phone=known.contact) if known.contact else ""
    return _("经办人已固定安排"), (ask or _("想了解原因，请联系单位经办人。"),)


def _outranked(detail: Detail, known: _Names) -> Said:
    if "leaves" in detail:
        figures = {"stay": known.stay(detail["leaves"]), "minimum": detail["minimum"]}
        text = _("您这一组换走后，%(stay)s就不足 %(minimum)s 人，只能取消，同期的人都会落空。", **figures)
        return _("换走后人数不足"), (text,)
    if detail.get("open"):
        text = _(
            "这次计算在规定的时间内没有做完，这一期是否还能放下您这一组没有来得及核对。可以向经办人反映。"
        )
        return _("没有算完"), (text,)
    if _behind(detail):
        return _("未达到录取线"), (_line(detail),)
    return _("未安排"), (_("统一安排时，这一期没有轮到您这一组。整体安排以让更多职工成行为先。"),)


def _ineligible(detail: Detail, _known: _Names) -> Said:
    return _("不符合条件"), (str(detail.get("message", "")), str(detail.get("regulation", "")))


_SAY: Mapping[str, Callable[[Detail, _Names], Said]] = {
    "seats": _seats,
    "quota": _quota,
    "no_bed": _no_bed,
    "clash": _clash,
    "cancelled": _cancelled,
    "locked": _locked,
    "outranked": _outranked,
    INELIGIBLE: _ineligible,
}
