"""How dates, weekdays, sexes and states read in a page: the templates' filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask import Flask
from flask_babel import get_locale, gettext

from app import clock
from app.identity import mask_identity, mask_name, mask_phone

WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def is_english() -> bool:
    chosen = get_locale()
    return chosen is not None and chosen.language == "en"


def in_language(thing: Any, name: str) -> str:
    """A text of data in the reader's language: `name_en` where it is written, else `name`."""
    english = getattr(thing, f"{name}_en", "") if is_english() else ""
    return english or getattr(thing, name)


def entry(words: dict[str, Any]) -> str:
    """A text of data kept as {"zh", "en"}."""
    return (words.get("en") if is_english() else None) or words.get("zh") or ""


def listed(items: Iterable[Any], most: int | None = None) -> str:
    """甲、乙 · A, B; of more than `most` only the first, and that there are more."""
    texts = [str(item) for item in items]
    more = most is not None and len(texts) > most
    return (", " if is_english() else "、").join(texts[:most]) + (" …" if more else "")


def clauses(items: Iterable[Any]) -> str:
    """What is one sentence in several parts: 甲；乙 · A; B"""
    return ("; " if is_english() else "；").join(map(str, items))


def sentences(items: Iterable[Any]) -> str:
    """Whole sentences one after the other; only English puts a space between them."""
    return (" " if is_english() else "").join(str(item).strip() for item in items)


def day(value: dt.date) -> str:
    """10月12日 · 12 Oct"""
    return value.strftime("%-d %b") if is_english() else f"{value.month}月{value.day}日"


def weekday(value: dt.date) -> str:
    return (WEEKDAYS_EN if is_english() else WEEKDAYS_ZH)[value.weekday()]


def day_span(first: dt.date, last: dt.date) -> str:
    """10月12日–17日 · 12–17 Oct"""
    if first == last:
        return day(first)
    if is_english():
        start = str(first.day) if first.month == last.month else day(first)
        return f"{start}–{day(last)}"
    end = f"{last.day}日" if first.month == last.month else day(last)
    return f"{day(first)}–{end}"


def hours(offering: Any) -> str:
    """09:00–11:30, or nothing where it takes whole days"""
    return "–".join(filter(None, (offering.from_time, offering.to_time)))


def offering_name(offering: Any) -> str:
    """What an offering is called: its title, else where it is."""
    return in_language(offering, "title") or in_language(offering.venue, "name")


def offering_when(offering: Any) -> str:
    """10月12日 周一 09:00–11:30, 10月12日–17日; with the year where it is not this one"""
    days = day_span(offering.starts_on, offering.ends_on)
    if offering.starts_on.year != clock.today().year:
        days = gettext("%(year)s年%(days)s", year=offering.starts_on.year, days=days)
    one_day = offering.starts_on == offering.ends_on
    rest = [weekday(offering.starts_on) if one_day else "", hours(offering)]
    return " ".join(filter(None, (days, *rest)))


def offering(found: Any) -> str:
    """How an offering reads in one line: 青岛院区 10月12日–17日 · 游泳班 10月12日 周一 09:00–11:30"""
    return f"{offering_name(found)} {offering_when(found)}"


def moment(value: dt.datetime) -> str:
    """10月1日 18:00, as the city's clocks show it"""
    local = clock.local(value)
    return f"{day(local.date())} {local:%H:%M}"


def number(value: float) -> str:
    return f"{value:,}"


def percent(part: float, whole: float) -> str:
    """60%, 33.3%; – of nothing"""
    return "–" if not whole else f"{100 * part / whole:.1f}".removesuffix(".0") + "%"


def sex(value: str) -> str:
    return str(gettext("女") if value == "F" else gettext("男"))


def feature(value: str) -> str:
    return str({"step_free": gettext("无障碍"), "lift": gettext("有电梯")}.get(value, value))


def init_app(app: Flask) -> None:
    for mask in (mask_identity, mask_name, mask_phone):
        app.add_template_filter(mask)
    for word in (in_language, entry, day, weekday, day_span, moment, number, percent, sex, feature):
        app.add_template_filter(word)
    for words_of in (hours, offering, offering_name, offering_when):
        app.add_template_filter(words_of)
    for join in (listed, clauses, sentences):
        app.add_template_filter(join)
    app.jinja_env.globals["today"] = clock.today
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
