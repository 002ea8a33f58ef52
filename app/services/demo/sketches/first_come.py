"""Programmes in which places are given at once: talks, check-ups, clubs, classes."""

from __future__ import annotations

from app.services.demo.sketches.sketch import Ask, Rule, Run, Sketch

SKETCHES = (
    Sketch(
        slug="winter-mind-talks",
        mode="first_come",
        kind="talk",
        stage="draft",
        prefix="JZ",
        title="冬季心理健康讲座",
        title_en="Winter talks on mental health",
        summary="三场讲座，讲睡眠、压力和家庭沟通，现场可以提问。",
        summary_en="Three talks on sleep, stress and talking at home, with time for questions.",
        body="由职工心理健康服务站安排讲师。来不了请提前退出，把座位让给候补的职工。",
        body_en="Speakers come from the workers' mental health service. If you cannot come, please withdraw"
        " in time: somebody is waiting for the seat.",
        runs=(
            Run("culture-hall", 80, 14, title="睡得好", title_en="Sleeping well", hours=("18:30", "20:00")),
            Run("culture-hall", 80, 21, title="压力从哪来", title_en="Stress", hours=("18:30", "20:00")),
        ),
    ),
    Sketch(
        slug="free-check-up-second",
        mode="first_come",
        kind="check_up",
        stage="upcoming",
        prefix="TJ",
        title="职工免费体检（第二批）",
        title_en="Free check-up, second round",
        summary="面向一线职工，选一个半天，空腹前往。",
        summary_en="For front-line workers: choose half a day and come without breakfast.",
        body="体检当天请带身份证。有慢性病的职工可以带上近期的检查报告。",
        body_en="Bring your identity card, and recent reports if you have a chronic illness.",
        runs=tuple(
            Run("health-centre", 40, 10 + k, hours=hours)
            for k in range(3)
            for hours in (("07:30", "09:30"), ("09:30", "11:30"))
        ),
        rules=(Rule("tracks", {"tracks": ["front_line", "new_form"]}, "体检名额面向一线和新就业形态职工"),),
        quotas=(("employer", "run", 12),),
    ),
    Sketch(
        slug="reading-club-classics",
        mode="first_come",
        kind="reading_club",
        stage="open",
        prefix="DS",
        title="工享读书会：共读一本书",
        title_en="Reading club: one book together",
        summary="三十六个座位，四次见面，读完一本书；满了可以候补。",
        summary_en="Thirty-six seats, four meetings, one book; when it is full you can wait for a seat.",
        body="每次见面两小时，由领读人带着读。书由职工书屋准备，读完归还。",
        body_en="Each meeting takes two hours and has a host. The book-house lends the book.",
        runs=(
            Run("book-house-1", 20, 12, title="周二班", title_en="Tuesdays", hours=("18:30", "20:30")),
            Run("book-house-2", 16, 14, title="周四班", title_en="Thursdays", hours=("18:30", "20:30")),
        ),
        people=46,
        choices=2,
        settings={"answer_hours": 24},
        asks=(
            Ask("before", "yes_no", "以前参加过读书会吗？", "Have you been to a reading club before?"),
            Ask(
                "which",
                "text",
                "参加过哪一期？",
                "Which one?",
                required=False,
                limits={"max": 60},
                shown_if={"question": "before", "values": [True]},
            ),
        ),
    ),
    Sketch(
        slug="new-form-accident-cover",
        mode="first_come",
        kind="insurance",
        stage="closed",
        prefix="BZ",
        title="新就业形态劳动者意外伤害互助保障",
        title_en="Accident cover for workers in new forms of employment",
        summary="保障期一年，费用由工会承担，先到先得。",
        summary_en="One year of cover, paid by the union, first come first served.",
        body="快递员、外卖配送员、网约车司机、货车司机等可以领取，每人一份。",
        body_en="For couriers, delivery riders, ride-hailing and lorry drivers; one each.",
        runs=(Run("online", 60, 7, days=1, title="第一批", title_en="First round"),),
        people=40,
        rules=(Rule("tracks", {"tracks": ["new_form"]}, "面向新就业形态劳动者"),),
        settings={"answer_hours": 0},
    ),
    Sketch(
        slug="campus-job-fair",
        mode="first_come",
        kind="event",
        stage="cancelled",
        prefix="ZP",
        title="岗位进校园专场",
        title_en="Jobs on campus",
        summary="企业到学校摆摊，毕业生可以预约面谈时间。",
        summary_en="Firms come to the college; graduates book a time to talk.",
        body="预约后按时间段到场，可以带一位家长。",
        body_en="Come at the time that you booked; you may bring a parent.",
        runs=(Run("culture-hall", 60, 10, hours=("09:00", "11:30")),),
        people=14,
        party=2,
    ),
)
