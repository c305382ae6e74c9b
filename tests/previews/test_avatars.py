"""Avatars of persons, productions and the studio (06-previews-playlists 9.1)."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.previews.conftest import Stage, opened, picture
from tests.support.api import Api
from tests.support.roles import as_each_role

from multiplane import models
from multiplane.storage.keys import local_name

URL_ONLY = "Upload project thumbnails on the url without extension: /pictures/thumbnails/projects/<project_id>."


def upload(by: Api, path: str, content: bytes | None = None) -> httpx.Response:
    files = {"file": ("me.jpg", picture(80, 40, "JPEG") if content is None else content)}
    return by.request("POST", path, files=files)


@pytest.fixture
def organisation(stage: Stage) -> Any:
    found = stage.rows.all("SELECT id::text FROM organisation")
    return found[0] if found else stage.rows.insert(models.Organisation, name="Studio")


@pytest.mark.parametrize("ending", ["", ".png"])
def test_a_person_gets_an_avatar(stage: Stage, ending: str) -> None:
    me = stage.people["user"]
    path = f"/pictures/thumbnails/persons/{me['id']}"
    assert stage.team["user"].request("GET", path).status_code == 404
    moment = stage.studio.now()
    response = upload(stage.team["user"], path + ending)
    assert response.status_code == 201
    assert response.json() == {"thumbnail_path": f"pictures/thumbnails/persons/{me['id']}.png"}
    for other in ("", ".png"):
        shown = stage.team["vendor"].request("GET", path + other)
        image = opened(shown.content)
        assert (shown.headers["content-type"], image.size, image.mode) == ("image/png", (400, 400), "RGBA")
        assert image.getpixel((200, 10)) == (0, 0, 0, 0), "whole, on a transparent ground"
    assert [(event["name"], event["data"]) for event in stage.studio.events_since(moment)] == [
        ("person:update", {"person_id": me["id"]}),
        ("person:set-thumbnail", {"person_id": me["id"]}),
    ]


@as_each_role(admin=201, user=201)
def test_who_may_change_a_persons_avatar(stage: Stage, role: str, status: int) -> None:
    """Oneself, here the artist, and administrators."""
    path = f"/pictures/thumbnails/persons/{stage.people['user']['id']}"
    assert upload(stage.team[role], path).status_code == status


@as_each_role(admin=201, manager=201)
def test_who_may_change_a_projects_avatar(stage: Stage, role: str, status: int) -> None:
    path = f"/pictures/thumbnails/projects/{stage.project['id']}"
    assert upload(stage.team[role], path).status_code == status


@as_each_role(default=200)
def test_who_may_see_a_projects_avatar(stage: Stage, role: str, status: int) -> None:
    path = f"/pictures/thumbnails/projects/{stage.project['id']}"
    upload(stage.manager, path)
    assert stage.team[role].request("GET", path + ".png").status_code == status
    stranger = stage.studio.client_of(stage.studio.person("user"))
    assert stranger.request("GET", path).status_code == 403


def test_a_projects_avatar_is_told(stage: Stage) -> None:
    moment = stage.studio.now()
    upload(stage.manager, f"/pictures/thumbnails/projects/{stage.project['id']}")
    data = {"project_id": stage.project["id"]}
    events = stage.studio.events_since(moment)
    assert [(event["name"], event["data"], event["project_id"]) for event in events] == [
        ("project:update", data, stage.project["id"]),
        ("project:set-thumbnail", data, None),
    ]


def test_a_projects_avatar_has_one_address(stage: Stage) -> None:
    response = upload(stage.manager, f"/pictures/thumbnails/projects/{stage.project['id']}.png")
    assert (response.status_code, response.json()) == (405, {"error": True, "message": URL_ONLY})


@as_each_role(admin=201)
def test_who_may_change_the_studios_avatar(stage: Stage, organisation: Any, role: str, status: int) -> None:
    path = f"/pictures/thumbnails/organisations/{organisation['id']}"
    assert upload(stage.team[role], path).status_code == status
    if status == 201:
        assert stage.team["client"].request("GET", path + ".png").status_code == 200
        assert upload(stage.team[role], f"/pictures/thumbnails/organisations/{stage.project['id']}").status_code == 404


@pytest.mark.parametrize("content", [b"", b"text", b"<svg/>"])
def test_what_is_no_picture_changes_nothing(stage: Stage, content: bytes) -> None:
    path = f"/pictures/thumbnails/persons/{stage.people['user']['id']}"
    refusal = upload(stage.team["user"], path, content)
    assert refusal.status_code == 400
    assert refusal.json()["message"] == "Uploaded file is not a readable picture."
    assert stage.team["user"].request("GET", path).status_code == 404
    assert stage.team["user"].post(path, status=400)["message"] == "File not provided."


@as_each_role(admin=204)
def test_who_may_clear_an_avatar(stage: Stage, server_data: Path, role: str, status: int) -> None:
    person = stage.people["user"]
    path = f"/pictures/thumbnails/persons/{person['id']}"
    upload(stage.team["user"], path)
    assert (server_data / "previews/pictures" / local_name(f"thumbnails-{person['id']}")).exists()
    moment = stage.studio.now()
    stage.team[role].delete(f"/actions/persons/{person['id']}/clear-avatar", status)
    shown = stage.team["user"].request("GET", path).status_code
    assert shown == (404 if status == 204 else 200)
    if status == 204:
        (event,) = stage.studio.events_since(moment)
        assert (event["name"], event["data"]) == ("person:update", {"person_id": person["id"]})


def test_people_clear_their_own_avatar(stage: Stage) -> None:
    path = f"/pictures/thumbnails/persons/{stage.people['vendor']['id']}"
    upload(stage.team["vendor"], path)
    stage.team["vendor"].delete("/actions/user/clear-avatar")
    assert stage.team["vendor"].request("GET", path).status_code == 404
    stage.team["anonymous"].delete("/actions/user/clear-avatar", 401)
    assert upload(stage.team["vendor"], path).status_code == 201
