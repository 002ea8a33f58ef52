"""Who may sign up, and how many of whom are placed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "eligibility_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("regulation", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_eligibility_rule_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_rule")),
    )
    op.create_index(
        op.f("ix_eligibility_rule_programme_id"), "eligibility_rule", ["programme_id"], unique=False
    )
    op.create_table(
        "quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("group", sa.String(length=20), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=True),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.CheckConstraint("scope in ('offering', 'run')", name=op.f("ck_quota_scope")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_quota_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
        sa.UniqueConstraint("programme_id", "code", name=op.f("uq_quota_programme_id_code")),
    )
    op.create_index(op.f("ix_quota_programme_id"), "quota", ["programme_id"], unique=False)


def downgrade() -> None:
    op.drop_table("quota")
    op.drop_table("eligibility_rule")
