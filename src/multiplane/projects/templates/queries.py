"""The statements of project templates."""

from typing import Any

from sqlalchemy import bindparam, cast, func, literal_column, select, text
from sqlalchemy.dialects.postgresql import UUID, insert

from multiplane.database.statements import Prepared, prepare
from multiplane.models import (
    ProjectAssetTypeLink,
    ProjectPreviewBackgroundFileLink,
    ProjectStatusAutomationLink,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
    ProjectTemplateAssetTypeLink,
    ProjectTemplatePreviewBackgroundFileLink,
    ProjectTemplateStatusAutomationLink,
    ProjectTemplateTaskStatusLink,
    ProjectTemplateTaskTypeLink,
)
from multiplane.models.base import Base

NAME_TAKEN = prepare(
    text("SELECT 1 FROM project_template WHERE name = :name AND id IS DISTINCT FROM cast(:except_id AS uuid)")
)
_NEW: dict[str, Any] = {
    "project_id": cast(bindparam("project_id"), UUID(as_uuid=False)),
    "id": func.gen_random_uuid(),
    "created_at": literal_column("now() AT TIME ZONE 'utc'"),
    "updated_at": literal_column("now() AT TIME ZONE 'utc'"),
}


def _copy(template_link: type[Base], project_link: type[Base]) -> Prepared:
    """Give a project the links of a template that it lacks; links it has keep their own values."""
    source, target = template_link.__table__.c, project_link.__table__
    values: dict[str, Any] = {column.name: _NEW.get(column.name, source.get(column.name)) for column in target.c}
    found = select(*values.values()).where(source.project_template_id == bindparam("template_id"))
    return prepare(insert(project_link).from_select(list(values), found).on_conflict_do_nothing())


COPY_LINKS = (
    _copy(ProjectTemplateTaskTypeLink, ProjectTaskTypeLink),
    _copy(ProjectTemplateTaskStatusLink, ProjectTaskStatusLink),
    _copy(ProjectTemplateAssetTypeLink, ProjectAssetTypeLink),
    _copy(ProjectTemplateStatusAutomationLink, ProjectStatusAutomationLink),
    _copy(ProjectTemplatePreviewBackgroundFileLink, ProjectPreviewBackgroundFileLink),
)
