"""What a mode needs to know of a programme, its public notice, and when results may have no day."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

STATES = "state in ('draft','open','closed','noticed','published','cancelled')"
FORMER_STATES = "state in ('draft','open','closed','published','cancelled')"


def upgrade() -> None:
    with op.batch_alter_table("programme") as table:
        table.add_column(sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("notice_ends_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("min_party_size", sa.Integer(), server_default="1", nullable=False))
        table.add_column(sa.Column("settings", sa.JSON(), server_default="{}", nullable=False))
        table.add_column(sa.Column("overlap", sa.String(length=10), server_default="forbid", nullable=False))
        table.add_column(sa.Column("quotas_return_at", sa.DateTime(timezone=True), nullable=True))
        table.alter_column("results_on", existing_type=sa.Date(), nullable=True)
        table.drop_constraint(op.f("ck_programme_state"), type_="check")
        table.create_check_constraint(op.f("ck_programme_state"), STATES)


def downgrade() -> None:
    with op.batch_alter_table("programme") as table:
        table.drop_constraint(op.f("ck_programme_state"), type_="check")
        table.create_check_constraint(op.f("ck_programme_state"), FORMER_STATES)
        table.alter_column("results_on", existing_type=sa.Date(), nullable=False)
        table.drop_column("quotas_return_at")
        table.drop_column("overlap")
        table.drop_column("settings")
        table.drop_column("min_party_size")
        table.drop_column("notice_ends_at")
        table.drop_column("noticed_at")
