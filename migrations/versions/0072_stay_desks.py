"""Who works at a campus's desk, who leads a group and what they noted."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"


def upgrade() -> None:
    _desk_worker()
    _group_leader()
    _leader_note()


def _desk_worker() -> None:
    op.create_table(
        "desk_worker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_desk_worker_venue_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_desk_worker_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_worker")),
        sa.UniqueConstraint("venue_id", "account_id", name=op.f("uq_desk_worker_venue_id_account_id")),
    )
    for column in ("venue_id", "account_id"):
        op.create_index(op.f(f"ix_desk_worker_{column}"), "desk_worker", [column])


def _group_leader() -> None:
    op.create_table(
        "group_leader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_group_leader_offering_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_group_leader_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_leader")),
        sa.UniqueConstraint("offering_id", name=op.f("uq_group_leader_offering_id")),
    )
    op.create_index(op.f("ix_group_leader_account_id"), "group_leader", ["account_id"])


def _leader_note() -> None:
    op.create_table(
        "leader_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_leader_note_offering_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_leader_note_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leader_note")),
    )
    op.create_index(op.f("ix_leader_note_offering_id"), "leader_note", ["offering_id"])


def downgrade() -> None:
    op.drop_table("leader_note")
    op.drop_table("group_leader")
    op.drop_table("desk_worker")
