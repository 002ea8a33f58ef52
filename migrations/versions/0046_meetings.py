"""Meetings of an offering, who leads them, and who came."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    _meeting()
    _host()
    _check_in()


def _meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("room", sa.String(length=60), nullable=False),
        sa.Column("host_name", sa.String(length=60), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=True),
        sa.Column("link_minutes", sa.Integer(), nullable=False),
        sa.Column("credit_minutes", sa.Integer(), nullable=False),
        sa.Column("guest_seats", sa.Integer(), nullable=False),
        sa.Column("guests_taken", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meeting_hours")),
        sa.CheckConstraint(
            "guests_taken >= 0 and guests_taken <= guest_seats", name=op.f("ck_meeting_guests")
        ),
        sa.CheckConstraint("credit_minutes >= 0", name=op.f("ck_meeting_credit")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_meeting_offering_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_meeting_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    for column in ("offering_id", "venue_id", "starts_at"):
        op.create_index(op.f(f"ix_meeting_{column}"), "meeting", [column])


def _host() -> None:
    op.create_table(
        "host",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_host_offering_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_host_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host")),
        sa.UniqueConstraint("offering_id", "account_id", name=op.f("uq_host_offering_id_account_id")),
    )
    for column in ("offering_id", "account_id"):
        op.create_index(op.f(f"ix_host_{column}"), "host", [column])


def _check_in() -> None:
    op.create_table(
        "check_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("how in ('host', 'code', 'desk')", name=op.f("ck_check_in_how")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_check_in_offering_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_check_in_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_check_in_person_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_check_in_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
    )
    for column in ("offering_id", "meeting_id", "person_id"):
        op.create_index(op.f(f"ix_check_in_{column}"), "check_in", [column])
    _once("uq_check_in_meeting", "meeting_id", "meeting_id is not null")
    _once("uq_check_in_offering", "offering_id", "meeting_id is null")


def _once(name: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(
        name, "check_in", [column, "person_id"], unique=True, sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    op.drop_table("check_in")
    op.drop_table("host")
    op.drop_table("meeting")
