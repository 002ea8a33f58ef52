"""One party in one programme."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("signed_up_by_id", sa.Integer(), nullable=False),
        sa.Column("lottery_number", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('submitted', 'withdrawn')", name=op.f("ck_registration_state")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_registration_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_up_by_id"], ["account.id"], name=op.f("fk_registration_signed_up_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint(
            "programme_id", "lottery_number", name=op.f("uq_registration_programme_id_lottery_number")
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_registration_reference")),
    )
    op.create_index(op.f("ix_registration_programme_id"), "registration", ["programme_id"], unique=False)
    op.create_index(
        op.f("ix_registration_signed_up_by_id"), "registration", ["signed_up_by_id"], unique=False
    )
    op.create_index(op.f("ix_registration_state"), "registration", ["state"], unique=False)


def downgrade() -> None:
    op.drop_table("registration")
