"""Vouchers: a draw whose winners have begun to use theirs, and one to be had at once."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Attendant, Programme, Voucher, VoucherKind
from app.services import attendants
from app.services.demo.acts import bookings
from app.services.demo.acts.stage import Stage
from app.services.demo.dates import at
from app.services.demo.sketches.sketch import Rule, Run, Sketch
from app.services.vouchers import kinds, till

ORDER = 44
SHOPS = (("13800000075", "海之韵超市"), ("13800000076", "栈桥小吃街"))
DRAWN = Sketch(
    slug="vouchers-first",
    mode="lottery",
    kind="voucher",
    stage="published",
    prefix="XF",
    title="惠工消费券（第一期）",
    title_en="Workers' vouchers, first round",
    summary="已经摇号，中签的职工确认后领到券码，在参加活动的商户扫码使用。",
    summary_en="Drawn; whoever confirms has a code, to be scanned at the shops that take part.",
    body="惠工消费券是今年 420 万元职工文化和消费项目的一部分。没有在期限内确认的，顺次给下一位。",
    body_en="The vouchers are part of this year's 4.2 million yuan for culture and consumption."
    " What is not confirmed in time goes to the next.",
    runs=(Run("online", 30, 40, title="超市和餐饮券", title_en="Shop and food"),),
    people=44,
    settings={"answer_hours": 480},
    rules=(Rule("years_of_service", {"years": 1}, "在职满一年"),),
    features=("vouchers",),
)
AT_ONCE = Sketch(
    slug="coffee-vouchers",
    mode="first_come",
    kind="voucher",
    stage="open",
    prefix="KF",
    title="工享咖啡券",
    title_en="Coffee vouchers",
    summary="两百份，先到先得，报上名马上有券码。",
    summary_en="Two hundred, first come first served; your code is there at once.",
    body="每人一张，在参加活动的咖啡馆扫码使用，不找零。",
    body_en="One each, to be scanned at the cafés that take part.",
    runs=(Run("online", 200, 20, title="咖啡券", title_en="Coffee voucher"),),
    people=8,
    settings={"waitlist_most": 0},
    features=("vouchers",),
)


def act(stage: Stage) -> None:
    """Winners confirm and go shopping; the fixed worker has a coffee."""
    drawn = stage.write(DRAWN)
    _kind(stage, drawn, ("超市券", "Shop voucher"), 5000, 30, -8)
    _kind(stage, drawn, ("餐饮券", "Food voucher"), 3000, 30, -8)
    shops = _shops(stage, drawn)
    stage.bring(DRAWN, drawn)
    _shopping(stage, drawn, shops)
    coffee = stage.write(AT_ONCE)
    _kind(stage, coffee, ("咖啡券", "Coffee voucher"), 1500, 200, -5)
    _shops(stage, coffee)
    stage.bring(AT_ONCE, coffee)
    rng, worker = stage.random(coffee.slug), stage.worker.person
    assert worker is not None
    when = clock.now() - dt.timedelta(days=1)
    bookings.send(coffee, worker, [coffee.offerings[0].id], when, rng, by=stage.worker)


def _kind(
    stage: Stage, programme: Programme, title: tuple[str, str], value: int, number: int, valid_from: int
) -> None:
    kinds.save(
        stage.staff.city,
        programme,
        None,
        {
            "title": title[0],
            "title_en": title[1],
            "value": value,
            "number": number,
            "offering_id": None,
            "valid_from_on": at(valid_from, 9).date(),
            "valid_until_on": at(30, 9).date(),
            "place": "参加活动的商户（演示）",
            "place_en": "shops that take part (demonstration)",
        },
    )


def _shops(stage: Stage, programme: Programme) -> list[Attendant]:
    return [attendants.add(stage.staff.city, programme, phone, name) for phone, name in SHOPS]


def _shopping(stage: Stage, programme: Programme, shops: list[Attendant]) -> None:
    """Half of what was issued has been used by now."""
    rng = stage.random(f"{programme.slug} shopping")
    query = select(Voucher).join(VoucherKind).where(VoucherKind.programme_id == programme.id)
    for voucher in db.session.scalars(query.order_by(Voucher.id)).all():
        if rng.random() < 0.5:
            with clock.as_of(at(-rng.randrange(1, 7), rng.randrange(10, 20))):
                till.redeem(programme, voucher.code, rng.choice(shops))
