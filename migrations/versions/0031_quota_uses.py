"""How many places count against a quota."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "quota_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quota_id", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.CheckConstraint("maximum is null or taken <= maximum", name=op.f("ck_quota_use_maximum")),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_quota_use_taken")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_quota_use_offering_id")),
        sa.ForeignKeyConstraint(["quota_id"], ["quota.id"], name=op.f("fk_quota_use_quota_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_use")),
        sa.UniqueConstraint(
            "quota_id", "unit_code", "offering_id", name=op.f("uq_quota_use_quota_id_unit_code_offering_id")
        ),
    )
    with op.batch_alter_table("quota_use") as table:
        table.create_index(table.f("ix_quota_use_offering_id"), ["offering_id"], unique=False)
        table.create_index(table.f("ix_quota_use_quota_id"), ["quota_id"], unique=False)
        table.create_index(
            "uq_quota_use_whole_run",
            ["quota_id", "unit_code"],
            unique=True,
            sqlite_where=sa.text("offering_id is null"),
            postgresql_where=sa.text("offering_id is null"),
        )


def downgrade() -> None:
    with op.batch_alter_table("quota_use") as table:
        table.drop_index(
            "uq_quota_use_whole_run",
            sqlite_where=sa.text("offering_id is null"),
            postgresql_where=sa.text("offering_id is null"),
        )
        table.drop_index(table.f("ix_quota_use_quota_id"))
        table.drop_index(table.f("ix_quota_use_offering_id"))

    op.drop_table("quota_use")
