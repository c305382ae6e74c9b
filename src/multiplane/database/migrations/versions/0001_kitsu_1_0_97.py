"""Tables of Kitsu 1.0.97."""

from pathlib import Path

from alembic import op

from multiplane.database.baseline import is_installed
from multiplane.database.script import run_script

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create Kitsu's tables in `public`; leave a database that Kitsu already uses as it is."""
    connection = op.get_bind()
    if not is_installed(connection):
        run_script(connection, Path(__file__).with_suffix(".sql"))
