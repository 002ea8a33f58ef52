"""The archive of awards."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"


def upgrade() -> None:
    _award()


def _award() -> None:
    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("contest", sa.String(length=120), nullable=False),
        sa.Column("contest_en", sa.String(length=160), nullable=False),
        sa.Column("event", sa.String(length=80), nullable=False),
        sa.Column("event_en", sa.String(length=120), nullable=False),
        sa.Column("prize", sa.String(length=60), nullable=False),
        sa.Column("prize_en", sa.String(length=80), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("winner", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("team", sa.Boolean(), nullable=False),
        sa.CheckConstraint("year between 1900 and 2200", name=op.f("ck_award_year")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_award_programme_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_award_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
    )
    for column in ("person_id", "programme_id", "year"):
        op.create_index(op.f(f"ix_award_{column}"), "award", [column])


def downgrade() -> None:
    op.drop_table("award")
