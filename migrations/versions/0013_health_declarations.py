"""Answers that a campus asks for."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "health_declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_health_declaration_registration_id")
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_health_declaration_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_declaration")),
        sa.UniqueConstraint(
            "registration_id", "venue_id", name=op.f("uq_health_declaration_registration_id_venue_id")
        ),
    )
    op.create_index(
        op.f("ix_health_declaration_registration_id"), "health_declaration", ["registration_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("health_declaration")
