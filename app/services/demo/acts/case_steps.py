"""Steps and reasons of the demonstration's programmes with cases. Days are assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.extensions import db
from app.models import Account, CaseReason, CaseStep, Programme
from app.services import case_workers
from app.services.demo.accounts import Staff

Text = tuple[str, str]


@dataclass(frozen=True)
class Way:
    """What a programme's cases go through: steps as (label, English, owner, days, checks, may end).

    `reasons`: (outcome, label, English). `workers`: (phone, name) of its case workers.
    """

    steps: Sequence[tuple[str, str, str, int, Sequence[Text], bool]]
    reasons: Sequence[tuple[str, str, str]]
    workers: Sequence[tuple[str, str]] = ()


LAWYERS = (("13800000031", "周宁"), ("13800000033", "吴珊"))
CARERS = (("13800000034", "郑可"), ("13800000035", "孙越"))
FULL = ("refused", "限额已满，这一批不能再安排", "The limit is used up")
UNPROVEN = ("refused", "材料不足以证明情况属实", "The papers do not prove it")
LATE = ("refused", "没有按时补充材料", "The papers did not come in time")

MONEY_CHECKED: Sequence[Text] = (
    ("本人是本单位职工", "They work for the unit"),
    ("材料是原件的清晰照片或扫描件", "Papers are clear copies of originals"),
)
UNIT = ("单位核实", "Checked by the unit", "unit", 3, MONEY_CHECKED, False)
ASKED_FIRM: Sequence[Text] = (("企业在本区市登记", "The firm is registered in the district"),)
SEEN: Sequence[Text] = (
    ("入户或电话了解家庭情况", "The family was visited or called"),
    ("没有重复享受同类救助", "No other help of the kind was had"),
)
LEGAL: Sequence[Text] = (
    ("事由属于劳动权益", "It is about rights at work"),
    ("申请人没有另外委托律师", "No other lawyer has been engaged"),
)

WAYS: Mapping[str, Way] = {
    "degree": Way(
        (
            UNIT,
            (
                "区市初审",
                "First review by the district",
                "district",
                5,
                (
                    ("学籍在有效期内", "Enrolment is valid"),
                    ("学费以缴费凭证为准", "The fee is as on the receipt"),
                ),
                False,
            ),
            (
                "市级审定",
                "Decision by the city",
                "city",
                10,
                (("名额和资金还有余量", "Places and money are left"),),
                True,
            ),
        ),
        (
            ("granted", "符合补助条件", "The conditions are met"),
            ("partly", "按实际缴纳的学费补助", "Help with what was really paid"),
            ("refused", "不在补助的学历层次内", "The degree is not among those helped"),
            UNPROVEN,
            FULL,
            LATE,
        ),
        CARERS,
    ),
    "care": Way(
        (
            ("单位走访核实", "Visited by the unit", "unit", 3, SEEN, False),
            ("区市审定", "Decision by the district", "district", 5, MONEY_CHECKED, True),
            ("市级审定大额", "Large sums decided by the city", "city", 5, (), True),
        ),
        (
            ("granted", "情况属实，符合关爱条件", "It is so, and the conditions are met"),
            ("partly", "情况属实，按标准减额", "It is so; a smaller sum by the standard"),
            ("refused", "家庭收入高于标准", "The family's income is above the standard"),
            UNPROVEN,
            FULL,
            LATE,
        ),
        CARERS,
    ),
    "claim": Way(
        (
            UNIT,
            (
                "市级核定",
                "Settled by the city",
                "city",
                7,
                (
                    ("出险日期在保障期内", "It happened within the cover"),
                    ("发票和费用清单相符", "Invoice and list agree"),
                ),
                True,
            ),
        ),
        (
            ("granted", "符合补助范围，按标准给付", "Within the cover, paid by the standard"),
            ("partly", "扣除不在补助范围的费用", "Less what is not covered"),
            ("refused", "不在保障期内", "Outside the time of cover"),
            ("refused", "不在保障范围内", "Not covered"),
            UNPROVEN,
            LATE,
        ),
        CARERS,
    ),
    "firm": Way(
        (
            ("区市受理", "Taken up by the district", "district", 3, ASKED_FIRM, False),
            (
                "市级安排律师",
                "A lawyer is sent by the city",
                "city",
                7,
                (("近两年没有做过体检", "No check-up in the last two years"),),
                True,
            ),
        ),
        (
            ("granted", "安排法律体检", "A check-up will be made"),
            ("refused", "两年内已经做过", "There has been one within two years"),
            FULL,
            LATE,
        ),
        LAWYERS,
    ),
    "legal": Way(
        (
            ("接待了解", "First talk", "city", 2, LEGAL, False),
            (
                "审查决定",
                "Decision",
                "city",
                3,
                (("没有超过仲裁时效", "Not too late for arbitration"),),
                True,
            ),
        ),
        (
            ("granted", "给予法律援助，指派律师", "Legal aid is given, a lawyer assigned"),
            ("partly", "提供咨询和代写文书", "Advice, and help with writing"),
            ("refused", "不属于劳动权益事项", "Not about rights at work"),
            ("refused", "材料不足以说明事由", "The papers do not show what it is about"),
            LATE,
        ),
        LAWYERS,
    ),
    "advice": Way(
        (("答复", "Answer", "city", 3, LEGAL[:1], True),),
        (
            ("granted", "已答复", "Answered"),
            ("refused", "不属于受理范围，已告知找谁", "Not ours; told whom to ask"),
        ),
        LAWYERS,
    ),
    "vehicle": Way(
        (
            (
                "区市确认场地",
                "The place is checked by the district",
                "district",
                3,
                (("有停车和用电条件", "There is room and power"),),
                False,
            ),
            ("市级排期", "The day is set by the city", "city", 5, (), True),
        ),
        (
            ("granted", "安排停靠", "A stop is made"),
            ("refused", "场地不具备停靠条件", "The place will not do"),
            ("refused", "车辆排期已满", "The vehicle is booked"),
            LATE,
        ),
        CARERS,
    ),
    "join": Way(
        (
            (
                "单位工会确认",
                "Confirmed by the unit",
                "unit",
                5,
                (
                    (
                        "在本单位工作，或在本区域从事新就业形态工作",
                        "Works here, or nearby in new forms of work",
                    ),
                    ("没有加入别的基层工会", "Is in no other union"),
                ),
                True,
            ),
        ),
        (
            ("granted", "符合入会条件", "May join"),
            ("refused", "已经是其他工会的会员", "Is a member of another union"),
            ("refused", "不在本单位工作", "Does not work here"),
        ),
    ),
}


def write(programme: Programme, way: Way, staff: Staff) -> None:
    """Put the steps, reasons and case workers into a programme that is still a draft."""
    for number, (label, label_en, owner, days, checks, may_end) in enumerate(way.steps, 1):
        db.session.add(
            CaseStep(
                programme=programme,
                position=number,
                label=label,
                label_en=label_en,
                owner=owner,
                days=days,
                checks=[{"zh": zh, "en": en} for zh, en in checks],
                may_end=may_end,
            )
        )
    for number, (outcome, label, label_en) in enumerate(way.reasons, 1):
        reason = CaseReason(
            programme=programme, position=number, outcome=outcome, label=label, label_en=label_en
        )
        db.session.add(reason)
    for phone, name in way.workers:
        case_workers.appoint(staff.city, programme, phone, name)
    db.session.flush()


def workers(programme: Programme) -> list[Account]:
    return case_workers.active(programme)
