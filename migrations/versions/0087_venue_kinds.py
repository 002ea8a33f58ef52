"""What sort of place a venue is, where it stands, when it is open, and which matter it belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0086"

KINDS = "kind in ('campus','book_house','college','rest_station','site','hall','online')"


def upgrade() -> None:
    with op.batch_alter_table("venue") as table:
        table.add_column(sa.Column("kind", sa.String(length=20), server_default="hall", nullable=False))
        table.add_column(sa.Column("matter_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("latitude", sa.Float(), nullable=True))
        table.add_column(sa.Column("longitude", sa.Float(), nullable=True))
        table.add_column(
            sa.Column("position_assumed", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        table.add_column(sa.Column("hours", sa.String(length=120), server_default="", nullable=False))
        table.add_column(sa.Column("hours_en", sa.String(length=160), server_default="", nullable=False))
        table.add_column(sa.Column("closed", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.create_foreign_key(op.f("fk_venue_matter_id"), "matter", ["matter_id"], ["id"])
        table.create_check_constraint(op.f("ck_venue_kind"), KINDS)
        table.create_check_constraint(op.f("ck_venue_position"), "(latitude is null) = (longitude is null)")
        table.create_index(op.f("ix_venue_kind"), ["kind"])
        table.create_index(op.f("ix_venue_matter_id"), ["matter_id"])
    op.execute("update venue set kind = 'campus' where id in (select venue_id from room)")


def downgrade() -> None:
    with op.batch_alter_table("venue") as table:
        table.drop_index(op.f("ix_venue_matter_id"))
        table.drop_index(op.f("ix_venue_kind"))
        table.drop_constraint(op.f("ck_venue_position"), type_="check")
        table.drop_constraint(op.f("ck_venue_kind"), type_="check")
        table.drop_constraint(op.f("fk_venue_matter_id"), type_="foreignkey")
        names = ("closed", "hours_en", "hours", "position_assumed", "longitude", "latitude")
        for name in (*names, "matter_id", "kind"):
            table.drop_column(name)
