"""Tables of Multiplane itself."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SCHEMA = "multiplane"


def upgrade() -> None:
    """Create the tables beside Kitsu's, in their own schema."""
    op.create_table(
        "revoked_token",
        sa.Column("jti", sa.String(60), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(), nullable=False),
        sa.PrimaryKeyConstraint("jti", name="revoked_token_pkey"),
        schema=SCHEMA,
    )
    op.create_index("ix_revoked_token_expires_at", "revoked_token", ["expires_at"], schema=SCHEMA)
    op.create_table(
        "one_time_token",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name="one_time_token_pkey"),
        schema=SCHEMA,
    )
    op.create_index("ix_one_time_token_expires_at", "one_time_token", ["expires_at"], schema=SCHEMA)
    op.create_table(
        "shared_setting",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="shared_setting_pkey"),
        schema=SCHEMA,
    )
