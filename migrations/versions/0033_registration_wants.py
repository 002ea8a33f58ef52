"""How many entries a party has in a draw, and how many places it wants."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    with op.batch_alter_table("registration") as table:
        table.add_column(sa.Column("tickets", sa.Integer(), server_default="1", nullable=False))
        table.add_column(sa.Column("wants", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("registration") as table:
        table.drop_column("wants")
        table.drop_column("tickets")
