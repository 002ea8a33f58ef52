"""What each party holds of the places that are claimed one by one."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("uses", sa.JSON(), nullable=False),
        sa.CheckConstraint("people > 0", name=op.f("ck_claim_people")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_claim_offering_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_claim_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint(
            "registration_id", "offering_id", name=op.f("uq_claim_registration_id_offering_id")
        ),
    )
    with op.batch_alter_table("claim") as table:
        table.create_index(table.f("ix_claim_offering_id"), ["offering_id"], unique=False)
        table.create_index(table.f("ix_claim_registration_id"), ["registration_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("claim") as table:
        table.drop_index(table.f("ix_claim_registration_id"))
        table.drop_index(table.f("ix_claim_offering_id"))

    op.drop_table("claim")
