"""Vouchers: what each kind is worth, and the codes that people have."""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"


def upgrade() -> None:
    _voucher_kind()
    _voucher()


def _voucher_kind() -> None:
    op.create_table(
        "voucher_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("valid_until_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("place_en", sa.String(length=300), nullable=False),
        sa.CheckConstraint("valid_until_on >= valid_from_on", name=op.f("ck_voucher_kind_days")),
        sa.CheckConstraint("issued >= 0 and issued <= number", name=op.f("ck_voucher_kind_issued")),
        sa.CheckConstraint("value > 0", name=op.f("ck_voucher_kind_value")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_voucher_kind_offering_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_voucher_kind_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher_kind")),
    )
    op.create_index(op.f("ix_voucher_kind_offering_id"), "voucher_kind", ["offering_id"])
    op.create_index(op.f("ix_voucher_kind_programme_id"), "voucher_kind", ["programme_id"])


def _voucher() -> None:
    op.create_table(
        "voucher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("redeemed_by_id", sa.Integer(), nullable=True),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("redeemed_at is null or void_at is null", name=op.f("ck_voucher_once")),
        sa.CheckConstraint(
            "(redeemed_at is null) = (redeemed_by_id is null)", name=op.f("ck_voucher_redeemer")
        ),
        sa.ForeignKeyConstraint(["kind_id"], ["voucher_kind.id"], name=op.f("fk_voucher_kind_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_voucher_person_id")),
        sa.ForeignKeyConstraint(["redeemed_by_id"], ["attendant.id"], name=op.f("fk_voucher_redeemed_by_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_voucher_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_voucher_code_digest")),
    )
    op.create_index(op.f("ix_voucher_kind_id"), "voucher", ["kind_id"])
    op.create_index(op.f("ix_voucher_person_id"), "voucher", ["person_id"])
    op.create_index(op.f("ix_voucher_redeemed_by_id"), "voucher", ["redeemed_by_id"])
    op.create_index(op.f("ix_voucher_registration_id"), "voucher", ["registration_id"])
    living = sa.text("void_at is null")
    op.create_index(
        "uq_voucher_person",
        "voucher",
        ["kind_id", "person_id"],
        unique=True,
        sqlite_where=living,
        postgresql_where=living,
    )


def downgrade() -> None:
    op.drop_table("voucher")
    op.drop_table("voucher_kind")
