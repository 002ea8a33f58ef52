"""Places by the quarter-hour: plan, rooms, opening hours, and whose room is which."""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0073"


def upgrade() -> None:
    _slot_plan()
    _slot_room()
    _opening_hours()
    _room_closure()
    _room_place()


def _slot_plan() -> None:
    op.create_table(
        "slot_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("rebook_hours", sa.Integer(), nullable=False),
        sa.Column("remind_hour", sa.Integer(), nullable=False),
        sa.CheckConstraint("rebook_hours between 0 and 168", name=op.f("ck_slot_plan_rebook")),
        sa.CheckConstraint("remind_hour between 0 and 23", name=op.f("ck_slot_plan_remind")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_slot_plan_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_plan")),
        sa.UniqueConstraint("programme_id", name=op.f("uq_slot_plan_programme_id")),
    )


def _slot_room() -> None:
    op.create_table(
        "slot_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("kind_en", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_slot_room_programme_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_slot_room_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_room")),
        sa.UniqueConstraint(
            "programme_id", "venue_id", "name", name=op.f("uq_slot_room_programme_id_venue_id_name")
        ),
    )
    op.create_index(op.f("ix_slot_room_programme_id"), "slot_room", ["programme_id"])
    op.create_index(op.f("ix_slot_room_venue_id"), "slot_room", ["venue_id"])


def _opening_hours() -> None:
    op.create_table(
        "opening_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("from_time", sa.String(length=5), nullable=False),
        sa.Column("to_time", sa.String(length=5), nullable=False),
        sa.Column("break_from", sa.String(length=5), nullable=False),
        sa.Column("break_to", sa.String(length=5), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("without_holidays", sa.Boolean(), nullable=False),
        sa.Column("made_count", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_opening_hours_days")),
        sa.CheckConstraint("to_time > from_time", name=op.f("ck_opening_hours_hours")),
        sa.CheckConstraint("minutes between 5 and 240", name=op.f("ck_opening_hours_minutes")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_opening_hours_programme_id")
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_opening_hours_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
    )
    op.create_index(op.f("ix_opening_hours_programme_id"), "opening_hours", ["programme_id"])
    op.create_index(op.f("ix_opening_hours_venue_id"), "opening_hours", ["venue_id"])


def _room_closure() -> None:
    op.create_table(
        "room_closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("slot_room_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_room_closure_offering_id")),
        sa.ForeignKeyConstraint(
            ["slot_room_id"], ["slot_room.id"], name=op.f("fk_room_closure_slot_room_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_closure")),
        sa.UniqueConstraint(
            "offering_id", "slot_room_id", name=op.f("uq_room_closure_offering_id_slot_room_id")
        ),
    )
    op.create_index(op.f("ix_room_closure_offering_id"), "room_closure", ["offering_id"])
    op.create_index(op.f("ix_room_closure_slot_room_id"), "room_closure", ["slot_room_id"])


def _room_place() -> None:
    op.create_table(
        "room_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("slot_room_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_room_place_offering_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_room_place_person_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_room_place_registration_id")
        ),
        sa.ForeignKeyConstraint(["slot_room_id"], ["slot_room.id"], name=op.f("fk_room_place_slot_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_place")),
        sa.UniqueConstraint("offering_id", "person_id", name=op.f("uq_room_place_offering_id_person_id")),
        sa.UniqueConstraint(
            "offering_id", "slot_room_id", name=op.f("uq_room_place_offering_id_slot_room_id")
        ),
    )
    op.create_index(op.f("ix_room_place_offering_id"), "room_place", ["offering_id"])
    op.create_index(op.f("ix_room_place_person_id"), "room_place", ["person_id"])
    op.create_index(op.f("ix_room_place_registration_id"), "room_place", ["registration_id"])
    op.create_index(op.f("ix_room_place_slot_room_id"), "room_place", ["slot_room_id"])


def downgrade() -> None:
    op.drop_table("room_place")
    op.drop_table("room_closure")
    op.drop_table("opening_hours")
    op.drop_table("slot_room")
    op.drop_table("slot_plan")
