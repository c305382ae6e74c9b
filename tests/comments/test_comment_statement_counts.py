"""Lists of comments, news and notifications take the same number of statements for two rows as for twelve."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from tests.support.stage import Stage

from multiplane.access.user import CurrentUser, Membership
from multiplane.chats import service as chats
from multiplane.comments import listing
from multiplane.comments.deletion import remove_comments
from multiplane.database.session import Database, Session
from multiplane.news import service as news
from multiplane.news.schemas import WHOLE_FEED
from multiplane.notifications import service as notifications
from multiplane.notifications.schemas import NotificationQuery
from multiplane.settings import Settings

Work = Callable[[Session], Awaitable[Any]]
Count = Callable[[Stage, Work], int]
EVERYTHING = NotificationQuery(None, None, None, None, None, None, None)


@pytest.fixture(scope="module")
def count(database_dsn: str) -> Iterator[Count]:
    """How many statements a service sends, as the artist, in a transaction of its own."""
    loop = asyncio.new_event_loop()
    settings = Settings(secret_key=SecretStr("x" * 40))
    database = loop.run_until_complete(Database.connect(database_dsn, size=2, settings=settings))

    async def counted(stage: Stage, work: Work) -> int:
        sent: list[str] = []
        teams = {stage.project["id"]: Membership(None, True)}
        person_id = stage.people["user"]["id"]
        user = CurrentUser(person_id, "user", "", "person", False, False, None, "UTC", frozenset(), teams, token={})
        async with database.transaction(user) as session:
            with session.connection.query_logger(lambda record: sent.append(record.query)):
                await work(session)
        return len(sent)

    yield lambda stage, work: loop.run_until_complete(counted(stage, work))
    loop.run_until_complete(database.close())
    loop.close()


def talk(stage: Stage, number: int) -> list[str]:
    """Comments with replies and a chat with messages; the ids of the comments."""
    join = f"/actions/user/chats/{stage.shot['id']}/join"
    stage.manager.post(join, status=200)
    made = [stage.post(str(place))["id"] for place in range(number)]
    for comment_id in made:
        stage.manager.post(f"/data/tasks/{stage.task['id']}/comments/{comment_id}/reply", {"text": "x"}, 200)
        stage.manager.post(f"/data/entities/{stage.shot['id']}/chat/messages", {"message": "x"})
    return made


def test_lists(stage: Stage, count: Count) -> None:
    works: dict[str, Work] = {
        "comments": lambda session: listing.comments_of_task(session, stage.task["id"]),
        "comments of a project": lambda session: listing.comments_of_project(session, stage.project["id"], None),
        "news": lambda session: news.project_feed(session, stage.project["id"], WHOLE_FEED),
        "notifications": lambda session: notifications.mine(session, EVERYTHING),
        "chat": lambda session: chats.whole_chat(session, stage.shot["id"]),
    }
    talk(stage, 2)
    for work in works.values():
        count(stage, work)  # the driver asks once for the types of what it has not seen yet
    few = {name: count(stage, work) for name, work in works.items()}
    talk(stage, 10)
    many = {name: count(stage, work) for name, work in works.items()}
    assert many == few


def test_removal(stage: Stage, count: Count) -> None:
    two, twelve = talk(stage, 2), talk(stage, 12)
    few = count(stage, lambda session: remove_comments(session, two))
    assert count(stage, lambda session: remove_comments(session, twelve)) == few
