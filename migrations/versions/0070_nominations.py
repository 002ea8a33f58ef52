"""Places shared out over the tree, and the workers nominated for them."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"


def upgrade() -> None:
    _nomination_round()
    _nomination_quota()
    _nomination()


def _nomination_round() -> None:
    op.create_table(
        "nomination_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("units_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("districts_until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "districts_until >= units_until", name=op.f("ck_nomination_round_ck_nomination_round_order")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_nomination_round_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_round")),
        sa.UniqueConstraint("programme_id", name=op.f("uq_nomination_round_programme_id")),
    )


def _nomination_quota() -> None:
    op.create_table(
        "nomination_quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("returned >= 0", name=op.f("ck_nomination_quota_ck_nomination_quota_returned")),
        sa.CheckConstraint(
            "taken >= 0 and taken <= places", name=op.f("ck_nomination_quota_ck_nomination_quota_taken")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_nomination_quota_programme_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_nomination_quota_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_quota")),
        sa.UniqueConstraint("programme_id", "unit_id", name=op.f("uq_nomination_quota_programme_id_unit_id")),
    )
    for column in ("programme_id", "unit_id"):
        op.create_index(op.f(f"ix_nomination_quota_{column}"), "nomination_quota", [column])


def _nomination() -> None:
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("merit", sa.String(length=300), nullable=False),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.Column("uses", sa.JSON(), nullable=False),
        sa.Column("nominated_by_id", sa.Integer(), nullable=False),
        sa.Column("nominated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('nominated', 'confirmed', 'sent_back', 'withdrawn')",
            name=op.f("ck_nomination_ck_nomination_state"),
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_nomination_programme_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nomination_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_nomination_unit_id")),
        sa.ForeignKeyConstraint(
            ["nominated_by_id"], ["account.id"], name=op.f("fk_nomination_nominated_by_id")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_nomination_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
    )
    for column in ("programme_id", "person_id", "unit_id"):
        op.create_index(op.f(f"ix_nomination_{column}"), "nomination", [column])
    where = sa.text("state in ('nominated', 'confirmed')")
    op.create_index(
        "uq_nomination_in_force",
        "nomination",
        ["programme_id", "person_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    op.drop_table("nomination")
    op.drop_table("nomination_quota")
    op.drop_table("nomination_round")
