"""Records about people of a private programme are known as such, so that its case workers alone read them."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0078"


def upgrade() -> None:
    with op.batch_alter_table("audit_entry") as batch:
        batch.add_column(sa.Column("private_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_audit_entry_private_id"), "programme", ["private_id"], ["id"])
        batch.create_index(op.f("ix_audit_entry_private_id"), ["private_id"])


def downgrade() -> None:
    with op.batch_alter_table("audit_entry") as batch:
        batch.drop_index(op.f("ix_audit_entry_private_id"))
        batch.drop_constraint(op.f("fk_audit_entry_private_id"), type_="foreignkey")
        batch.drop_column("private_id")
