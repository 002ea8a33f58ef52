"""A reason for everybody, kept with the run."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.add_column("allocation_run", sa.Column("report", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("allocation_run", "report")
