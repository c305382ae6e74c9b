"""Several comments in one request (04-tasks 4.4). All of them are posted, or none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from multiplane.access.projects import require_manager, require_project
from multiplane.attachments import service as attachments
from multiplane.comments import queries
from multiplane.comments.authorization import require_action, require_status
from multiplane.comments.drafting import own_draft, post_and_answer
from multiplane.comments.posting import Draft
from multiplane.comments.publishing import Slot, make_slots
from multiplane.comments.schemas import BatchComment, CommentOfMany, CopyClientComments
from multiplane.comments.tasks import find_task, lock_tasks
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.errors import BadRequest
from multiplane.ids import is_id
from multiplane.storage.intake import Intake
from multiplane.web.body import Arguments, parse_json, validate
from multiplane.web.uploads import Form, Upload

FILE_FIELD = re.compile(r"(attachment_file|preview_file)-(\d{1,9})(?:-.*)?")
MISSING = "Missing required parameter: comments"
UNREADABLE = "Wrong value for parameter comments."
NEEDED_OF_MANY = ("object_id", "task_status_id", "comment")


@dataclass(slots=True)
class Files:
    """The uploads of one item of a batch."""

    attachments: list[Upload] = field(default_factory=list)
    previews: list[Upload] = field(default_factory=list)


async def batch_items(form: Form) -> list[Any]:
    """The raw items of a batch: a JSON array, or one object alone. 400 when they are missing or unreadable."""
    if form.is_multipart:
        raw: Any = form.parameters().get("comments")
    else:
        raw = (await Arguments.of(form.request)).get("comments")
    if isinstance(raw, str):
        try:
            raw = parse_json(raw.encode())
        except ValueError:
            raise BadRequest(UNREADABLE) from None
    if raw is None:
        raise BadRequest(MISSING)
    return raw if isinstance(raw, list) else [raw]


def files_of_items(uploads: Sequence[Upload]) -> dict[int, Files]:
    """The uploads by the index of their item: `attachment_file-<i>-<n>` and `preview_file-<i>-<n>`."""
    found: dict[int, Files] = {}
    for upload in uploads:
        match = FILE_FIELD.fullmatch(upload.field)
        if match is not None:
            files = found.setdefault(int(match[2]), Files())
            (files.attachments if match[1] == "attachment_file" else files.previews).append(upload)
    return found


async def post_batch(
    session: Session, taken: Intake, items: Sequence[tuple[str, BatchComment]], files: dict[int, Files]
) -> tuple[list[Row], list[Slot]]:
    """Post comments on tasks, each with its files; the served objects, and the previews still to be received.

    Each task needs TASK-ACT, each status STATUS-USE: 403 and nothing is posted. 404 for an unknown task.
    """
    await lock_tasks(session, [task_id for task_id, _ in items if is_id(task_id)])
    answers, slots = [], []
    for place, (task_id, item) in enumerate(items):
        task = await find_task(session, task_id)
        await require_action(session, task)
        await require_status(session, task, item.task_status_id)
        draft = own_draft(session, task, _draft(item))
        own_files = files.get(place, Files())
        stored = await attachments.store(taken, own_files.attachments)
        named = bool(item.person_id) and session.user.manages(task["project_id"])
        answer = await post_and_answer(session, task, draft, stored, named_author=named)
        slots += await make_slots(session, answer, own_files.previews)
        answers.append(answer)
    return answers, slots


def _draft(item: BatchComment) -> Draft:
    return Draft(
        author_id=item.person_id or "",
        task_status_id=item.task_status_id,
        text=item.text,
        checklist=item.checklist,
        links=item.links,
        created_at=item.created_at or "",
    )


async def comment_many(session: Session, project_id: str, raw_items: Sequence[Any]) -> list[Row]:
    """Comment on tasks of a project as the caller; the served objects.

    Items without a task, status or text are left out, as are tasks of other projects and, for those who do not
    manage the project, tasks neither assigned to them nor in a department they supervise. The caller counts as named
    (`post_and_answer`).
    """
    project_id = await require_project(session, project_id)
    items = [
        validate(CommentOfMany, item)
        for item in raw_items
        if isinstance(item, dict) and all(item.get(key) is not None for key in NEEDED_OF_MANY)
    ]
    await lock_tasks(session, [item.object_id for item in items if is_id(item.object_id)])
    answers = []
    for item in items:
        task = await find_task(session, item.object_id)
        if task["project_id"] == project_id and _may_comment_among_many(session, task):
            await require_status(session, task, item.task_status_id)
            draft = Draft(session.user.id, item.task_status_id, item.comment, links=item.links)
            answers.append(await post_and_answer(session, task, draft, named_author=True))
    return answers


def _may_comment_among_many(session: Session, task: Row) -> bool:
    user, project_id = session.user, task["project_id"]
    return user.supervises_department(project_id, task["department_id"]) or (
        user.is_member(project_id) and task["is_assigned"]
    )


async def copy_client_comments(session: Session, project_id: str, body: CopyClientComments) -> list[Row]:
    """Post the newest text of a client of each task again, as the caller, for the studio to read.

    Tasks without one, or of another project, are left out. 403 unless the caller manages the project.
    """
    project_id = await require_project(session, project_id)
    await require_manager(session, project_id)
    task_ids = [str(task_id) for task_id in body.task_ids]
    await lock_tasks(session, task_ids)
    answers = []
    for task_id in task_ids:
        text = await session.value(queries.NEWEST_CLIENT_TEXT, task_id=task_id)
        if text is None:
            continue
        task = await find_task(session, task_id)
        if task["project_id"] == project_id and task["task_status_id"] is not None:
            whole = f"{body.prefix}\n\n{text}" if body.prefix else text
            answers.append(await post_and_answer(session, task, Draft(session.user.id, task["task_status_id"], whole)))
    return answers
