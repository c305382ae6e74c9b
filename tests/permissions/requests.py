"""What each write sends, so that the caller it is meant for succeeds."""

from collections.abc import Callable
from typing import Any

from tests.permissions.rules import Operation
from tests.permissions.world import DAY, World
from tests.support.studio import unique

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
UPLOADS = {
    "POST /pictures/preview-files/{preview_file_id}",
    "POST /pictures/preview-background-files/{file_name}",
    "POST /pictures/thumbnails/organisations/{picture}",
    "POST /pictures/thumbnails/persons/{picture}",
    "POST /pictures/thumbnails/projects/{picture}",
}

Body = Callable[[World], Any]


def named(**values: str) -> Body:
    """An object with a name of its own."""
    return lambda _world: {"name": unique("New")[:20], **values}


def of_task(world: World) -> dict[str, Any]:
    return {"task_status_id": world.task_status["id"], "text": "Look", "comment": "Look"}


def of_project(**values: Any) -> Body:
    return lambda world: {"name": unique("New"), "project_id": world.project["id"], **values}


def a_person(_world: World) -> dict[str, Any]:
    name = unique("person").replace(" ", "-")
    return {"first_name": "New", "last_name": "One", "email": f"{name}@example.com", "password": "long enough"}


BODIES: dict[str, Body] = {
    "POST /actions/assets/share": lambda w: {"asset_ids": [w.asset["id"]]},
    "PUT /actions/persons/{person_id}/assign": lambda w: {"task_ids": [w.task["id"]]},
    "PUT /actions/tasks/{task_id}/assign": lambda w: {"person_id": w.person["id"]},
    "POST /actions/playlists/{playlist_id}/add-entities": lambda w: {"entities": [{"entity_id": w.shot["id"]}]},
    "POST /actions/playlists/{playlist_id}/add-entity": lambda w: {"entity_id": w.shot["id"]},
    "POST /actions/projects/{project_id}/delete-entities": lambda w: [w.shot["id"]],
    "POST /actions/projects/{project_id}/delete-tasks": lambda w: [w.task["id"]],
    "POST /actions/projects/{project_id}/move-concepts": lambda w: {"concept_ids": [w.concept["id"]]},
    "POST /actions/projects/{project_id}/task-status-links/reorder": lambda w: {
        "task_status_ids": [w.task_status["id"]]
    },
    "POST /actions/projects/{project_id}/task-type-links/reorder": lambda w: {"task_type_ids": [w.task_type["id"]]},
    "POST /actions/projects/{project_id}/tasks/comment-many": lambda w: [{**of_task(w), "object_id": w.task["id"]}],
    "POST /actions/projects/{project_id}/tasks/copy-client-comments": lambda w: {"task_ids": [w.task["id"]]},
    "POST /actions/task-types/reorder": lambda w: {"task_type_ids": [w.task_type["id"]]},
    "POST /actions/tasks/batch-comment": lambda w: {"comments": [{**of_task(w), "task_id": w.task["id"]}]},
    "POST /actions/tasks/{task_id}/batch-comment": lambda w: {"comments": [of_task(w)]},
    "POST /actions/tasks/{task_id}/comment": of_task,
    "PUT /actions/tasks/clear-assignation": lambda w: {"task_ids": [w.task["id"]]},
    "PUT /actions/tasks/set-main-preview": lambda w: {"task_ids": [w.task["id"]]},
    "PUT /actions/tasks/set-priority": lambda w: {"task_ids": [w.task["id"]], "priority": 2},
    "POST /actions/tasks/{task_id}/comments/{comment_id}/move": lambda w: {"target_task_id": w.other_task["id"]},
    "POST /actions/tasks/{task_id}/time-spents/{date}/persons/{person_id}": lambda _w: {"duration": 60},
    "POST /actions/tasks/{task_id}/time-spents/{date}/persons/{person_id}/add": lambda _w: {"duration": 60},
    "POST /actions/user/tasks/subscribe": lambda w: {"task_ids": [w.task["id"]]},
    "POST /actions/user/tasks/unsubscribe": lambda w: {"task_ids": [w.task["id"]]},
    "PUT /actions/preview-files/{preview_file_id}/update-position": lambda _w: {"position": 1},
    "POST /data/asset-instances": lambda w: {"asset_id": w.asset["id"], "name": unique("i"), "number": 9},
    "POST /data/assets/{asset_id}/asset-asset-instances": lambda w: {"asset_to_instantiate_id": w.prop["id"]},
    "PUT /data/assets/{asset_id}/casting": lambda _w: [],
    "POST /data/budget-entries": lambda w: {
        "budget_id": w.budget["id"], "department_id": w.department["id"], "start_date": DAY, "months_duration": 1,
        "daily_salary": 1,
    },
    "POST /data/budgets": of_project(currency="EUR", revision=2),
    "POST /data/chat-messages": lambda w: {"chat_id": w.chat["id"], "person_id": w.person["id"], "text": "Hi"},
    "POST /data/chats": lambda w: {"object_id": w.asset["id"], "object_type": "entity"},
    "POST /data/comments": lambda w: {
        "object_id": w.task["id"], "object_type": "Task", "person_id": w.person["id"],
        "task_status_id": w.task_status["id"],
    },
    "PUT /data/comments/{instance_id}": lambda _w: {"text": "Better"},
    "PUT /data/concept-folders/{concept_folder_id}": named(),
    "POST /data/custom-actions": named(),
    "POST /data/day-offs": lambda w: {"person_id": w.person["id"], "date": "2026-09-01", "end_date": "2026-09-01"},
    "POST /data/departments": named(color="#000000"),
    "POST /data/entities": lambda w: {
        "name": unique("E"), "project_id": w.project["id"], "entity_type_id": w.asset_type["id"]
    },
    "POST /data/entities/{entity_id}/chat/messages": lambda _w: {"message": "Hi"},
    "POST /data/entity-links": lambda w: {"entity_in_id": w.scene["id"], "entity_out_id": w.asset["id"]},
    "POST /data/entity-types": named(),
    "POST /data/events": named(),
    "POST /data/file-status": named(color="#000000"),
    "POST /data/hardware-items": named(short_name="h"),
    "POST /data/metadata-descriptors": of_project(entity_type="Shot", field_name="f", data_type="string"),
    "POST /data/milestones": of_project(date=DAY),
    "POST /data/news": lambda w: {"author_id": w.person["id"], "task_id": w.task["id"]},
    "POST /data/notifications": lambda w: {
        "author_id": w.person["id"], "person_id": w.person["id"], "task_id": w.task["id"], "type": "reply"
    },
    "POST /data/organisations": named(),
    "POST /data/output-files": lambda w: {
        "name": unique("o"), "entity_id": w.shot["id"], "file_status_id": w.file_status["id"], "revision": 7,
    },
    "POST /data/output-types": named(short_name="o"),
    "POST /data/persons": a_person,
    "POST /data/playlists": of_project(),
    "POST /data/plugins": lambda _w: {
        "plugin_id": unique("p"), "name": "P", "version": "1", "maintainer_name": "M", "license": "MIT"
    },
    "POST /data/preview-background-files": named(),
    "POST /data/production-schedule-version-task-links": lambda w: {
        "production_schedule_version_id": w.version["id"], "task_id": w.other_task["id"]
    },
    "POST /data/production-schedule-versions": of_project(),
    "POST /data/project-status": named(color="#000000"),
    "POST /data/project-templates": named(),
    "POST /data/projects": named(),
    "POST /data/projects/{project_id}/asset-types/{asset_type_id}/assets/new": named(),
    "POST /data/projects/{project_id}/concept-folders": named(),
    "POST /data/projects/{project_id}/concepts": named(),
    "POST /data/projects/{project_id}/edits": named(),
    "PUT /data/projects/{project_id}/entities/casting/assets/{asset_id}": lambda w: {"entity_ids": [w.shot["id"]]},
    "PUT /data/projects/{project_id}/entities/{entity_id}/casting": lambda _w: [],
    "POST /data/projects/{project_id}/episodes": named(),
    "POST /data/projects/{project_id}/metadata-descriptors": named(entity_type="Shot"),
    "POST /data/projects/{project_id}/metadata-descriptors/reorder": lambda w: {
        "entity_type": "Shot", "descriptor_ids": [w.descriptor["id"]]
    },
    "POST /data/projects/{project_id}/scenes": lambda w: {"name": unique("S"), "sequence_id": w.sequence["id"]},
    "POST /data/projects/{project_id}/sequences": named(),
    "POST /data/projects/{project_id}/settings/asset-types": lambda w: {"asset_type_id": w.asset_type["id"]},
    "POST /data/projects/{project_id}/settings/preview-background-files": lambda w: {
        "preview_background_file_id": w.background["id"]
    },
    "POST /data/projects/{project_id}/settings/status-automations": lambda w: {
        "status_automation_id": w.status_automation["id"]
    },
    "POST /data/projects/{project_id}/settings/task-status": lambda w: {"task_status_id": w.task_status["id"]},
    "PUT /data/projects/{project_id}/settings/task-status/{task_status_id}": lambda _w: {"is_client_allowed": True},
    "POST /data/projects/{project_id}/settings/task-types": lambda w: {"task_type_id": w.task_type["id"]},
    "POST /data/projects/{project_id}/shots": lambda w: {"name": unique("S"), "sequence_id": w.sequence["id"]},
    "POST /data/projects/{project_id}/team": lambda w: {"person_id": w.person["id"]},
    "POST /data/scenes/{scene_id}/asset-instances": lambda w: {"asset_id": w.asset["id"]},
    "POST /data/scenes/{scene_id}/shots": lambda w: {"shot_id": w.shot["id"]},
    "POST /data/schedule-items": lambda w: {
        "project_id": w.project["id"], "task_type_id": w.task_type["id"], "object_id": w.asset["id"],
    },
    "POST /data/search-filter-groups": of_project(list_type="asset"),
    "POST /data/search-filters": of_project(list_type="asset"),
    "POST /data/shots/{shot_id}/asset-instances": lambda w: {"asset_instance_id": w.instance["id"]},
    "POST /data/softwares": named(short_name="s", file_extension="s"),
    "POST /data/studios": named(color="#000000"),
    "POST /data/subscriptions": lambda w: {"person_id": w.person["id"], "task_id": w.other_task["id"]},
    "POST /data/task-status": lambda _w: {"name": unique("S"), "short_name": unique("")[-8:], "color": "#000000"},
    "POST /data/task-status-links": lambda w: {
        "project_id": w.project["id"], "task_status_id": w.task_status["id"], "priority": 1
    },
    "POST /data/task-type-links": lambda w: {
        "project_id": w.project["id"], "task_type_id": w.task_type["id"], "priority": 1
    },
    "POST /data/task-types": named(),
    "POST /data/tasks": lambda w: {
        "name": unique("main"), "project_id": w.project["id"], "entity_id": w.shot["id"],
        "task_type_id": w.task_type["id"],
    },
    "POST /data/time-spents": lambda w: {
        "person_id": w.person["id"], "task_id": w.task["id"], "date": "2026-03-04", "duration": 5
    },
    "PUT /data/user/notifications/{notification_id}": lambda _w: {"read": True},
}  # fmt: skip


FRESH = {
    "POST /data/production-schedule-version-task-links",
    "POST /data/schedule-items",
    "POST /pictures/preview-files/{preview_file_id}",
}
"""Writes that succeed once."""

ON_CLOSED = {"DELETE /data/projects/{instance_id}"}
"""What is done to closed productions only, and refused on open ones whoever asks."""

BLOCKED = (400, "what is still used is not removed")
ABSENT = (404, "there is no file in the store")
NOT_THEIRS = (404, "it belongs to nobody of the cast")
NOT_A_MOVIE = (400, "the preview is a picture")
ANSWERS: dict[str, tuple[int, str]] = {
    **dict.fromkeys(
        (
            "DELETE /data/budgets/{instance_id}", "DELETE /data/chats/{instance_id}",
            "DELETE /data/departments/{instance_id}", "DELETE /data/entities/{instance_id}",
            "DELETE /data/entity-types/{instance_id}", "DELETE /data/episodes/{episode_id}",
            "DELETE /data/file-status/{instance_id}", "DELETE /data/output-types/{instance_id}",
            "DELETE /data/persons/{instance_id}", "DELETE /data/preview-background-files/{instance_id}",
            "DELETE /data/projects/{instance_id}",
            "DELETE /data/sequences/{sequence_id}", "DELETE /data/softwares/{instance_id}",
            "DELETE /data/status-automations/{instance_id}", "DELETE /data/task-status/{instance_id}",
            "DELETE /data/task-types/{instance_id}", "DELETE /data/tasks/{instance_id}",
        ),
        BLOCKED,
    ),
    **dict.fromkeys(
        (
            "GET /actions/preview-files/{preview_file_id}/extract-frame",
            "GET /data/attachment-files/{attachment_file_id}/file/{file_name}",
            "GET /movies/low/preview-files/{file_name}", "GET /movies/originals/preview-files/{file_name}",
            "GET /movies/originals/preview-files/{preview_file_id}/download",
            "GET /movies/source/preview-files/{file_name}", "GET /movies/tiles/preview-files/{file_name}",
            "GET /pictures/originals/preview-files/{file_name}",
            "GET /pictures/originals/preview-files/{preview_file_id}/download",
            "GET /pictures/preview-background-files/{file_name}",
            "GET /pictures/previews/preview-files/{file_name}",
            "GET /pictures/thumbnails-square/preview-files/{file_name}",
            "GET /pictures/thumbnails/attachment-files/{picture}",
            "GET /pictures/thumbnails/organisations/{picture}", "GET /pictures/thumbnails/persons/{picture}",
            "GET /pictures/thumbnails/preview-background-files/{picture}",
            "GET /pictures/thumbnails/preview-files/{file_name}", "GET /pictures/thumbnails/projects/{picture}",
        ),
        ABSENT,
    ),
    "GET /actions/preview-files/{preview_file_id}/extract-tile": NOT_A_MOVIE,
    "GET /data/user/notifications/{notification_id}": NOT_THEIRS,
    "PUT /data/user/notifications/{notification_id}": NOT_THEIRS,
    "POST /actions/tasks/{task_id}/comments/{comment_id}/move": (400, "the comment has a preview"),
    "POST /pictures/preview-background-files/{file_name}": (400, "a PNG is no background"),
    "POST /data/salary-scales": (400, "they are made by themselves"),
    "POST /pictures/thumbnails/preview-background-files/{picture}": (405, "it is made from the background"),
}  # fmt: skip
"""What those get who may, where it is no success, and why."""


def arguments(operation: Operation, world: World) -> dict[str, Any]:
    """What goes with the request: a body, a picture or nothing."""
    if str(operation) in UPLOADS:
        return {"files": {"file": ("pixel.png", PIXEL, "image/png")}}
    if operation.method in ("GET", "DELETE"):
        return {}
    return {"json": BODIES.get(str(operation), lambda _world: {})(world)}
