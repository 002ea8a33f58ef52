"""What people sign up for."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("summary_en", sa.String(length=400), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("results_on", sa.Date(), nullable=False),
        sa.Column("withdraw_free_until_on", sa.Date(), nullable=True),
        sa.Column("max_choices", sa.Integer(), nullable=False),
        sa.Column("max_party_size", sa.Integer(), nullable=False),
        sa.Column("tier_weights", sa.JSON(), nullable=False),
        sa.Column("seed_source", sa.String(length=200), nullable=False),
        sa.Column("seed", sa.String(length=80), nullable=False),
        sa.Column("entries_digest", sa.String(length=64), nullable=False),
        sa.Column("reference_prefix", sa.String(length=4), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('draft','open','closed','published','cancelled')", name=op.f("ck_programme_state")
        ),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_programme_window")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("slug", name=op.f("uq_programme_slug")),
    )
    op.create_index(op.f("ix_programme_state"), "programme", ["state"], unique=False)


def downgrade() -> None:
    op.drop_table("programme")
