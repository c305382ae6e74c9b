"""The rules of metadata descriptors."""

from collections.abc import Iterable
from typing import Any

from slugify import slugify

from multiplane.access.projects import managed_project, readable_project, require_access
from multiplane.access.visibility import descriptor_scope
from multiplane.database.errors import DuplicateRefused
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest, Forbidden, NotFound
from multiplane.ids import is_id, path_id
from multiplane.models import DepartmentMetadataDescriptorLink, MetadataDescriptor
from multiplane.projects.descriptors import queries
from multiplane.projects.descriptors.policy import may_write
from multiplane.projects.descriptors.schemas import DescriptorChange, DescriptorFields, DescriptorOrder, NewDescriptor

ENTITY_TYPES = ("Asset", "Shot", "Sequence", "Episode", "Edit", "Project", "Task")
DATA_TYPES: tuple[str, ...] = MetadataDescriptor.__table__.c.data_type.info["choices"]
LONGEST = 120
WRONG_TYPE = "Wrong entity type. Please select Asset, Shot, Sequence, Episode, Edit, Project, or Task."
EXISTS = "Metadata descriptor already exists."


def field_name_of(name: str) -> str:
    """The key values are stored under: lower-case ASCII, one `_` between words; empty without letter or digit."""
    return slugify(name, separator="_")


# -- reads


async def descriptors_of(session: Session, project_id: str) -> list[Row]:
    """The descriptors of a project that the caller sees, in display order; none of one that does not exist."""
    project_id = path_id(project_id)
    await require_access(session, project_id)
    rows = await session.all(queries.OF_PROJECT, project_id=project_id, **descriptor_scope(session.user))
    return [served(row) for row in rows]


async def descriptor(session: Session, project_id: str, descriptor_id: str) -> Row:
    """One descriptor of a project; 404 when it is of another one, 403 when it is hidden from the caller."""
    project_id = await readable_project(session, project_id)
    row = await _find(session, project_id, descriptor_id)
    if not row.pop("shown"):
        raise Forbidden
    return served(row)


def served(row: Row) -> Row:
    """The JSON object of a descriptor."""
    return {**row, "type": "MetadataDescriptor"}


# -- writes


async def create(session: Session, project_id: str, body: NewDescriptor) -> Row:
    """A new descriptor. Emits `metadata-descriptor:new`."""
    project_id = await readable_project(session, project_id)
    departments = await _departments(session, body)
    _require_writer(session, project_id, departments)
    task_type_id = await _task_type(session, body)
    _check(body, body.name)
    values = {
        "project_id": project_id,
        "entity_type": body.entity_type,
        "task_type_id": task_type_id,
        "name": body.name,
        "field_name": field_name_of(body.name),
        **_fields(body),
    }
    await _refuse_taken(session, values)
    return await insert(session, values, departments)


async def update(session: Session, project_id: str, descriptor_id: str, body: DescriptorChange) -> Row:
    """Replace a descriptor, but for what identifies it. Values follow a new name (05-projects-people 3.5).

    Emits `metadata-descriptor:update`.
    """
    project_id = await readable_project(session, project_id)
    before = await _find(session, project_id, descriptor_id, lock=True)
    departments = await _departments(session, body)
    _require_writer(session, project_id, [*before["departments"], *departments])
    name = before["name"] if body.name is None else body.name
    if not name:
        raise BadRequest("Name cannot be empty.")
    _check(body, name)
    renamed = name != before["name"]
    field_name = field_name_of(name) if renamed else before["field_name"]
    if renamed:
        await _refuse_taken(session, {**before, "name": name, "field_name": field_name}, before["id"])
    await _change(session, before["id"], {"name": name, "field_name": field_name, **_fields(body)})
    await _set_departments(session, before["id"], departments)
    if field_name != before["field_name"]:
        await _move_values(session, before, field_name)
    session.emit("metadata-descriptor:update", {"metadata_descriptor_id": before["id"]}, project_id)
    return await _whole(session, before["id"])


async def delete(session: Session, project_id: str, descriptor_id: str) -> None:
    """Remove a descriptor and the values stored under it. Emits `metadata-descriptor:delete`."""
    project_id = await readable_project(session, project_id)
    row = await _find(session, project_id, descriptor_id, lock=True)
    _require_writer(session, project_id, row["departments"])
    statement = queries.for_holder(queries.PURGE_VALUES, row["entity_type"])
    await session.run(statement, **queries.holder_values(row))
    await session.run(queries.DELETE_DEPARTMENTS, descriptor_id=row["id"])
    await session.run(queries.DELETE, descriptor_id=row["id"])
    session.emit("metadata-descriptor:delete", {"metadata_descriptor_id": row["id"]}, project_id)


async def reorder(session: Session, project_id: str, body: DescriptorOrder) -> list[Row]:
    """Number the descriptors of a type: those listed first, then the others by name. No event."""
    project_id = await managed_project(session, project_id)
    if body.entity_type not in ENTITY_TYPES:
        raise BadRequest(WRONG_TYPE)
    rows = await session.all(queries.LOCK_OF_TYPE, project_id=project_id, entity_type=body.entity_type)
    names = {row["id"]: row["name"] for row in rows}
    listed = list(dict.fromkeys(descriptor_id.lower() for descriptor_id in body.descriptor_ids))
    for descriptor_id in listed:
        if descriptor_id not in names:
            raise BadRequest(
                f"Descriptor {descriptor_id} not found for project {project_id} and entity type {body.entity_type}"
            )
    others = sorted(names.keys() - set(listed), key=lambda descriptor_id: (names[descriptor_id], descriptor_id))
    await session.run(queries.PLACE, descriptor_ids=[*listed, *others])
    found = await session.all(queries.OF_TYPE, project_id=project_id, entity_type=body.entity_type)
    return [served(row) for row in found]


# -- descriptors that come with a project


async def insert(session: Session, values: Row, departments: Iterable[str]) -> Row:
    """Store a checked descriptor. Emits `metadata-descriptor:new`; 400 when another writer was faster."""
    try:
        row = await session.insert(MetadataDescriptor, values)
    except DuplicateRefused as refusal:
        raise BadRequest(EXISTS) from refusal
    await _set_departments(session, row["id"], list(departments))
    session.emit("metadata-descriptor:new", {"metadata_descriptor_id": row["id"]}, row["project_id"])
    return await _whole(session, row["id"])


async def add_missing(session: Session, project_id: str, wanted: Iterable[Row]) -> None:
    """Add these descriptors to a project whose row is locked or new, but for those it already has.

    Taken are: the same entity type and task type with the same name or field name. Emits `metadata-descriptor:new`
    for each. Departments that do not exist are dropped.
    """
    taken = _Taken(await session.all(queries.NAMES, project_id=project_id))
    fresh = [row for row in wanted if taken.add(row)]
    if not fresh:
        return
    known = set(await _known_departments(session, [item for row in fresh for item in row["departments"]]))
    columns = [{key: value for key, value in row.items() if key != "departments"} for row in fresh]
    rows = await session.insert_many(MetadataDescriptor, [{**values, "project_id": project_id} for values in columns])
    by_key = {_Taken.key(row, "field_name"): row["id"] for row in rows}
    links = [
        {"metadata_descriptor_id": by_key[_Taken.key(row, "field_name")], "department_id": department}
        for row in fresh
        for department in dict.fromkeys(row["departments"])
        if department in known
    ]
    await session.insert_many(DepartmentMetadataDescriptorLink, links)
    for row in fresh:
        descriptor_id = by_key[_Taken.key(row, "field_name")]
        session.emit("metadata-descriptor:new", {"metadata_descriptor_id": descriptor_id}, project_id)


async def add_shared(session: Session, project_id: str, status_names: Iterable[str]) -> None:
    """Give a new project the `Project` columns of the open ones, one for each field name (02-models 4.1)."""
    rows = await session.all(queries.SHARED, project_id=project_id, status_names=list(status_names))
    rows.sort(key=lambda row: (row["position"] is None, row["position"], row["name"]))
    keys = ("name", "field_name", "data_type", "choices", "for_client", "departments")
    wanted = [{"entity_type": "Project", "task_type_id": None, **{key: row[key] for key in keys}} for row in rows]
    await add_missing(session, project_id, wanted)


class _Taken:
    """The names and field names a project has, per entity type and task type."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._keys = {self.key(row, part) for row in rows for part in ("name", "field_name")}

    @staticmethod
    def key(row: Row, part: str) -> tuple[Any, ...]:
        return part, row["entity_type"], row["task_type_id"], row[part]

    def add(self, row: Row) -> bool:
        """Take the names of a descriptor; false when one of them is already taken."""
        keys = {self.key(row, "name"), self.key(row, "field_name")}
        if keys & self._keys:
            return False
        self._keys |= keys
        return True


# -- parts


async def _find(session: Session, project_id: str, descriptor_id: str, *, lock: bool = False) -> Row:
    descriptor_id = path_id(descriptor_id)
    if lock:
        await session.run(queries.LOCK, descriptor_id=descriptor_id)
    row = await session.one(
        queries.IN_PROJECT,
        descriptor_id=descriptor_id,
        project_id=project_id,
        **descriptor_scope(session.user),
    )
    if row is None:
        raise NotFound
    return row


async def _whole(session: Session, descriptor_id: str) -> Row:
    row = await session.one(queries.ONE, descriptor_id=descriptor_id)
    assert row is not None  # noqa: S101 - written in this transaction
    return served(row)


async def _change(session: Session, descriptor_id: str, values: Row) -> None:
    try:
        await session.update(MetadataDescriptor, descriptor_id, values)
    except DuplicateRefused as refusal:
        raise BadRequest(EXISTS) from refusal


async def _move_values(session: Session, before: Row, field_name: str) -> None:
    statement = queries.for_holder(queries.MOVE_VALUES, before["entity_type"])
    await session.run(statement, **queries.holder_values(before), new_name=field_name)


async def _set_departments(session: Session, descriptor_id: str, departments: list[str]) -> None:
    await session.run(queries.KEEP_DEPARTMENTS, descriptor_id=descriptor_id, department_ids=departments)
    await session.run(queries.ADD_DEPARTMENTS, descriptor_id=descriptor_id, department_ids=departments)


async def _departments(session: Session, body: DescriptorFields) -> list[str]:
    """The departments of a body that exist; a malformed id is a 404."""
    if not all(is_id(department) for department in body.departments):
        raise NotFound
    return await _known_departments(session, [department.lower() for department in body.departments])


async def _known_departments(session: Session, departments: list[str]) -> list[str]:
    if not departments:
        return []
    return await session.column(queries.KNOWN_DEPARTMENTS, department_ids=departments)


def _require_writer(session: Session, project_id: str, departments: list[str]) -> None:
    if not may_write(session.user, project_id, departments):
        raise Forbidden


async def _task_type(session: Session, body: NewDescriptor) -> str | None:
    """The task type of a `Task` descriptor, the only kind that has one; 400 otherwise."""
    if body.entity_type not in ENTITY_TYPES:
        raise BadRequest(WRONG_TYPE)
    if body.entity_type != "Task":
        if body.task_type_id:
            raise BadRequest("task_type_id only applies to Task metadata descriptors.")
        return None
    if not body.task_type_id:
        raise BadRequest("Task metadata descriptors require a task_type_id.")
    task_type_id = body.task_type_id.lower()
    if not is_id(task_type_id) or await session.value(queries.TASK_TYPE, task_type_id=task_type_id) is None:
        raise BadRequest("Task type not found.")
    return task_type_id


def _check(body: DescriptorFields, name: str) -> None:
    if body.data_type not in DATA_TYPES:
        raise BadRequest("Invalid data_type")
    if len(name) > LONGEST or len(field_name_of(name)) > LONGEST:
        raise BadRequest("Metadata descriptor name is too long.")


def _fields(body: DescriptorFields) -> Row:
    return {"data_type": body.data_type, "for_client": body.for_client, "choices": body.choices}


async def _refuse_taken(session: Session, values: Row, except_id: str | None = None) -> None:
    keys = ("project_id", "entity_type", "task_type_id", "name", "field_name")
    if await session.value(queries.TAKEN, **{key: values[key] for key in keys}, except_id=except_id):
        raise BadRequest(EXISTS)
