"""Why a choice was not given."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "unplaced_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_unplaced_reason_offering_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_unplaced_reason_registration_id")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["allocation_run.id"], name=op.f("fk_unplaced_reason_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unplaced_reason")),
    )
    op.create_index(
        op.f("ix_unplaced_reason_registration_id"), "unplaced_reason", ["registration_id"], unique=False
    )
    op.create_index(op.f("ix_unplaced_reason_run_id"), "unplaced_reason", ["run_id"], unique=False)


def downgrade() -> None:
    op.drop_table("unplaced_reason")
