"""Questions of the demonstration quiz, from regulations that anybody can look up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

RIGHTS, LABOUR, SAFETY = "女职工权益", "劳动法律", "安全和健康"
_SPECIAL = "《女职工劳动保护特别规定》"
_CONTRACT, _LAW, _LEAVE = "《劳动合同法》", "《劳动法》", "《职工带薪年休假条例》"

# topic, question, English, options with right ones marked by *, explanation, source
CHOICES: tuple[tuple[str, str, str, tuple[str, ...], str, str], ...] = (
    (
        RIGHTS,
        "女职工生育享受多少天产假？",
        "How many days of maternity leave are there at least?",
        ("*98 天", "60 天", "90 天", "180 天"),
        "国家规定 98 天，各地另有延长的按当地规定。",
        f"{_SPECIAL}第七条",
    ),
    (
        RIGHTS,
        "98 天产假中，产前可以休多少天？",
        "How many of the 98 days can be before birth?",
        ("*15 天", "7 天", "30 天", "42 天"),
        "产前可以休假 15 天。",
        f"{_SPECIAL}第七条",
    ),
    (
        RIGHTS,
        "难产的，产假增加多少天？",
        "How many days more after a difficult birth?",
        ("*15 天", "10 天", "30 天", "不增加"),
        "难产增加 15 天；多胞胎每多生育一个，再增加 15 天。",
        f"{_SPECIAL}第七条",
    ),
    (
        RIGHTS,
        "怀孕满 4 个月流产的，享受多少天产假？",
        "How many days of leave after a miscarriage from the fourth month on?",
        ("*42 天", "15 天", "30 天", "98 天"),
        "未满 4 个月的 15 天，满 4 个月的 42 天。",
        f"{_SPECIAL}第七条",
    ),
    (
        RIGHTS,
        "哺乳未满 1 周岁婴儿的女职工，每天有多少哺乳时间？",
        "How much nursing time a day is there for a child under one?",
        ("*1 小时", "半小时", "2 小时", "由单位定"),
        "每天 1 小时；多胞胎每多一个婴儿增加 1 小时。",
        f"{_SPECIAL}第九条",
    ),
    (
        RIGHTS,
        "怀孕多少个月以上的，单位不得安排夜班？",
        "From which month of pregnancy on is there no night shift?",
        ("*7 个月", "3 个月", "5 个月", "9 个月"),
        "7 个月以上不得延长劳动时间或安排夜班，并应安排休息时间。",
        f"{_SPECIAL}第六条",
    ),
    (
        RIGHTS,
        "三八妇女节，妇女放假多长时间？",
        "How long a holiday do women have on 8 March?",
        ("*半天", "一天", "两小时", "不放假"),
        "三八节妇女放假半天。",
        "《全国年节及纪念日放假办法》",
    ),
    (
        RIGHTS,
        "工会维权服务热线是哪个号码？",
        "Which number is the unions' hotline?",
        ("*12351", "12315", "12345", "12333"),
        "12351 是工会职工服务热线。",
        "全国总工会",
    ),
    (
        RIGHTS,
        "女职工特殊保护的“四期”是哪些？",
        "Which are the four periods of special protection?",
        ("*经期", "*孕期", "*产期", "*哺乳期"),
        "四期是经期、孕期、产期、哺乳期。",
        _SPECIAL,
    ),
    (
        RIGHTS,
        "下面哪些是禁止女职工从事的劳动？",
        "Which kinds of work are forbidden for women?",
        ("*矿山井下作业", "*第四级体力劳动强度的作业", "办公室文字工作", "商场导购"),
        "禁忌范围见规定的附录。",
        f"{_SPECIAL}附录",
    ),
    (
        LABOUR,
        "建立劳动关系，应当在用工之日起多长时间内订立书面合同？",
        "Within how long must a contract be in writing?",
        ("*1 个月", "3 个月", "半年", "1 年"),
        "自用工之日起一个月内订立。",
        f"{_CONTRACT}第十条",
    ),
    (
        LABOUR,
        "三年以上固定期限合同，试用期最长多久？",
        "How long can probation last at most for three years or more?",
        ("*6 个月", "3 个月", "1 个月", "1 年"),
        "三年以上固定期限和无固定期限的，不超过 6 个月。",
        f"{_CONTRACT}第十九条",
    ),
    (
        LABOUR,
        "职工累计工作满 1 年不满 10 年，年休假多少天？",
        "How many days of annual leave from one to ten years of work?",
        ("*5 天", "10 天", "15 天", "7 天"),
        "满 10 年不满 20 年的 10 天，满 20 年的 15 天。",
        f"{_LEAVE}第三条",
    ),
    (
        LABOUR,
        "应休未休的年休假，按日工资的多少支付报酬？",
        "How much of a day's wage is paid for leave not taken?",
        ("*300%", "200%", "150%", "100%"),
        "按日工资收入的 300% 支付。",
        f"{_LEAVE}第五条",
    ),
    (
        LABOUR,
        "法定休假日安排加班的，工资不低于平时的多少？",
        "How much at least is paid for work on a public holiday?",
        ("*300%", "200%", "150%", "100%"),
        "法定休假日不低于 300%。",
        f"{_LAW}第四十四条",
    ),
    (
        LABOUR,
        "劳动法规定，每日工作时间不超过几小时？",
        "How many hours a day does the law allow at most?",
        ("*8 小时", "9 小时", "10 小时", "12 小时"),
        "每日不超过 8 小时。",
        f"{_LAW}第三十六条",
    ),
    (
        SAFETY,
        "电器着火，首先应当怎么做？",
        "What comes first when an appliance burns?",
        ("*切断电源", "用水泼", "搬走电器", "打开窗户"),
        "先断电再灭火，带电时不能用水。",
        "消防常识",
    ),
    (
        SAFETY,
        "火警电话是哪个？",
        "Which number calls the fire brigade?",
        ("*119", "110", "120", "122"),
        "119 火警，120 急救，110 报警。",
        "消防常识",
    ),
)
# topic, statement, English, is it true, explanation, source
STATEMENTS: tuple[tuple[str, str, str, bool, str, str], ...] = (
    (
        RIGHTS,
        "用人单位不得因女职工怀孕、生育、哺乳降低其工资。",
        "Wages must not be cut because of pregnancy, birth or nursing.",
        True,
        "也不得因此辞退或者解除合同。",
        f"{_SPECIAL}第五条",
    ),
    (
        RIGHTS,
        "怀孕女职工在劳动时间内做产前检查，要按事假扣工资。",
        "Prenatal examinations in working time are unpaid leave.",
        False,
        "所需时间计入劳动时间。",
        f"{_SPECIAL}第六条",
    ),
    (
        RIGHTS,
        "用人单位应当预防和制止对女职工的性骚扰。",
        "The employer must prevent and stop sexual harassment.",
        True,
        "在劳动场所，单位有责任预防和制止。",
        f"{_SPECIAL}第十一条",
    ),
    (
        LABOUR,
        "维护职工合法权益、竭诚服务职工群众是工会的基本职责。",
        "Protecting and serving workers is a union's basic duty.",
        True,
        "这是工会法写明的。",
        "《工会法》第六条",
    ),
    (
        LABOUR,
        "劳动合同可以只有口头约定，满一年也不用补签。",
        "A spoken contract will do, even after a year.",
        False,
        "应当订立书面合同，拖延的要付双倍工资。",
        f"{_CONTRACT}第八十二条",
    ),
    (
        SAFETY,
        "发现直接危及人身安全的紧急情况，从业人员有权停止作业或者撤离。",
        "In immediate danger workers may stop and leave.",
        True,
        "单位不得因此降低工资或者解除合同。",
        "《安全生产法》第五十五条",
    ),
    (
        SAFETY,
        "久坐办公，每隔一小时起来活动几分钟有好处。",
        "Getting up every hour does good.",
        True,
        "久坐伤颈椎和腰椎。",
        "健康常识",
    ),
    (
        SAFETY,
        "人员密集场所，可以把疏散通道临时用来堆放货物。",
        "An escape route may be used for storage for a while.",
        False,
        "任何时候都不得占用、堵塞疏散通道。",
        "《消防法》第二十八条",
    ),
)


def questions() -> Iterator[dict[str, Any]]:
    """As `bank.save` takes them."""
    for topic, words, words_en, options, explanation, source in CHOICES:
        right = [place for place, option in enumerate(options) if option.startswith("*")]
        yield {
            "kind": "multiple" if len(right) > 1 else "single",
            "options": [{"zh": option.lstrip("*"), "en": ""} for option in options],
            "right": right,
            **_texts(topic, words, words_en, explanation, source),
        }
    for topic, words, words_en, true, explanation, source in STATEMENTS:
        texts = _texts(topic, words, words_en, explanation, source)
        yield {"kind": "true_false", "options": [], "right": [0 if true else 1], **texts}


def _texts(topic: str, words: str, words_en: str, explanation: str, source: str) -> dict[str, str]:
    english = {"words_en": words_en, "explanation_en": ""}
    return {"topic": topic, "words": words, "explanation": explanation, "source": source, **english}
