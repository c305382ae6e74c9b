"""The bodies of the settings routes."""

from typing import Annotated

from pydantic import BaseModel, Field

Bitrate = Annotated[int, Field(ge=1)]


class LinkedAssetType(BaseModel):
    asset_type_id: str


class LinkedStatusAutomation(BaseModel):
    status_automation_id: str


class LinkedBackground(BaseModel):
    preview_background_file_id: str


class LinkedTaskStatus(BaseModel):
    task_status_id: str


class LinkedTaskType(BaseModel):
    task_type_id: str
    priority: int | None = None
    hd_bitrate_compression: Bitrate | None = None
    ld_bitrate_compression: Bitrate | None = None
    is_client_visible: bool | None = None


class TaskTypeLink(BaseModel):
    """POST /data/task-type-links."""

    project_id: str
    task_type_id: str
    priority: int | None = 1


class TaskStatusLink(BaseModel):
    """POST /data/task-status-links; roles given as null stay as they are."""

    project_id: str
    task_status_id: str
    priority: int | None = 1
    roles_for_board: list[str] | None = []


class ClientPermission(BaseModel):
    """Null goes back to what the status says for the whole studio."""

    is_client_allowed: bool | None


class BatchTaskType(BaseModel):
    task_type_id: str
    priority: int | None = None
    is_client_visible: bool | None = None


class SettingsBatch(BaseModel):
    """What the creation page of a production sends in one request."""

    task_types: list[BatchTaskType] = []
    task_status_ids: list[str] = []
    asset_type_ids: list[str] = []
    replace_task_types: bool = False


class LinkedTaskTypeOrder(BaseModel):
    task_type_ids: list[str]


class TaskStatusOrder(BaseModel):
    task_status_ids: list[str]
