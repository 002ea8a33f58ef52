"""Certificates that the site issues itself, and takes back."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    with op.batch_alter_table("certificate") as table:
        table.add_column(sa.Column("kind_en", sa.String(length=120), server_default="", nullable=False))
        table.add_column(sa.Column("programme_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("facts", sa.JSON(), server_default="[]", nullable=False))
        table.add_column(sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(
            sa.Column("revoked_reason", sa.String(length=300), server_default="", nullable=False)
        )
        table.create_foreign_key(op.f("fk_certificate_programme_id"), "programme", ["programme_id"], ["id"])
        table.create_index(op.f("ix_certificate_programme_id"), ["programme_id"])
    where = sa.text("programme_id is not null")
    op.create_index(
        "uq_certificate_issued",
        "certificate",
        ["number"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    op.drop_index("uq_certificate_issued", "certificate")
    with op.batch_alter_table("certificate") as table:
        table.drop_index(op.f("ix_certificate_programme_id"))
        table.drop_constraint(op.f("fk_certificate_programme_id"), type_="foreignkey")
        for column in ("revoked_reason", "revoked_at", "facts", "programme_id", "kind_en"):
            table.drop_column(column)
