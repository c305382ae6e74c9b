"""What a fresh database holds after the seed, row by row, as 02-models 10 prints it."""

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import pytest

from multiplane.database.session import Database
from multiplane.studio.seed import DOMAINS, is_fresh, seed_schema, seed_studio
from tests.conftest import administer, database_at
from tests.support.database import Rows

RESERVED = ["Shot", "Scene", "Sequence", "Episode", "Edit", "Concept", "ConceptFolder"]
ASSET_TYPES = {
    "2d": ["Character", "Prop", "Background", "FX"],
    "3d": ["Character", "Prop", "Environment", "FX"],
    "vfx": ["Character", "Prop", "Environment", "FX", "Vehicle"],
    "games": ["Character", "Prop", "Environment", "FX", "UI"],
}
DEPARTMENTS = {
    "2d": "Concept #8D6E63, Layout #7CB342, Animation #009688, Compositing #F06292",
    "3d": "Modeling #78909C, Animation #009688, FX #26C6DA, Compositing #F06292, Concept #8D6E63, Layout #7CB342",
    "vfx": (
        "Modeling #78909C, Animation #009688, FX #26C6DA, Compositing #F06292, Concept #8D6E63, Layout #7CB342, "
        "Matchmove #5C6BC0, DMP #8D6E63"
    ),
    "games": (
        "Game Design #7B1FA2, Level Design #00897B, Character Art #78909C, Environment Art #43A047, "
        "Animation #009688, VFX #26C6DA, QA #E53935"
    ),
}
# The first row is the one that comes with the schema: it has no department.
TASK_TYPES = {
    "2d": """
        Concept | Concept | - | #8D6E63 | 1
        Concept | Asset | Concept | #8D6E63 | 1
        Storyboard | Shot | Concept | #43A047 | 1
        Layout | Shot | Layout | #7CB342 | 2
        Animation | Shot | Animation | #009688 | 3
        Clean-up | Shot | Animation | #4DB6AC | 4
        Color | Shot | Compositing | #F9A825 | 5
        Compositing | Shot | Compositing | #ff5252 | 6
        Edit | Edit | Compositing | #9b298c | 7
    """,
    "3d": """
        Concept | Concept | - | #8D6E63 | 1
        Concept | Asset | Concept | #8D6E63 | 1
        Modeling | Asset | Modeling | #78909C | 2
        Shading | Asset | Modeling | #64B5F6 | 3
        Rigging | Asset | Animation | #9CCC65 | 4
        Storyboard | Shot | Concept | #43A047 | 1
        Layout | Shot | Layout | #7CB342 | 2
        Animation | Shot | Animation | #009688 | 3
        Lighting | Shot | Compositing | #F9A825 | 4
        FX | Shot | FX | #26C6DA | 5
        Rendering | Shot | Compositing | #F06292 | 6
        Compositing | Shot | Compositing | #ff5252 | 7
        Edit | Edit | Compositing | #9b298c | 8
    """,
    "vfx": """
        Concept | Concept | - | #8D6E63 | 1
        Concept | Asset | Concept | #8D6E63 | 1
        Modeling | Asset | Modeling | #78909C | 2
        Shading | Asset | Modeling | #64B5F6 | 3
        Rigging | Asset | Animation | #9CCC65 | 4
        Matchmove | Shot | Matchmove | #5C6BC0 | 1
        Rotomation | Shot | Matchmove | #7986CB | 2
        Storyboard | Shot | Concept | #43A047 | 1
        Layout | Shot | Layout | #7CB342 | 2
        Animation | Shot | Animation | #009688 | 3
        Lighting | Shot | Compositing | #F9A825 | 4
        FX | Shot | FX | #26C6DA | 5
        Rendering | Shot | Compositing | #F06292 | 6
        Compositing | Shot | Compositing | #ff5252 | 7
        DMP | Shot | DMP | #A1887F | 8
        Edit | Edit | Compositing | #9b298c | 9
    """,
    "games": """
        Concept | Concept | - | #8D6E63 | 1
        Game Design | Asset | Game Design | #7B1FA2 | 1
        Level Design | Asset | Level Design | #00897B | 2
        Character Art | Asset | Character Art | #78909C | 3
        Environment Art | Asset | Environment Art | #43A047 | 4
        Animation | Asset | Animation | #009688 | 5
        VFX | Asset | VFX | #26C6DA | 6
        QA | Shot | QA | #E53935 | 1
    """,
}
TASK_STATUSES = """
    Todo | todo | #f5f5f5 | is_default
    Work In Progress | wip | #3273dc | is_wip
    Waiting For Approval | wfa | #ab26ff | is_feedback_request
    Retake | retake | #ff3860 | is_retake
    Done | done | #22d160 | is_done
    Ready To Start | ready | #fbc02d |
    Neutral | neutral | #CCCCCC | is_default, for_concept
    Approved | approved | #66BB6A | for_concept
    Rejected | rejected | #E81123 | for_concept
"""
FLAGS = ("is_default", "is_wip", "is_feedback_request", "is_retake", "is_done", "for_concept")
UNSOWN = ("organisation", "person", "project", "software", "output_type", "file_status", "studio", "status_automation")


def table(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


@pytest.fixture
def database(postgres: str, template_database: str) -> Iterator[str]:
    """The address of a migrated database of its own."""
    name = f"seed_{uuid4().hex}"
    administer(postgres, f"CREATE DATABASE {name} TEMPLATE {template_database}")
    yield database_at(postgres, name)
    administer(postgres, f"DROP DATABASE {name} WITH (FORCE)")


def sow(dsn: str, domain: str | None) -> bool:
    """Sow a domain, or the schema's row alone; tells whether the studio was fresh."""

    async def sowing() -> bool:
        database = await Database.connect(dsn, size=1)
        try:
            async with database.transaction() as session:
                fresh = await is_fresh(session)
                await (seed_schema(session) if domain is None else seed_studio(session, domain))
                return fresh
        finally:
            await database.close()

    return asyncio.run(sowing())


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_row_is_as_printed_and_comes_once(database: str, domain: str) -> None:
    assert sow(database, domain.upper())
    assert not sow(database, domain)
    rows = Rows(database)

    names = [row["name"] for row in rows.all("SELECT name FROM entity_type ORDER BY created_at")]
    assert names == RESERVED + ASSET_TYPES[domain]
    assert rows.all("SELECT id FROM entity_type WHERE short_name IS NOT NULL OR archived IS NOT FALSE") == []
    statuses = rows.all("SELECT name, color FROM project_status ORDER BY created_at")
    assert [(row["name"], row["color"]) for row in statuses] == [("Open", "#000000"), ("Closed", "#000000")]
    departments = rows.all("SELECT name, color FROM department WHERE archived IS FALSE ORDER BY created_at")
    assert ", ".join(f"{row['name']} {row['color']}" for row in departments) == DEPARTMENTS[domain]
    assert sown_task_types(rows) == table(TASK_TYPES[domain])
    assert sown_task_statuses(rows) == table(TASK_STATUSES)
    for name in UNSOWN:
        assert rows.all(f"SELECT id FROM {name}") == [], name
    rows.connection.close()


def sown_task_types(rows: Rows) -> list[list[str]]:
    found = rows.all(
        "SELECT task_type.name, for_entity, coalesce(department.name, '-') AS department, task_type.color, priority "
        "FROM task_type LEFT JOIN department ON department.id = department_id "
        "WHERE short_name = '' AND allow_timelog AND task_type.archived IS FALSE AND description IS NULL "
        "ORDER BY task_type.created_at"
    )
    return [[str(value) for value in row.values()] for row in found]


def sown_task_statuses(rows: Rows) -> list[list[str]]:
    found = rows.all(
        "SELECT * FROM task_status WHERE priority = 1 AND archived IS FALSE AND description IS NULL "
        "AND is_artist_allowed AND is_client_allowed ORDER BY created_at"
    )
    assert all(row[flag] is not None for row in found for flag in FLAGS)
    return [
        [row["name"], row["short_name"], row["color"], ", ".join(flag for flag in FLAGS if row[flag])] for row in found
    ]


def test_the_events_have_no_author_and_come_in_order(database: str) -> None:
    sow(database, "3d")
    rows = Rows(database)
    events = rows.all(
        "SELECT name, data FROM api_event WHERE user_id IS NULL AND project_id IS NULL ORDER BY created_at"
    )
    counted = {"asset-type": 4, "department": 6, "task-type": 12, "task-status": 9}
    assert [event["name"] for event in events] == [
        f"{name}:new" for name, count in counted.items() for _ in range(count)
    ]
    for event in events:
        ((key, object_id),) = event["data"].items()
        assert rows.all(
            f"SELECT id FROM {key.removesuffix('_id').replace('asset_type', 'entity_type')} WHERE id = %s", object_id
        )
    rows.connection.close()


def test_the_schema_comes_with_one_row(database: str) -> None:
    sow(database, None)
    rows = Rows(database)
    assert sown_task_types(rows) == [["Concept", "Concept", "-", "#8D6E63", "1"]]
    assert rows.all("SELECT id FROM api_event") == []
    assert rows.all("SELECT id FROM entity_type") == []
    rows.connection.close()
