"""Who waits for a place."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.create_table(
        "waitlist_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'offered') = (offering_id is not null)", name=op.f("ck_waitlist_entry_offer")
        ),
        sa.CheckConstraint(
            "state in ('waiting','offered','placed','lapsed','declined','left')",
            name=op.f("ck_waitlist_entry_state"),
        ),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_waitlist_entry_offering_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_waitlist_entry_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_waitlist_entry_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist_entry")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_waitlist_entry_registration_id")),
    )
    with op.batch_alter_table("waitlist_entry") as table:
        table.create_index(table.f("ix_waitlist_entry_answer_by"), ["answer_by"], unique=False)
        table.create_index(table.f("ix_waitlist_entry_programme_id"), ["programme_id"], unique=False)
        table.create_index(table.f("ix_waitlist_entry_state"), ["state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("waitlist_entry") as table:
        table.drop_index(table.f("ix_waitlist_entry_state"))
        table.drop_index(table.f("ix_waitlist_entry_programme_id"))
        table.drop_index(table.f("ix_waitlist_entry_answer_by"))

    op.drop_table("waitlist_entry")
