"""Lists of comments, as the caller may see them (04-tasks 1.7, 4.5)."""

import msgspec

from multiplane.access.projects import readable_project, refuse_roles
from multiplane.access.visibility import comment_scope
from multiplane.comments import forms, queries
from multiplane.comments.tasks import readable_task
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.web.crud.pages import Page

PEOPLE_AND_STATUS = tuple(
    f"{name}_{key}"
    for name, keys in (
        ("person", forms.PERSON_KEYS),
        ("editor", forms.PERSON_KEYS),
        ("status", ("name", "short_name", "color")),
    )
    for key in keys
)
DECIDING = ("is_readable", "is_by_client")
BLANKED = {
    "text": "",
    "attachment_files": [],
    "checklist": msgspec.Raw(b"[]"),
    "replies": forms.NO_REPLIES,
}
"""What is left of a studio comment that only shows a client its previews."""


async def comments_of_task(session: Session, task_id: str) -> list[Row]:
    """The comments of a task, newest first. 404, 403.

    Artists and vendors do not see those of clients; clients see what is theirs, and the studio's comments with
    previews as empty shells.
    """
    task = await readable_task(session, task_id)
    is_client = session.user.role_in(task["project_id"]) == "client"
    rows = await session.all(queries.COMMENTS_OF_TASK, task_id=task["id"], **comment_scope(session.user))
    if not is_client:
        rows = [row for row in rows if row["is_readable"]]
    ids = [row["id"] for row in rows]
    previews = await forms.previews_of(session, ids, with_rejected=not is_client)
    rows = [row for row in rows if row["is_readable"] or (previews[row["id"]] and not row["is_by_client"])]
    attachments = await forms.attachments_of(session, [row["id"] for row in rows])
    await forms.add_reply_authors(session, [row for row in rows if row["is_readable"]])
    return [_listed(row, previews[row["id"]], attachments[row["id"]]) for row in rows]


async def comments_of_project(session: Session, project_id: str, page: Page | None) -> list[Row] | Row:
    """The comments of a project the caller may read, last changed first. 403 for clients and vendors."""
    project_id = await readable_project(session, project_id)
    refuse_roles(session, project_id, "client", "vendor")
    scope = {"project_id": project_id, **comment_scope(session.user)}
    if page is None or page.number < 1:
        return _typed(await session.all(queries.COMMENTS_OF_PROJECT, limit=None, offset=0, **scope))
    total = await session.value(queries.COUNT_OF_PROJECT, **scope)
    rows = []
    if page.is_reachable:
        rows = await session.all(queries.COMMENTS_OF_PROJECT, limit=page.limit, offset=page.offset, **scope)
    return page.envelope(_typed(rows), total)


def _typed(rows: list[Row]) -> list[Row]:
    return [{**row, "type": "Comment"} for row in rows]


def _listed(row: Row, previews: list[Row], attachments: list[Row]) -> Row:
    """The served entry of a row of `queries.comments_of_task`."""
    flat = {key: row.pop(key) for key in PEOPLE_AND_STATUS}
    is_readable = {key: row.pop(key) for key in DECIDING}["is_readable"]
    listed = {
        **row,
        "type": "Comment",
        "person": _person(flat, "person", row["person_id"]),
        "task_status": {
            "name": flat["status_name"],
            "short_name": flat["status_short_name"],
            "color": flat["status_color"],
            "id": row["task_status_id"],
        },
        "previews": previews,
        "attachment_files": attachments,
    }
    if row["editor_id"] is not None:
        listed["editor"] = _person(flat, "editor", row["editor_id"])
        del listed["editor"]["full_name"]
    return listed if is_readable else {**listed, **BLANKED}


def _person(flat: Row, name: str, person_id: str) -> Row:
    first_name, last_name = flat[f"{name}_first_name"], flat[f"{name}_last_name"]
    return {
        "first_name": first_name,
        "last_name": last_name,
        "full_name": " ".join(part for part in (first_name, last_name) if part),
        "has_avatar": flat[f"{name}_has_avatar"],
        "role": flat[f"{name}_role"],
        "id": person_id,
    }
