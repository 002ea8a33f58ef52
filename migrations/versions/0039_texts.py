"""Notices and consents by version."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    _create_programme_text()
    _create_consent()


def _create_programme_text() -> None:
    op.create_table(
        "programme_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('notice', 'consent')", name=op.f("ck_programme_text_kind")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_text_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_text")),
        sa.UniqueConstraint(
            "programme_id", "code", "version", name=op.f("uq_programme_text_programme_id_code_version")
        ),
    )
    with op.batch_alter_table("programme_text") as table:
        table.create_index(table.f("ix_programme_text_programme_id"), ["programme_id"], unique=False)


def _create_consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_consent_account_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_consent_registration_id")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["programme_text.id"], name=op.f("fk_consent_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("registration_id", "text_id", name=op.f("uq_consent_registration_id_text_id")),
    )
    with op.batch_alter_table("consent") as table:
        table.create_index(table.f("ix_consent_registration_id"), ["registration_id"], unique=False)
        table.create_index(table.f("ix_consent_text_id"), ["text_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("consent") as table:
        table.drop_index(table.f("ix_consent_text_id"))
        table.drop_index(table.f("ix_consent_registration_id"))

    op.drop_table("consent")
    with op.batch_alter_table("programme_text") as table:
        table.drop_index(table.f("ix_programme_text_programme_id"))

    op.drop_table("programme_text")
