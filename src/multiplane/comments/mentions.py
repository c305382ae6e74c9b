"""Who and what a text names: `@Ana Artist`, `@Animation`, `#shading` (04-tasks 1.6)."""

import re
from dataclasses import dataclass

from multiplane.comments import queries
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.people import forms

HASHTAG = re.compile(r"#([a-zA-Z]+)")
EVERY_TASK = "all"


@dataclass(frozen=True, slots=True)
class Mentions:
    """The members of the team and the departments a text names."""

    persons: list[str]
    departments: list[str]


NOBODY = Mentions([], [])


async def find_mentions(session: Session, text: str, project_id: str | None) -> Mentions:
    """Who is named after an `@`: only the team of the project, never a preview account; any department."""
    if "@" not in text:
        return NOBODY
    team = await session.all(queries.TEAM_NAMES, project_id=project_id)
    departments = await session.all(queries.DEPARTMENT_NAMES)
    return Mentions(
        [row["id"] for row in team if names(text, forms.full_name(row))],
        [row["id"] for row in departments if names(text, row["name"])],
    )


def names(text: str, name: str) -> bool:
    """Whether a text names somebody: `@name`, then a space or the end of the text (or its one last newline)."""
    return bool(name) and re.search(f"@{re.escape(name)}(?: |$)", text) is not None


async def store_mentions(session: Session, comment_id: str, found: Mentions) -> None:
    """Write the mentions of a comment that has none."""
    if found.persons:
        await session.run(queries.ADD_MENTIONS, comment_id=comment_id, person_ids=found.persons)
    if found.departments:
        await session.run(queries.ADD_DEPARTMENT_MENTIONS, comment_id=comment_id, department_ids=found.departments)


async def stored_mentions(session: Session, comment_id: str) -> Mentions:
    """The mentions a comment has."""
    return Mentions(
        await session.column(queries.MENTIONS, comment_id=comment_id),
        await session.column(queries.DEPARTMENT_MENTIONS, comment_id=comment_id),
    )


async def replace_mentions(session: Session, comment_id: str, found: Mentions) -> bool:
    """Make these the mentions of a comment; whether they differ from what they were."""
    before = await stored_mentions(session, comment_id)
    if set(before.persons) == set(found.persons) and set(before.departments) == set(found.departments):
        return False
    await session.run(queries.REMOVE_MENTIONS, comment_id=comment_id)
    await session.run(queries.REMOVE_DEPARTMENT_MENTIONS, comment_id=comment_id)
    await store_mentions(session, comment_id, found)
    return True


async def tagged_siblings(session: Session, text: str, task: Row) -> list[Row]:
    """The other tasks of the entity that the hashtags of a text select."""
    tags = {tag.lower() for tag in HASHTAG.findall(text)}
    if not tags:
        return []
    own_type = (task["task_type_name"] or "").lower()
    siblings = await session.all(queries.TASKS_OF_ENTITY, entity_id=task["entity_id"])
    return [
        sibling
        for sibling in siblings
        if (sibling["task_type_name"].lower() != own_type)
        and (EVERY_TASK in tags or sibling["task_type_name"].lower() in tags)
    ]
