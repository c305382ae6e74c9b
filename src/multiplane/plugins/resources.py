"""The generic resource of plugins (02-models 9.1)."""

from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.models import Plugin
from multiplane.web.crud.resource import Resource


class PluginResource(Resource):
    """Installed plugins, for administrators; rows are normally written by the installer.

    In the events `plugin_id` is the id of the row, not the identifier of that name.
    """

    model = Plugin
    path = "plugins"

    async def prepare_create(self, session: Session, data: Row) -> Row:
        return _with_stored_address(data)

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        return _with_stored_address(data)


def _with_stored_address(data: Row) -> Row:
    """E-mail addresses are stored lower-case."""
    address = data.get("maintainer_email")
    return {**data, "maintainer_email": address.lower()} if isinstance(address, str) else data
