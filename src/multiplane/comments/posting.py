"""The comment pipeline: everything that happens when somebody comments on a task (04-tasks 2)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from multiplane.attachments import service as attachments
from multiplane.attachments.service import Stored
from multiplane.comments import automations, recipients
from multiplane.comments.mentions import find_mentions, store_mentions, tagged_siblings
from multiplane.comments.retakes import RetakesExhausted, check_retake_cap
from multiplane.comments.tasks import find_status, find_task
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.models import Comment
from multiplane.news import service as news
from multiplane.tasks.status import apply_status

MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}")
COPY_MARK = "\n\n____\nFrom {} task"


@dataclass(frozen=True, slots=True)
class Draft:
    """A comment to be posted. `created_at` empty or unreadable means now."""

    author_id: str
    task_status_id: str
    text: str = ""
    checklist: list[dict[str, Any]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    for_client: bool = False
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """A stored comment, its status, and the short forms of its attachments."""

    comment: Row
    status: Row
    files: list[Row]


async def post(session: Session, task: Row, draft: Draft, stored: Sequence[Stored] = ()) -> Posted:
    """Post a comment on a task that is locked (`comments.tasks.lock_tasks`), with files that are stored already.

    Side effects in their observable order: `comment:new`, copies by hashtag, the status of the task, notifications,
    news, status automations. 404 for an unknown status, 400 past the retake cap.
    """
    return await _post(session, task, draft, stored, fired=set(), copies=True)


async def _post(
    session: Session, task: Row, draft: Draft, stored: Sequence[Stored], *, fired: set[str], copies: bool
) -> Posted:
    status = await find_status(session, draft.task_status_id, task["project_id"])
    await check_retake_cap(session, task["id"], status)
    comment = await _insert(session, task, draft)
    mentions = await find_mentions(session, draft.text, task["project_id"])
    await store_mentions(session, comment["id"], mentions)
    files = await attachments.add(session, stored, comment_id=comment["id"])
    emit_comment(session, "comment:new", comment, task["project_id"], task_status_id=comment["task_status_id"])
    if copies:
        await _copy_to_tagged(session, task, draft)
    change = await apply_status(session, comment["id"])
    await recipients.tell_of_comment(session, comment, task, mentions, changed=change.changed)
    if task["kind"] != "Concept":
        await news.publish(session, comment, task, changed=change.changed)
    await _automate(session, task, draft, fired)
    return Posted(comment, status, files)


async def _insert(session: Session, task: Row, draft: Draft) -> Row:
    values = {
        "object_id": task["id"],
        "object_type": "Task",
        "text": draft.text,
        "checklist": draft.checklist,
        "links": draft.links,
        "for_client": draft.for_client,
        "task_status_id": draft.task_status_id.lower(),
        "person_id": draft.author_id,
    }
    moment = given_moment(draft.created_at)
    if moment is not None:
        values["created_at"] = moment
    return await session.insert(Comment, values)


def given_moment(text: str) -> str | None:
    """A date and time to the second, as ISO text; None for anything else."""
    if MOMENT.fullmatch(text) is None:
        return None
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        return None


async def _copy_to_tagged(session: Session, task: Row, draft: Draft) -> None:
    """Post the text on the tasks its hashtags select, each with its own status.

    A task whose retake cap is reached gets no copy; the comment itself stays.
    """
    text = draft.text + COPY_MARK.format(task["task_type_name"])
    for sibling in await tagged_siblings(session, draft.text, task):
        if sibling["task_status_id"] is not None:
            copy = Draft(draft.author_id, sibling["task_status_id"], text, created_at=draft.created_at)
            await _post_unless_capped(session, sibling["id"], copy, set())


async def _automate(session: Session, task: Row, draft: Draft, fired: set[str]) -> None:
    """Run the automations of the project that this comment triggers, each at most once per original comment."""
    current = await find_task(session, task["id"])
    for automation in await automations.triggered(session, current):
        if automation["id"] in fired:
            continue
        fired.add(automation["id"])
        change = await automations.apply(session, current, automation)
        if change is not None:
            follow_up = Draft(draft.author_id, change.task_status_id, change.text)
            posted = await _post_unless_capped(session, change.task_id, follow_up, fired)
            if posted is not None:
                await automations.illustrate(session, current, automation, posted.comment)


async def _post_unless_capped(session: Session, task_id: str, draft: Draft, fired: set[str]) -> Posted | None:
    task = await find_task(session, task_id)
    try:
        return await _post(session, task, draft, (), fired=fired, copies=False)
    except RetakesExhausted:
        return None


def emit_comment(session: Session, name: str, comment: Row, project_id: str | None, **extra: Any) -> None:
    """Emit `comment:new` or `comment:update`: clients decide by `for_client` whether to ask for it."""
    payload = {
        "comment_id": comment["id"],
        "task_id": comment["object_id"],
        **extra,
        "person_id": comment["person_id"],
        "for_client": comment["for_client"],
    }
    session.emit(name, payload, project_id)
