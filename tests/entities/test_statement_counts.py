"""The statements behind the hot reads stay the same however many rows there are."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.entities.builders import cast, depict, descriptor, preview
from tests.support.studio import Row, Studio

from multiplane.access.user import CurrentUser, Membership
from multiplane.database.session import Database, Session
from multiplane.entities.assets import service as assets
from multiplane.entities.boards import fields
from multiplane.entities.boards import service as boards
from multiplane.entities.episodes import service as episodes
from multiplane.entities.episodes import statistics
from multiplane.entities.previews import service as previews
from multiplane.entities.sequences import service as sequences
from multiplane.entities.shots import service as shots
from multiplane.entities.tasks import service as tasks

Read = Callable[[Session, Row], Awaitable[Any]]

READS: dict[str, tuple[int, Read]] = {
    "one shot": (1, lambda session, made: boards.full_entity(session, fields.SHOTS, made["shot"])),
    "one asset": (1, lambda session, made: boards.full_entity(session, fields.ASSETS, made["asset"])),
    "shots": (2, lambda session, made: shots.list_shots(session, [], made["project"], None)),
    "assets": (2, lambda session, made: assets.list_assets(session, [], made["project"], None)),
    "sequences": (2, lambda session, made: sequences.list_sequences(session, [], made["project"], None)),
    "shots of an episode": (
        4,
        lambda session, made: episodes.shots_of_episode(session, made["episode"], relations=True),
    ),
    "tasks of a shot": (3, lambda session, made: tasks.tasks_of(session, made["shot"], "Shot", relations=True)),
    "previews of a shot": (3, lambda session, made: previews.previews_by_task_type(session, made["shot"], "Shot")),
    "linked entities": (3, lambda session, made: boards.linked_entities(session, made["asset"])),
    "statistics": (2, lambda session, made: statistics.retake_statistics(session, made["project"])),
}
"""The most statements of a read, for the caller it costs most: a vendor."""


def production(studio: Studio, person: Row, size: int) -> Row:
    """A production whose every part has `size` rows."""
    project = studio.project()
    studio.join(project, person, "vendor")
    episode = studio.episode(project)
    sequence = studio.sequence(project, episode)
    asset, task_types = studio.asset(project), [studio.task_type() for _ in range(size)]
    for place in range(size):
        descriptor(studio, project, "Shot", f"field {place}", studio.department())
        shot = studio.shot(project, sequence, data={f"field {place}": 1})
        cast(studio, shot, asset)
        for entity in (shot, asset, sequence, episode):
            preview(studio, studio.task(entity, task_types[place], assignees=[person]))
        concept = studio.entity(project, "Concept")
        depict(studio, concept, asset)
        studio.task(concept, assignees=[person])
    for task_type in task_types[:-1]:
        studio.task(shot, task_type, assignees=[person])
    return {"project": project["id"], "episode": episode["id"], "shot": shot["id"], "asset": asset["id"]}


def user_of(person: Row, project_id: str) -> CurrentUser:
    return CurrentUser(
        id=person["id"],
        role="user",
        full_name="",
        identity="person",
        is_bot=False,
        is_preview_account=False,
        studio_id=None,
        timezone="UTC",
        departments=frozenset(),
        teams={project_id: Membership("vendor", True)},
        token={},
    )


async def statements(dsn: str, person: Row, made: Row, read: Read) -> int:
    """How many statements a read sends."""
    database = await Database.connect(dsn, size=1)
    seen: list[str] = []
    try:
        async with database.reading(user_of(person, made["project"])) as session:
            await read(session, made)  # the driver asks for the types of the arguments once
            session.connection.add_query_logger(lambda record: seen.append(record.query))
            await read(session, made)
    finally:
        await database.close()
    return len(seen)


@pytest.mark.parametrize("name", READS)
def test_do_not_grow(studio: Studio, database_dsn: str, name: str) -> None:
    most, read = READS[name]
    person = studio.person("user")
    counts = [asyncio.run(statements(database_dsn, person, production(studio, person, size), read)) for size in (1, 6)]
    assert counts[0] == counts[1] <= most
