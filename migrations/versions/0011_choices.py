"""Offerings in order of preference."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_choice_offering_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_choice_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choice")),
        sa.UniqueConstraint(
            "registration_id", "offering_id", name=op.f("uq_choice_registration_id_offering_id")
        ),
        sa.UniqueConstraint("registration_id", "rank", name=op.f("uq_choice_registration_id_rank")),
    )
    op.create_index(op.f("ix_choice_offering_id"), "choice", ["offering_id"], unique=False)
    op.create_index(op.f("ix_choice_registration_id"), "choice", ["registration_id"], unique=False)


def downgrade() -> None:
    op.drop_table("choice")
