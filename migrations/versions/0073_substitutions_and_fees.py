"""Who came in somebody's place, and what a guest costs."""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"


def upgrade() -> None:
    _substitution()
    _stay_fee()


def _substitution() -> None:
    op.create_table(
        "substitution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("left_id", sa.Integer(), nullable=False),
        sa.Column("came_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_substitution_registration_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_substitution_unit_id")),
        sa.ForeignKeyConstraint(["left_id"], ["person.id"], name=op.f("fk_substitution_left_id")),
        sa.ForeignKeyConstraint(["came_id"], ["person.id"], name=op.f("fk_substitution_came_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_substitution_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    op.create_index(op.f("ix_substitution_registration_id"), "substitution", ["registration_id"])


def _stay_fee() -> None:
    op.create_table(
        "stay_fee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("city", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "city >= 0 and unit >= 0 and person >= 0", name=op.f("ck_stay_fee_ck_stay_fee_shares")
        ),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_stay_fee_offering_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_fee")),
        sa.UniqueConstraint("offering_id", name=op.f("uq_stay_fee_offering_id")),
    )


def downgrade() -> None:
    op.drop_table("stay_fee")
    op.drop_table("substitution")
