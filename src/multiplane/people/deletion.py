"""Removing a person, with what is theirs (02-models 3.1, 05-projects-people 3.8)."""

from sqlalchemy import text

from multiplane.comments.deletion import remove_comments
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.database.statements import prepare
from multiplane.people.day_offs.service import recount_time
from multiplane.tasks.status import replay

STILL_LINKED = "Some data are still linked to given person."
COMMENTS_OF = prepare(text("SELECT id, object_id FROM comment WHERE person_id = cast(:person_id AS uuid)"))
NEWS_OF = prepare(
    text(
        """
        WITH removed AS (
            DELETE FROM news WHERE author_id = cast(:person_id AS uuid) RETURNING id, task_id
        )
        SELECT removed.id, task.project_id FROM removed LEFT JOIN task ON task.id = removed.task_id
        """
    )
)
# A group goes with the filters it holds, whoever they belong to; files of a chat message outlive it (02-models 1.9).
FORGET_FILTERS = prepare(
    text(
        """
        DELETE FROM search_filter
        WHERE person_id = cast(:person_id AS uuid) OR search_filter_group_id IN (
            SELECT id FROM search_filter_group WHERE person_id = cast(:person_id AS uuid)
        )
        """
    )
)
DETACH_CHAT_FILES = prepare(
    text(
        """
        UPDATE attachment_file SET chat_message_id = NULL
        WHERE chat_message_id IN (SELECT id FROM chat_message WHERE person_id = cast(:person_id AS uuid))
        """
    )
)
FORGET_TIME_SPENT = prepare(text("DELETE FROM time_spent WHERE person_id = cast(:person_id AS uuid) RETURNING task_id"))
FORGOTTEN = tuple(
    prepare(text(f"DELETE FROM {table} WHERE {column} = cast(:person_id AS uuid)"))  # noqa: S608 - names of this file
    for table, column in (
        ("search_filter_group", "person_id"),
        ("chat_message", "person_id"),
        ("chat_participant", "person_id"),
        ("comment_acknoledgments", "person"),
        ("comment_mentions", "person"),
        ("api_event", "user_id"),
        ("notification", "person_id"),
        ("notification", "author_id"),
        ("desktop_login_log", "person_id"),
        ("login_log", "person_id"),
        ("subscription", "person_id"),
        ("day_off", "person_id"),
        ("project_person_link", "person_id"),
        ("task_person_link", "person_id"),
    )
)
DETACHED = tuple(
    prepare(text(f"UPDATE {table} SET {column} = NULL WHERE {column} = cast(:person_id AS uuid)"))  # noqa: S608
    for table, column in (
        ("task", "assigner_id"),
        ("output_file", "person_id"),
        ("working_file", "person_id"),
        ("preview_file", "person_id"),
        ("budget_entry", "person_id"),
        ("entity", "created_by"),
        ("entity_version", "person_id"),
        ("playlist", "created_by"),
        ("comment", "editor_id"),
    )
)
# The column of a share link is never empty, and the clients who hold the link keep it.
HAND_OVER_LINKS = prepare(
    text(
        """
        UPDATE playlist_share_link SET created_by = cast(:heir_id AS uuid)
        WHERE created_by = cast(:person_id AS uuid)
        """
    )
)


async def forget(session: Session, person: Row) -> None:
    """Remove or detach whatever refers to a person, in the transaction of the deletion.

    Emits `comment:delete`, `news:delete`, and what becomes of the tasks. Share links go to the administrator who
    deletes.
    """
    values = {"person_id": person["id"]}
    comments = await session.all(COMMENTS_OF, **values)
    await remove_comments(session, [comment["id"] for comment in comments])
    for news in await session.all(NEWS_OF, **values):
        session.emit("news:delete", {"news_id": news["id"]}, news["project_id"])
    worked_on = await session.column(FORGET_TIME_SPENT, **values)
    for statement in (FORGET_FILTERS, DETACH_CHAT_FILES, *FORGOTTEN, *DETACHED):
        await session.run(statement, **values)
    await session.run(HAND_OVER_LINKS, heir_id=session.user.id, **values)
    commented = {comment["object_id"] for comment in comments}
    await recount_time(session, set(worked_on) - commented)
    for change in await replay(session, sorted(commented)):
        change.announce(session, person["id"])
