"""Who has entered an event, and how many of each unit."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"


def upgrade() -> None:
    _contest_entry()
    _entry_count()


def _contest_entry() -> None:
    op.create_table(
        "contest_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state in ('entered', 'withdrawn', 'absent', 'disqualified')", name=op.f("ck_contest_entry_state")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["contest_event.id"], name=op.f("fk_contest_entry_event_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_contest_entry_registration_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contest_entry_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_contest_entry_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_entry")),
    )
    op.create_index(
        "uq_contest_entry_person",
        "contest_entry",
        ["event_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'withdrawn' and person_id is not null"),
        postgresql_where=sa.text("state <> 'withdrawn' and person_id is not null"),
    )
    op.create_index(
        "uq_contest_entry_team",
        "contest_entry",
        ["event_id", "registration_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'withdrawn' and person_id is null"),
        postgresql_where=sa.text("state <> 'withdrawn' and person_id is null"),
    )
    for column in ("event_id", "person_id", "registration_id", "unit_id"):
        op.create_index(op.f(f"ix_contest_entry_{column}"), "contest_entry", [column])


def _entry_count() -> None:
    op.create_table(
        "entry_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "taken >= 0 and (maximum is null or taken <= maximum)", name=op.f("ck_entry_count_maximum")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["contest_event.id"], name=op.f("fk_entry_count_event_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_entry_count_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_count")),
        sa.UniqueConstraint("event_id", "unit_id", name=op.f("uq_entry_count_event_id_unit_id")),
    )
    op.create_index(op.f("ix_entry_count_event_id"), "entry_count", ["event_id"])


def downgrade() -> None:
    op.drop_table("entry_count")
    op.drop_table("contest_entry")
