"""Places that are given one by one, without an allocation."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    with op.batch_alter_table("placement") as table:
        table.add_column(sa.Column("given_at", sa.DateTime(timezone=True), nullable=True))
        table.alter_column("run_id", existing_type=sa.Integer(), nullable=True)
        table.create_index(
            "uq_placement_given_once",
            ["registration_id", "offering_id"],
            unique=True,
            sqlite_where=sa.text("run_id is null and withdrawn_at is null"),
            postgresql_where=sa.text("run_id is null and withdrawn_at is null"),
        )


def downgrade() -> None:
    with op.batch_alter_table("placement") as table:
        table.drop_index(
            "uq_placement_given_once",
            sqlite_where=sa.text("run_id is null and withdrawn_at is null"),
            postgresql_where=sa.text("run_id is null and withdrawn_at is null"),
        )
        table.alter_column("run_id", existing_type=sa.Integer(), nullable=False)
        table.drop_column("given_at")
