"""What a rule does, and the text that is shown."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    with op.batch_alter_table("eligibility_rule") as table:
        table.add_column(sa.Column("effect", sa.String(length=10), server_default="block", nullable=False))
        table.add_column(sa.Column("message", sa.Text(), server_default="", nullable=False))
        table.add_column(sa.Column("message_en", sa.Text(), server_default="", nullable=False))
        table.create_check_constraint(op.f("ck_eligibility_rule_effect"), "effect in ('block', 'warn')")


def downgrade() -> None:
    with op.batch_alter_table("eligibility_rule") as table:
        table.drop_constraint(op.f("ck_eligibility_rule_effect"), type_="check")
        table.drop_column("message_en")
        table.drop_column("message")
        table.drop_column("effect")
