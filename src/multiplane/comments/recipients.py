"""Telling people about comments and replies; nobody who may not read the comment (04-tasks 3.1)."""

from collections.abc import Iterable

from multiplane.comments import policy, queries
from multiplane.comments.mentions import Mentions
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.kinds import CONCEPTS
from multiplane.notifications import service as notifications


async def tell_of_comment(session: Session, comment: Row, task: Row, mentions: Mentions, *, changed: bool) -> None:
    """A `comment` notification for everybody who follows the task, then a `mention` for everybody named."""
    readers = await _readers(session, comment, task, await followers(session, task))
    await notifications.tell(
        session,
        "comment",
        readers,
        author_id=comment["person_id"],
        project_id=task["project_id"],
        task_id=task["id"],
        comment_id=comment["id"],
        change=changed,
    )
    await tell_of_mentions(session, comment, task, mentions)


async def tell_of_mentions(
    session: Session, comment: Row, task: Row, mentions: Mentions, *, created_at: str | None = None
) -> None:
    """A `mention` notification for everybody a comment names, alone or by a department of theirs."""
    readers = await _readers(session, comment, task, await _named(session, task, mentions))
    await notifications.tell(
        session,
        "mention",
        readers,
        author_id=comment["person_id"],
        project_id=task["project_id"],
        task_id=task["id"],
        comment_id=comment["id"],
        created_at=created_at,
    )


async def tell_of_reply(
    session: Session, comment: Row, task: Row, reply: Row, mentions: Mentions, repliers: Iterable[str]
) -> None:
    """A `reply` notification for all who follow the task or the thread, a `reply-mention` for all it names."""
    following = [*await followers(session, task), *repliers, comment["person_id"]]
    for kind, people in (("reply", following), ("reply-mention", await _named(session, task, mentions))):
        await notifications.tell(
            session,
            "reply" if kind == "reply" else "reply-mention",
            await _readers(session, comment, task, people),
            author_id=reply["person_id"],
            project_id=task["project_id"],
            task_id=task["id"],
            comment_id=comment["id"],
            reply_id=reply["id"],
        )


async def followers(session: Session, task: Row) -> list[str]:
    """Assignees, subscribers of the task, and subscribers of its type on the parent of its entity."""
    return await session.column(
        queries.FOLLOWERS,
        task_id=task["id"],
        entity_parent_id=task["entity_parent_id"],
        task_type_id=task["task_type_id"],
    )


async def _named(session: Session, task: Row, mentions: Mentions) -> list[str]:
    if not mentions.departments:
        return mentions.persons
    members = await session.column(
        queries.TEAM_OF_DEPARTMENTS, project_id=task["project_id"], department_ids=mentions.departments
    )
    return [*mentions.persons, *members]


async def _readers(session: Session, comment: Row, task: Row, person_ids: Iterable[str]) -> list[str]:
    """Those of the persons who may read the comment, each once, in the order given."""
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        return []
    known = await session.all(
        queries.READERS,
        project_id=task["project_id"],
        entity_id=task["entity_id"],
        person_ids=[*wanted, comment["person_id"]],
    )
    is_concept = task["kind"] in CONCEPTS
    by_id = {row["id"]: {**row, "is_concept": is_concept} for row in known}
    author_role = by_id[comment["person_id"]]["role"]
    isolated = bool(task["is_clients_isolated"])
    return [
        person_id
        for person_id in wanted
        if policy.may_be_told(by_id[person_id], comment, author_role, clients_isolated=isolated)
    ]
