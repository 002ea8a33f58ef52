"""Leagues: rules, teams and matches."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"


def upgrade() -> None:
    _league()
    _team()
    _match()


def _league() -> None:
    op.create_table(
        "league",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("group_count", sa.Integer(), nullable=False),
        sa.Column("legs", sa.Integer(), nullable=False),
        sa.Column("advance", sa.Integer(), nullable=False),
        sa.Column("tie_order", sa.String(length=20), nullable=False),
        sa.Column("match_minutes", sa.Integer(), nullable=False),
        sa.Column("pitches", sa.JSON(), nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("seed", sa.String(length=80), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("tie_order in ('difference', 'head_to_head')", name=op.f("ck_league_tie_order")),
        sa.CheckConstraint("legs in (1, 2)", name=op.f("ck_league_legs")),
        sa.CheckConstraint(
            "group_count > 0 and advance >= 0 and match_minutes > 0", name=op.f("ck_league_counts")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_league_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_league")),
        sa.UniqueConstraint("programme_id", name=op.f("uq_league_programme_id")),
    )


def _team() -> None:
    op.create_table(
        "league_team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("squad", sa.JSON(), nullable=False),
        sa.Column("group", sa.String(length=2), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_league_team_programme_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_league_team_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_league_team")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_league_team_registration_id")),
        sa.UniqueConstraint("programme_id", "name", name=op.f("uq_league_team_programme_id_name")),
        sa.UniqueConstraint("programme_id", "number", name=op.f("uq_league_team_programme_id_number")),
    )
    op.create_index(op.f("ix_league_team_programme_id"), "league_team", ["programme_id"])


def _match() -> None:
    op.create_table(
        "league_match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(length=2), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("away_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pitch", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("home_goals", sa.Integer(), nullable=True),
        sa.Column("away_goals", sa.Integer(), nullable=True),
        sa.Column("penalties", sa.JSON(), nullable=False),
        sa.Column("cards", sa.JSON(), nullable=False),
        sa.Column("scorers", sa.JSON(), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "state in ('planned', 'reported', 'disputed', 'confirmed', 'walkover', 'void')",
            name=op.f("ck_league_match_state"),
        ),
        sa.CheckConstraint("home_goals >= 0 and away_goals >= 0", name=op.f("ck_league_match_goals")),
        sa.CheckConstraint("home_id <> away_id", name=op.f("ck_league_match_two_teams")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_league_match_programme_id")
        ),
        sa.ForeignKeyConstraint(["home_id"], ["league_team.id"], name=op.f("fk_league_match_home_id")),
        sa.ForeignKeyConstraint(["away_id"], ["league_team.id"], name=op.f("fk_league_match_away_id")),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["account.id"], name=op.f("fk_league_match_reported_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_league_match")),
        sa.UniqueConstraint(
            "programme_id",
            "group",
            "round",
            "position",
            name=op.f("uq_league_match_programme_id_group_round_position"),
        ),
    )
    for column in ("programme_id", "home_id", "away_id"):
        op.create_index(op.f(f"ix_league_match_{column}"), "league_match", [column])
    where = sa.text("starts_at is not null")
    op.create_index(
        "uq_league_match_pitch",
        "league_match",
        ["programme_id", "pitch", "starts_at"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    op.drop_table("league_match")
    op.drop_table("league_team")
    op.drop_table("league")
