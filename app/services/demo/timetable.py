"""What a stay holds, day by day: ideology, ecology, psychology. Texts of our own."""

from __future__ import annotations

from typing import Any

Day = tuple[str, str]

ARRIVAL: Day = ("报到，健康评估", "Arrival and health assessment")
LEAVING: Day = ("满意度回访，返程", "A word on how it was, and the way home")

DAYS: dict[str, tuple[Day, ...]] = {
    "shinan": (
        ("劳模事迹分享；海滨步道健走", "Model workers tell their stories; a walk along the sea"),
        ("心理减压团体辅导；健康讲座", "Group session against stress; health talk"),
        ("红色研学：八大关与老城", "Learning from history in Badaguan and the old town"),
        ("肩颈康复训练；自由活动", "Training for neck and shoulders; free time"),
    ),
    "jimo": (
        ("主题党课；海水溴盐温泉理疗", "Lecture; sea-water hot-spring therapy"),
        ("颈肩腰腿康复评估；工友交流会", "Assessment of back and joints; evening with colleagues"),
        ("即墨古城研学；温泉理疗", "Visit to the old town of Jimo; hot-spring therapy"),
        ("一对一心理疏导（自愿）；太极", "Private counselling for who wishes; tai chi"),
    ),
    "tcm": (
        ("中医体质辨识，定制调理方案", "Finding your constitution, a plan made for you"),
        ("工匠故事分享；适宜技术体验", "Craftsmen's stories; gentle techniques to try"),
        ("特色手法调理；八段锦", "Manual therapy; eight-brocade exercises"),
        ("膳食调养课堂；情绪调适训练", "Eating well; training to calm the mind"),
    ),
    "fourth": (
        ("劳动精神主题交流；林间步道", "Talk on the spirit of work; a walk in the woods"),
        ("正念减压练习；健康讲座", "Mindfulness; health talk"),
        ("手作与阅读：职工读书会", "Crafts and books: the reading club"),
        ("睡眠改善课堂；自由活动", "Sleeping better; free time"),
    ),
}
WEEKEND: dict[str, Day] = {
    "shinan": ("报到；海滨健走；心理减压小组", "Arrival; a walk by the sea; group against stress"),
    "jimo": ("报到；温泉理疗；肩颈评估", "Arrival; hot-spring therapy; neck and shoulders"),
    "tcm": ("报到；体质辨识；膳食调养", "Arrival; your constitution; eating well"),
    "fourth": ("报到；正念练习；读书会", "Arrival; mindfulness; reading club"),
}


def of_stay(campus: str, nights: int) -> list[dict[str, Any]]:
    """The timetable of a stay of `nights` nights (1, or up to 5) at a campus."""
    shown = (WEEKEND[campus],) if nights == 1 else (ARRIVAL, *DAYS[campus][: nights - 1])
    return [{"day": k, "zh": zh, "en": en} for k, (zh, en) in enumerate((*shown, LEAVING), 1)]
