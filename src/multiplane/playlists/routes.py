"""Routes of playlists (06-previews-playlists 11)."""

from litestar import Response

from multiplane.database.session import Session
from multiplane.playlists import service
from multiplane.playlists.enriched import enriched
from multiplane.playlists.schemas import Choice, NewEntries, NewEntry
from multiplane.playlists.temporary import temporary
from multiplane.web import query
from multiplane.web.body import AnyRequest, read_body
from multiplane.web.parameters import FLAG, ID, PAGE, TEXT
from multiplane.web.responses import answer
from multiplane.web.routing import ADMIN, SIGNED_IN, get, post

PROJECT = "/data/projects/{project_id:str}"
TAGS = ["playlists"]
QUERY = {**PAGE, "sort_by": TEXT, "task_type_id": ID}


@get(PROJECT + "/playlists", access=SIGNED_IN, tags=TAGS, query=QUERY)
async def playlists_of_project(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    found = await service.list_of_project(
        session,
        project_id,
        page=query.integer(request, "page", 1),
        sort_by=_sort_by(request),
        task_type_id=_task_type(request),
    )
    return answer(found)


@get(PROJECT + "/episodes/{episode_id:str}/playlists", access=SIGNED_IN, tags=TAGS, query={**QUERY, "for_entity": TEXT})
async def playlists_of_episode(
    request: AnyRequest, session: Session, project_id: str, episode_id: str
) -> Response[bytes]:
    found = await service.list_of_episode(
        session,
        project_id,
        episode_id,
        page=query.integer(request, "page", 1),
        sort_by=_sort_by(request),
        task_type_id=_task_type(request),
        for_entity=query.text(request, "for_entity") or None,
    )
    return answer(found)


@get(PROJECT + "/playlists/all", access=ADMIN, tags=TAGS, query=PAGE)
async def all_playlists(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.all_of_project(session, project_id, query.integer(request, "page", 0)))


@get(PROJECT + "/playlists/{playlist_id:str}", access=SIGNED_IN, tags=TAGS)
async def playlist_of_project(session: Session, project_id: str, playlist_id: str) -> Response[bytes]:
    return answer(await enriched(session, await service.readable_in(session, project_id, playlist_id)))


@post(PROJECT + "/playlists/temp", access=SIGNED_IN, body=Choice, status=200, tags=TAGS, query={"sort": FLAG})
async def temporary_playlist(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    body = await read_body(request, Choice)
    return answer(await temporary(session, project_id, body, sort=query.flag(request, "sort")))


@get(PROJECT + "/build-jobs", access=ADMIN, tags=TAGS)
async def builds_of_project(session: Session, project_id: str) -> Response[bytes]:
    return answer(await service.builds_of_project(session, project_id))


@post("/actions/playlists/{playlist_id:str}/add-entity", access=SIGNED_IN, body=NewEntry, status=200, tags=TAGS)
async def add_entity(request: AnyRequest, session: Session, playlist_id: str) -> Response[bytes]:
    body = await read_body(request, NewEntry)
    return answer(await service.add_entries(session, playlist_id, [body]))


@post("/actions/playlists/{playlist_id:str}/add-entities", access=SIGNED_IN, body=NewEntries, status=200, tags=TAGS)
async def add_entities(request: AnyRequest, session: Session, playlist_id: str) -> Response[bytes]:
    body = await read_body(request, NewEntries)
    return answer(await service.add_entries(session, playlist_id, body.entities))


def _sort_by(request: AnyRequest) -> str:
    return query.text(request, "sort_by") or "updated_at"


def _task_type(request: AnyRequest) -> str | None:
    if not query.text(request, "task_type_id"):
        return None
    return query.identifier(request, "task_type_id", "Invalid task_type_id.")
