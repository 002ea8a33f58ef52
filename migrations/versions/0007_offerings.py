"""Dated runs of a programme."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "offering",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("check_in_by", sa.String(length=5), nullable=False),
        sa.Column("with_beds", sa.Boolean(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("timetable", sa.JSON(), nullable=False),
        sa.Column("leader_name", sa.String(length=60), nullable=False),
        sa.Column("leader_phone", sa.String(length=40), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_offering_dates")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_offering_programme_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_offering_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering")),
    )
    op.create_index(op.f("ix_offering_programme_id"), "offering", ["programme_id"], unique=False)
    op.create_index(op.f("ix_offering_venue_id"), "offering", ["venue_id"], unique=False)


def downgrade() -> None:
    op.drop_table("offering")
