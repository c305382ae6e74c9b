"""What a template gives to a project."""

from collections.abc import Iterator
from typing import Any

from multiplane.database.rows import Row, decoded
from multiplane.database.session import Session
from multiplane.errors import NotFound
from multiplane.ids import is_id
from multiplane.models import ProjectTemplate
from multiplane.projects.descriptors.service import DATA_TYPES, LONGEST, add_missing, field_name_of
from multiplane.projects.templates import queries

SETTINGS = (
    "fps", "ratio", "resolution", "production_type", "production_style", "max_retakes", "is_clients_isolated",
    "is_preview_download_allowed", "is_set_preview_automated", "is_publish_default_for_artists", "homepage",
    "hd_bitrate_compression", "ld_bitrate_compression", "is_client_stats_visible", "is_client_task_list_visible",
    "is_client_task_panel_visible",
)  # fmt: skip
"""The production settings a template carries over; it has three more that stay its own (02-models 4.1)."""
GIVEN = (*SETTINGS, "file_tree", "data")


async def find_template(session: Session, template_id: Any) -> Row:
    """A template; 404 when malformed or unknown."""
    row = await session.get(ProjectTemplate, template_id) if is_id(template_id) else None
    if row is None:
        raise NotFound
    return row


def settings_of(template: Row) -> Row:
    """The settings, file tree and data that a template has an opinion on."""
    return {key: template[key] for key in GIVEN if template[key] is not None}


async def give_links(session: Session, project_id: str, template_id: str) -> None:
    """Add the template's links that the project lacks, with their priorities, bitrates, roles and permissions."""
    for statement in queries.COPY_LINKS:
        await session.run(statement, project_id=project_id, template_id=template_id)


async def give_descriptors(session: Session, project_id: str, template: Row) -> None:
    """Add the template's metadata columns that the project lacks. Emits `metadata-descriptor:new` for each."""
    await add_missing(session, project_id, descriptors_in(decoded(template["metadata_descriptors"])))


def descriptors_in(snapshot: Any) -> Iterator[Row]:
    """The descriptors of a snapshot that can be made; a snapshot is JSON that anything may have written."""
    for entry in snapshot if isinstance(snapshot, list) else ():
        name, entity_type = (entry.get("name"), entry.get("entity_type")) if isinstance(entry, dict) else (None, None)
        if not isinstance(name, str) or not name or not isinstance(entity_type, str) or not entity_type:
            continue
        task_type_id = entry.get("task_type_id") if entity_type == "Task" else None
        field_name = entry.get("field_name") or field_name_of(name)
        if (entity_type == "Task" and not is_id(task_type_id)) or len(name) > LONGEST or len(field_name) > LONGEST:
            continue
        data_type = entry.get("data_type")
        yield {
            "name": name,
            "field_name": field_name,
            "entity_type": entity_type,
            "task_type_id": task_type_id,
            "data_type": data_type if data_type in DATA_TYPES else "string",
            "choices": entry.get("choices") or [],
            "for_client": entry.get("for_client") is True,
            "departments": [item.lower() for item in entry.get("departments") or [] if is_id(item)],
        }
