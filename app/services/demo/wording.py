"""What the programmes say of themselves, in Chinese and English."""

from __future__ import annotations

from typing import TypedDict


class Words(TypedDict):
    title: str
    title_en: str
    summary: str
    summary_en: str
    body: str
    body_en: str


COMMON = (
    "费用由工会承担，交通自理。同行的职工一起报名、一起安排，要么都安排上，要么都不安排。\n\n"
    "报名截止后统一安排：先让尽量多的职工安排上（优先级高的分量更大），再尽量满足靠前的志愿，最后看摇号。"
    "结果、录取线和摇号过程都会公布。",
    "The union pays for the stay, you pay for the way there. Who signs up together is placed together or not"
    " at all.\n\nPlaces are decided after sign-up has closed: first as many people as can be, higher tiers"
    " weighing more; then the choices they ranked highest; then the lottery. The result, the cut-offs and the"
    " draw are published.",
)
PROGRAMMES = {
    "model-workers": (
        ("劳模和技术工人疗休养", "recuperation for model and skilled workers"),
        (
            "五晚疗休养，小组团，配劳模事迹分享和健康管理。",
            "Five nights in small groups, with stories and health care.",
        ),
        (
            "面向劳模先进和技能人才，每期人数不多，由专人陪同。",
            "For model and skilled workers: small groups, accompanied throughout.",
        ),
    ),
    "front-line": (
        ("一线职工疗休养", "recuperation for front-line workers"),
        (
            "十二周、四个院区：周一入住的五晚疗休养，周末一晚的微疗养。",
            "Twelve weeks on four campuses: five nights from Monday, or one night at the weekend.",
        ),
        (
            "面向一线职工，内容包括思政引领、生态疗养和心理赋能。可以和同事、家人中的职工结伴报名。",
            "For front-line workers: learning, rest in nature and care of the mind. Come with colleagues,"
            " or with family who are union members too.",
        ),
    ),
    "union-trips": (
        ("基层工会职工疗休养", "trips by grass-roots unions"),
        (
            "由基层工会组织，也可以个人报名；四个院区，五晚或周末一晚。",
            "Organised by grass-roots unions, or on your own: five nights, or one at the weekend.",
        ),
        (
            "单位经办人可以导入名单统一报名，职工也可以自己报名，并按喜好排列最多五个志愿。",
            "Coordinators may sign up a roster; workers may sign up themselves and rank up to five sessions.",
        ),
    ),
}


def words_of(slug: str, season: str, season_en: str) -> Words:
    """The texts of a programme that takes place in `season`."""
    (name, name_en), (summary, summary_en), (about, about_en) = PROGRAMMES[slug]
    return Words(
        title=f"{season}{name}",
        title_en=f"{season_en}: {name_en}",
        summary=summary,
        summary_en=summary_en,
        body=f"{about}\n\n{COMMON[0]}",
        body_en=f"{about_en}\n\n{COMMON[1]}",
    )
