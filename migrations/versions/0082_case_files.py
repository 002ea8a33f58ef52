"""Applications on their way: cases, what happened to them, what was asked and decided."""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"


def upgrade() -> None:
    _case_file()
    _case_event()
    _case_question()
    _case_decision()


def _case_file() -> None:
    op.create_table(
        "case_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("days_left", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("appeal_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_case_file_amount")),
        sa.CheckConstraint("outcome in ('granted', 'partly', 'refused')", name=op.f("ck_case_file_outcome")),
        sa.CheckConstraint(
            "state in ('open','waiting','decided','appealed','final','withdrawn')",
            name=op.f("ck_case_file_state"),
        ),
        sa.ForeignKeyConstraint(["step_id"], ["case_step.id"], name=op.f("fk_case_file_step_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_case_file_registration_id")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_case_file_programme_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_file_unit_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_case_file_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_case_file_registration_id")),
    )
    op.create_index(op.f("ix_case_file_due_at"), "case_file", ["due_at"])
    op.create_index(op.f("ix_case_file_owner_id"), "case_file", ["owner_id"])
    op.create_index(op.f("ix_case_file_programme_id"), "case_file", ["programme_id"])
    op.create_index(op.f("ix_case_file_state"), "case_file", ["state"])
    op.create_index(op.f("ix_case_file_step_id"), "case_file", ["step_id"])
    op.create_index(op.f("ix_case_file_unit_id"), "case_file", ["unit_id"])


def _case_event() -> None:
    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["step_id"], ["case_step.id"], name=op.f("fk_case_event_step_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_event_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_event_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
    )
    op.create_index(op.f("ix_case_event_account_id"), "case_event", ["account_id"])
    op.create_index(op.f("ix_case_event_case_id"), "case_event", ["case_id"])
    op.create_index(op.f("ix_case_event_step_id"), "case_event", ["step_id"])


def _case_question() -> None:
    op.create_table(
        "case_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_question_case_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_case_question_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_question")),
    )
    op.create_index(op.f("ix_case_question_case_id"), "case_question", ["case_id"])
    where = sa.text("closed_at is null")
    op.create_index(
        "uq_case_question_open",
        "case_question",
        ["case_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _case_decision() -> None:
    op.create_table(
        "case_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("on_appeal", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("reason_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome in ('granted', 'partly', 'refused')",
            name=op.f("ck_case_decision_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_case_decision_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_decision_case_id")),
        sa.ForeignKeyConstraint(["reason_id"], ["case_reason.id"], name=op.f("fk_case_decision_reason_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_decision")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_decision_case_id_number")),
    )
    op.create_index(op.f("ix_case_decision_case_id"), "case_decision", ["case_id"])


def downgrade() -> None:
    op.drop_table("case_decision")
    op.drop_table("case_question")
    op.drop_table("case_event")
    op.drop_table("case_file")
