"""Applications on their way: subsidies, care, claims, firms, a vehicle, joining, and what is kept private."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from app import clock
from app.extensions import db
from app.models import Account, CaseLimit, Coordinator, Person, Programme, Unit
from app.services import join_union, programmes, sign_up_window
from app.services.casework.deciding import Stop
from app.services.demo.acts import case_rights, case_sketches
from app.services.demo.acts.case_lives import Desk
from app.services.demo.acts.case_steps import WAYS, workers, write
from app.services.demo.acts.stage import Stage
from app.services.demo.dates import at
from app.services.demo.people import account_of
from app.services.demo.sketches.sketch import Sketch
from app.vault import digest

ORDER = 70
DISTRICT_PHONE = "13800000032"
MILLION = 1_000_000 * 100  # yuan in 分
SCHOOL = {"level": "bachelor", "school": "青岛开放大学 机械设计", "fee": 5200, "other_help": False}


def act(stage: Stage) -> None:
    troupe = _Troupe(stage)
    for play in (
        troupe.degree,
        troupe.last_year,
        troupe.care,
        troupe.claims,
        troupe.vehicle,
        troupe.firms,
        troupe.rights,
        troupe.joining,
    ):
        play()


class _Troupe:
    """`unit`, `district`: the coordinators of the fixed union and of its district."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.unit = stage.staff.unit
        assert stage.staff.union.parent is not None
        self.district = _coordinator("王磊", stage.staff.union.parent)

    def open(self, sketch: Sketch, way: str, opens: int | None = None) -> Desk:
        """A programme with its steps, open since `opens` days; one that is not to open stays a draft."""
        days = opens or 5
        programme = self.stage.write(sketch)
        with clock.as_of(at(-days - 2, 10)):
            write(programme, WAYS[way], self.stage.staff)
        if sketch.stage in ("open", "closed"):
            programme.opens_at = at(-days, 9)
            if sketch.stage == "open":
                programme.closes_at = at(60, 18)
            self._limits(programme)
            with clock.as_of(programme.opens_at - dt.timedelta(hours=1)):
                sign_up_window.open_sign_up(self.stage.staff.city, programmes.load(programme.id))
        else:
            self.stage.bring(sketch, programme)
        return Desk(programme, self.stage.random(sketch.slug))

    def _limits(self, programme: Programme) -> None:
        """Places and money of the whole city; of the degree subsidy by district too."""
        whole = {
            "degree-subsidy-2026": {"cases": 3000, "money": 6 * MILLION},
            "four-seasons-care": {"money": 19 * MILLION},
            "legal-check-up": {"cases": 800},
        }.get(programme.slug, {})
        for measure, most in whole.items():
            db.session.add(CaseLimit(programme=programme, measure=measure, most=most, taken=0))
        if programme.slug != "degree-subsidy-2026":
            return
        tree = self.stage.population.tree
        for district in tree.districts:
            unions = sum(union.parent_id == district.id for union in tree.unions)
            for measure, each in (("cases", 15), ("money", 30_000 * 100)):
                limit = CaseLimit(programme=programme, unit=district, measure=measure, taken=0)
                limit.most = unions * each
                db.session.add(limit)

    def person(self, track: str = "front_line", own: bool = True) -> Person:
        """Of the fixed union, whose coordinator sees to cases, or of any."""
        return self.stage.population.saved(self.stage.staff.union if own else None, track=track)

    def degree(self) -> None:
        desk = self.open(case_sketches.DEGREE, "degree", 30)
        one, two = workers(desk.programme)
        files = {**SCHOOL, "enrolment": "学籍证明.pdf"}
        granted, partly, refused, asked, late = (
            desk.apply(self.person(), 28 - k, {**files, "fee": 5200 + 100 * k}) for k in range(5)
        )
        for case in (granted, partly, refused):
            desk.pass_on(case, self.unit, 22, "在岗，情况属实。")
            desk.pass_on(case, self.district, 18, "学籍有效。")
        desk.decide(granted, one, 12, "符合补助条件", "按学费全额补助，五个工作日内发到工会会员卡。", 5200)
        desk.decide(partly, two, 11, "按实际缴纳的学费补助", "凭证上的金额是 2600 元，按这个数补助。", 2600)
        desk.decide(refused, one, 10, "材料不足以证明情况属实", "学籍证明没有学校盖章，看不出就读时间。")
        desk.appeal(refused, 3, "已请学校重新盖章，请再看一次。", ["盖章的学籍证明.pdf"])
        desk.pass_on(asked, self.unit, 4, "在岗。")
        desk.ask(asked, self.district, 1, "学费凭证缺一页，请上传完整的缴费凭证。")
        desk.pass_on(late, self.unit, 20)
        for days in (4, 2, 1):
            desk.apply(self.person(), days, files)

    def last_year(self) -> None:
        desk = self.open(case_sketches.LAST_YEAR, "degree", 60)
        one, two = workers(desk.programme)
        answers = {key: SCHOOL[key] for key in ("level", "school", "fee")}
        made = [desk.apply(self.person(), 55 - k, answers) for k in range(4)]
        for number, case in enumerate(made):
            desk.pass_on(case, self.unit, 48)
            desk.pass_on(case, self.district, 42)
            if number:
                desk.decide(case, one, 36, "符合补助条件", yuan=3000)
            else:
                desk.decide(case, one, 36, "不在补助的学历层次内", "培训班不属于学历教育。")
                desk.appeal(case, 30, "我读的是成人本科，录取通知在附件里。", ["录取通知.pdf"])
                desk.decide(case, two, 24, "符合补助条件", "经核实为成人本科，原决定改为同意。", 3000)
        with clock.as_of(desk.programme.closes_at):
            sign_up_window.close_sign_up(self.stage.staff.city, programmes.load(desk.programme.id))

    def care(self) -> None:
        desk = self.open(case_sketches.CARE, "care", 40)
        winter = {
            "season": "winter",
            "income": 1800,
            "why": "爱人住院，家里只有一份收入。",
            "proof": "诊断书.pdf",
        }
        autumn = {
            "season": "autumn",
            "child_school": "青岛二中 高一",
            "income": 2100,
            "why": "孩子刚上高中，学费有困难。",
        }
        first, second, third = (
            desk.apply(self.person(), 35 - k, given) for k, given in enumerate((winter, autumn, winter))
        )
        for case in (first, second, third):
            desk.pass_on(case, self.unit, 29, "已走访，情况属实。")
        desk.decide(
            first, self.district, 24, "情况属实，符合关爱条件", "慰问金三千元，由区总工会送到家。", 3000
        )
        desk.decide(second, self.district, 23, "情况属实，按标准减额", "助学金按高中标准两千元。", 2000)
        desk.decide(third, self.district, 22, "家庭收入高于标准", "核实的人均收入高于今年的标准。")
        for days, given in ((3, autumn), (2, winter)):
            desk.apply(self.person(), days, given)

    def claims(self) -> None:
        enrolled = self._enrolled()
        desk = self.open(case_sketches.MEDICAL_CLAIM, "claim", 25)
        one, _two = workers(desk.programme)
        stay = {"hospital": "青岛市市立医院", "paid": 6800, "discharge": "出院记录.pdf"}
        paid, asked, new = (desk.apply(person, 20 - 5 * k, stay) for k, person in enumerate(enrolled[:3]))
        desk.pass_on(paid, self.unit, 14)
        desk.decide(paid, one, 8, "扣除不在补助范围的费用", "自费药品不在补助范围，其余按六成补助。", 2880)
        desk.pass_on(asked, self.unit, 9)
        desk.ask(asked, one, 2, "请补充住院发票，收据不能代替发票。")
        desk.take(new, self.unit, 3)
        self.stage.live(case_sketches.COVER)
        claims = self.open(case_sketches.ACCIDENT_CLAIM, "claim", 15)
        fall = {"cover": "YW-7K3M-92QF-8", "happened_on": (clock.today() - dt.timedelta(days=20)).isoformat(),
                "what": "送餐途中雨天滑倒，右手腕骨折。", "treatment": "病历.pdf"}  # fmt: skip
        claims.pass_on(claims.apply(self.person("new_form"), 12, fall), self.unit, 8)
        claims.apply(self.person("new_form"), 3, fall)

    def _enrolled(self) -> list[Person]:
        programme = self.stage.write(case_sketches.ENROLLED)
        programme.opens_at, programme.closes_at = at(-90, 9), at(-60, 18)
        people = [self.person() for _ in range(4)]
        city = self.stage.staff.city
        with clock.as_of(programme.opens_at - dt.timedelta(hours=1)):
            sign_up_window.open_sign_up(city, programmes.load(programme.id))
        desk = Desk(programme, self.stage.random(programme.slug))
        for person in people:
            desk.register(person, 80)
        with clock.as_of(programme.closes_at):
            sign_up_window.close_sign_up(city, programmes.load(programme.id))
        return people

    def vehicle(self) -> None:
        desk = self.open(case_sketches.VEHICLE, "vehicle", 25)
        one, _two = workers(desk.programme)
        where = "澜川港区三号门停车场"
        given = {"where": where, "workers": 120, "days": "工作日下午"}
        stop, busy = (desk.apply(self.person(), 20 - k, given) for k in range(2))
        for case in (stop, busy):
            desk.pass_on(case, self.district, 14, "场地可以停车，有电源。")
        soon = clock.today() + dt.timedelta(days=6)
        desk.decide(stop, one, 8, "安排停靠", "请提前半小时留出车位。", stop=Stop(soon, where, 1))
        desk.decide(busy, one, 7, "安排停靠", "", stop=Stop(soon, "岱程物流园东门", 2))
        desk.apply(self.person(own=False), 2, {**given, "where": "汐禾轨道装备厂南门"})
        self.open(case_sketches.NIGHT, "vehicle")

    def firms(self) -> None:
        desk = self.open(case_rights.FIRM, "firm", 25)
        one, _two = workers(desk.programme)
        given: Mapping[str, Any] = {
            "firm": "沧拓电子有限公司（演示）",
            "workers": 320,
            "topics": ["hours", "women"],
            "contact": {"name": "林工", "phone": "13900000001"},
        }
        done, wait = (desk.apply(self.person(), 20 - 9 * k, given) for k in range(2))
        desk.pass_on(done, self.district, 15)
        desk.decide(done, one, 9, "安排法律体检", "律师下周与企业联系人约时间，体检后五个工作日出具建议。")
        desk.pass_on(wait, self.district, 6)
        self.open(case_rights.DRAFT, "firm")
        self.stage.live(case_rights.HOMES)

    def rights(self) -> None:
        aid = self.open(case_rights.AID, "legal", 30)
        one, two = workers(aid.programme)
        unpaid = {
            "matter": "pay",
            "what": "干了三个月，只发了一个月工资，老板说再等等。",
            "sum": 18000,
            "contract": "劳动合同.pdf",
        }
        made = [aid.apply(self.person(own=k % 2 == 0), 26 - 2 * k, unpaid) for k in range(7)]
        for number, case in enumerate(made[:6]):
            aid.pass_on(case, (one, two)[number % 2], 12, "属于劳动争议，证据基本齐全。")
        for case in made[:5]:
            aid.decide(case, one, 9, "给予法律援助，指派律师", "律师三天内与您联系，不收任何费用。")
        aid.ask(made[5], two, 2, "请补充考勤记录或微信群里的排班截图。")
        women = self.open(case_rights.WOMEN, "advice", 12)
        asked = women.apply(self.person(), 6, {"what": "怀孕以后被调到夜班，可以不去吗？"})
        first, _second = workers(women.programme)
        women.decide(
            asked, first, 4, "已答复", "怀孕七个月以上不得安排夜班；不足七个月的，可以按医嘱要求调整。"
        )
        women.apply(self.person(), 1, {"what": "产假回来原来的岗位没有了，怎么办？"})
        self.open(case_rights.ADVICE, "advice")

    def joining(self) -> None:
        desk = self.open(case_rights.JOIN, "join", 20)
        given = {"work": "courier", "since": (clock.today() - dt.timedelta(days=200)).isoformat()}
        for days in (12, 6, 1):
            person = self.person("new_form", own=False)
            person.union_joined_on = None
            account = account_of(person)
            db.session.flush()
            join_union.remember(account, self.stage.staff.union)
            case = desk.apply(person, days, given, by=account)
            if days == 12:
                desk.decide(case, self.unit, 9, "符合入会条件", "欢迎加入工会。")


def _coordinator(name: str, unit: Unit) -> Account:
    account = Account(
        phone=DISTRICT_PHONE, phone_digest=digest(DISTRICT_PHONE), display_name=name, created_at=clock.now()
    )
    account.coordinates = [Coordinator(unit=unit)]
    db.session.add(account)
    db.session.flush()
    return account
