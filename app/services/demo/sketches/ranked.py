"""Programmes with ranked choices, besides the trips that the city is built around."""

from __future__ import annotations

from app.services.demo.sketches.sketch import Rule, Run, Sketch

CLASSES = (
    Run("craft-college", 20, 20, 5, "焊接", "Welding", ("08:30", "17:00"), 6),
    Run("craft-college", 20, 20, 5, "数控", "Machining", ("08:30", "17:00"), 6),
    Run("craft-college", 16, 27, 5, "工业机器人", "Industrial robots", ("08:30", "17:00"), 6),
    Run("craft-college", 16, 34, 3, "智能产线", "Smart lines", ("08:30", "17:00"), 6),
)

SKETCHES = (
    Sketch(
        slug="spring-trips",
        mode="ranked",
        kind="recuperation",
        stage="draft",
        title="明年春季职工疗休养",
        title_en="Recuperation next spring",
        summary="正在排期，开放报名前会公布院区和日期。",
        summary_en="Dates are being set.",
        body="沿用今年的规则。",
        body_en="The rules of this year apply.",
        runs=(Run("shinan", 60, 30, 6), Run("jimo", 60, 37, 6)),
        choices=3,
        party=3,
    ),
    Sketch(
        slug="craftsman-classes",
        mode="ranked",
        kind="training",
        stage="upcoming",
        prefix="PX",
        title="匠造培训示范班",
        title_en="Craftsman training",
        summary="四个班，每人最多可以上两个，时间不冲突才会同时安排。",
        summary_en="Four classes; you may have two, on different days.",
        body="人数不足的班不开，报了的职工按其他志愿安排。",
        body_en="A class with too few people is not held.",
        runs=CLASSES,
        choices=4,
        settings={"wants_most": 2},
        rules=(Rule("tracks", {"tracks": ["front_line", "skilled"]}, "面向产业工人"),),
    ),
    Sketch(
        slug="summer-trips",
        mode="ranked",
        kind="recuperation",
        stage="cancelled",
        title="台风季加开疗休养",
        title_en="An extra trip in the typhoon season",
        summary="因台风取消，不计入参加次数。",
        summary_en="Called off because of typhoons; it does not count.",
        body="可以改报其他疗休养。",
        body_en="Please choose another trip.",
        runs=(Run("shinan", 40, 20, 6),),
        people=20,
        party=2,
    ),
)
