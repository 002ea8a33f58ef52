"""What a programme asks."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.create_table(
        "question_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_question_set_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_set")),
        sa.UniqueConstraint("programme_id", "version", name=op.f("uq_question_set_programme_id_version")),
    )
    with op.batch_alter_table("question_set") as table:
        table.create_index(table.f("ix_question_set_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("label_en", sa.String(length=300), nullable=False),
        sa.Column("help", sa.Text(), nullable=False),
        sa.Column("help_en", sa.Text(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("limits", sa.JSON(), nullable=False),
        sa.Column("shown_if", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "kind in ('text','number','date','yes_no','one_of','some_of','file','person','team')",
            name=op.f("ck_question_kind"),
        ),
        sa.ForeignKeyConstraint(["set_id"], ["question_set.id"], name=op.f("fk_question_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("set_id", "key", name=op.f("uq_question_set_id_key")),
    )
    with op.batch_alter_table("question") as table:
        table.create_index(table.f("ix_question_set_id"), ["set_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("question") as table:
        table.drop_index(table.f("ix_question_set_id"))

    op.drop_table("question")
    with op.batch_alter_table("question_set") as table:
        table.drop_index(table.f("ix_question_set_programme_id"))

    op.drop_table("question_set")
