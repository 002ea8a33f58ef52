"""What became of a programme's vouchers, and what is owed to each merchant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app import clock, words
from app.extensions import db
from app.models import Account, Attendant, Programme, Voucher, VoucherKind
from app.services import audit, references
from app.services.vouchers import kinds


@dataclass(frozen=True, slots=True)
class KindFigures:
    """Of one kind: codes issued, redeemed, and issued but out of time; `money` was redeemed, in 分."""

    kind: VoucherKind
    redeemed: int

    @property
    def expired(self) -> int:
        return self.kind.issued - self.redeemed if self.kind.valid_until_on < clock.today() else 0

    @property
    def outstanding(self) -> int:
        return self.kind.issued - self.redeemed - self.expired

    @property
    def money(self) -> int:
        return self.kind.value * self.redeemed


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a merchant has redeemed of one kind; `money` in 分."""

    merchant: str
    kind: VoucherKind
    count: int

    @property
    def money(self) -> int:
        return self.kind.value * self.count


def of(programme: Programme) -> list[KindFigures]:
    """Every kind of the programme."""
    rows = db.session.execute(
        select(Voucher.kind_id, func.count())
        .join(VoucherKind, Voucher.kind_id == VoucherKind.id)
        .where(VoucherKind.programme_id == programme.id, Voucher.redeemed_at.is_not(None))
        .group_by(Voucher.kind_id)
    )
    redeemed = {row[0]: row[1] for row in rows}
    return [KindFigures(kind, redeemed.get(kind.id, 0)) for kind in kinds.listed(programme)]


def settlements(programme: Programme) -> list[Settlement]:
    """Merchant by merchant and kind by kind; accounts of the same name are one merchant."""
    rows = db.session.execute(
        select(Attendant.name, VoucherKind, func.count())
        .select_from(Voucher)
        .join(VoucherKind, Voucher.kind_id == VoucherKind.id)
        .join(Attendant, Voucher.redeemed_by_id == Attendant.id)
        .where(VoucherKind.programme_id == programme.id)
        .group_by(Attendant.name, VoucherKind.id)
        .order_by(Attendant.name, VoucherKind.id)
    )
    return [Settlement(name, kind, count) for name, kind, count in rows]


def yuan(money: int) -> str:
    """分 as people read them: 50, 12.50"""
    return f"{money / 100:,.2f}".removesuffix(".00")


def workbook(actor: Account, programme: Programme) -> bytes:
    """Totals by merchant, and each redeemed code (masked) with its time; nobody's name."""
    made = BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    found = settlements(programme)
    totals = book.add_worksheet(str(_("按商户结算")))
    headings = (_("商户"), _("券种"), _("面值（元）"), _("张数"), _("金额（元）"))
    totals.write_row(0, 0, [str(each) for each in headings], bold)
    for line, each in enumerate(found, 1):
        title = words.in_language(each.kind, "title")
        totals.write_row(line, 0, [each.merchant, title, each.kind.value / 100, each.count])
        totals.write_number(line, 4, each.money / 100, money)
    totals.write(len(found) + 1, 0, str(_("合计")), bold)
    totals.write_number(len(found) + 1, 3, sum(each.count for each in found), bold)
    totals.write_number(len(found) + 1, 4, sum(each.money for each in found) / 100, money)
    _details(book.add_worksheet(str(_("核销明细"))), bold, _redeemed(programme))
    for sheet in book.worksheets():
        sheet.set_column(0, 4, 22)
    book.close()
    audit.record(actor, "vouchers.export", programme, label=programme.title)
    return made.getvalue()


def _details(sheet: xlsxwriter.worksheet.Worksheet, bold: object, vouchers: Sequence[Voucher]) -> None:
    headings = (_("核销时间"), _("商户"), _("券种"), _("面值（元）"), _("券号"))
    sheet.write_row(0, 0, [str(each) for each in headings], bold)
    for line, each in enumerate(vouchers, 1):
        assert each.redeemed_at is not None
        assert each.redeemed_by is not None
        sheet.write_row(
            line,
            0,
            [
                f"{clock.local(each.redeemed_at):%Y-%m-%d %H:%M}",
                each.redeemed_by.name,
                words.in_language(each.kind, "title"),
                each.kind.value / 100,
                references.masked(each.code),
            ],
        )


def _redeemed(programme: Programme) -> Sequence[Voucher]:
    query = (
        select(Voucher)
        .join(VoucherKind, Voucher.kind_id == VoucherKind.id)
        .where(VoucherKind.programme_id == programme.id, Voucher.redeemed_at.is_not(None))
        .options(joinedload(Voucher.kind), joinedload(Voucher.redeemed_by))
        .order_by(Voucher.redeemed_at, Voucher.id)
    )
    return db.session.scalars(query).all()
