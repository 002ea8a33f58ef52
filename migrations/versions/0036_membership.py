"""Since when somebody is in the union, and certificates."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("union_joined_on", sa.Date(), nullable=True))

    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_certificate_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("person_id", "kind", "number", name=op.f("uq_certificate_person_id_kind_number")),
    )
    with op.batch_alter_table("certificate") as table:
        table.create_index(table.f("ix_certificate_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("certificate") as table:
        table.drop_index(table.f("ix_certificate_person_id"))

    op.drop_table("certificate")
    with op.batch_alter_table("person") as table:
        table.drop_column("union_joined_on")
