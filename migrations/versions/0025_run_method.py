"""How a run decides places."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    method = sa.Column("method", sa.String(length=20), nullable=False, server_default="optimiser")
    op.add_column("allocation_run", method)


def downgrade() -> None:
    op.drop_column("allocation_run", "method")
