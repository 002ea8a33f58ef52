"""For what share of meetings a certificate of attendance is given."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    _attendance_rule()


def _attendance_rule() -> None:
    op.create_table(
        "attendance_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("least_percent", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("least_percent between 1 and 100", name=op.f("ck_attendance_rule_least_percent")),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_attendance_rule_offering_id")
        ),
        sa.UniqueConstraint("offering_id", name=op.f("uq_attendance_rule_offering_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_rule")),
    )


def downgrade() -> None:
    op.drop_table("attendance_rule")
