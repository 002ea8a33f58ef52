"""Judges, and plans of heats with seats and duties."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"


def upgrade() -> None:
    _contest_judge()
    _heat_plan()
    _heat_seat()
    _heat_duty()


def _contest_judge() -> None:
    op.create_table(
        "contest_judge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_contest_judge_programme_id")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_contest_judge_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_judge")),
        sa.UniqueConstraint(
            "programme_id", "account_id", name=op.f("uq_contest_judge_programme_id_account_id")
        ),
    )
    for column in ("account_id", "programme_id"):
        op.create_index(op.f(f"ix_contest_judge_{column}"), "contest_judge", [column])


def _heat_plan() -> None:
    op.create_table(
        "heat_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("problem", sa.LargeBinary(), nullable=True),
        sa.Column("problem_sha256", sa.String(length=64), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "state in ('draft','placing','placed','published','failed')", name=op.f("ck_heat_plan_state")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_heat_plan_programme_id")),
        sa.ForeignKeyConstraint(["started_by_id"], ["account.id"], name=op.f("fk_heat_plan_started_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heat_plan")),
        sa.UniqueConstraint("programme_id", "number", name=op.f("uq_heat_plan_programme_id_number")),
    )
    op.create_index(
        "uq_heat_plan_published",
        "heat_plan",
        ["programme_id"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    for column in ("programme_id", "state"):
        op.create_index(op.f(f"ix_heat_plan_{column}"), "heat_plan", [column])


def _heat_seat() -> None:
    op.create_table(
        "heat_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("station", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["heat_plan.id"], name=op.f("fk_heat_seat_plan_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["contest_entry.id"], name=op.f("fk_heat_seat_entry_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["heat_slot.id"], name=op.f("fk_heat_seat_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heat_seat")),
        sa.UniqueConstraint("plan_id", "entry_id", name=op.f("uq_heat_seat_plan_id_entry_id")),
        sa.UniqueConstraint(
            "plan_id", "slot_id", "station", name=op.f("uq_heat_seat_plan_id_slot_id_station")
        ),
    )
    for column in ("entry_id", "plan_id", "slot_id"):
        op.create_index(op.f(f"ix_heat_seat_{column}"), "heat_seat", [column])


def _heat_duty() -> None:
    op.create_table(
        "heat_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["heat_plan.id"], name=op.f("fk_heat_duty_plan_id")),
        sa.ForeignKeyConstraint(["judge_id"], ["contest_judge.id"], name=op.f("fk_heat_duty_judge_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["heat_slot.id"], name=op.f("fk_heat_duty_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heat_duty")),
        sa.UniqueConstraint(
            "plan_id", "judge_id", "slot_id", name=op.f("uq_heat_duty_plan_id_judge_id_slot_id")
        ),
    )
    for column in ("judge_id", "plan_id", "slot_id"):
        op.create_index(op.f(f"ix_heat_duty_{column}"), "heat_duty", [column])


def downgrade() -> None:
    op.drop_table("heat_duty")
    op.drop_table("heat_seat")
    op.drop_table("heat_plan")
    op.drop_table("contest_judge")
