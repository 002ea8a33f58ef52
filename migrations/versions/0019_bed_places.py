"""Beds that were published."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "bed_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("bed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_bed_place_member_id")),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_bed_place_placement_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_bed_place_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bed_place")),
        sa.UniqueConstraint("placement_id", "member_id", name=op.f("uq_bed_place_placement_id_member_id")),
    )
    op.create_index(op.f("ix_bed_place_member_id"), "bed_place", ["member_id"], unique=False)
    op.create_index(op.f("ix_bed_place_placement_id"), "bed_place", ["placement_id"], unique=False)
    op.create_index(op.f("ix_bed_place_room_id"), "bed_place", ["room_id"], unique=False)


def downgrade() -> None:
    op.drop_table("bed_place")
