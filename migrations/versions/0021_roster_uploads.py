"""Rosters being checked."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "roster_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_up_count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('checking', 'confirmed', 'discarded')", name=op.f("ck_roster_upload_state")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_roster_upload_account_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_roster_upload_programme_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_roster_upload_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_upload")),
    )
    op.create_index(op.f("ix_roster_upload_account_id"), "roster_upload", ["account_id"], unique=False)
    op.create_index(op.f("ix_roster_upload_programme_id"), "roster_upload", ["programme_id"], unique=False)
    op.create_index(op.f("ix_roster_upload_unit_id"), "roster_upload", ["unit_id"], unique=False)


def downgrade() -> None:
    op.drop_table("roster_upload")
