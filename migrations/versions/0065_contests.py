"""Contests: what their events share, events, the times of heats, teams."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0061"


def upgrade() -> None:
    _contest()
    _contest_event()
    _heat_slot()
    _contest_team()


def _contest() -> None:
    op.create_table(
        "contest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("best_of", sa.Integer(), nullable=False),
        sa.Column("short_teams", sa.String(length=10), nullable=False),
        sa.Column("team_prizes", sa.JSON(), nullable=False),
        sa.Column("appeal_hours", sa.Integer(), nullable=False),
        sa.Column("rest_minutes", sa.Integer(), nullable=False),
        sa.Column("heat_judges", sa.Integer(), nullable=False),
        sa.Column("bring", sa.Text(), nullable=False),
        sa.Column("bring_en", sa.Text(), nullable=False),
        sa.Column("seed_source", sa.String(length=200), nullable=False),
        sa.Column("seed_known_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seed_announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entries_digest", sa.String(length=64), nullable=False),
        sa.Column("entries_frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seed", sa.String(length=80), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("board_public", sa.Boolean(), nullable=False),
        sa.Column("results", sa.String(length=12), nullable=False),
        sa.Column("provisional_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeals_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("final_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "best_of >= 0 and appeal_hours >= 0 and rest_minutes >= 0", name=op.f("ck_contest_numbers")
        ),
        sa.CheckConstraint("results in ('none', 'provisional', 'final')", name=op.f("ck_contest_results")),
        sa.CheckConstraint("short_teams in ('counted', 'unranked')", name=op.f("ck_contest_short_teams")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_contest_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest")),
        sa.UniqueConstraint("programme_id", name=op.f("uq_contest_programme_id")),
    )


def _contest_event() -> None:
    op.create_table(
        "contest_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("team", sa.Boolean(), nullable=False),
        sa.Column("theory_weight", sa.Integer(), nullable=False),
        sa.Column("practice_weight", sa.Integer(), nullable=False),
        sa.Column("theory_most", sa.Integer(), nullable=False),
        sa.Column("practice_most", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("unit_limit", sa.Integer(), nullable=True),
        sa.Column("certificate", sa.String(length=80), nullable=False),
        sa.Column("penalties", sa.JSON(), nullable=False),
        sa.Column("ties", sa.JSON(), nullable=False),
        sa.Column("prizes", sa.JSON(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("first_station", sa.Integer(), nullable=False),
        sa.Column("station_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("theory_most > 0 and practice_most > 0", name=op.f("ck_contest_event_full_marks")),
        sa.CheckConstraint("unit_limit is null or unit_limit > 0", name=op.f("ck_contest_event_unit_limit")),
        sa.CheckConstraint(
            "theory_weight >= 0 and practice_weight >= 0 and theory_weight + practice_weight > 0",
            name=op.f("ck_contest_event_weights"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_contest_event_programme_id")
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_contest_event_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_event")),
    )
    for column in ("programme_id", "venue_id"):
        op.create_index(op.f(f"ix_contest_event_{column}"), "contest_event", [column])


def _heat_slot() -> None:
    op.create_table(
        "heat_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_heat_slot_hours")),
        sa.ForeignKeyConstraint(["event_id"], ["contest_event.id"], name=op.f("fk_heat_slot_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heat_slot")),
        sa.UniqueConstraint("event_id", "starts_at", name=op.f("uq_heat_slot_event_id_starts_at")),
    )
    op.create_index(op.f("ix_heat_slot_event_id"), "heat_slot", ["event_id"])


def _contest_team() -> None:
    op.create_table(
        "contest_team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_contest_team_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_contest_team_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_team")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_contest_team_registration_id")),
        sa.UniqueConstraint("programme_id", "name", name=op.f("uq_contest_team_programme_id_name")),
    )
    op.create_index(op.f("ix_contest_team_programme_id"), "contest_team", ["programme_id"])


def downgrade() -> None:
    op.drop_table("contest_team")
    op.drop_table("heat_slot")
    op.drop_table("contest_event")
    op.drop_table("contest")
