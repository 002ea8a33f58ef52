"""Programmes with cases about rights, firms, joining, and homes at building sites."""

from __future__ import annotations

from app.services.demo.acts.case_sketches import PAPER
from app.services.demo.sketches.sketch import Ask, Sketch

KEPT = (
    "保密约定",
    "How this is kept private",
    "您写的内容只有市总工会的专办人员能看到，您所在的单位、区市和系统管理人员都看不到；短信里不写事由。",
    "Only the federation's case workers read what you write: not your unit, your district or whoever runs the"
    " system. Text messages do not say what it is about.",
)
MATTERS = (
    ("pay", "拖欠工资、加班费", "Unpaid wages or overtime"),
    ("dismissal", "解除劳动合同", "Dismissal"),
    ("injury", "工伤", "Injury at work"),
    ("insurance", "社会保险", "Social insurance"),
    ("other", "其他", "Something else"),
)
WHAT = Ask("what", "text", "请说说经过", "What happened", limits={"min": 10, "max": 1500})

AID = Sketch(
    slug="legal-aid",
    mode="casework",
    kind="legal_aid",
    stage="open",
    prefix="YZ",
    title="职工法律援助",
    title_en="Legal aid for workers",
    summary="劳动权益受到侵害的职工可以申请，由律师免费代理，全年 3000 件以上。",
    summary_en="For workers whose rights are infringed: a lawyer free of charge, in more than 3,000 cases.",
    body="新业态劳动者同样可以申请，今年计划为 300 名提供援助。申请内容保密。",
    body_en="Workers in new forms of employment may apply as well. What you write is kept private.",
    private=True,
    settings={"again": "yes", "answer_days": 7},
    asks=(
        Ask("matter", "one_of", "哪一类事", "What it is about", options=MATTERS),
        WHAT,
        Ask("sum", "number", "涉及多少元", "How many yuan", required=False, limits={"min": 0}),
        Ask(
            "contract",
            "file",
            "劳动合同或其他证据",
            "Contract or other evidence",
            required=False,
            limits=PAPER,
        ),
    ),
    consents=(KEPT,),
)
WOMEN = Sketch(
    slug="womens-rights",
    mode="casework",
    kind="legal_aid",
    stage="open",
    prefix="NZ",
    title="“1+4”女职工维权",
    title_en="Women's rights at work: “1+4”",
    summary="孕期、产期、哺乳期和平等就业的问题，可以悄悄问。",
    summary_en="About pregnancy, birth, nursing and equal treatment: ask in private.",
    body="由女职工维权专办人员答复，需要时转法律援助。申请内容保密。",
    body_en="A case worker answers, and passes you on to legal aid where that helps. It is kept private.",
    private=True,
    settings={"again": "yes", "appeal_days": 5},
    asks=(WHAT,),
    consents=(KEPT,),
)
ADVICE = Sketch(
    slug="legal-questions",
    mode="casework",
    kind="legal_aid",
    stage="upcoming",
    prefix="ZX",
    title="法律咨询（第四季度）",
    title_en="Legal advice, fourth quarter",
    summary="三个工作日内答复，全年解答 1 万件次以上。",
    summary_en="An answer within three working days; more than 10,000 a year.",
    body="一次问一件事，答复后可以再问。内容保密。",
    body_en="One thing at a time; ask again after the answer. It is kept private.",
    private=True,
    settings={"again": "yes", "appeal_days": 0},
    asks=(Ask("matter", "one_of", "哪一类事", "What it is about", options=MATTERS), WHAT),
    consents=(KEPT,),
)
FIRM = Sketch(
    slug="legal-check-up",
    mode="casework",
    kind="site_visit",
    stage="open",
    prefix="TJ",
    title="企业法治体检",
    title_en="Legal check-up of firms",
    summary="律师上门查用工隐患、出合规建议，今年 800 家企业，免费。",
    summary_en="A lawyer looks for what is wrong and advises; free, for 800 firms this year.",
    body="由企业联系人申请。体检后出具书面建议，专项集体合同的履行一并检查。",
    body_en="The firm's contact asks. You get written advice; the collective agreement is looked at too.",
    settings={"appeal_days": 5},
    asks=(
        Ask("firm", "text", "企业全称", "Name of the firm", limits={"max": 80}),
        Ask(
            "workers",
            "number",
            "职工人数",
            "Number of workers",
            limits={"min": 1, "max": 100000, "whole": True},
        ),
        Ask(
            "topics",
            "some_of",
            "想重点看什么",
            "What should be looked at",
            options=(
                ("contracts", "劳动合同", "Contracts"),
                ("hours", "工时和加班", "Hours and overtime"),
                ("women", "女职工专项集体合同", "The collective agreement for women"),
                ("dispatch", "劳务派遣和外包", "Agency work"),
            ),
            limits={"min": 1},
        ),
        Ask("contact", "person", "企业联系人", "Contact of the firm"),
    ),
)
DRAFT = Sketch(
    slug="legal-check-up-next-year",
    mode="casework",
    kind="site_visit",
    stage="draft",
    prefix="TJ",
    title="明年度企业法治体检",
    title_en="Legal check-up of firms, next year",
    summary="正在准备。",
    summary_en="Being prepared.",
    body="步骤沿用今年的。",
    body_en="The steps are this year's.",
    settings={"appeal_days": 5},
    asks=FIRM.asks,
)
JOIN = Sketch(
    slug="join-the-union",
    mode="casework",
    kind="membership",
    stage="open",
    prefix="RH",
    title="网上和扫码入会",
    title_en="Joining the union",
    summary="扫单位的二维码，或在这里直接申请，由单位工会确认。",
    summary_en="Scan your unit's code, or apply here; the unit's union confirms.",
    body="非公企业职工和新业态劳动者都可以申请，入会不收费。确认后登记入会日期。",
    body_en="For workers of private firms and in new forms of employment; free of charge.",
    settings={"appeal_days": 10},
    features=("joining",),
    asks=(
        Ask(
            "work",
            "one_of",
            "您的工作",
            "Your work",
            options=(
                ("firm", "在企业上班", "At a firm"),
                ("courier", "快递、外卖配送", "Courier or delivery rider"),
                ("driver", "网约车、货车司机", "Driver"),
                ("other", "其他", "Something else"),
            ),
        ),
        Ask("since", "date", "从哪天开始做这份工作", "Since when"),
    ),
)
HOMES = Sketch(
    slug="site-homes-2026",
    mode="open",
    kind="membership",
    stage="open",
    prefix="ZJ",
    title="建筑工地“职工之家”登记",
    title_en="Workers' homes at building sites",
    summary="工地工会登记职工之家，便于指导建设、配送物资。",
    summary_en="Sites register their workers' home, so that help and supplies reach it.",
    body="由项目部工会联系人登记，每个工地一份；情况变了可以随时修改。",
    body_en="The site's contact registers, one entry for each site; change it whenever something changes.",
    people=12,
    asks=(
        Ask("site", "text", "工地名称和地址", "Site and address", limits={"max": 120}),
        Ask(
            "workers",
            "number",
            "在场工人数",
            "Workers on site",
            limits={"min": 1, "max": 20000, "whole": True},
        ),
        Ask(
            "has",
            "one_of",
            "建成了什么",
            "What there is",
            options=(
                ("full", "学习、休息、维权都有", "Learning, rest and rights"),
                ("rest", "只有休息场所", "A place to rest"),
                ("none", "还没有，准备建", "Nothing yet"),
            ),
        ),
    ),
)
