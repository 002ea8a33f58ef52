"""Names and hours of an offering, and the places claimed in it."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    with op.batch_alter_table("offering") as table:
        table.add_column(sa.Column("title", sa.String(length=120), server_default="", nullable=False))
        table.add_column(sa.Column("title_en", sa.String(length=160), server_default="", nullable=False))
        table.add_column(sa.Column("from_time", sa.String(length=5), server_default="", nullable=False))
        table.add_column(sa.Column("to_time", sa.String(length=5), server_default="", nullable=False))
        table.add_column(sa.Column("taken", sa.Integer(), server_default="0", nullable=False))
        table.create_check_constraint(
            op.f("ck_offering_taken"), "taken >= 0 and (seats is null or taken <= seats)"
        )


def downgrade() -> None:
    with op.batch_alter_table("offering") as table:
        table.drop_constraint(op.f("ck_offering_taken"), type_="check")
        table.drop_column("taken")
        table.drop_column("to_time")
        table.drop_column("from_time")
        table.drop_column("title_en")
        table.drop_column("title")
