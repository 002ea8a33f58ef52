"""What has been reached outside the site, by month and district."""

import sqlalchemy as sa
from alembic import op

revision = "0088"
down_revision = "0087"


def upgrade() -> None:
    op.create_table(
        "reported_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_reported_count_count")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_reported_count_target_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_reported_count_unit_id")),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["account.id"], name=op.f("fk_reported_count_reported_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_count")),
        sa.UniqueConstraint(
            "target_id", "unit_id", "month_on", name=op.f("uq_reported_count_target_id_unit_id_month_on")
        ),
    )
    for column in ("target_id", "unit_id"):
        op.create_index(op.f(f"ix_reported_count_{column}"), "reported_count", [column])


def downgrade() -> None:
    op.drop_table("reported_count")
