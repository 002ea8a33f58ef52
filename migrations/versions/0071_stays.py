"""A stay's settings, its days, private talks, its guests and what they thought."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"


def upgrade() -> None:
    _stay_setting()
    _stay_item()
    _stay_slot()
    _stay_guest()
    _stay_opinion()


def _stay_setting() -> None:
    op.create_table(
        "stay_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("no_show_counts", sa.Boolean(), nullable=False),
        sa.Column("substitute_days", sa.Integer(), nullable=False),
        sa.Column("survey_days", sa.Integer(), nullable=False),
        sa.Column("escorted", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "substitute_days >= 1", name=op.f("ck_stay_setting_ck_stay_setting_substitute_days")
        ),
        sa.CheckConstraint("survey_days >= 1", name=op.f("ck_stay_setting_ck_stay_setting_survey_days")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_stay_setting_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_setting")),
        sa.UniqueConstraint("programme_id", name=op.f("uq_stay_setting_programme_id")),
    )


def _stay_item() -> None:
    op.create_table(
        "stay_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("from_time", sa.String(length=5), nullable=False),
        sa.Column("to_time", sa.String(length=5), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.CheckConstraint("day >= 1", name=op.f("ck_stay_item_ck_stay_item_day")),
        sa.CheckConstraint(
            "kind in ('study', 'ecology', 'psychology', 'health', 'other')",
            name=op.f("ck_stay_item_ck_stay_item_kind"),
        ),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_stay_item_offering_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_item")),
    )
    op.create_index(op.f("ix_stay_item_offering_id"), "stay_item", ["offering_id"])


def _stay_slot() -> None:
    op.create_table(
        "stay_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("counsellor_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_stay_slot_ck_stay_slot_hours")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_stay_slot_offering_id")),
        sa.ForeignKeyConstraint(["counsellor_id"], ["account.id"], name=op.f("fk_stay_slot_counsellor_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stay_slot_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_slot")),
        sa.UniqueConstraint("counsellor_id", "starts_at", name=op.f("uq_stay_slot_counsellor_id_starts_at")),
    )
    for column in ("offering_id", "counsellor_id", "person_id"):
        op.create_index(op.f(f"ix_stay_slot_{column}"), "stay_slot", [column])
    where = sa.text("person_id is not null")
    op.create_index(
        "uq_stay_slot_one_a_guest",
        "stay_slot",
        ["offering_id", "person_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _stay_guest() -> None:
    op.create_table(
        "stay_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("shares_phone", sa.Boolean(), nullable=False),
        sa.Column("no_show_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("no_show_counts", sa.Boolean(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("surveyed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "no_show_at is null or left_on is null", name=op.f("ck_stay_guest_ck_stay_guest_outcome")
        ),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_stay_guest_offering_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stay_guest_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_guest")),
        sa.UniqueConstraint("offering_id", "person_id", name=op.f("uq_stay_guest_offering_id_person_id")),
    )
    for column in ("offering_id", "person_id"):
        op.create_index(op.f(f"ix_stay_guest_{column}"), "stay_guest", [column])


def _stay_opinion() -> None:
    op.create_table(
        "stay_opinion",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_stay_opinion_offering_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_opinion")),
    )
    op.create_index(op.f("ix_stay_opinion_offering_id"), "stay_opinion", ["offering_id"])


def downgrade() -> None:
    op.drop_table("stay_opinion")
    op.drop_table("stay_guest")
    op.drop_table("stay_slot")
    op.drop_table("stay_item")
    op.drop_table("stay_setting")
