"""Votes for a club's next book."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    _book_round()
    _book_proposal()
    _book_vote()


def _book_round() -> None:
    op.create_table(
        "book_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("winner_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_book_round_offering_id")),
        sa.ForeignKeyConstraint(["winner_id"], ["book.id"], name=op.f("fk_book_round_winner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_round")),
    )
    op.create_index(op.f("ix_book_round_offering_id"), "book_round", ["offering_id"])
    where = sa.text("closed_at is null")
    op.create_index(
        "uq_book_round_open",
        "book_round",
        ["offering_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _book_proposal() -> None:
    op.create_table(
        "book_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_book_proposal_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["book_round.id"], name=op.f("fk_book_proposal_round_id")),
        sa.UniqueConstraint("round_id", "id", name=op.f("uq_book_proposal_round_id_id")),
        sa.UniqueConstraint("round_id", "title", name=op.f("uq_book_proposal_round_id_title")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_proposal")),
    )
    op.create_index(op.f("ix_book_proposal_person_id"), "book_proposal", ["person_id"])
    op.create_index(op.f("ix_book_proposal_round_id"), "book_proposal", ["round_id"])


def _book_vote() -> None:
    op.create_table(
        "book_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_book_vote_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["book_round.id"], name=op.f("fk_book_vote_round_id")),
        sa.ForeignKeyConstraint(
            ["round_id", "proposal_id"],
            ["book_proposal.round_id", "book_proposal.id"],
            name=op.f("fk_book_vote_round_id_proposal_id"),
        ),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_book_vote_round_id_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_vote")),
    )
    op.create_index(op.f("ix_book_vote_person_id"), "book_vote", ["person_id"])
    op.create_index(op.f("ix_book_vote_proposal_id"), "book_vote", ["proposal_id"])
    op.create_index(op.f("ix_book_vote_round_id"), "book_vote", ["round_id"])


def downgrade() -> None:
    op.drop_table("book_vote")
    op.drop_table("book_proposal")
    op.drop_table("book_round")
