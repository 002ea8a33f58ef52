"""How far a run has come."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "run_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("bounds", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["allocation_run.id"], name=op.f("fk_run_progress_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_progress")),
    )
    op.create_index(op.f("ix_run_progress_run_id"), "run_progress", ["run_id"], unique=False)


def downgrade() -> None:
    op.drop_table("run_progress")
