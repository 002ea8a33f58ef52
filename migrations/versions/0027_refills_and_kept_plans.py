"""Which places filled a gap, and which earlier plan a run was to keep to."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    with op.batch_alter_table("placement") as table:
        table.add_column(sa.Column("refilled_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("refill_sha256", sa.String(length=64), nullable=False, server_default=""))
    with op.batch_alter_table("allocation_run") as table:
        table.add_column(sa.Column("keeps_run_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_allocation_run_keeps_run_id"), "allocation_run", ["keeps_run_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("allocation_run") as table:
        table.drop_constraint(op.f("fk_allocation_run_keeps_run_id"), type_="foreignkey")
        table.drop_column("keeps_run_id")
    with op.batch_alter_table("placement") as table:
        table.drop_column("refill_sha256")
        table.drop_column("refilled_at")
