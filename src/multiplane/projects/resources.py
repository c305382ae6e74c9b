"""The generic resources of projects and their statuses (02-models 4.1, 4.2)."""

from typing import Any

from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.projects import require_access, require_manager
from multiplane.access.user import CurrentUser
from multiplane.access.visibility import visible_projects
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest, Forbidden, NotFound, SimpleBadRequest
from multiplane.ids import is_id
from multiplane.models import Project, ProjectStatus
from multiplane.projects import queries, service
from multiplane.projects.creation import first_episode_id, open_status_id
from multiplane.projects.deletion import service as deletion
from multiplane.projects.descriptors.service import add_shared
from multiplane.projects.team.service import refuse_preview_accounts
from multiplane.projects.templates import service as templates
from multiplane.projects.validation import NOTHING, check_bitrates, check_resolution, settled_style
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.crud.operations import relation_id_list
from multiplane.web.crud.resource import Resource
from multiplane.web.routing import SIGNED_IN


class ProjectStatusResource(Resource):
    """Everybody reads the statuses."""

    model = ProjectStatus
    path = "project-status"
    lists = reads = SIGNED_IN


class ProjectResource(Resource):
    """Productions. Members read theirs, its managers change it, administrators make and delete them."""

    model = Project
    path = "projects"
    forced_deletes = True
    lists = reads = SIGNED_IN
    protected = frozenset({"team"})
    instructions = frozenset({"project_template_id"})

    # -- who may

    def visible(self, user: CurrentUser) -> ColumnElement[bool] | None:
        return visible_projects(user)

    async def check_read(self, session: Session, row: Row) -> None:
        await require_access(session, row["id"])

    async def check_update(self, session: Session, row: Row, data: Row) -> None:
        await require_manager(session, row["id"])

    async def check_delete(self, session: Session, row: Row) -> None:
        """An open project is refused before the role is looked at."""
        if service.is_open(await service.status_name(session, row["id"])):
            raise SimpleBadRequest("Only closed projects can be deleted")
        if not session.user.is_admin:
            raise Forbidden

    # -- writes

    async def prepare_create(self, session: Session, data: Row) -> Row:
        default = data.get("default_preview_background_file_id")
        if default is not None and str(default).lower() not in _backgrounds(data):
            raise BadRequest("Invalid default_preview_background_file_id")
        await self._check(session, data)
        await refuse_preview_accounts(session, relation_id_list(data.get("team")))
        if data.get("project_template_id") is not None:
            data = _over(await templates.find_template(session, data["project_template_id"]), data)
            _check_bitrates(session, data, NOTHING)
        if data.get("project_status_id") is None:
            data = {**data, "project_status_id": await open_status_id(session)}
        return settled_style(data)

    async def created(self, session: Session, row: Row, data: Row) -> None:
        if data.get("project_template_id") is not None:
            template = await templates.find_template(session, data["project_template_id"])
            await templates.give_links(session, row["id"], template["id"])
            await templates.give_descriptors(session, row["id"], template)
            service.emit_update(session, row["id"])
        await _open_on_an_episode(session, row)
        await add_shared(session, row["id"], queries.OPEN_NAMES)
        row.update(await session.one(queries.RELATIONS_OF, project_id=row["id"]) or {})

    async def prepare_update(self, session: Session, row: Row, data: Row) -> Row:
        kept = dict(data)
        if kept.get("project_status_id", "") is None:
            del kept["project_status_id"]
        await self._check(session, kept, row)
        return settled_style(kept)

    async def updated(self, session: Session, before: Row, after: Row, data: Row) -> None:
        await _open_on_an_episode(session, after)

    async def before_delete_lock(self, session: Session, object_id: str, *, force: bool) -> None:
        """What it holds comes first: whoever changes that refers to the project in the end."""
        if force and is_id(object_id) and session.user.is_admin:
            await deletion.lock(session, object_id.lower())

    async def before_delete(self, session: Session, row: Row, *, force: bool) -> None:
        await deletion.prepare(session, row["id"], force=force)

    async def _check(self, session: Session, data: Row, current: Row = NOTHING) -> None:
        check_resolution(data)
        _check_bitrates(session, data, current)
        asked = set(_backgrounds(data))
        if asked and asked - set(await session.column(queries.KNOWN_BACKGROUNDS, background_ids=sorted(asked))):
            raise NotFound

    # -- what is told

    async def present_one(self, session: Session, request: AnyRequest, row: Row) -> Row:
        return await service.completed(session, row, relations=query.flag(request, "relations", True))


def _check_bitrates(session: Session, data: Row, current: Row) -> None:
    check_bitrates(data, session.settings.movie_highdef_bitrate, current)


def _backgrounds(data: Row) -> list[str]:
    return relation_id_list(data.get("preview_background_files"))


def _over(template: Row, posted: Row) -> Row:
    """What was posted, over what the template says; null means nothing was."""
    given: dict[str, Any] = templates.settings_of(template)
    background = template["default_preview_background_file_id"]
    if background is not None:
        given["default_preview_background_file_id"] = background
    return {**posted, **given, **{key: value for key, value in posted.items() if value is not None}}


async def _open_on_an_episode(session: Session, project: Row) -> None:
    """Series answer with the episode they open on."""
    episode_id = await first_episode_id(session, project)
    if episode_id is not None:
        project["first_episode_id"] = episode_id
