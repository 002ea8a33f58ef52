"""Who alone works on what people bring to a private programme."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    op.create_table(
        "case_worker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_case_worker_programme_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_worker_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_worker")),
        sa.UniqueConstraint(
            "programme_id", "account_id", name=op.f("uq_case_worker_programme_id_account_id")
        ),
    )
    for column in ("programme_id", "account_id"):
        op.create_index(op.f(f"ix_case_worker_{column}"), "case_worker", [column])


def downgrade() -> None:
    op.drop_table("case_worker")
