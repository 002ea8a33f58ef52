"""Vouchers: what each kind is worth, and the codes of those who have one."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.attendant import Attendant
from app.models.base import Base
from app.models.person import Person
from app.models.programme import Offering, Programme
from app.models.registration import Registration
from app.vault import Encrypted


class VoucherKind(Base):
    """`number` codes worth `value` 分 each, good from `valid_from_on` to `valid_until_on`, both inclusive.

    Whoever has a place in `offering` gets one; None: in any offering of the programme. `issued` counts the
    codes that people hold or have used.
    """

    __tablename__ = "voucher_kind"
    __table_args__ = (
        CheckConstraint("value > 0", name="value"),
        CheckConstraint("issued >= 0 and issued <= number", name="issued"),
        CheckConstraint("valid_until_on >= valid_from_on", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    offering_id: Mapped[int | None] = mapped_column(ForeignKey("offering.id"), index=True)
    title: Mapped[str] = mapped_column(String(80))
    title_en: Mapped[str] = mapped_column(String(120), default="")
    value: Mapped[int]
    number: Mapped[int]
    issued: Mapped[int] = mapped_column(default=0)
    valid_from_on: Mapped[dt.date]
    valid_until_on: Mapped[dt.date]
    place: Mapped[str] = mapped_column(String(200), default="")
    place_en: Mapped[str] = mapped_column(String(300), default="")

    programme: Mapped[Programme] = relationship()
    offering: Mapped[Offering | None] = relationship()


class Voucher(Base):
    """One code of a person's own: redeemed once, or void once the place was given back, never both."""

    __tablename__ = "voucher"
    __table_args__ = (
        Index(
            "uq_voucher_person",
            "kind_id",
            "person_id",
            unique=True,
            sqlite_where=text("void_at is null"),
            postgresql_where=text("void_at is null"),
        ),
        CheckConstraint("redeemed_at is null or void_at is null", name="once"),
        CheckConstraint("(redeemed_at is null) = (redeemed_by_id is null)", name="redeemer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("voucher_kind.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code: Mapped[str] = mapped_column(Encrypted)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    issued_at: Mapped[dt.datetime]
    redeemed_at: Mapped[dt.datetime | None]
    redeemed_by_id: Mapped[int | None] = mapped_column(ForeignKey("attendant.id"), index=True)
    void_at: Mapped[dt.datetime | None]

    kind: Mapped[VoucherKind] = relationship()
    registration: Mapped[Registration] = relationship()
    person: Mapped[Person] = relationship()
    redeemed_by: Mapped[Attendant | None] = relationship()
