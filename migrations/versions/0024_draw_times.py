"""When the seed's source was announced, the list frozen, the figure known, the numbers drawn."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

TIMES = ("seed_known_at", "seed_announced_at", "drawn_at", "entries_frozen_at")


def upgrade() -> None:
    for name in TIMES:
        op.add_column("programme", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in reversed(TIMES):
        op.drop_column("programme", name)
