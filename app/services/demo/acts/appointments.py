"""Check-ups, counselling and legal advice by the quarter-hour: weeks that are half booked."""

from __future__ import annotations

from app.extensions import db
from app.models import Programme
from app.services import attendants
from app.services.demo.acts import bookings
from app.services.demo.acts.bookings import Hours
from app.services.demo.acts.stage import Stage
from app.services.demo.people import account_of
from app.services.demo.sketches.sketch import Ask, Rule, Sketch
from app.services.documents import Upload, store

ORDER = 40
DESK, COUNSELLOR, LAWYER = "13800000072", "13800000071", "13800000073"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fe"
    "dccc59e70000000049454e44ae426082"
)
CHECK_UP = Sketch(
    slug="free-check-up",
    mode="first_come",
    kind="check_up",
    stage="open",
    prefix="TJ",
    title="一线职工免费体检",
    title_en="Free check-up for front-line workers",
    summary="市总工会今年安排 25,000 名一线职工免费体检，按一刻钟预约，到了不用排队。",
    summary_en="25,000 front-line workers have a free check-up this year; book a quarter-hour, no queue.",
    body="体检当天空腹，带身份证，按约的时间到前台签到。开始前 24 小时以前可以自己改约。",
    body_en="Come without breakfast, bring your identity card and check in at the desk at your time."
    " You can choose another time until 24 hours before.",
    rules=(Rule("tracks", {"tracks": ["front_line", "new_form"]}, "体检名额面向一线和新就业形态职工"),),
    quotas=(("employer", "run", 12),),
    settings={"waitlist_most": 30, "answer_hours": 0},
    features=("slots",),
)
DISCOUNTED = Sketch(
    slug="new-form-check-up",
    mode="first_come",
    kind="check_up",
    stage="open",
    prefix="TJ",
    title="新就业形态劳动者优惠体检",
    title_en="Discounted check-up for workers in new forms of employment",
    summary="10,000 个优惠名额，选套餐、约时间，上传一张接单或从业证明。",
    summary_en="10,000 places at a discount: choose a package and a time, and show proof of your work.",
    body="快递员、外卖配送员、网约车司机、货车司机等可以报。费用到现场付。",
    body_en="For couriers, delivery riders, ride-hailing and lorry drivers. You pay at the centre.",
    rules=(Rule("tracks", {"tracks": ["new_form"]}, "面向新就业形态劳动者"),),
    settings={"waitlist_most": 0},
    features=("slots",),
    asks=(
        Ask(
            "package",
            "one_of",
            "选哪个套餐？",
            "Which package?",
            options=(
                ("basic", "基础套餐（工会补贴后 80 元）", "Basic (80 yuan after the union's subsidy)"),
                ("heart", "心脑血管套餐（补贴后 160 元）", "Heart and vessels (160 yuan after subsidy)"),
                ("spine", "颈腰椎套餐（补贴后 140 元）", "Neck and back (140 yuan after subsidy)"),
            ),
        ),
        Ask(
            "proof",
            "file",
            "接单或从业证明",
            "Proof of your work",
            help="平台接单页截图、从业资格证都可以，图片或 PDF。",
            help_en="A screenshot of your orders or your licence, as a picture or PDF.",
            limits={"types": ["jpg", "png", "pdf"], "megabytes": 4},
        ),
    ),
)
COUNSELLING = Sketch(
    slug="counselling",
    mode="first_come",
    kind="counselling",
    stage="open",
    prefix="XL",
    title="职工心理咨询预约",
    title_en="Counselling for workers",
    summary="“5+X”职工心理健康服务站，2020 年以来已办 158 场；一对一咨询，谁约了只有本人和咨询师知道。",
    summary_en="The “5+X” mental health stations have held 158 sessions since 2020; talk to a counsellor"
    " alone, only the two of you know.",
    body="每次五十分钟左右，免费。单位和工会经办人只能看到约了多少人，看不到是谁。",
    body_en="About fifty minutes, free. Your employer and the union's staff see how many come, never who.",
    settings={"waitlist_most": 0},
    features=("slots",),
    private=True,
)
LEGAL = Sketch(
    slug="legal-advice",
    mode="first_come",
    kind="legal_advice",
    stage="open",
    prefix="FL",
    title="职工法律咨询预约",
    title_en="Legal advice for workers",
    summary="律师面对面解答劳动合同、工资、工伤问题，每年解答约 10,000 人次，内容保密。",
    summary_en="Lawyers answer questions on contracts, wages and injuries at work, some 10,000 a year,"
    " in confidence.",
    body="每次一刻钟，请带上合同、工资条等材料。需要代理的，律师会当场告诉您怎么申请法律援助。",
    body_en="A quarter of an hour; bring your contract and pay slips. The lawyer tells you how to apply for"
    " legal aid.",
    settings={"waitlist_most": 0},
    features=("slots",),
    private=True,
)


def act(stage: Stage) -> None:
    """Each is opened, booked and, as far as its time has passed, come to."""
    bookings.hall(
        stage, "mind-station", "职工心理健康服务站（演示）", "Counselling station (demonstration)", "市南区"
    )
    bookings.hall(
        stage, "legal-station", "职工法律服务站（演示）", "Legal advice station (demonstration)", "市北区"
    )
    _check_up(stage)
    _discounted(stage)
    helpers = {"counselling": (COUNSELLOR, "赵咨询师"), "legal-advice": (LAWYER, "孙律师")}
    rooms = ("咨询室 1",)
    talks = Hours("mind-station", rooms, ("心理咨询", "Counselling"), -4, 19, ("13:30", "17:30"), minutes=60)
    desks = ("咨询台 1", "咨询台 2")
    law = Hours("legal-station", desks, ("法律咨询", "Legal advice"), -4, 12, ("09:00", "10:30"))
    for sketch, hours, people in ((COUNSELLING, talks, 16), (LEGAL, law, 14)):
        programme = _timed(stage, sketch, hours)
        helper = bookings.account(*helpers[sketch.slug])
        bookings.case_worker(programme, helper)
        bookings.fill(stage, programme, stage.people(_scaled(stage, people)))
        bookings.come(stage, programme, helper)


def _check_up(stage: Stage) -> None:
    rooms = ("1 号诊室", "2 号诊室")
    hours = Hours("health-centre", rooms, ("体检", "Check-up"), -4, 14, ("07:30", "09:30"))
    programme = _timed(stage, CHECK_UP, hours)
    workers = [stage.population.saved(track="front_line") for _ in range(_scaled(stage, 64))]
    bookings.fill(stage, programme, workers)
    desk = bookings.account(DESK, "体检前台")
    attendants.add(stage.staff.city, programme, DESK, "体检前台")
    bookings.come(stage, programme, desk)


def _discounted(stage: Stage) -> None:
    hours = Hours("health-centre", ("3 号诊室",), ("体检", "Check-up"), 1, 12, ("13:30", "16:00"))
    programme = _timed(stage, DISCOUNTED, hours)
    rng, wanted = stage.random(programme.slug), None
    for _number in range(_scaled(stage, 10)):
        wanted = wanted or bookings.demand(programme, rng)
        person = stage.population.saved(track="new_form")
        account = account_of(person)
        db.session.flush()
        proof = store(account, programme, Upload("接单记录.png", "image/png", PNG))
        answers = {"package": rng.choice(("basic", "heart", "spine")), "proof": proof}
        offering_id, when = next(wanted)
        bookings.send(programme, person, [offering_id], when, rng, answers, account)


def _timed(stage: Stage, sketch: Sketch, hours: Hours) -> Programme:
    programme = stage.write(sketch)
    bookings.window(programme, -20, hours.last)
    bookings.open_hours(stage, programme, hours)
    bookings.begin(stage, programme)
    return programme


def _scaled(stage: Stage, people: int) -> int:
    return max(3, round(people * stage.share))
