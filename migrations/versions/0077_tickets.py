"""Tickets and the seats of an offering."""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"


def upgrade() -> None:
    _seating()
    _ticket()


def _seating() -> None:
    op.create_table(
        "seating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("row_seats", sa.Integer(), nullable=False),
        sa.CheckConstraint("row_count between 1 and 200", name=op.f("ck_seating_rows")),
        sa.CheckConstraint("row_seats between 1 and 200", name=op.f("ck_seating_seats")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_seating_offering_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seating")),
        sa.UniqueConstraint("offering_id", name=op.f("uq_seating_offering_id")),
    )


def _ticket() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=True),
        sa.Column("seat_number", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(row_number is null) = (seat_number is null)", name=op.f("ck_ticket_seat")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_ticket_offering_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ticket_person_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_ticket_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_ticket_code_digest")),
    )
    op.create_index(op.f("ix_ticket_offering_id"), "ticket", ["offering_id"])
    op.create_index(op.f("ix_ticket_person_id"), "ticket", ["person_id"])
    op.create_index(op.f("ix_ticket_registration_id"), "ticket", ["registration_id"])
    living = sa.text("void_at is null")
    op.create_index(
        "uq_ticket_person",
        "ticket",
        ["offering_id", "person_id"],
        unique=True,
        sqlite_where=living,
        postgresql_where=living,
    )
    op.create_index(
        "uq_ticket_seat",
        "ticket",
        ["offering_id", "row_number", "seat_number"],
        unique=True,
        sqlite_where=living,
        postgresql_where=living,
    )


def downgrade() -> None:
    op.drop_table("ticket")
    op.drop_table("seating")
