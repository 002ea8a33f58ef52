"""The steps, reasons and limits of applications that are decided one by one."""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"


def upgrade() -> None:
    _case_step()
    _case_reason()
    _case_limit()


def _case_step() -> None:
    op.create_table(
        "case_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("label_en", sa.String(length=80), nullable=False),
        sa.Column("owner", sa.String(length=10), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("may_end", sa.Boolean(), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_case_step_days")),
        sa.CheckConstraint(
            "owner in ('unit', 'district', 'city', 'worker')", name=op.f("ck_case_step_owner")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["account.id"], name=op.f("fk_case_step_worker_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_case_step_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
    )
    op.create_index(op.f("ix_case_step_programme_id"), "case_step", ["programme_id"])
    op.create_index(op.f("ix_case_step_worker_id"), "case_step", ["worker_id"])


def _case_reason() -> None:
    op.create_table(
        "case_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("label_en", sa.String(length=160), nullable=False),
        sa.CheckConstraint(
            "outcome in ('granted', 'partly', 'refused')", name=op.f("ck_case_reason_outcome")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_case_reason_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_reason")),
    )
    op.create_index(op.f("ix_case_reason_programme_id"), "case_reason", ["programme_id"])


def _case_limit() -> None:
    op.create_table(
        "case_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("measure", sa.String(length=10), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("measure in ('cases', 'money')", name=op.f("ck_case_limit_measure")),
        sa.CheckConstraint("taken >= 0 and taken <= most", name=op.f("ck_case_limit_taken")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_limit_unit_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_case_limit_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_limit")),
        sa.UniqueConstraint(
            "programme_id", "unit_id", "measure", name=op.f("uq_case_limit_programme_id_unit_id_measure")
        ),
    )
    op.create_index(op.f("ix_case_limit_programme_id"), "case_limit", ["programme_id"])
    op.create_index(op.f("ix_case_limit_unit_id"), "case_limit", ["unit_id"])
    where = sa.text("unit_id is null")
    op.create_index(
        "uq_case_limit_whole_city",
        "case_limit",
        ["programme_id", "measure"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    op.drop_table("case_limit")
    op.drop_table("case_reason")
    op.drop_table("case_step")
