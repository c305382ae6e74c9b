"""The selects behind the context: a fixed, small number of them."""

from typing import Any

from sqlalchemy import (
    Boolean,
    and_,
    any_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from multiplane.database.statements import among, ids, json_object, prepare
from multiplane.entities.kinds import RESERVED
from multiplane.models import (
    CustomAction,
    Department,
    EntityType,
    Notification,
    Person,
    Plugin,
    PreviewBackgroundFile,
    Project,
    ProjectPersonLink,
    ProjectStatus,
    SearchFilter,
    SearchFilterGroup,
    StatusAutomation,
    Studio,
    TaskStatus,
    TaskType,
)
from multiplane.models.base import Base
from multiplane.people import forms
from multiplane.projects.queries import OPEN
from multiplane.web.crud.resource import relation_ids

PLUGIN_KEYS = (
    "id", "plugin_id", "name", "description", "version", "maintainer_name", "maintainer_email",
    "frontend_project_enabled", "frontend_studio_enabled", "icon",
)  # fmt: skip
_ME: Any = bindparam("person_id")


# -- the studio's own tables, each as one JSON array made by PostgreSQL


def _rows(model: type[Base], *conditions: Any, keys: tuple[str, ...] | None = None, **more: Any) -> Any:
    """The rows of a table as one JSON array, oldest first, with these other keys."""
    columns = model.__table__.c
    picked = (columns[name] for name in keys or columns.keys())
    in_order = aggregate_order_by(json_object(*picked, **more), columns.created_at, columns.id)
    found = select(func.coalesce(func.json_agg(in_order), literal_column("'[]'::json")))
    return found.select_from(model).where(*conditions).scalar_subquery()


def _typed(model: type[Base]) -> Any:
    return _rows(model, type=literal(model.__name__))


_UNREAD = (
    select(func.count())
    .select_from(Notification)
    .where(Notification.person_id == _ME, Notification.read.is_(False))
    .scalar_subquery()
)
STUDIO = prepare(
    select(
        _rows(
            EntityType,
            not_(among(EntityType.name, RESERVED)),
            task_types=relation_ids(EntityType, "task_types").element,
            type=literal("AssetType"),
        ).label("asset_types"),
        _typed(CustomAction).label("custom_actions"),
        _typed(StatusAutomation).label("status_automations"),
        _typed(Department).label("departments"),
        _typed(Studio).label("studios"),
        _typed(ProjectStatus).label("project_status"),
        _typed(TaskType).label("task_types"),
        _typed(TaskStatus).label("task_status"),
        _typed(PreviewBackgroundFile).label("preview_background_files"),
        _rows(Plugin, keys=PLUGIN_KEYS).label("plugins"),
        _UNREAD.label("notification_count"),
    )
)

# -- people

_ADDED = {
    "full_name": forms.FULL_NAME.label("full_name"),
    "departments": relation_ids(Person, "departments"),
    "type": literal("Person").label("type"),
}


def _people(keys: tuple[str, ...]) -> Any:
    columns = Person.__table__.c
    return select(*(_ADDED[key] if key in _ADDED else columns[key] for key in keys)).select_from(Person)


_COLLEAGUE = and_(Person.is_guest.is_(False), Person.preview_project_id.is_(None))
WHOLE_PEOPLE = prepare(_people((*forms.SAFE, *_ADDED)).where(_COLLEAGUE).order_by(Person.created_at, Person.id))
SHORT_PEOPLE = prepare(_people(forms.MINIMAL).where(_COLLEAGUE).order_by(Person.created_at, Person.id))
TEAM_MATES = prepare(
    _people(forms.CLIENT)
    .where(
        exists(
            select(ProjectPersonLink.person_id).where(
                ProjectPersonLink.person_id == Person.id,
                ProjectPersonLink.project_id == any_(ids("project_ids")),
            )
        )
    )
    .order_by(forms.FULL_NAME, Person.id)
)

# -- saved searches


def _saved(model: Any, *order: Any) -> Any:
    """Saved searches the caller may use; `shown` is false where a department keeps them from it."""
    open_project = select(Project.id).join(ProjectStatus, ProjectStatus.id == Project.project_status_id)
    shared = and_(
        model.is_shared,
        or_(
            bindparam("everything", type_=Boolean),
            model.project_id.is_(None),
            model.project_id == any_(ids("project_ids")),
        ),
    )
    shown = or_(
        model.department_id.is_(None),
        bindparam("every_department", type_=Boolean),
        model.department_id == any_(ids("departments")),
    )
    return (
        select(*model.__table__.columns, shown.label("shown"))
        .where(
            or_(model.person_id == _ME, shared),
            or_(
                model.project_id.is_(None),
                exists(open_project.where(Project.id == model.project_id, ProjectStatus.name == OPEN)),
            ),
        )
        .order_by(*order)
    )


FILTERS = prepare(_saved(SearchFilter, SearchFilter.created_at, SearchFilter.id))
FILTER_GROUPS = prepare(_saved(SearchFilterGroup, SearchFilterGroup.created_at.desc(), SearchFilterGroup.id))
