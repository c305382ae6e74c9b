"""Publishing, withdrawing and reading news (04-tasks 3.3, 4.8)."""

from collections.abc import Sequence

from multiplane.access.projects import readable_project, refuse_roles
from multiplane.access.visibility import comment_scope
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.service import readable_without_concepts
from multiplane.errors import NotFound
from multiplane.ids import path_id
from multiplane.models import News
from multiplane.news import queries
from multiplane.news.schemas import WHOLE_FEED, FeedQuery
from multiplane.people import forms


async def publish(session: Session, comment: Row, task: Row, *, changed: bool) -> Row:
    """Tell the project about a comment; `changed` when it moved the status of its task. Emits `news:new`."""
    values = {
        "author_id": comment["person_id"],
        "comment_id": comment["id"],
        "task_id": task["id"],
        "change": changed,
        "created_at": comment["created_at"],
    }
    row = await session.insert(News, values)
    payload = {
        "news_id": row["id"],
        "task_status_id": comment["task_status_id"],
        "task_type_id": task["task_type_id"],
    }
    session.emit("news:new", payload, task["project_id"])
    return row


async def withdraw(session: Session, comment_ids: Sequence[str]) -> None:
    """Remove the news of comments, each with its `news:delete`."""
    for row in await session.all(queries.WITHDRAW, comment_ids=list(comment_ids)):
        session.emit("news:delete", {"news_id": row["id"]}, row["project_id"])


async def set_preview(session: Session, comment_id: str, preview_file_id: str) -> None:
    """Show a preview in the news of its comment; the last one added wins."""
    await session.run(queries.SET_PREVIEW, comment=comment_id, preview_id=preview_file_id)


async def project_feed(session: Session, project_id: str, wanted: FeedQuery) -> Row:
    """A page of a project's news. 403 for clients and outsiders; vendors get those of their own tasks."""
    project_id = await readable_project(session, project_id)
    refuse_roles(session, project_id, "client")
    return await _page(session, {**_shown(session), "project_id": project_id}, wanted)


async def open_projects_feed(session: Session, project_id: str | None, wanted: FeedQuery) -> Row:
    """A page of the news of every open project of the caller; a project that is not one of them is no filter."""
    scope = {**_shown(session), "is_open": True}
    if project_id is not None and await _is_own_open_project(session, project_id):
        scope["project_id"] = project_id
    return await _page(session, scope, wanted)


async def entity_feed(session: Session, entity_id: str) -> Row:
    """The newest 2000 news of an entity, as one page without statistics; of a concept, not for clients."""
    entity = await readable_without_concepts(session, entity_id)
    return await _page(session, {"entity_id": entity["id"]}, WHOLE_FEED, with_stats=False)


async def one(session: Session, project_id: str, news_id: str) -> Row:
    """One entry of a project's feed. 403 for clients, vendors and outsiders."""
    project_id = await readable_project(session, project_id)
    refuse_roles(session, project_id, "client", "vendor")
    scope = {"news_id": path_id(news_id), "project_id": project_id}
    row = await session.one(queries.feed(frozenset(scope)), limit=1, offset=0, **scope)
    if row is None:
        raise NotFound
    return _item(row)


def _shown(session: Session) -> Row:
    return {"is_shown": True, **comment_scope(session.user)}


async def _is_own_open_project(session: Session, project_id: str) -> bool:
    if not session.user.is_admin:
        return project_id in session.user.projects(open_only=True)
    return await session.value(queries.OPEN_PROJECT, project_id=project_id) is not None


async def _page(session: Session, scope: Row, wanted: FeedQuery, *, with_stats: bool = True) -> Row:
    """A page of the news that match a scope, given as the values of `queries.FILTERS`, and a request."""
    values = {**scope, **wanted.filters()}
    filters = frozenset(values.keys() & queries.FILTERS.keys())
    rows = await session.all(queries.feed(filters), limit=wanted.limit, offset=wanted.offset, **values)
    total = await session.value(queries.total(filters), **values)
    items = [_item(row) for row in rows]
    if wanted.only_preview:
        await _add_previews(session, items)
    page = {
        "data": items,
        "total": total,
        "nb_pages": -(-total // wanted.limit),
        "limit": wanted.limit,
        "offset": wanted.offset,
        "page": wanted.page,
    }
    if not with_stats:
        return page
    counts = await session.all(queries.status_counts(filters), **values)
    return {**page, "stats": {row["task_status_id"]: row["amount"] for row in counts}}


def _item(row: Row) -> Row:
    """The served entry of a row of `queries.feed`."""
    author = {key: row.pop(key) for key in ("first_name", "last_name", "has_avatar", "role")}
    person = forms.pick({"id": row["author_id"], **author}, forms.SHORT)
    return {"id": row["id"], "type": "News", **row, "person": person}


async def _add_previews(session: Session, items: list[Row]) -> None:
    """Beside each entry, the files published together: those of its task and revision."""
    task_ids = list({item["task_id"] for item in items})
    found: dict[tuple[str, int], list[Row]] = {}
    for preview in await session.all(queries.PREVIEWS, task_ids=task_ids):
        found.setdefault((preview["task_id"], preview["revision"]), []).append(preview)
    for item in items:
        item["preview_files"] = found.get((item["task_id"], item["preview_file_revision"]), [])
