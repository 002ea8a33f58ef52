"""Quizzes: a bank of questions, settings, tries, and scores with their sums by unit."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0056"


def upgrade() -> None:
    _question()
    _quiz()
    _try()
    _score()
    _total()


def _question() -> None:
    op.create_table(
        "quiz_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("used", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("right", sa.JSON(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("explanation_en", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('single', 'multiple', 'true_false')", name=op.f("ck_quiz_question_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_question")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_quiz_question_code_version")),
    )
    op.create_index(op.f("ix_quiz_question_topic"), "quiz_question", ["topic"])
    _where("uq_quiz_question_current", "quiz_question", ["code"], "current", unique=True)


def _quiz() -> None:
    op.create_table(
        "quiz",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("draws", sa.JSON(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("tries_most", sa.Integer(), nullable=False),
        sa.Column("counts", sa.String(length=10), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("rank_by", sa.String(length=10), nullable=False),
        sa.Column("rank_least", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.String(length=80), nullable=False),
        sa.Column("certificate_en", sa.String(length=120), nullable=False),
        sa.CheckConstraint("counts in ('best', 'last')", name=op.f("ck_quiz_counts")),
        sa.CheckConstraint("rank_by in ('total', 'mean')", name=op.f("ck_quiz_rank_by")),
        sa.CheckConstraint(
            "seconds > 0 and tries_most > 0 and rank_least > 0", name=op.f("ck_quiz_positive")
        ),
        sa.CheckConstraint("pass_mark between 0 and 100", name=op.f("ck_quiz_pass_mark")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_quiz_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz")),
        sa.UniqueConstraint("programme_id", name=op.f("uq_quiz_programme_id")),
    )


def _try() -> None:
    op.create_table(
        "quiz_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.CheckConstraint("state in ('running', 'handed_in', 'lapsed')", name=op.f("ck_quiz_try_state")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_quiz_try_programme_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quiz_try_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_try")),
        sa.UniqueConstraint(
            "programme_id", "person_id", "number", name=op.f("uq_quiz_try_programme_id_person_id_number")
        ),
    )
    op.create_index(op.f("ix_quiz_try_person_id"), "quiz_try", ["person_id"])
    running = "state = 'running'"
    _where("uq_quiz_try_running", "quiz_try", ["programme_id", "person_id"], running, unique=True)
    _where("ix_quiz_try_due", "quiz_try", ["ends_at"], running, unique=False)


def _score() -> None:
    op.create_table(
        "quiz_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("behind", sa.Integer(), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_quiz_score_programme_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quiz_score_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_quiz_score_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_score")),
        sa.UniqueConstraint("programme_id", "person_id", name=op.f("uq_quiz_score_programme_id_person_id")),
    )
    op.create_index(op.f("ix_quiz_score_person_id"), "quiz_score", ["person_id"])
    ranked = ["programme_id", "behind", "reached_at"]
    op.create_index("ix_quiz_score_rank", "quiz_score", ranked)
    op.create_index("ix_quiz_score_unit", "quiz_score", ["programme_id", "unit_id"])


def _total() -> None:
    op.create_table(
        "quiz_unit_total",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("score_sum", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_quiz_unit_total_programme_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_quiz_unit_total_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_unit_total")),
        sa.UniqueConstraint("programme_id", "unit_id", name=op.f("uq_quiz_unit_total_programme_id_unit_id")),
    )
    op.create_index(op.f("ix_quiz_unit_total_unit_id"), "quiz_unit_total", ["unit_id"])


def _where(name: str, table: str, columns: list[str], condition: str, *, unique: bool) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for table in ("quiz_unit_total", "quiz_score", "quiz_try", "quiz", "quiz_question"):
        op.drop_table(table)
