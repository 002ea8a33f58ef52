"""Who serves a programme's people at its desk, door or till."""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"


def upgrade() -> None:
    _attendant()


def _attendant() -> None:
    op.create_table(
        "attendant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_attendant_account_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_attendant_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendant")),
        sa.UniqueConstraint("programme_id", "account_id", name=op.f("uq_attendant_programme_id_account_id")),
    )
    op.create_index(op.f("ix_attendant_account_id"), "attendant", ["account_id"])
    op.create_index(op.f("ix_attendant_programme_id"), "attendant", ["programme_id"])


def downgrade() -> None:
    op.drop_table("attendant")
