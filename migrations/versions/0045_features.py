"""What a programme has besides sign-up, and whether it is private."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    with op.batch_alter_table("programme") as table:
        table.add_column(sa.Column("features", sa.JSON(), server_default="[]", nullable=False))
        table.add_column(sa.Column("private", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("programme") as table:
        table.drop_column("private")
        table.drop_column("features")
