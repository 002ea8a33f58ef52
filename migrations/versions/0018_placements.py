"""Places that were published."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_placement_offering_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_placement_registration_id")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["allocation_run.id"], name=op.f("fk_placement_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint(
            "run_id",
            "registration_id",
            "offering_id",
            name=op.f("uq_placement_run_id_registration_id_offering_id"),
        ),
    )
    op.create_index(op.f("ix_placement_offering_id"), "placement", ["offering_id"], unique=False)
    op.create_index(op.f("ix_placement_registration_id"), "placement", ["registration_id"], unique=False)
    op.create_index(op.f("ix_placement_run_id"), "placement", ["run_id"], unique=False)


def downgrade() -> None:
    op.drop_table("placement")
