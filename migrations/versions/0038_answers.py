"""What people answered and handed in."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    _create_document()
    _create_answer()


def _create_document() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("filename", sa.String(length=160), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("byte_count", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_document_account_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_document_programme_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_document_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document") as table:
        table.create_index(table.f("ix_document_account_id"), ["account_id"], unique=False)
        table.create_index(table.f("ix_document_programme_id"), ["programme_id"], unique=False)
        table.create_index(table.f("ix_document_registration_id"), ["registration_id"], unique=False)


def _create_answer() -> None:
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_question_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_answer_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "registration_id", "question_id", name=op.f("uq_answer_registration_id_question_id")
        ),
    )
    with op.batch_alter_table("answer") as table:
        table.create_index(table.f("ix_answer_question_id"), ["question_id"], unique=False)
        table.create_index(table.f("ix_answer_registration_id"), ["registration_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("answer") as table:
        table.drop_index(table.f("ix_answer_registration_id"))
        table.drop_index(table.f("ix_answer_question_id"))

    op.drop_table("answer")
    with op.batch_alter_table("document") as table:
        table.drop_index(table.f("ix_document_registration_id"))
        table.drop_index(table.f("ix_document_programme_id"))
        table.drop_index(table.f("ix_document_account_id"))

    op.drop_table("document")
