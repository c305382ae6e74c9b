"""Tables of the job queue."""

from pathlib import Path

from alembic import op

from multiplane.database.script import run_script

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of pgqueuer 1.6 in our schema (the script is what pgqueuer itself renders)."""
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql"))
