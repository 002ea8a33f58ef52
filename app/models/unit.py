"""The tree of unions: city federation → district → grass-roots union."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base

UNIT_LEVELS = ("city", "district", "grassroots")


class Unit(Base):
    """`path` is the ids from the root, `/1/5/77/`: a subtree is everything that begins with it."""

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint("level in ('city', 'district', 'grassroots')", name="level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    level: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    path: Mapped[str] = mapped_column(String(120), index=True, default="/")

    parent: Mapped[Unit | None] = relationship(remote_side=[id])

    def contains(self, other: Unit) -> bool:
        """Whether `other` stands in this unit's part of the tree, itself included."""
        return other.path.startswith(self.path)
