"""Programmes of rows that nothing else in the city shows, some of them over."""

from __future__ import annotations

from dataclasses import replace

from app.services.demo.sketches.review import CRAFT, DOSSIER
from app.services.demo.sketches.sketch import Ask, Rule, Run, Sketch

MEMBER = Rule("union_member", {}, "工会会员可以参加")

MICRO = Sketch(
    slug="micro-recuperation",
    mode="first_come",
    kind="micro_recuperation",
    stage="open",
    prefix="WL",
    title="周末微疗养",
    title_en="Micro-recuperation at the weekend",
    summary="半天到一天，就近放松：林间步道、中医调理、海滨健走，可以带一位同行人。",
    summary_en="From half a day to a day, close by: the woods, Chinese medicine, a walk by the sea;"
    " bring one person.",
    body="费用由工会承担，交通自理。同行的人也要是工会会员。来不了请提前退出，名额会给候补的职工。",
    body_en="The union pays, you pay for the way there. Who comes along must be a member too. If you cannot"
    " come, withdraw in time: somebody is waiting.",
    runs=(
        Run("fourth", 30, 10, title="林间步道半日", title_en="A walk in the woods", hours=("13:30", "17:00")),
        Run("tcm", 24, 11, title="中医调理半日", title_en="Chinese medicine", hours=("08:30", "12:00")),
        Run("shinan", 40, 12, title="海滨健走一日", title_en="A day by the sea", hours=("09:00", "16:00")),
    ),
    people=20,
    party=2,
    choices=2,
    settings={"answer_hours": 24},
    rules=(MEMBER, Rule("age", {"min": 18, "max": 65}, "年满十八、不超过六十五周岁")),
)
TALKS = Sketch(
    slug="mind-talks",
    mode="first_come",
    kind="talk",
    stage="open",
    prefix="JZ",
    title="阳光心“晴”公益讲座",
    title_en="Talks: a clear mind",
    summary="关爱职工心理：用拉家常的方式讲压力从哪来、怎么放下，现场练深呼吸。",
    summary_en="Where stress comes from and how to put it down, told plainly, with breathing exercises.",
    body="由工匠学院的培训专家主讲，讲座后可以单独提问。每人可以报两场。",
    body_en="Held by experts of the craftsman college; ask in private afterwards. Two talks each.",
    runs=(
        Run("culture-hall", 80, 6, title="压力从哪来", title_en="Stress", hours=("18:30", "20:00")),
        Run(
            "health-centre", 40, 9, title="夜班怎么睡", title_en="Sleep and shifts", hours=("14:00", "15:30")
        ),
        Run(
            "book-house-2",
            30,
            13,
            title="和孩子说话",
            title_en="Talking to children",
            hours=("19:00", "20:30"),
        ),
    ),
    people=20,
    choices=2,
    rules=(MEMBER,),
)
HANDICRAFT = Sketch(
    slug="handicraft-craftsmen",
    mode="review",
    kind="nomination",
    stage="open",
    prefix="SZ",
    title="青岛手造工匠选树",
    title_en="Handicraft craftsmen",
    summary="剪纸、草编、刺绣、面塑等手工艺人，递交作品和业绩，专家评审。",
    summary_en="Paper-cutting, straw-weaving, embroidery, dough figures: hand in works, judged by experts.",
    body="申报材料包括从艺年限、代表作品、带徒情况和技能等级或传承人证书。入选名单公示五天。",
    body_en="The dossier holds years, works, apprentices and certificates. The list is on public notice.",
    people=8,
    asks=(
        *DOSSIER,
        Ask(
            "apprentices",
            "number",
            "带过多少徒弟",
            "How many apprentices",
            required=False,
            limits={"min": 0},
        ),
        Ask(
            "certificate",
            "file",
            "技能等级或传承人证书",
            "Certificate",
            required=False,
            help="照片或扫描件，可以不传。",
            help_en="A photo or scan; you may leave it out.",
        ),
    ),
    judged=CRAFT,
    settings={"places": 10},
    rules=(MEMBER, Rule("years_of_service", {"years": 3}, "从业满三年")),
)
JOBS = Sketch(
    slug="jobs-on-campus",
    mode="first_come",
    kind="job_fair",
    stage="open",
    prefix="ZP",
    title="“十万优选岗位”进校园秋季专场",
    title_en="Jobs on campus, autumn",
    summary="企业到学校面谈，预约一个时段；设女职工服务专区，可随车实地选岗。",
    summary_en="Firms come to the college: book a time. There is a desk for women, and visits to firms.",
    body="带简历按时段到场。实地选岗的车在校门口上车，座位随预约一起保留。",
    body_en="Bring your papers at the time you booked. The bus to the firms leaves from the gate.",
    runs=tuple(
        Run("craft-college", 60, 8, title=title, title_en=title_en, hours=hours)
        for title, title_en, hours in (
            ("智能制造专场", "Smart manufacturing", ("09:00", "11:30")),
            ("女职工专场", "For women", ("13:30", "15:30")),
            ("实地选岗", "Visit to firms", ("13:30", "17:00")),
        )
    ),
    people=12,
    rules=(Rule("age", {"min": 16, "max": 60}, "面向法定劳动年龄内的求职者"),),
)
TOUR = Sketch(
    slug="craft-tour",
    mode="lottery",
    kind="tour",
    stage="open",
    prefix="FY",
    title="非遗手造专题游",
    title_en="Tour of heritage crafts",
    summary="看剪纸和草编，动手做一件带回家；一天来回，可以带一位同事。",
    summary_en="See paper-cutting and straw-weaving and make something yourself; a day, with one colleague.",
    body="结伴的一起摇号。中签后两天内确认，没有确认的顺次给下一位。",
    body_en="Who signs up together is drawn together. Confirm within two days.",
    runs=(
        Run("culture-hall", 40, 16, title="平度线", title_en="Pingdu"),
        Run("culture-hall", 40, 17, title="胶州线", title_en="Jiaozhou"),
    ),
    people=16,
    choices=2,
    party=2,
    settings={"answer_hours": 48},
    rules=(MEMBER,),
)

# by how many days each lies back: two close soon, and the year did not begin today
SKETCHES = (
    (0, MICRO),
    (5, TALKS),
    (0, HANDICRAFT),
    (6, JOBS),
    (0, TOUR),
    (150, replace(MICRO, slug="micro-recuperation-summer", stage="closed", title="夏季微疗养", people=24)),
    (210, replace(TALKS, slug="mind-talks-spring", stage="closed", title="春季心理健康讲座", people=24)),
    (60, replace(TALKS, slug="mind-talks-autumn", stage="closed", title="秋季心理健康讲座", people=20)),
    (
        226,
        replace(JOBS, slug="jobs-on-campus-spring", stage="closed", title="岗位进校园春季专场", people=24),
    ),
    (
        120,
        replace(
            HANDICRAFT,
            slug="handicraft-craftsmen-first",
            stage="published",
            title="青岛手造工匠选树（第一批）",
        ),
    ),
    (95, replace(TOUR, slug="craft-tour-summer", stage="published", title="夏季非遗手造专题游", people=20)),
)
ENGLISH = {
    "micro-recuperation-summer": "Micro-recuperation in summer",
    "mind-talks-spring": "Talks on mental health, spring",
    "mind-talks-autumn": "Talks on mental health, autumn",
    "jobs-on-campus-spring": "Jobs on campus, spring",
    "handicraft-craftsmen-first": "Handicraft craftsmen, first round",
    "craft-tour-summer": "Tour of heritage crafts, summer",
}
