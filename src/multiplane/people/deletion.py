"""Removing a person, with what is theirs (02-models 3.1)."""

from sqlalchemy import text

from multiplane.comments.deletion import remove_comments
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.database.statements import prepare

STILL_LINKED = "Some data are still linked to given person."
COMMENTS_OF = prepare(text("SELECT id FROM comment WHERE person_id = cast(:person_id AS uuid)"))
FORGOTTEN = tuple(
    prepare(text(f"DELETE FROM {table} WHERE {column} = cast(:person_id AS uuid)"))  # noqa: S608 - names of this file
    for table, column in (
        ("comment_acknoledgments", "person"),
        ("comment_mentions", "person"),
        ("api_event", "user_id"),
        ("notification", "person_id"),
        ("notification", "author_id"),
        ("desktop_login_log", "person_id"),
        ("login_log", "person_id"),
        ("subscription", "person_id"),
        ("time_spent", "person_id"),
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
    )
)
# A group goes with the filters it holds, whoever they belong to.
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
FORGET_FILTER_GROUPS = prepare(text("DELETE FROM search_filter_group WHERE person_id = cast(:person_id AS uuid)"))


async def forget(session: Session, person: Row) -> None:
    """Remove or detach what a forced deletion takes along, in the transaction of the deletion."""
    values = {"person_id": person["id"]}
    await remove_comments(session, await session.column(COMMENTS_OF, **values))
    await session.run(FORGET_FILTERS, **values)
    await session.run(FORGET_FILTER_GROUPS, **values)
    for statement in (*FORGOTTEN, *DETACHED):
        await session.run(statement, **values)

