"""What the training programmes say of themselves; numbers of the year's plan are the federation's own."""

from __future__ import annotations

from app.services.demo.sketches.sketch import Ask, Rule, Run, Sketch

FEATURES = ("meetings", "classes")
COLLEGE, HALL = "craft-college", "culture-hall"

SPRING = Sketch(
    slug="craft-qingdao-first",
    mode="first_come",
    kind="training",
    stage="closed",
    prefix="JZ",
    title="匠造青岛产业工人培训（第一批）",
    title_en="Made by Craftsmen: training for industrial workers, first round",
    summary="示范班：数控加工，四个半天，考核合格发结业证书。已经结业。",
    summary_en="A model class in CNC machining: four half-days, an assessment, a certificate. It has ended.",
    body="“匠造青岛”产业工人大培训今年示范性培训不少于 2000 名产业工人，举办各类技能培训班 700 期，"
    "带动全市各级开展培训 12000 人次。培训免费，教材和耗材由工会承担。",
    body_en="This year's plan: at least 2,000 workers in model classes, 700 classes of all kinds, "
    "12,000 people"
    " trained across the city. Training, books and materials are paid for by the union.",
    runs=(
        Run(
            COLLEGE, 16, title="数控加工示范班", title_en="CNC machining", hours=("09:00", "12:00"), minimum=8
        ),
    ),
    features=FEATURES,
)
AUTUMN = Sketch(
    slug="craft-qingdao",
    mode="first_come",
    kind="training",
    stage="open",
    prefix="JZ",
    title="匠造青岛产业工人培训（第二批）",
    title_en="Made by Craftsmen: training for industrial workers, second round",
    summary="四个班可选，最多填三个志愿；有名额马上确认，人数不足的班会合并，改到哪里会告诉您。",
    summary_en="Four classes, up to three choices. Places are confirmed at once; classes too small "
    "are merged.",
    body=SPRING.body
    + "\n\n每班四个半天，按签到计学时。一个班到开课前还不够人数，会合并到同批的其他班：先改到您填报的"
    "其他班，没有的话为您保留一个别的班，由您决定去不去。",
    body_en=SPRING.body_en
    + "\n\nEach class takes four half-days; hours are counted by check-in. A class that is"
    " too small is merged: you go to another class that you chose, or are asked about one you did not.",
    runs=(
        Run(
            COLLEGE,
            16,
            12,
            title="叉车操作白班",
            title_en="Forklift, day",
            hours=("09:00", "12:00"),
            minimum=6,
        ),
        Run(
            COLLEGE,
            16,
            13,
            title="叉车操作晚班",
            title_en="Forklift, evening",
            hours=("18:30", "21:30"),
            minimum=8,
        ),
        Run(
            COLLEGE,
            14,
            15,
            title="工业机器人入门",
            title_en="Industrial robots",
            hours=("13:30", "16:30"),
            minimum=6,
        ),
        Run(HALL, 20, 17, title="焊接提高班", title_en="Welding", hours=("09:00", "12:00"), minimum=6),
    ),
    choices=3,
    settings={"answer_hours": 48},
    features=FEATURES,
)
WOMEN = Sketch(
    slug="women-skills",
    mode="first_come",
    kind="training",
    stage="open",
    prefix="NZ",
    title="女职工技能培训",
    title_en="Skills for women",
    summary="母婴护理、非遗手造、人工智能应用三个班，从学习、实训到竞赛、取证一路打通。",
    summary_en="Childcare, traditional crafts and artificial intelligence: study, practice, "
    "contest, certificate.",
    body="各区市总工会因地制宜开设。学完并考核合格的发结业证书，推荐参加女职工技能竞赛，"
    "竞赛优秀的推荐考取职业"
    "技能等级证书。每一步都记在“我的学习经历”里。",
    body_en="Run by the districts' unions. Who passes gets a certificate and is put forward for "
    "the contest; the"
    " best of the contest go on to a state certificate. Every step is in your learning record.",
    runs=(
        Run(HALL, 15, 11, title="母婴护理班", title_en="Childcare", hours=("09:00", "11:30"), minimum=6),
        Run(
            HALL,
            12,
            14,
            title="非遗手造班",
            title_en="Traditional crafts",
            hours=("14:00", "16:30"),
            minimum=6,
        ),
        Run(
            COLLEGE,
            12,
            16,
            title="人工智能应用班",
            title_en="Artificial intelligence",
            hours=("18:30", "21:00"),
            minimum=6,
        ),
    ),
    choices=2,
    rules=(Rule("sex", {"sex": "F"}, "女职工技能培训面向女职工"),),
    features=FEATURES,
)
COLLEGE_CLASS = Sketch(
    slug="craftsman-college",
    mode="first_come",
    kind="training",
    stage="closed",
    prefix="GX",
    title="工匠学院：智能家电安装与维修",
    title_en="Craftsman college: smart appliances",
    summary="在工匠学院教学点上课，进企业实训基地实操。正在上课。",
    summary_en="Taught at the craftsman college, practised in a firm's training site. Being held.",
    body="青岛工匠学院联盟联合龙头企业，建有校外实训基地 495 个，与 18 家头部企业共建产业学院。"
    "本班两个半天在"
    "教学点，两个半天在企业实训基地。",
    body_en="The craftsman college and its alliance have 495 training sites and work with 18 "
    "leading firms. Two"
    " half-days at the college, two in a firm.",
    runs=(
        Run(
            COLLEGE,
            14,
            title="智能家电维修班",
            title_en="Smart appliances",
            hours=("13:30", "16:30"),
            minimum=6,
        ),
    ),
    features=FEATURES,
)
MASTERS = Sketch(
    slug="master-studio",
    mode="review",
    kind="nomination",
    stage="open",
    prefix="DS",
    title="大师工作室：跟着产业教授学艺",
    title_en="Master's studio: learning from an industry professor",
    summary="一个小班，六名学员，跟一位产业教授学半年；申请后评审决定。",
    summary_en="A small class of six learns from an industry professor for half a year; places are judged.",
    body="工匠学院选聘 300 余名产业教授进校园，共建大师工作室，授课、带徒、攻关；“振超班”47 "
    "名学生已经走上码头一线。"
    "请写明您的工种和想学的绝活。",
    body_en="More than 300 industry professors teach, take apprentices and solve problems in "
    "masters' studios; the"
    " 47 students of one class have been on the quay already. Tell us your trade and what you want "
    "to learn.",
    runs=(
        Run(
            COLLEGE,
            6,
            25,
            days=1,
            title="桥吊操作大师工作室",
            title_en="Quay cranes",
            hours=("09:00", "12:00"),
            minimum=3,
        ),
    ),
    people=7,
    asks=(
        Ask("trade", "text", "从事的工种和年限", "Trade, and years in it", limits={"max": 200}),
        Ask("wish", "text", "想跟师傅学什么", "What you want to learn", limits={"min": 10, "max": 1000}),
    ),
    judged=(("技能基础", "Skill", 4), ("学习意愿", "Will to learn", 4), ("岗位需要", "Use at work", 2)),
    settings={"places": 6},
    features=FEATURES,
)
BUS = Sketch(
    slug="lecture-bus",
    mode="open",
    kind="talk",
    stage="open",
    prefix="DP",
    title="工匠大讲堂：知识大篷车进厂",
    title_en="Craftsmen's lectures: the bus of knowledge",
    summary="单位预约，讲师和大篷车开到厂里；听课签到计学时，可认定为继续教育学分。",
    summary_en="Your unit orders, lecturer and bus come to the factory; hours count as continuing education.",
    body="“知识大篷车”由市总工会主办、工匠学院承办，运行至今已驶过 40 站：教工人用 AI "
    "工具提升效率，把车间里的"
    "“金点子”变成专利，也讲怎样疏解压力。培训学时按规定可认定为专业技术人员继续教育学分。",
    body_en="The bus, sent by the city federation and run by the craftsman college, has made 40 "
    "stops so far: AI"
    " tools at work, turning ideas into patents, easing stress. Hours may count as continuing education.",
    choices=20,
    features=(*FEATURES, "lecture_stops"),
)
