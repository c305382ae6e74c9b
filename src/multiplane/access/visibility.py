"""What a user may see, one function per kind of object: (who asks) -> SQL clause, None for everything.

Every list, single read, search, export and event goes through these. The role counts that the user has on the
project of the row (01-auth C.1, C.5): a vendor on one production may be an artist on another.
"""

from typing import Any

from sqlalchemy import Boolean, and_, any_, bindparam, case, exists, false, func, not_, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from multiplane.access.user import CurrentUser, Role
from multiplane.database.statements import among, ids
from multiplane.models import (
    Comment,
    DepartmentMetadataDescriptorLink,
    Entity,
    EntityType,
    MetadataDescriptor,
    Person,
    Playlist,
    PreviewFile,
    Project,
    ProjectPersonLink,
    Task,
    TaskPersonLink,
)

Clause = ColumnElement[bool] | None

_DEPARTMENTS = DepartmentMetadataDescriptorLink.department_id
_OF_DESCRIPTOR = DepartmentMetadataDescriptorLink.metadata_descriptor_id == MetadataDescriptor.id
DESCRIPTOR_SHOWN: ColumnElement[bool] = and_(
    or_(
        not_(MetadataDescriptor.project_id == any_(ids("client_in"))),
        MetadataDescriptor.for_client.is_(True),
    ),
    or_(
        not_(MetadataDescriptor.project_id == any_(ids("vendor_in"))),
        not_(exists(select(_DEPARTMENTS).where(_OF_DESCRIPTOR).correlate(MetadataDescriptor))),
        exists(
            select(_DEPARTMENTS)
            .where(_OF_DESCRIPTOR, any_(ids("departments")) == _DEPARTMENTS)
            .correlate(MetadataDescriptor)
        ),
    ),
)
"""The narrowing of metadata descriptors, for statements prepared once; its values come from `descriptor_scope`."""


def role_on_project(person_id: Any, project_id: Any) -> Any:
    """The effective role of a person on a project (01-auth C.1), given two columns of the statement around it."""
    person, link = aliased(Person), aliased(ProjectPersonLink)
    on_team = and_(link.person_id == person.id, link.project_id == project_id)
    own_role = func.coalesce(func.nullif(link.role, "admin"), person.role)
    return (
        select(case((person.role == "admin", "admin"), else_=own_role))
        .select_from(person)
        .outerjoin(link, on_team)
        .where(person.id == person_id)
        .correlate_except(person, link)
        .scalar_subquery()
    )


def _on_assigned_entity() -> ColumnElement[bool]:
    """Tasks of an entity that has a task assigned to the reader."""
    sibling = aliased(Task)
    return exists(
        select(sibling.id)
        .join(TaskPersonLink, TaskPersonLink.task_id == sibling.id)
        .where(sibling.entity_id == Task.entity_id, TaskPersonLink.person_id == bindparam("reader_id"))
        .correlate(Task)
    )


def _comment_shown() -> ColumnElement[bool]:
    """`COMMENT_SHOWN`, for a statement with `Comment` in its FROM."""
    in_projects_as = {name: Task.project_id == any_(ids(f"{name}_in")) for name in COMMENT_ROLES}
    by_client = role_on_project(Comment.person_id, Task.project_id) == "client"
    for_client = Comment.for_client.is_(True)
    is_own = Comment.person_id == bindparam("reader_id")
    of_concept = exists(
        select(Entity.id)
        .join(EntityType, EntityType.id == Entity.entity_type_id)
        .where(Entity.id == Task.entity_id, among(EntityType.name, ("Concept", "ConceptFolder")))
        .correlate(Task)
    )
    to_clients = and_(
        or_(for_client, by_client), or_(Project.is_clients_isolated.is_not(True), for_client, is_own), ~of_concept
    )
    by_role = or_(
        in_projects_as["leading"],
        in_projects_as["artist"] & ~by_client,
        in_projects_as["vendor"] & _on_assigned_entity() & ~by_client,
        in_projects_as["client"] & to_clients,
    )
    of_task = select(Task.id).join(Project, Project.id == Task.project_id)
    shown = exists(of_task.where(Task.id == Comment.object_id, by_role).correlate(Comment))
    return or_(bindparam("reads_all", type_=Boolean), shown)


COMMENT_ROLES = ("leading", "artist", "vendor", "client")
COMMENT_SHOWN: ColumnElement[bool] = _comment_shown()
"""The comments a user may read (04-tasks 1.7), for statements prepared once; its values come from `comment_scope`.

Supervisors and managers read all of them; artists and vendors those whose author is no client on the project, vendors
only on entities they work on; clients what is marked for them and what clients wrote, and where clients are isolated
only their own of the latter, but nothing about concepts.
"""
NEWS_SHOWN: ColumnElement[bool] = or_(
    bindparam("reads_all", type_=Boolean),
    Task.project_id == any_(ids("leading_in")),
    Task.project_id == any_(ids("artist_in")),
    and_(
        Task.project_id == any_(ids("vendor_in")),
        exists(
            select(TaskPersonLink.task_id).where(
                TaskPersonLink.task_id == Task.id, TaskPersonLink.person_id == bindparam("reader_id")
            )
        ),
    ),
)
"""News of the tasks a user sees: none where they are a client, those of their tasks as a vendor. As above."""

STAFF: tuple[Role, ...] = ("manager", "supervisor", "user")
NOT_VENDOR: tuple[Role, ...] = (*STAFF, "client")

_OF_CONCEPT = exists(
    select(Entity.id)
    .join(EntityType, EntityType.id == Entity.entity_type_id)
    .where(Entity.id == Task.entity_id, among(EntityType.name, ("Concept", "ConceptFolder")))
    .correlate(Task)
)


def visible_projects(user: CurrentUser, *, open_only: bool = True) -> Clause:
    """Projects whose team holds the user."""
    if user.is_admin:
        return None
    return among(Project.id, user.projects(open_only=open_only))


def visible_entities(user: CurrentUser, *, open_only: bool = True) -> Clause:
    """Entities of the user's projects.

    Where the user is a vendor, only those with a task assigned to them; where they are a client, no concepts.
    """
    if user.is_admin:
        return None
    return _by_role(
        user,
        open_only,
        client=Entity.entity_type_id.not_in(
            select(EntityType.id).where(among(EntityType.name, ("Concept", "ConceptFolder")))
        ),
        vendor=assigned_entity(user),
    )


def visible_sequences(user: CurrentUser, *, open_only: bool = False) -> Clause:
    """Sequences of the user's projects; where the user is a vendor, those holding a shot or scene of theirs."""
    if user.is_admin:
        return None
    child = aliased(Entity)
    return _by_role(user, open_only, vendor=exists(_assigned(user, child).where(child.parent_id == Entity.id)))


def visible_episodes(user: CurrentUser, *, open_only: bool = False) -> Clause:
    """Episodes of the user's projects; where the user is a vendor, those holding a shot, scene or asset of theirs."""
    if user.is_admin:
        return None
    child, sequence = aliased(Entity), aliased(Entity)
    shots = _assigned(user, child).join(sequence, sequence.id == child.parent_id)
    assets = _assigned(user, child).where(child.source_id == Entity.id)
    holds = or_(exists(shots.where(sequence.parent_id == Entity.id)), exists(assets))
    return _by_role(user, open_only, vendor=holds)


def visible_tasks(user: CurrentUser, *, open_only: bool = True) -> Clause:
    """Tasks of the user's projects.

    Where the user is a vendor, only those assigned to them; where they are a client, none of concepts.
    """
    if user.is_admin:
        return None
    groups: tuple[tuple[list[str], ColumnElement[bool] | None], ...] = (
        (user.projects(*STAFF, open_only=open_only), None),
        (user.projects("client", open_only=open_only), ~_OF_CONCEPT),
        (user.projects("vendor", open_only=open_only), assigned_task(user)),
    )
    return or_(false(), *_narrowed(Task.project_id, groups))


def visible_preview_files(user: CurrentUser, *, open_only: bool = True) -> Clause:
    """Previews of the tasks the user sees."""
    tasks = visible_tasks(user, open_only=open_only)
    if tasks is None:
        return None
    return exists(select(Task.id).where(Task.id == PreviewFile.task_id, tasks))


def visible_playlists(user: CurrentUser) -> Clause:
    """Playlists of the user's projects, open or closed: where they are a client what is for them, as a vendor none."""
    if user.is_admin:
        return None
    return or_(
        among(Playlist.project_id, user.projects(*STAFF)),
        among(Playlist.project_id, user.projects("client")) & Playlist.for_client.is_(True),
    )


def visible_descriptors(user: CurrentUser, *, open_only: bool = True) -> Clause:
    """Metadata descriptors of the user's projects, narrowed where they are a client or a vendor."""
    if user.is_admin:
        return None
    narrowed = DESCRIPTOR_SHOWN.params(descriptor_scope(user))
    return and_(among(MetadataDescriptor.project_id, user.projects(open_only=open_only)), narrowed)


def descriptor_scope(user: CurrentUser) -> dict[str, list[str]]:
    """The values of `DESCRIPTOR_SHOWN`: a client sees what is `for_client`, a vendor what concerns their departments.

    The role that counts is the one on the descriptor's project; everybody else sees all (05-projects-people 2.4).
    """
    return {
        "client_in": user.projects("client"),
        "vendor_in": user.projects("vendor"),
        "departments": sorted(user.departments),
    }


def assigned_entity(user: CurrentUser) -> ColumnElement[bool]:
    """Entities with a task assigned to the user."""
    return exists(
        select(Task.id)
        .join(TaskPersonLink, TaskPersonLink.task_id == Task.id)
        .where(Task.entity_id == Entity.id, TaskPersonLink.person_id == user.id)
    )


def assigned_task(user: CurrentUser) -> ColumnElement[bool]:
    """Tasks assigned to the user."""
    return exists(
        select(TaskPersonLink.task_id).where(TaskPersonLink.task_id == Task.id, TaskPersonLink.person_id == user.id)
    )


def visible_comments(user: CurrentUser) -> Clause:
    """Comments the user may read one by one: `COMMENT_SHOWN` with the values of `comment_scope`."""
    return None if user.is_admin else COMMENT_SHOWN.params(comment_scope(user))


def comment_scope(user: CurrentUser) -> dict[str, Any]:
    """The values of `COMMENT_SHOWN` and `NEWS_SHOWN`: the projects of the user by the role they have there."""
    return {
        "reads_all": user.is_admin,
        "reader_id": user.id,
        "leading_in": user.projects("manager", "supervisor"),
        "artist_in": user.projects("user"),
        "vendor_in": user.projects("vendor"),
        "client_in": user.projects("client"),
    }


def _by_role(
    user: CurrentUser,
    open_only: bool,
    *,
    client: ColumnElement[bool] | None = None,
    vendor: ColumnElement[bool],
) -> ColumnElement[bool]:
    """Entities of the user's projects, narrowed where the user is a client or a vendor."""
    groups: tuple[tuple[list[str], ColumnElement[bool] | None], ...] = (
        (user.projects(*STAFF, open_only=open_only), None),
        (user.projects("client", open_only=open_only), client),
        (user.projects("vendor", open_only=open_only), vendor),
    )
    return or_(false(), *_narrowed(Entity.project_id, groups))


def _narrowed(
    project_id: Any, groups: tuple[tuple[list[str], ColumnElement[bool] | None], ...]
) -> list[ColumnElement[bool]]:
    """A clause for each group of projects that is not empty: its rows, or those of them that also match."""
    return [
        among(project_id, projects) if narrowed is None else among(project_id, projects) & narrowed
        for projects, narrowed in groups
        if projects
    ]


def _assigned(user: CurrentUser, entity: Any) -> Any:
    """Select: the entities of this alias that have a task assigned to the user."""
    return (
        select(entity.id)
        .join(Task, Task.entity_id == entity.id)
        .join(TaskPersonLink, TaskPersonLink.task_id == Task.id)
        .where(TaskPersonLink.person_id == user.id)
    )
