"""Settings of one project: what it offers."""

from litestar import Response

from multiplane.database.session import Session
from multiplane.projects.links import service
from multiplane.projects.links.queries import (
    ASSET_TYPES,
    BACKGROUNDS,
    STATUS_AUTOMATIONS,
    TASK_STATUSES,
    TASK_TYPES,
)
from multiplane.projects.links.schemas import (
    ClientPermission,
    LinkedAssetType,
    LinkedBackground,
    LinkedStatusAutomation,
    LinkedTaskStatus,
    LinkedTaskType,
    LinkedTaskTypeOrder,
    SettingsBatch,
    TaskStatusLink,
    TaskStatusOrder,
    TaskTypeLink,
)
from multiplane.web.body import AnyRequest, Arguments, read_body, read_json
from multiplane.web.responses import answer, created, deleted
from multiplane.web.routing import SIGNED_IN, delete, get, post, put

PROJECT = "/data/projects/{project_id:str}"
SETTINGS = PROJECT + "/settings"
REORDER = "/actions/projects/{project_id:str}"
TAGS = ["project settings"]


# -- task types


@get(PROJECT + "/task-types", access=SIGNED_IN, tags=TAGS)
async def task_types_of_project(session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.linked(session, project_id, TASK_TYPES))


@post(SETTINGS + "/task-types", access=SIGNED_IN, body=LinkedTaskType, tags=TAGS)
async def add_task_type(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    return created(await service.add_task_type(session, project_id, await read_body(request, LinkedTaskType)))


@delete(SETTINGS + "/task-types/{task_type_id:str}", access=SIGNED_IN, tags=TAGS)
async def remove_task_type(session: Session, project_id: str, task_type_id: str) -> Response[None]:
    await service.remove(session, project_id, TASK_TYPES, task_type_id)
    return deleted()


@post("/data/task-type-links", access=SIGNED_IN, tags=TAGS, body=TaskTypeLink)
async def link_task_type(request: AnyRequest, session: Session) -> Response[bytes]:
    return created(await service.link_task_type(session, await Arguments.of(request)))


@post(REORDER + "/task-type-links/reorder", access=SIGNED_IN, body=LinkedTaskTypeOrder, status=200, tags=TAGS)
async def reorder_task_types(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    body = await read_json(request)
    return answer(await service.reorder(session, project_id, TASK_TYPES, body, "task_type_ids"))


# -- task statuses


@get(SETTINGS + "/task-status", access=SIGNED_IN, tags=TAGS)
async def task_statuses_of_project(session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.linked(session, project_id, TASK_STATUSES))


@post(SETTINGS + "/task-status", access=SIGNED_IN, body=LinkedTaskStatus, tags=TAGS)
async def add_task_status(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    body = await read_body(request, LinkedTaskStatus)
    return created(await service.add(session, project_id, TASK_STATUSES, body.task_status_id))


@put(SETTINGS + "/task-status/{task_status_id:str}", access=SIGNED_IN, body=ClientPermission, tags=TAGS)
async def set_client_permission(
    request: AnyRequest, session: Session, project_id: str, task_status_id: str
) -> Response[bytes]:
    body = await read_body(request, ClientPermission)
    return answer(await service.set_client_permission(session, project_id, task_status_id, body.is_client_allowed))


@delete(SETTINGS + "/task-status/{task_status_id:str}", access=SIGNED_IN, tags=TAGS)
async def remove_task_status(session: Session, project_id: str, task_status_id: str) -> Response[None]:
    await service.remove(session, project_id, TASK_STATUSES, task_status_id)
    return deleted()


@post("/data/task-status-links", access=SIGNED_IN, tags=TAGS, body=TaskStatusLink)
async def link_task_status(request: AnyRequest, session: Session) -> Response[bytes]:
    return created(await service.link_task_status(session, await Arguments.of(request)))


@post(REORDER + "/task-status-links/reorder", access=SIGNED_IN, body=TaskStatusOrder, status=200, tags=TAGS)
async def reorder_task_statuses(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    body = await read_json(request)
    return answer(await service.reorder(session, project_id, TASK_STATUSES, body, "task_status_ids"))


# -- asset types


@post(SETTINGS + "/asset-types", access=SIGNED_IN, body=LinkedAssetType, tags=TAGS)
async def add_asset_type(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    body = await read_body(request, LinkedAssetType)
    return created(await service.add(session, project_id, ASSET_TYPES, body.asset_type_id))


@delete(SETTINGS + "/asset-types/{asset_type_id:str}", access=SIGNED_IN, tags=TAGS)
async def remove_asset_type(session: Session, project_id: str, asset_type_id: str) -> Response[None]:
    await service.remove(session, project_id, ASSET_TYPES, asset_type_id)
    return deleted()


# -- status automations


@get(SETTINGS + "/status-automations", access=SIGNED_IN, tags=TAGS)
async def status_automations_of_project(session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.linked(session, project_id, STATUS_AUTOMATIONS, managers_only=True))


@post(SETTINGS + "/status-automations", access=SIGNED_IN, body=LinkedStatusAutomation, tags=TAGS)
async def add_status_automation(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    body = await read_body(request, LinkedStatusAutomation)
    return created(await service.add(session, project_id, STATUS_AUTOMATIONS, body.status_automation_id))


@delete(SETTINGS + "/status-automations/{status_automation_id:str}", access=SIGNED_IN, tags=TAGS)
async def remove_status_automation(session: Session, project_id: str, status_automation_id: str) -> Response[None]:
    await service.remove(session, project_id, STATUS_AUTOMATIONS, status_automation_id)
    return deleted()


# -- preview backgrounds


@get(SETTINGS + "/preview-background-files", access=SIGNED_IN, tags=TAGS)
async def backgrounds_of_project(session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.linked(session, project_id, BACKGROUNDS))


@post(SETTINGS + "/preview-background-files", access=SIGNED_IN, body=LinkedBackground, tags=TAGS)
async def add_background(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    body = await read_body(request, LinkedBackground)
    return created(await service.add(session, project_id, BACKGROUNDS, body.preview_background_file_id))


@delete(SETTINGS + "/preview-background-files/{background_id:str}", access=SIGNED_IN, tags=TAGS)
async def remove_background(session: Session, project_id: str, background_id: str) -> Response[None]:
    await service.remove(session, project_id, BACKGROUNDS, background_id)
    return deleted()


# -- many at once


@post(SETTINGS + "/batch", access=SIGNED_IN, body=SettingsBatch, status=200, tags=TAGS)
async def apply_settings(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.apply_batch(session, project_id, await read_body(request, SettingsBatch)))
