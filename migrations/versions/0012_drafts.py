"""What is filled in and not sent."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "sign_up_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_up_draft_account_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_sign_up_draft_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_up_draft")),
        sa.UniqueConstraint(
            "account_id", "programme_id", name=op.f("uq_sign_up_draft_account_id_programme_id")
        ),
    )
    op.create_index(op.f("ix_sign_up_draft_account_id"), "sign_up_draft", ["account_id"], unique=False)
    op.create_index(op.f("ix_sign_up_draft_programme_id"), "sign_up_draft", ["programme_id"], unique=False)


def downgrade() -> None:
    op.drop_table("sign_up_draft")
