"""Books of reading clubs, and what members note on them."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    _book()
    _book_note()


def _book() -> None:
    op.create_table(
        "book",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.CheckConstraint("state in ('planned', 'reading', 'read')", name=op.f("ck_book_state")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_book_meeting_id")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_book_offering_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_book_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book")),
    )
    op.create_index(op.f("ix_book_meeting_id"), "book", ["meeting_id"])
    op.create_index(op.f("ix_book_offering_id"), "book", ["offering_id"])
    op.create_index(op.f("ix_book_programme_id"), "book", ["programme_id"])


def _book_note() -> None:
    op.create_table(
        "book_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("pages is null or pages >= 0", name=op.f("ck_book_note_pages")),
        sa.CheckConstraint("state in ('pending', 'shown', 'hidden')", name=op.f("ck_book_note_state")),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_book_note_book_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_book_note_decided_by_id")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_book_note_offering_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_book_note_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_note")),
    )
    op.create_index(op.f("ix_book_note_book_id"), "book_note", ["book_id"])
    op.create_index(op.f("ix_book_note_offering_id"), "book_note", ["offering_id"])
    op.create_index(op.f("ix_book_note_person_id"), "book_note", ["person_id"])


def downgrade() -> None:
    op.drop_table("book_note")
    op.drop_table("book")
