"""Which matter a programme is one of."""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"


def upgrade() -> None:
    with op.batch_alter_table("programme") as table:
        table.add_column(sa.Column("matter_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_programme_matter_id"), "matter", ["matter_id"], ["id"])
        table.create_index(op.f("ix_programme_matter_id"), ["matter_id"])


def downgrade() -> None:
    with op.batch_alter_table("programme") as table:
        table.drop_index(op.f("ix_programme_matter_id"))
        table.drop_constraint(op.f("fk_programme_matter_id"), type_="foreignkey")
        table.drop_column("matter_id")
