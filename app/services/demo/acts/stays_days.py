"""What the demonstration's stays are called, what happens on their days, and what guests said."""

from __future__ import annotations

from app.services.demo.sketches.sketch import Rule, Run, Sketch

MODELS = Rule("tracks", {"tracks": ["model", "national_model"]}, "面向劳模先进")

SENDING = Sketch(
    slug="demonstration-trips",
    mode="ranked",
    kind="recuperation",
    stage="open",
    title="示范性一线职工疗休养",
    title_en="Demonstration recuperation for front-line workers",
    summary="全市 7,000 个名额分到区市和单位，单位提名、区市确认后填志愿。",
    summary_en="7,000 places over the city: your union nominates, the district confirms, you rank.",
    body="先提名，后填志愿。单位没用完的名额归区市，区市没用完的归市总工会。",
    body_en="Nomination comes first. What a union leaves unused goes to its district, then to the city.",
    runs=(
        Run("shinan", 60, 40, 6),
        Run("tcm", 40, 40, 6),
        Run("fourth", 40, 47, 6),
        Run("shinan", 60, 54, 6),
    ),
    choices=3,
    rules=(Rule("nominated", {}, "示范性疗休养名额分配办法"),),
    prefix="LY",
    features=("nomination", "stay"),
)
PAST = Sketch(
    slug="model-stay-autumn",
    mode="first_come",
    kind="model_recuperation",
    stage="closed",
    title="秋季劳模疗休养",
    title_en="Model workers' recuperation in autumn",
    summary="思政、生态、心理“三位一体”，五晚。",
    summary_en="Ideology, ecology and psychology, five nights.",
    body="全国劳模由专人陪同。",
    body_en="National model workers are escorted.",
    runs=(Run("shinan", 40, 26, 6),),
    people=28,
    rules=(MODELS,),
    prefix="LY",
    features=("stay",),
)
RUNNING = Sketch(
    slug="model-stay-now",
    mode="first_come",
    kind="model_recuperation",
    stage="closed",
    title="劳模疗休养（本周在院）",
    title_en="Model workers' recuperation, this week",
    summary="今天报到：思政、生态、心理“三位一体”，五晚。",
    summary_en="Arriving today: ideology, ecology and psychology, five nights.",
    body="全国劳模由专人陪同；可以预约一对一心理疏导。",
    body_en="National model workers are escorted; private talks can be booked.",
    runs=(Run("shinan", 40, 1, 6),),
    people=36,
    rules=(MODELS,),
    prefix="LY",
    features=("stay",),
)

# of each day: from, to, kind, what, what in English, where
Item = tuple[str, str, str, str, str, str]
DAYS: tuple[tuple[Item, ...], ...] = (
    (
        ("14:00", "17:00", "health", "报到，健康评估", "Arrival and health assessment", "一楼大厅"),
        ("19:00", "20:30", "study", "劳模事迹分享", "Model workers tell their stories", "二楼会议室"),
    ),
    (
        ("07:00", "08:00", "ecology", "海滨步道健走", "A walk along the sea", "东门集合"),
        ("09:00", "11:00", "psychology", "减压团体辅导", "Group session against stress", "心理服务站"),
        ("14:00", "17:20", "psychology", "一对一心理疏导（预约）", "Private talks (by booking)", "谈心室"),
    ),
    (
        (
            "08:30",
            "11:30",
            "study",
            "红色研学：八大关与老城",
            "Learning from history in the old city",
            "大巴出发",
        ),
        ("15:00", "16:30", "health", "肩颈康复训练", "Training for neck and shoulders", "康复中心"),
    ),
    (
        ("09:00", "11:30", "psychology", "一对一心理疏导（预约）", "Private talks (by booking)", "谈心室"),
        ("14:30", "16:30", "ecology", "湿地观鸟，自由活动", "Bird-watching; free time", "大巴出发"),
    ),
    (
        ("09:00", "10:30", "study", "主题党课：劳动创造幸福", "Lecture: work and happiness", "二楼会议室"),
        ("15:00", "16:00", "ecology", "八段锦", "Eight-brocade exercises", "草坪"),
    ),
    (("09:00", "10:00", "health", "健康小结，返程", "Health summary, and the way home", "一楼大厅"),),
)
# in 分: the city's ¥16m over the 37,000 people of matters 1 to 3 is ¥432 a head; the rest is assumed
FEE = (43_200, 90_000, 0)
LEADER = "明早 6:50 东门集合健走，带好房卡。"
OPINIONS = (
    "",
    "海边健走很好，希望多安排一次。",
    "饭菜清淡，合口味。",
    "心理辅导很有用。",
    "房间安静，睡得好。",
    "研学时间有点紧。",
)
