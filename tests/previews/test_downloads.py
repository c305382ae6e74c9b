"""Downloads of previews: who, what, in which form, and what is said of files that are not there."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from tests.previews.conftest import Stage, opened, picture
from tests.support.api import Api
from tests.support.roles import as_each_role
from tests.support.studio import Row

from multiplane.storage.keys import local_name

ROUTES = [
    "/pictures/thumbnails/preview-files/{}.png",
    "/pictures/thumbnails-square/preview-files/{}.png",
    "/pictures/previews/preview-files/{}.png",
    "/pictures/originals/preview-files/{}.png",
    "/pictures/originals/preview-files/{}/download",
]
MOVIE_ROUTES = [
    "/movies/originals/preview-files/{}.mp4",
    "/movies/low/preview-files/{}.mp4",
    "/movies/source/preview-files/{}.mp4",
    "/movies/tiles/preview-files/{}.png",
    "/movies/originals/preview-files/{}/download",
]
NOT_THERE = {"error": True, "message": "Preview file was not found."}


def get(by: Api, path: str, **headers: str) -> httpx.Response:
    return by.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.fixture
def store(server_data: Path) -> Callable[[str, str, str, bytes], Path]:
    """Puts an object in the server's local store, where Kitsu would: `store("pictures", "original", id, bytes)`."""

    def put(bucket: str, prefix: str, object_id: str, content: bytes) -> Path:
        path = server_data / "previews" / bucket / local_name(f"{prefix}-{object_id}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return put


@pytest.mark.parametrize("route", ROUTES + MOVIE_ROUTES)
@as_each_role(admin=200, manager=200, supervisor=200, user=200, client=200)
def test_who_may_download(stage: Stage, store: Callable[..., Path], route: str, role: str, status: int) -> None:
    preview = stage.preview(extension="mp4" if "movies" in route else "png")
    for prefix in ("original", "thumbnails", "thumbnails-square", "previews", "tiles"):
        store("pictures", prefix, preview["id"], picture())
    store("movies", "source", preview["id"], b"a movie")
    assert get(stage.team[role], route.format(preview["id"])).status_code == status


@pytest.mark.parametrize("route", ROUTES)
def test_a_vendor_downloads_what_belongs_to_their_entities(
    stage: Stage, store: Callable[..., Path], route: str
) -> None:
    preview = stage.preview()
    for prefix in ("original", "thumbnails", "thumbnails-square", "previews"):
        store("pictures", prefix, preview["id"], picture())
    assert get(stage.team["vendor"], route.format(preview["id"])).status_code == 403
    stage.assign("vendor", stage.studio.task(stage.shot))
    assert get(stage.team["vendor"], route.format(preview["id"])).status_code == 200


@pytest.mark.parametrize("route", ROUTES[:4])
def test_the_main_preview_of_a_shared_asset_is_for_everybody_but_vendors(
    stage: Stage, store: Callable[..., Path], route: str
) -> None:
    asset = stage.studio.asset(stage.project, is_shared=True)
    preview = stage.preview(stage.studio.task(asset))
    for prefix in ("original", "thumbnails", "thumbnails-square", "previews"):
        store("pictures", prefix, preview["id"], picture())
    path = route.format(preview["id"])
    assert get(stage.team["outsider"], path).status_code == 403
    stage.rows.run("UPDATE entity SET preview_file_id = %s WHERE id = %s", preview["id"], asset["id"])
    is_open = "/pictures/previews/" not in route
    assert get(stage.team["outsider"], path).status_code == (200 if is_open else 403)
    assert get(stage.studio.client_of(stage.studio.person("vendor")), path).status_code == 403
    stage.rows.run("UPDATE entity SET is_shared = false WHERE id = %s", asset["id"])
    assert get(stage.team["outsider"], path).status_code == 403


@pytest.mark.parametrize("route", ROUTES + MOVIE_ROUTES)
@pytest.mark.parametrize("preview_id", ["7d9f1c62-0b51-4f0e-9c7e-2f1d5a8b3e46", "nothing", "..%2f..%2fetc%2fpasswd"])
def test_an_unknown_preview_is_404(stage: Stage, route: str, preview_id: str) -> None:
    response = get(stage.manager, route.format(preview_id))
    assert response.status_code == 404
    assert "no-store" not in response.headers.get("cache-control", "")


@pytest.mark.parametrize("route", ROUTES + MOVIE_ROUTES)
def test_while_it_is_processed_a_file_is_not_there(stage: Stage, route: str) -> None:
    preview = stage.preview(status="processing", extension="mp4")
    path = route.format(preview["id"])
    for accept in ("*/*", "image/avif,image/webp,*/*;q=0.8", "application/json;q=0.5,image/png", "text/html"):
        response = get(stage.manager, path, accept=accept)
        assert (response.status_code, response.json()) == (404, NOT_THERE), accept
        assert response.headers["cache-control"] == "no-store"
    for accept in ("application/json", "application/json,*/*;q=0.1", "application/*,image/*;q=0.9"):
        response = get(stage.manager, path, accept=accept)
        if "source" in route:
            assert response.status_code == 404
            continue
        assert response.status_code == 202, accept
        assert response.json() == {"status": "processing", "preview_file_id": preview["id"]}
        assert (response.headers["retry-after"], response.headers["cache-control"]) == ("5", "no-store")


@pytest.mark.parametrize("route", ROUTES + MOVIE_ROUTES)
def test_a_ready_preview_without_its_file_is_404(stage: Stage, route: str) -> None:
    preview = stage.preview(extension="mp4" if "movies" in route else "png")
    response = get(stage.manager, route.format(preview["id"]))
    assert (response.status_code, response.json()) == (404, NOT_THERE)


def test_a_missing_file_is_not_looked_for_again_for_a_while(stage: Stage, store: Callable[..., Path]) -> None:
    preview = stage.preview()
    path = ROUTES[0].format(preview["id"])
    assert get(stage.manager, path).status_code == 404
    state = stage.rows.one("SELECT * FROM preview_file_storage_state WHERE preview_file_id = %s", preview["id"])
    assert (state["bucket"], state["prefix"], state["state"]) == ("pictures", "thumbnails", "missing")
    store("pictures", "thumbnails", preview["id"], picture())
    assert get(stage.manager, path).status_code == 404
    stage.rows.run(
        "UPDATE preview_file_storage_state SET updated_at = now() AT TIME ZONE 'utc' - interval '2 hours' "
        "WHERE preview_file_id = %s",
        preview["id"],
    )
    assert get(stage.manager, path).status_code == 200


def test_a_store_of_kitsu_is_read_as_it_is(stage: Stage, server_data: Path) -> None:
    preview = stage.preview()
    i = preview["id"]
    root = server_data / "previews" / "pictures"
    places = {
        "thumbnails": root / "thumbnails" / i[:3] / i[3:6] / i,
        "thumbnails-square": root / "thumbnails" / "squ" / "are" / f"square-{i}",
        "originals": root / "original" / i[:3] / i[3:6] / i,
    }
    for number, (folder, path) in enumerate(places.items()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture(10 + number, 10))
        response = get(stage.manager, f"/pictures/{folder}/preview-files/{i}.png")
        assert opened(response.content).size == (10 + number, 10)


def test_the_headers_of_a_file(stage: Stage, store: Callable[..., Path]) -> None:
    preview = stage.preview(updated_at="2024-02-03T04:05:06")
    content = picture()
    path = store("pictures", "thumbnails", preview["id"], content)
    response = get(stage.manager, ROUTES[0].format(preview["id"]))
    assert response.content == content
    expected = {
        "content-type": "image/png",
        "content-length": str(len(content)),
        "accept-ranges": "bytes",
        "last-modified": "Sat, 03 Feb 2024 04:05:06 GMT",
        "cache-control": "max-age=604800, private",
        "content-disposition": 'inline; filename=""',
        "x-content-type-options": "nosniff",
    }
    assert {name: response.headers[name] for name in expected} == expected
    assert "expires" in response.headers
    tag = response.headers["etag"]
    assert tag.startswith('"')
    head = stage.manager.request("HEAD", ROUTES[0].format(preview["id"]))
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    path.write_bytes(picture(65, 36))
    assert get(stage.manager, ROUTES[0].format(preview["id"])).headers["etag"] != tag


def test_an_unchanged_file_is_not_sent_again(stage: Stage, store: Callable[..., Path]) -> None:
    preview = stage.preview(updated_at="2024-02-03T04:05:06")
    store("pictures", "thumbnails", preview["id"], picture())
    path = ROUTES[0].format(preview["id"])
    tag = get(stage.manager, path).headers["etag"]
    for condition in (
        {"if_none_match": tag},
        {"if_none_match": f'"other", {tag}'},
        {"if_modified_since": "Sat, 03 Feb 2024 04:05:06 GMT"},
    ):
        response = get(stage.manager, path, **condition)
        assert (response.status_code, response.content) == (304, b""), condition
        assert response.headers["etag"] == tag
    assert get(stage.manager, path, if_none_match='"other"').status_code == 200
    assert get(stage.manager, path, if_modified_since="Sat, 03 Feb 2024 04:05:05 GMT").status_code == 200


@pytest.mark.parametrize(
    ("wanted", "status", "span"),
    [
        ("bytes=0-9", 206, (0, 10)),
        ("bytes=90-", 206, (90, 100)),
        ("bytes=-10", 206, (90, 100)),
        ("bytes=-1000", 206, (0, 100)),
        ("bytes=50-1000", 206, (50, 100)),
        ("bytes=0-0,5-9", 200, (0, 100)),
        ("bytes=9-5", 200, (0, 100)),
        ("lines=0-9", 200, (0, 100)),
        ("bytes=100-", 416, None),
        ("bytes=-0", 416, None),
    ],
)
def test_ranges_of_a_movie(
    stage: Stage, store: Callable[..., Path], wanted: str, status: int, span: tuple[int, int] | None
) -> None:
    preview = stage.preview(extension="mp4")
    content = bytes(range(100))
    store("movies", "previews", preview["id"], content)
    response = get(stage.manager, MOVIE_ROUTES[0].format(preview["id"]), range=wanted)
    assert response.status_code == status
    if span is None:
        assert response.json() == {"error": True, "message": "The server cannot provide the requested range."}
        assert response.headers["content-range"] == "bytes */100"
        return
    start, end = span
    assert response.content == content[start:end]
    if status == 206:
        assert response.headers["content-range"] == f"bytes {start}-{end - 1}/100"
        assert response.headers["content-length"] == str(end - start)


def test_a_range_of_a_movie_that_changed_is_the_whole_movie(stage: Stage, store: Callable[..., Path]) -> None:
    preview = stage.preview(extension="mp4")
    store("movies", "previews", preview["id"], bytes(100))
    path = MOVIE_ROUTES[0].format(preview["id"])
    tag = get(stage.manager, path).headers["etag"]
    assert get(stage.manager, path, range="bytes=0-9", if_range=tag).status_code == 206
    assert get(stage.manager, path, range="bytes=0-9", if_range='"old"').status_code == 200


def test_a_large_movie_comes_whole(stage: Stage, store: Callable[..., Path]) -> None:
    content = hashlib.sha256(b"seed").digest() * 150_000
    preview = stage.preview(extension="mp4")
    store("movies", "previews", preview["id"], content)
    assert get(stage.manager, MOVIE_ROUTES[0].format(preview["id"])).content == content


@pytest.mark.parametrize(
    ("stored", "listed", "original", "low"),
    [
        ({"previews", "lowdef", "source"}, None, "previews", "lowdef"),
        ({"lowdef"}, None, "lowdef", "lowdef"),
        ({"source"}, None, "source", "source"),
        ({"previews", "source"}, None, "previews", "previews"),
        ({"previews", "lowdef"}, ["lowdef"], "lowdef", "lowdef"),
        ({"previews", "lowdef"}, ["previews"], "previews", "previews"),
    ],
)
def test_the_best_stored_version_of_a_movie_is_sent(
    stage: Stage, store: Callable[..., Path], stored: set[str], listed: list[str] | None, original: str, low: str
) -> None:
    preview = stage.preview(extension="mp4", data={"movie_prefixes": listed} if listed else "no object")
    for prefix in stored:
        store("movies", prefix, preview["id"], prefix.encode())
    assert get(stage.manager, MOVIE_ROUTES[0].format(preview["id"])).content == original.encode()
    assert get(stage.manager, MOVIE_ROUTES[1].format(preview["id"])).content == low.encode()
    source = get(stage.manager, MOVIE_ROUTES[2].format(preview["id"]))
    assert source.status_code == (200 if "source" in stored else 404)


def test_a_generic_file_is_sent_under_any_known_extension(stage: Stage, store: Callable[..., Path]) -> None:
    preview = stage.preview(extension="pdf")
    store("files", "previews", preview["id"], b"%PDF-")
    for extension in ("pdf", "PDF", "gif", "jpg"):
        response = get(stage.manager, f"/pictures/originals/preview-files/{preview['id']}.{extension}")
        assert (response.status_code, response.headers["content-type"]) == (200, "application/pdf")
    refusal = get(stage.manager, f"/pictures/originals/preview-files/{preview['id']}.exe")
    assert refusal.status_code == 400
    assert refusal.json()["message"] == "Extension not allowed: exe"
    image = stage.preview()
    store("pictures", "original", image["id"], picture())
    assert get(stage.manager, f"/pictures/originals/preview-files/{image['id']}.jpg").status_code == 404


def named(stage: Stage, **project: str) -> Row:
    """A preview of a task whose names are known."""
    for table, name, row in (
        ("project", f"Étrange Project {uuid4().hex[:6]}", stage.project),
        ("entity", "SQ 01", stage.sequence),
        ("entity", "SH01", stage.shot),
        ("task_type", f"Story/Board {uuid4().hex[:6]}", stage.task_type),
    ):
        stage.rows.run(f"UPDATE {table} SET name = %s WHERE id = %s", name, row["id"])
        row["name"] = name
    return stage.preview(revision=2, position=2, original_name="Mon rêve", **project)


def test_a_download_has_a_name(stage: Stage, store: Callable[..., Path]) -> None:
    preview = named(stage)
    store("pictures", "original", preview["id"], picture())
    path = f"/pictures/originals/preview-files/{preview['id']}/download"
    project, task_type = stage.project["name"][-6:], stage.task_type["name"][-6:]
    name = f"etrange_project_{project}_sq_01_sh01_story_board_{task_type}_v2-2.png"
    assert get(stage.manager, path).headers["content-disposition"] == f'attachment; filename="{name}"'


def test_a_download_may_keep_its_own_name(stage: Stage, store: Callable[..., Path]) -> None:
    preview = named(stage)
    store("pictures", "original", preview["id"], picture())
    stage.manager.get("/data/organisations")
    path = f"/pictures/originals/preview-files/{preview['id']}/download"
    stage.rows.run(
        "INSERT INTO organisation (id, name, created_at, updated_at, use_original_file_name) "
        "SELECT gen_random_uuid(), 'Studio', now(), now(), false WHERE NOT EXISTS (SELECT FROM organisation)"
    )
    stage.rows.run("UPDATE organisation SET use_original_file_name = true")
    try:
        header = get(stage.manager, path).headers["content-disposition"]
    finally:
        stage.rows.run("UPDATE organisation SET use_original_file_name = false")
    assert header == "attachment; filename=\"Mon reve-2.png\"; filename*=UTF-8''Mon%20r%C3%AAve-2.png"


@pytest.mark.parametrize(
    ("extension", "bucket", "prefix", "served"),
    [
        ("png", "pictures", "original", "image/png"),
        ("mp4", "movies", "lowdef", "video/mp4"),
        ("pdf", "files", "previews", "application/pdf"),
        ("blend", "files", "previews", "application/octet-stream"),
    ],
)
def test_a_download_is_whatever_the_preview_is(
    stage: Stage, store: Callable[..., Path], extension: str, bucket: str, prefix: str, served: str
) -> None:
    preview = stage.preview(extension=extension)
    store(bucket, prefix, preview["id"], b"content")
    response = get(stage.manager, f"/pictures/originals/preview-files/{preview['id']}/download")
    assert (response.content, response.headers["content-type"]) == (b"content", served)
    assert response.headers["content-disposition"].endswith(f'.{extension}"')
