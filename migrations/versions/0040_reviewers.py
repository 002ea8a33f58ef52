"""Who judges entries, and by what."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("label_en", sa.String(length=120), nullable=False),
        sa.Column("help", sa.String(length=300), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.CheckConstraint("most > least", name=op.f("ck_criterion_scale")),
        sa.CheckConstraint("weight > 0", name=op.f("ck_criterion_weight")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_criterion_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
    )
    with op.batch_alter_table("criterion") as table:
        table.create_index(table.f("ix_criterion_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "reviewer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reviewer_account_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_reviewer_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewer")),
        sa.UniqueConstraint("programme_id", "account_id", name=op.f("uq_reviewer_programme_id_account_id")),
    )
    with op.batch_alter_table("reviewer") as table:
        table.create_index(table.f("ix_reviewer_account_id"), ["account_id"], unique=False)
        table.create_index(table.f("ix_reviewer_programme_id"), ["programme_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reviewer") as table:
        table.drop_index(table.f("ix_reviewer_programme_id"))
        table.drop_index(table.f("ix_reviewer_account_id"))

    op.drop_table("reviewer")
    with op.batch_alter_table("criterion") as table:
        table.drop_index(table.f("ix_criterion_programme_id"))

    op.drop_table("criterion")
