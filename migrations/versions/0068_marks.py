"""Marks entered twice, settled differences, appeals."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"


def upgrade() -> None:
    _mark()
    _settlement()
    _contest_appeal()


def _mark() -> None:
    op.create_table(
        "mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("penalties", sa.JSON(), nullable=False),
        sa.Column("absent", sa.Boolean(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("part in ('theory', 'practice')", name=op.f("ck_mark_part")),
        sa.CheckConstraint("points >= 0 and (seconds is null or seconds >= 0)", name=op.f("ck_mark_points")),
        sa.CheckConstraint("turn in (1, 2)", name=op.f("ck_mark_turn")),
        sa.ForeignKeyConstraint(["entry_id"], ["contest_entry.id"], name=op.f("fk_mark_entry_id")),
        sa.ForeignKeyConstraint(["judge_id"], ["contest_judge.id"], name=op.f("fk_mark_judge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
        sa.UniqueConstraint("entry_id", "part", "judge_id", name=op.f("uq_mark_entry_id_part_judge_id")),
        sa.UniqueConstraint("entry_id", "part", "turn", name=op.f("uq_mark_entry_id_part_turn")),
    )
    for column in ("entry_id", "judge_id"):
        op.create_index(op.f(f"ix_mark_{column}"), "mark", [column])


def _settlement() -> None:
    op.create_table(
        "settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("penalties", sa.JSON(), nullable=False),
        sa.Column("absent", sa.Boolean(), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("part in ('theory', 'practice')", name=op.f("ck_settlement_part")),
        sa.CheckConstraint(
            "points >= 0 and (seconds is null or seconds >= 0)", name=op.f("ck_settlement_points")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["contest_entry.id"], name=op.f("fk_settlement_entry_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["account.id"], name=op.f("fk_settlement_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("entry_id", "part", name=op.f("uq_settlement_entry_id_part")),
    )
    op.create_index(op.f("ix_settlement_entry_id"), "settlement", ["entry_id"])


def _contest_appeal() -> None:
    op.create_table(
        "contest_appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["contest_entry.id"], name=op.f("fk_contest_appeal_entry_id")),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["account.id"], name=op.f("fk_contest_appeal_raised_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_contest_appeal_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_appeal")),
    )
    op.create_index(
        "uq_contest_appeal_open",
        "contest_appeal",
        ["entry_id", "raised_by_id"],
        unique=True,
        sqlite_where=sa.text("answered_at is null"),
        postgresql_where=sa.text("answered_at is null"),
    )
    for column in ("entry_id", "raised_by_id"):
        op.create_index(op.f(f"ix_contest_appeal_{column}"), "contest_appeal", [column])


def downgrade() -> None:
    op.drop_table("contest_appeal")
    op.drop_table("settlement")
    op.drop_table("mark")
