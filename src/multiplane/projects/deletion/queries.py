"""The statements of the plan."""

from sqlalchemy import Column, MetaData, Table, bindparam, delete, exists, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.sql.elements import ColumnElement

from multiplane.database.statements import Prepared, prepare, quoted
from multiplane.models.base import Base
from multiplane.projects.deletion.plan import (
    DOOMED,
    OF_PROJECT,
    PREVIEW_ACCOUNT,
    PREVIEW_ACCOUNTS,
    STEPS,
    STORED,
    Doomed,
    Step,
)

TABLES = Base.metadata.tables
SETS = {
    doomed.table: Table(doomed.ids, MetaData(), Column("id", UUID(as_uuid=False)))
    for doomed in (*DOOMED, PREVIEW_ACCOUNTS)
}


def collect(doomed: Doomed) -> tuple[Prepared, ...]:
    """Fill a set. Its rows are locked, so that nobody hangs new ones on them before they are gone."""
    table = TABLES[doomed.table]
    conditions: list[ColumnElement[bool]] = [
        table.c[column].in_(select(SETS[other].c.id)) for column, other in doomed.through
    ]
    if doomed.of_project is not None:
        conditions.append(table.c[doomed.of_project] == bindparam("project_id"))
    rows = select(table.c.id).where(or_(*conditions)).with_for_update()
    return (
        prepare(text(f"CREATE TEMPORARY TABLE {quoted(doomed.ids)} (id uuid NOT NULL) ON COMMIT DROP")),
        prepare(insert(SETS[doomed.table]).from_select(["id"], rows)),
        prepare(text(f"ANALYZE {quoted(doomed.ids)}")),
    )


def carry_out(step: Step) -> Prepared:
    """Delete or detach the rows of a step. Rows that go in the same statement as what they refer to may keep it."""
    table, doomed = TABLES[step.table], SETS[step.doomed]
    of_set = table.c[step.column] == doomed.c.id
    if not step.detach:
        return prepare(delete(table).where(of_set))
    if step.table == step.doomed:
        goes = SETS[step.table].alias()
        of_set &= ~exists().where(goes.c.id == table.c.id)
    return prepare(update(table).where(of_set).values({step.column: None}))


def delete_of_project(table_name: str) -> Prepared:
    """Delete the rows of a table that belong to the project."""
    table = TABLES[table_name]
    return prepare(delete(table).where(table.c.project_id == bindparam("project_id")))


COLLECT_PREVIEW_ACCOUNTS = collect(PREVIEW_ACCOUNTS)
DELETE_PREVIEW_ACCOUNTS = tuple(carry_out(step) for step in PREVIEW_ACCOUNT)
COLLECT = tuple(statement for doomed in DOOMED for statement in collect(doomed))
DELETE_CONTENT = (
    *(carry_out(step) for step in STEPS),
    *(delete_of_project(table) for table in OF_PROJECT),
)

ENTITIES = prepare(text("SELECT id FROM entity WHERE project_id = cast(:project_id AS uuid)"))
CASTING_ELSEWHERE = prepare(
    text(
        """
        SELECT DISTINCT link.entity_in_id
        FROM entity_link AS link JOIN doomed_entity ON doomed_entity.id = link.entity_out_id
        WHERE NOT EXISTS (SELECT FROM doomed_entity AS container WHERE container.id = link.entity_in_id)
        """
    )
)
PREVIEW_ACCOUNT_IDS = prepare(text("SELECT id FROM doomed_person"))
TASKS = prepare(
    text(
        "SELECT id AS task_id, entity_id, task_type_id FROM task "
        "WHERE id IN (SELECT id FROM doomed_task) ORDER BY created_at, id LIMIT :most"
    )
)
PLAYLISTS = prepare(text("SELECT id AS playlist_id FROM doomed_playlist LIMIT :most"))

# -- stored objects

OWNERS = {table: prepare(select(SETS[table].c.id)) for table in STORED if table in SETS}
LOCK_STORED = prepare(
    text("SELECT id FROM stored_file WHERE file_id = ANY(cast(:owners AS text[])) ORDER BY id FOR UPDATE")
)
MARK_REMOVED = prepare(
    text(
        """
        UPDATE stored_file SET
            deleted_at = coalesce(deleted_at, moment), purged_at = moment, updated_at = moment, purge_forced = true,
            purge_attempts = purge_attempts + 1, last_error = NULL,
            journal = journal || jsonb_build_array(
                jsonb_build_object('op', 'delete', 'at', moment, 'force', true),
                jsonb_build_object('op', 'purge', 'at', moment)
            )
        FROM (SELECT date_trunc('second', now() AT TIME ZONE 'utc') AS moment) AS clock
        WHERE file_id = ANY(cast(:owners AS text[])) AND purged_at IS NULL
        """
    )
)

# -- foreign keys

MAY_SKIP_CHECKS = prepare(text("SELECT has_parameter_privilege('session_replication_role', 'SET')"))
SKIP_CHECKS = prepare(text("SELECT set_config('session_replication_role', 'replica', true)"))
RESUME_CHECKS = prepare(text("SELECT set_config('session_replication_role', 'origin', true)"))

HAS_PREVIEW_INDEX = prepare(
    text(
        """
        SELECT EXISTS (
            SELECT FROM pg_index
            JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
            WHERE indrelid = 'public.entity'::regclass AND attname = 'preview_file_id' AND indisvalid
        )
        """
    )
)
PREVIEW_INDEX = (
    "CREATE INDEX CONCURRENTLY multiplane_entity_preview_file_id ON public.entity (preview_file_id) "
    "WHERE preview_file_id IS NOT NULL"
)
MAKE_PREVIEW_INDEX = prepare(text(PREVIEW_INDEX))
# What an interrupted attempt leaves is not valid, and in the way of the next.
DROP_PREVIEW_INDEX = prepare(text("DROP INDEX CONCURRENTLY IF EXISTS public.multiplane_entity_preview_file_id"))
