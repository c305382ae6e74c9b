"""The rules of removals. Each is one transaction, with as many statements for a thousand entities as for one."""

from collections.abc import Iterable

from multiplane.casting import locks, readiness
from multiplane.database.errors import ReferenceRefused
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.entities.deletion import queries
from multiplane.entities.kinds import ASSET, RESERVED, emit, kind_of
from multiplane.errors import NotFound, SimpleBadRequest
from multiplane.storage.registry import discard
from multiplane.tasks.deletion import remove_tasks

CHILDREN_FIRST = ("Shot", "Scene", "Edit", "Concept", "ConceptFolder", ASSET, "Sequence", "Episode")


async def cancel_entities(session: Session, entity_ids: Iterable[str]) -> list[Row]:
    """Mark entities canceled and keep them; the figures of what casts them are counted again.

    Emits `<kind>:update` of each, then what `casting.readiness` says.
    """
    wanted = list(entity_ids)
    await lock_family(session, wanted)
    entities = await find_entities(session, wanted)
    await session.run(queries.CANCEL, entity_ids=[entity["id"] for entity in entities])
    for entity in entities:
        emit(session, "update", entity, entity["kind"])
    await readiness.refresh_readiness(session, asset_ids=[entity["id"] for entity in entities])
    return entities


async def remove_entities(session: Session, entity_ids: Iterable[str]) -> list[Row]:
    """Remove entities with their tasks, files, links, versions, instances and all; returns what was removed.

    A sequence takes its shots and scenes along; an episode its sequences, its edits, the assets that are its own, and
    its playlists. Other children are detached. Ids of no entity are ignored. Who may is the caller's business.

    Emits what the removal of tasks and playlists emits, the new figures of what cast the entities, then
    `<kind>:delete`, children first.
    """
    wanted = list(entity_ids)
    casting = await lock_family(session, wanted)
    family = await find_family(session, wanted)
    gone = [entity["id"] for entity in family]
    if not gone:
        return []
    await session.run(queries.HIDE_PREVIEWS, entity_ids=gone)
    tasks = await session.all(queries.TASKS, entity_ids=gone)
    await remove_tasks(session, [task["id"] for task in tasks])
    await _remove_playlists(session, gone)
    await _remove_files(session, gone)
    for statement in (*queries.LINKS, *queries.REST, queries.ROWS):
        await session.run(statement, entity_ids=gone)
    readiness.announce(session, await readiness.count(session, casting))
    for entity in family:
        emit(session, "delete", entity, entity["kind"])
    return family


async def remove_unreferenced(session: Session, entity: Row) -> None:
    """Remove an entity that nothing but links refers to, without an event; `ReferenceRefused` otherwise.

    404 when somebody else just did.
    """
    entity_ids = [entity["id"]]
    casting = await locks.lock_doomed(session, entity_ids)
    for statement in queries.LINKS:
        await session.run(statement, entity_ids=entity_ids)
    if not await session.run(queries.ROWS, entity_ids=entity_ids):
        raise NotFound
    readiness.announce(session, await readiness.count(session, casting))


async def delete_or_cancel(session: Session, entity_ids: Iterable[str], *, force: bool, again: bool) -> list[str]:
    """The rule of assets, shots, edits and concepts: those with tasks are canceled, the others removed.

    With `force` all are removed; with `again` so are concepts, and those that were canceled before. Returns the ids
    of those that were still there.
    """
    wanted = list(entity_ids)
    await lock_family(session, wanted)
    entities = await find_entities(session, wanted)
    tasks = await session.all(queries.TASKS, entity_ids=wanted)
    busy = {task["entity_id"] for task in tasks} if not force else set()
    kept = [entity["id"] for entity in entities if entity["id"] in busy and not (again and _is_finished(entity))]
    gone = [entity["id"] for entity in entities if entity["id"] not in set(kept)]
    if gone:
        await remove_entities(session, gone)
    if kept:
        await cancel_entities(session, kept)
    return [entity["id"] for entity in entities]


async def delete_parent(session: Session, entity: Row, *, force: bool) -> None:
    """The rule of sequences and episodes: removed with what they hold, or only when nothing refers to them."""
    if force:
        if not await remove_entities(session, [entity["id"]]):
            raise NotFound
        return
    try:
        await remove_unreferenced(session, entity)
    except ReferenceRefused:
        raise SimpleBadRequest(f"Some data are still linked to this {entity['kind'].lower()}.") from None
    emit(session, "delete", entity, entity["kind"])


async def delete_scene(session: Session, scene: Row) -> None:
    """The rule of scenes: canceled when something refers to them; told as a deletion all the same."""
    try:
        async with session.savepoint():
            await remove_unreferenced(session, scene)
    except ReferenceRefused:
        await session.run(queries.CANCEL, entity_ids=[scene["id"]])
    emit(session, "delete", scene, scene["kind"])


# -- who is concerned


async def find_entities(session: Session, entity_ids: Iterable[str]) -> list[Row]:
    """Entities in the order of their ids given, with kind, project_id, created_by and canceled."""
    wanted = list(dict.fromkeys(entity_ids))
    found = {row["id"]: row for row in _with_kinds(await session.all(queries.ENTITIES, entity_ids=wanted))}
    return [found[entity_id] for entity_id in wanted if entity_id in found]


async def find_family(session: Session, entity_ids: Iterable[str]) -> list[Row]:
    """Entities and what goes with them, children first."""
    family = await find_entities(session, entity_ids)
    episodes = [row["id"] for row in family if row["kind"] == "Episode"]
    if episodes:
        family += _with_kinds(await session.all(queries.OF_EPISODES, entity_ids=episodes, reserved=list(RESERVED)))
    sequences = [row["id"] for row in family if row["kind"] == "Sequence"]
    if sequences:
        family += _with_kinds(await session.all(queries.OF_SEQUENCES, entity_ids=sequences))
    members = {row["id"]: row for row in family}
    return sorted(members.values(), key=lambda row: CHILDREN_FIRST.index(row["kind"]))


async def lock_family(session: Session, entity_ids: Iterable[str]) -> list[str]:
    """Lock entities, what goes with them and what casts them; the ids of what else casts them."""
    family = await find_family(session, entity_ids)
    return await locks.lock_doomed(session, [row["id"] for row in family])


def _with_kinds(rows: Iterable[Row]) -> list[Row]:
    return [{**row, "kind": kind_of(row["entity_type_name"])} for row in rows]


def _is_finished(entity: Row) -> bool:
    return entity["kind"] == "Concept" or bool(entity["canceled"])


# -- what hangs on them


async def _remove_playlists(session: Session, entity_ids: list[str]) -> None:
    """The playlists of episodes, with their build jobs, share links and notifications."""
    playlists = {row["id"]: row for row in await session.all(queries.PLAYLISTS, entity_ids=entity_ids)}
    if not playlists:
        return
    jobs = await session.all(queries.BUILD_JOBS, playlist_ids=list(playlists))
    await discard(session, "movies", "playlists", [job["id"] for job in jobs])
    for statement in queries.OF_PLAYLISTS:
        await session.run(statement, playlist_ids=list(playlists))
    for job in jobs:
        payload = {"build_job_id": job["id"], "playlist_id": job["playlist_id"]}
        session.emit("build-job:delete", payload, playlists[job["playlist_id"]]["project_id"])
    for playlist in playlists.values():
        session.emit("playlist:delete", {"playlist_id": playlist["id"]}, playlist["project_id"])


async def _remove_files(session: Session, entity_ids: list[str]) -> None:
    """Asset instances, output files, and working files that no task took along."""
    instances = await session.column(queries.INSTANCES, entity_ids=entity_ids)
    output_files = await session.column(queries.OUTPUT_FILES, entity_ids=entity_ids)
    working_files = await session.column(queries.WORKING_FILES, entity_ids=entity_ids)
    for statement in queries.OF_INSTANCES if instances else ():
        await session.run(statement, instance_ids=instances)
    for statement in queries.OF_OUTPUT_FILES if output_files else ():
        await session.run(statement, output_file_ids=output_files)
    for statement in queries.OF_WORKING_FILES if working_files else ():
        await session.run(statement, working_file_ids=working_files)
    await discard(session, "files", "working", working_files)
