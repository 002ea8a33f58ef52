"""Entries given to reviewers, and their scores."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.CheckConstraint("round in (1, 2)", name=op.f("ck_reading_round")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_reading_registration_id")
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["reviewer.id"], name=op.f("fk_reading_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint(
            "registration_id", "reviewer_id", name=op.f("uq_reading_registration_id_reviewer_id")
        ),
    )
    with op.batch_alter_table("reading") as table:
        table.create_index(table.f("ix_reading_registration_id"), ["registration_id"], unique=False)
        table.create_index(table.f("ix_reading_reviewer_id"), ["reviewer_id"], unique=False)

    op.create_table(
        "score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_score_criterion_id")),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name=op.f("fk_score_reading_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint("reading_id", "criterion_id", name=op.f("uq_score_reading_id_criterion_id")),
    )
    with op.batch_alter_table("score") as table:
        table.create_index(table.f("ix_score_reading_id"), ["reading_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("score") as table:
        table.drop_index(table.f("ix_score_reading_id"))

    op.drop_table("score")
    with op.batch_alter_table("reading") as table:
        table.drop_index(table.f("ix_reading_reviewer_id"))
        table.drop_index(table.f("ix_reading_registration_id"))

    op.drop_table("reading")
