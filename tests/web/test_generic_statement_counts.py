"""Lists and deletions of generic resources send no more statements for six of everything than for one."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from litestar.datastructures import MultiDict
from pydantic import SecretStr
from tests.support.stage import Stage

from multiplane import models
from multiplane.access.user import CurrentUser
from multiplane.database.session import Database, Session
from multiplane.resources import RESOURCES
from multiplane.settings import Settings
from multiplane.web.crud import operations

BY_PATH = {resource.path: resource for resource in RESOURCES}
Work = Callable[[Session], Awaitable[Any]]
Count = Callable[[Stage, Work], int]


class Undone(Exception):
    """Takes back what was done only to be counted."""


@pytest.fixture(scope="module")
def count(database_dsn: str) -> Iterator[Count]:
    """How many statements some work sends, as an administrator, in a transaction that is rolled back."""
    loop = asyncio.new_event_loop()
    settings = Settings(secret_key=SecretStr("x" * 40))
    database = loop.run_until_complete(Database.connect(database_dsn, size=1, settings=settings))

    async def attempt(stage: Stage, work: Work) -> int:
        sent: list[str] = []
        admin_id = stage.people["admin"]["id"]
        admin = CurrentUser(admin_id, "admin", "", "person", False, False, None, "UTC", frozenset(), {}, token={})
        try:
            async with database.transaction(admin) as session:
                with session.connection.query_logger(lambda record: sent.append(record.query)):
                    await work(session)
                raise Undone
        except Undone:
            return len(sent)

    async def counted(stage: Stage, work: Work) -> int:
        await attempt(stage, work)  # the driver asks once for the types of what it has not seen yet
        return await attempt(stage, work)

    yield lambda stage, work: loop.run_until_complete(counted(stage, work))
    loop.run_until_complete(database.close())
    loop.close()


def request(**query: str) -> Any:
    state = SimpleNamespace(settings=Settings(secret_key=SecretStr("x" * 40)))
    return SimpleNamespace(query_params=MultiDict(query), app=SimpleNamespace(state=state))


def listing(path: str, **query: str) -> Work:
    return lambda session: operations.list_objects(BY_PATH[path], session, request(relations="true", **query))


def deletion(path: str, object_id: str) -> Work:
    return lambda session: operations.delete_object(BY_PATH[path], session, request(force="true"), object_id)


def busy_task(stage: Stage, size: int) -> dict[str, str]:
    """A task whose author wrote `size` comments with a preview each, and what else there is `size` times."""
    author, task = stage.people["user"], stage.task
    rows = stage.rows
    playlist = rows.insert(models.Playlist, name=uuid4().hex, project_id=stage.project["id"])
    chat = rows.insert(models.Chat, object_id=stage.shot["id"])
    found = {"tasks": task["id"], "persons": author["id"], "playlists": playlist["id"]}
    for place in range(size):
        comment = stage.post(str(place), by=stage.team["user"])
        preview = rows.insert(models.PreviewFile, name=uuid4().hex, task_id=task["id"], revision=place)
        rows.insert(models.CommentPreviewLink, comment=comment["id"], preview_file=preview["id"])
        rows.insert(
            models.TimeSpent, person_id=author["id"], task_id=task["id"], date=f"2020-01-{place + 1:02}", duration=1
        )
        rows.insert(models.BuildJob, playlist_id=playlist["id"])
        message = rows.insert(models.ChatMessage, chat_id=chat["id"], person_id=author["id"])
        rows.insert(models.AttachmentFile, name="a", chat_message_id=message["id"])
        rows.insert(models.AttachmentFile, name="b", comment_id=comment["id"])
        working = rows.insert(models.WorkingFile, name=uuid4().hex, task_id=task["id"], entity_id=stage.shot["id"])
        status = rows.insert(models.FileStatus, name=uuid4().hex, color="#fff")
        output = {"name": uuid4().hex, "revision": 1, "entity_id": stage.shot["id"], "file_status_id": status["id"]}
        rows.insert(models.OutputFile, **output, source_file_id=working["id"])
    rows.run("UPDATE entity SET preview_file_id = %s WHERE id = %s", preview["id"], stage.shot["id"])
    return found | {"comments": comment["id"], "preview-files": preview["id"], "chat-messages": message["id"]}


@pytest.mark.parametrize("path", ["tasks", "persons", "playlists", "comments", "preview-files", "chat-messages"])
def test_deletions_do_not_grow(stage: Stage, count: Count, path: str) -> None:
    few = count(stage, deletion(path, busy_task(stage, 1)[path]))
    larger = Stage(stage.studio)
    assert count(larger, deletion(path, busy_task(larger, 6)[path])) <= few


@pytest.mark.parametrize("path", ["tasks", "entities", "comments", "output-files", "attachment-files", "persons"])
def test_lists_do_not_grow(stage: Stage, count: Count, path: str) -> None:
    busy_task(stage, 1)
    few = count(stage, listing(path, limit="2", page="1"))
    busy_task(Stage(stage.studio), 6)
    assert count(stage, listing(path, limit="12", page="1")) <= few
