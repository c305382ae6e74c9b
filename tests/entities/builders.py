"""What tests of entities need beside the studio's own builders."""

from typing import Any

from tests.support.studio import Row, Studio, unique

from multiplane import models


def descriptor(studio: Studio, project: Row, kind: str, field: str, *departments: Row) -> Row:
    """A metadata column of a project, of some departments."""
    row = studio.rows.insert(
        models.MetadataDescriptor,
        project_id=project["id"],
        entity_type=kind,
        name=field,
        field_name=field,
        data_type="string",
        choices=[],
    )
    for department in departments:
        studio.rows.insert(
            models.DepartmentMetadataDescriptorLink,
            metadata_descriptor_id=row["id"],
            department_id=department["id"],
        )
    return row


def cast(studio: Studio, container: Row, asset: Row, **values: Any) -> Row:
    """A casting link, without the side effects of the casting routes."""
    return studio.rows.insert(models.EntityLink, entity_in_id=container["id"], entity_out_id=asset["id"], **values)


def depict(studio: Studio, concept: Row, entity: Row) -> Row:
    """A link from a concept to what it depicts."""
    return studio.rows.insert(models.EntityConceptLink, entity_in_id=concept["id"], entity_out_id=entity["id"])


def subscribe(studio: Studio, person: Row, task: Row) -> Row:
    return studio.rows.insert(models.Subscription, person_id=person["id"], task_id=task["id"])


def preview(studio: Studio, task: Row, **values: Any) -> Row:
    return studio.rows.insert(models.PreviewFile, **{"name": unique("preview"), "task_id": task["id"], **values})
