"""The generic resource of project templates (02-models 4.4)."""

from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import PlainRefusal
from multiplane.models import ProjectTemplate
from multiplane.projects.templates import queries
from multiplane.projects.templates.service import GIVEN
from multiplane.projects.validation import NOTHING, check_bitrates, settled_style
from multiplane.web.crud.resource import Resource
from multiplane.web.routing import MANAGER

KEPT_ON_CREATION = frozenset({"name", "description", "metadata_descriptors", *GIVEN})
TAKEN = "A project template with this name already exists"


class ProjectTemplateResource(Resource):
    """Managers read templates, administrators write them. Links have their own routes."""

    model = ProjectTemplate
    path = "project-templates"
    lists = reads = MANAGER
    protected = frozenset({"type", "task_types", "task_statuses", "asset_types", "status_automations"})
    missing = "Project template not found"
    duplicate = TAKEN

    async def prepare_create(self, session: Session, data: Row) -> Row:
        """Only some keys are kept; the others are dropped without a word."""
        kept = {key: value for key, value in data.items() if key in KEPT_ON_CREATION}
        if not kept.get("name"):
            raise PlainRefusal("name is required")
        return await self._checked(session, kept)

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        return await self._checked(session, data, row)

    async def _checked(self, session: Session, data: Row, row: Row | None = None) -> Row:
        name = data.get("name")
        except_id = row["id"] if row else None
        if isinstance(name, str) and await session.value(queries.NAME_TAKEN, name=name, except_id=except_id):
            raise PlainRefusal(TAKEN)
        check_bitrates(data, session.settings.movie_highdef_bitrate, row or NOTHING, refusal=PlainRefusal)
        return settled_style(data)

    def present_written(self, user: CurrentUser, row: Row) -> Row:
        """The answers of writes carry no links, that of a creation neither."""
        return {key: value for key, value in row.items() if key not in self.relations}
