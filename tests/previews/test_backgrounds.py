"""Environments of the 3D viewer (06-previews-playlists 9.2, 02-models 8.2)."""

from typing import Any

import httpx
import numpy as np
import OpenImageIO
import pytest
from tests.previews.conftest import Stage, opened
from tests.support.api import Api
from tests.support.roles import as_each_role
from tests.support.studio import unique

KEYS = {
    "name", "archived", "is_default", "original_name", "extension", "file_size", "id", "created_at", "updated_at",
    "type",
}  # fmt: skip
WRONG_ROUTE = (
    "Preview backgrounds are uploaded through /pictures/preview-background-files/<preview_background_file_id>."
)


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A real HDR picture, brighter than white."""
    path = tmp_path_factory.mktemp("hdr") / "sky.hdr"
    output = OpenImageIO.ImageOutput.create("sky.hdr")
    assert output.open(str(path), OpenImageIO.ImageSpec(60, 30, 3, "float"))
    output.write_image(np.full((30, 60, 3), 2.5, np.float32))
    output.close()
    return path.read_bytes()


@pytest.fixture
def background(stage: Stage) -> Any:
    return stage.studio.admin.post("/data/preview-background-files", {"name": unique("Sky")[:40]})


def upload(by: Api, background: Any, content: bytes, name: str = "Blue Sky.HDR") -> httpx.Response:
    path = f"/pictures/preview-background-files/{background['id']}"
    return by.request("POST", path, files={"file": (name, content)})


@as_each_role(admin=201)
def test_who_may_make_and_upload_one(stage: Stage, environment: bytes, role: str, status: int) -> None:
    name = unique("Sky")[:40]
    row = stage.team[role].post("/data/preview-background-files", {"name": name}, status)
    if status == 201:
        assert row.keys() == KEYS
        assert upload(stage.team[role], row, environment).status_code == 201
    else:
        existing = stage.studio.admin.post("/data/preview-background-files", {"name": name})
        assert upload(stage.team[role], existing, environment).status_code == status


def test_an_environment_is_stored_with_a_thumbnail(stage: Stage, background: Any, environment: bytes) -> None:
    moment = stage.studio.now()
    response = upload(stage.studio.admin, background, environment)
    assert response.status_code == 201
    row = response.json()
    assert row.keys() == KEYS
    assert (row["original_name"], row["extension"], row["file_size"]) == ("Blue Sky", "hdr", len(environment))
    payload = {"preview_background_file_id": background["id"]}
    assert [(event["name"], event["data"]) for event in stage.studio.events_since(moment)] == [
        ("preview-background-file:update", payload),
        ("preview-background-file:add-file", {**payload, "extension": "hdr"}),
    ]
    vendor = stage.team["vendor"]
    file = vendor.request("GET", f"/pictures/preview-background-files/{background['id']}.hdr")
    assert (file.content, file.headers["content-type"]) == (environment, "image/vnd.radiance")
    assert file.headers["content-disposition"] == 'inline; filename="Blue Sky.hdr"'
    thumbnail = vendor.request("GET", f"/pictures/thumbnails/preview-background-files/{background['id']}.png")
    image = opened(thumbnail.content)
    assert (image.size, image.mode, image.getpixel((150, 100))) == ((300, 200), "RGBA", (255, 255, 255, 255))
    assert vendor.request("GET", f"/pictures/preview-background-files/{background['id']}.png").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("sky.png", b"", "Wrong file format, extension: png"),
        ("sky.hdr", b"no picture", "Error while saving preview background file and thumbnail: {}"),
        ("sky.hdr", b"", "Error while saving preview background file and thumbnail: {}"),
    ],
)
def test_a_refused_file_takes_the_row_with_it(
    stage: Stage, background: Any, name: str, content: bytes, message: str
) -> None:
    refusal = upload(stage.studio.admin, background, content, name)
    assert refusal.status_code == 400
    assert refusal.json()["message"] == message.format(background["id"])
    stage.studio.admin.get(f"/data/preview-background-files/{background['id']}", 404)


def test_a_refused_file_leaves_the_row_a_project_uses(stage: Stage, background: Any) -> None:
    path = f"/data/projects/{stage.project['id']}/settings/preview-background-files"
    stage.studio.admin.post(path, {"preview_background_file_id": background["id"]})
    assert upload(stage.studio.admin, background, b"", "sky.png").status_code == 400
    stage.studio.admin.get(f"/data/preview-background-files/{background['id']}")
    stage.studio.admin.delete(f"/data/preview-background-files/{background['id']}", 400)


def test_a_file_is_needed(stage: Stage, background: Any) -> None:
    path = f"/pictures/preview-background-files/{background['id']}"
    assert stage.studio.admin.post(path, status=400)["message"] == "File not provided."
    stage.studio.admin.get(f"/data/preview-background-files/{background['id']}")


def test_a_thumbnail_is_not_uploaded(stage: Stage, background: Any) -> None:
    path = f"/pictures/thumbnails/preview-background-files/{background['id']}.png"
    response = stage.studio.admin.request("POST", path)
    assert (response.status_code, response.json()) == (405, {"error": True, "message": WRONG_ROUTE})


def test_names_are_unique(stage: Stage, background: Any) -> None:
    admin, path = stage.studio.admin, "/data/preview-background-files"
    similar = "A preview background file with similar name already exists"
    assert admin.post(path, {"name": background["name"]}, 400)["message"] == similar
    other = admin.post(path, {"name": unique("Sky")[:40]})
    assert admin.put(f"{path}/{other['id']}", {"name": background["name"]}, 400)["message"] == similar
    admin.put(f"{path}/{background['id']}", {"name": background["name"]})
    assert admin.post(path, {}, 400) == {"message": "A required field is missing."}


def test_one_is_the_default(stage: Stage, background: Any) -> None:
    admin, path = stage.studio.admin, "/data/preview-background-files"
    other = admin.post(path, {"name": unique("Sky")[:40], "is_default": True})
    assert other["is_default"]
    admin.put(f"{path}/{background['id']}", {"is_default": True})
    assert not admin.get(f"{path}/{other['id']}")["is_default"]
    assert admin.get(f"{path}/{background['id']}")["is_default"]


def test_everybody_reads_and_administrators_write(stage: Stage, background: Any) -> None:
    path = f"/data/preview-background-files/{background['id']}"
    for role, client in stage.team.items():
        if role == "anonymous":
            continue
        assert client.get(path)["id"] == background["id"]
        assert any(row["id"] == background["id"] for row in client.get("/data/preview-background-files"))
        if role != "admin":
            client.put(path, {"name": "mine"}, 403)
            client.delete(path, 403)
    moment = stage.studio.now()
    stage.studio.admin.delete(path)
    (event,) = stage.studio.events_since(moment)
    assert event["name"] == "preview-background-file:delete"
