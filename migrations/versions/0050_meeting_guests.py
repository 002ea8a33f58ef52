"""People who come to one meeting, and meetings of which those who take part have been reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0048"


def upgrade() -> None:
    op.create_table(
        "meeting_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_guest_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_meeting_guest_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_guest")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_meeting_guest_meeting_id_person_id")),
    )
    for column in ("meeting_id", "person_id"):
        op.create_index(op.f(f"ix_meeting_guest_{column}"), "meeting_guest", [column])
    with op.batch_alter_table("meeting") as table:
        table.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("meeting") as table:
        table.drop_column("reminded_at")
    op.drop_table("meeting_guest")
