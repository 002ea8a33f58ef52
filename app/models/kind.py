"""What sorts of programmes there are: data, like the programmes themselves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class ProgrammeKind(Base):
    """`code` is what programmes, participations and rules keep. `theme` groups kinds as people think of them.

    `defaults` are a new programme's first values, by column. A retired kind is no longer offered.
    """

    __tablename__ = "programme_kind"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    label: Mapped[str] = mapped_column(String(60))
    label_en: Mapped[str] = mapped_column(String(80), default="")
    icon: Mapped[str] = mapped_column(String(40), default="")
    theme: Mapped[str] = mapped_column(String(40), default="")
    defaults: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)
