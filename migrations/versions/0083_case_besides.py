"""Reminders of what is overdue, stops that vehicles make, and whose code was scanned to join the union."""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"


def upgrade() -> None:
    with op.batch_alter_table("case_worker") as batch:
        batch.add_column(sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=True))
    _case_reminder()
    _case_visit()
    _join_intent()


def _case_reminder() -> None:
    op.create_table(
        "case_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_reminder_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_reminder_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_reminder")),
        sa.UniqueConstraint(
            "case_id", "account_id", "due_at", name=op.f("uq_case_reminder_case_id_account_id_due_at")
        ),
    )
    op.create_index(op.f("ix_case_reminder_account_id"), "case_reminder", ["account_id"])
    op.create_index(op.f("ix_case_reminder_case_id"), "case_reminder", ["case_id"])


def _case_visit() -> None:
    op.create_table(
        "case_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("vehicle", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.CheckConstraint("vehicle > 0", name=op.f("ck_case_visit_vehicle")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_case_visit_programme_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_visit_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_visit")),
        sa.UniqueConstraint(
            "programme_id", "vehicle", "on", name=op.f("uq_case_visit_programme_id_vehicle_on")
        ),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_visit_case_id")),
    )
    op.create_index(op.f("ix_case_visit_programme_id"), "case_visit", ["programme_id"])


def _join_intent() -> None:
    op.create_table(
        "join_intent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_join_intent_unit_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_join_intent_programme_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_join_intent_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_intent")),
        sa.UniqueConstraint(
            "account_id", "programme_id", name=op.f("uq_join_intent_account_id_programme_id")
        ),
    )
    op.create_index(op.f("ix_join_intent_account_id"), "join_intent", ["account_id"])
    op.create_index(op.f("ix_join_intent_programme_id"), "join_intent", ["programme_id"])


def downgrade() -> None:
    op.drop_table("join_intent")
    op.drop_table("case_visit")
    op.drop_table("case_reminder")
    with op.batch_alter_table("case_worker") as batch:
        batch.drop_column("appointed_at")
