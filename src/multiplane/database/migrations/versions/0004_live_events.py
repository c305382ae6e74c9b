"""Events that are not for the log, kept until every live stream has them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, UUID

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SCHEMA = "multiplane"


def upgrade() -> None:
    """Create their table beside the other tables of ours."""
    op.create_table(
        "live_event",
        sa.Column("id", UUID(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("project_id", UUID(), nullable=True),
        sa.Column("data", JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="live_event_pkey"),
        schema=SCHEMA,
    )
    op.create_index("ix_live_event_created_at", "live_event", ["created_at"], schema=SCHEMA)
