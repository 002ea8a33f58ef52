"""Lectures that come to a factory: topics, lecturers, vehicles, and the stops that units order."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"


def upgrade() -> None:
    _lecture_resource()
    _lecture_stop()


def _lecture_resource() -> None:
    op.create_table(
        "lecture_resource",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('topic', 'lecturer', 'vehicle')", name=op.f("ck_lecture_resource_kind")),
        sa.CheckConstraint("(kind = 'topic') = (minutes > 0)", name=op.f("ck_lecture_resource_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lecture_resource")),
    )
    op.create_index(op.f("ix_lecture_resource_kind"), "lecture_resource", ["kind"])


def _lecture_stop() -> None:
    op.create_table(
        "lecture_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("ordered_by_id", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("wished_days", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("contact_name", sa.String(length=60), nullable=False),
        sa.Column("contact_phone", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("question", sa.String(length=400), nullable=False),
        sa.Column("reply", sa.String(length=400), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("lecturer_id", sa.Integer(), nullable=True),
        sa.Column("vehicle_id", sa.Integer(), nullable=True),
        sa.Column("offering_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_checks(),
        *_keys(),
    )
    for column in ("programme_id", "unit_id", "state"):
        op.create_index(op.f(f"ix_lecture_stop_{column}"), "lecture_stop", [column])
    confirmed = sa.text("state = 'confirmed'")
    for who in ("lecturer", "vehicle"):
        op.create_index(
            f"uq_lecture_stop_{who}",
            "lecture_stop",
            [f"{who}_id", "held_on"],
            unique=True,
            sqlite_where=confirmed,
            postgresql_where=confirmed,
        )


def _checks() -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(
            "state in ('ordered','asked','confirmed','refused','withdrawn')",
            name=op.f("ck_lecture_stop_state"),
        ),
        sa.CheckConstraint("expected > 0", name=op.f("ck_lecture_stop_expected")),
        sa.CheckConstraint(
            "state <> 'confirmed' or (held_on is not null and lecturer_id is not null"
            " and vehicle_id is not null and offering_id is not null)",
            name=op.f("ck_lecture_stop_confirmed"),
        ),
    ]


def _keys() -> list[sa.Constraint]:
    others = {
        "programme_id": "programme.id",
        "unit_id": "unit.id",
        "ordered_by_id": "account.id",
        "topic_id": "lecture_resource.id",
        "lecturer_id": "lecture_resource.id",
        "vehicle_id": "lecture_resource.id",
        "offering_id": "offering.id",
    }
    return [
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_lecture_stop_{column}"))
            for column, target in others.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lecture_stop")),
        sa.UniqueConstraint("offering_id", name=op.f("uq_lecture_stop_offering_id")),
    ]


def downgrade() -> None:
    op.drop_table("lecture_stop")
    op.drop_table("lecture_resource")
