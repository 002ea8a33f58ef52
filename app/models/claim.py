"""Places that are taken one by one: what a party holds of an offering and of quotas."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.programme import Offering
from app.models.registration import Registration


class Claim(Base):
    """`people` of a party counted in `offering.taken`; `uses` is {quota use id: people counted there}.

    Giving back rests on this and not on what the party is by then: people change their unit, parties shrink.
    """

    __tablename__ = "claim"
    __table_args__ = (
        UniqueConstraint("registration_id", "offering_id"),
        CheckConstraint("people > 0", name="people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    people: Mapped[int]
    uses: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    registration: Mapped[Registration] = relationship()
    offering: Mapped[Offering] = relationship()
