"""Pictures are processed in the request: what is answered, stored, sent and told (06-previews-playlists 3)."""

import zlib
from typing import Any

import pytest
from tests.previews.conftest import PREVIEW_KEYS, Stage, opened, picture, send
from tests.support.roles import as_each_role

from multiplane import models

NOT_A_PICTURE = "Uploaded file is not a readable picture."


def test_the_answer_shows_the_final_state(stage: Stage) -> None:
    slot = stage.slot()
    assert slot.keys() == PREVIEW_KEYS | {"comments"}
    assert (slot["status"], slot["extension"], slot["comments"]) == ("processing", "mp4", [stage.comment["id"]])
    answer = stage.upload(slot, picture(64, 36), "My.Best frame.PNG")
    assert answer.keys() == PREVIEW_KEYS
    assert answer["status"] == "ready"
    assert (answer["extension"], answer["original_name"]) == ("png", "My.Best frame")
    assert (answer["width"], answer["height"]) == (64, 36)
    original = stage.manager.request("GET", f"/pictures/originals/preview-files/{slot['id']}.png")
    assert answer["file_size"] == len(original.content)
    assert stage.manager.get(f"/data/preview-files/{slot['id']}") == {**answer, "comments": [stage.comment["id"]]}


@pytest.mark.parametrize(
    ("folder", "size", "mode"),
    [
        ("originals", (300, 600), "RGB"),
        ("previews", (1200, 2400), "RGBA"),
        ("thumbnails", (150, 100), "RGBA"),
        ("thumbnails-square", (100, 100), "RGBA"),
    ],
)
def test_each_form_of_a_picture_has_its_size(stage: Stage, folder: str, size: tuple[int, int], mode: str) -> None:
    preview = stage.publish(picture(300, 600, "JPEG"), "portrait.jpg")
    response = stage.manager.request("GET", f"/pictures/{folder}/preview-files/{preview['id']}.png")
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/png"
    shown = opened(response.content)
    assert (shown.format, shown.size, shown.mode) == ("PNG", size, mode)


def test_an_upload_is_told(stage: Stage) -> None:
    stage.rows.run("UPDATE project SET is_set_preview_automated = true WHERE id = %s", stage.project["id"])
    slot = stage.slot()
    moment = stage.studio.now()
    stage.upload(slot, picture())
    main = {"entity_id": stage.shot["id"], "preview_file_id": slot["id"], "preview_file_status": "ready"}
    comment = {"comment_id": stage.comment["id"], "task_id": stage.task["id"]}
    file = {"preview_file_id": slot["id"], "revision": 1, "extension": "png", "status": "ready"}
    author = {"person_id": stage.people["manager"]["id"], "for_client": False}
    expected = [
        ("preview-file:update", {"preview_file_id": slot["id"], "status": "ready"}),
        ("preview-file:set-main", main),
        ("shot:update", {"shot_id": stage.shot["id"]}),
        ("comment:update", {**comment, **author}),
        ("preview-file:add-file", {**comment, **file}),
    ]
    events = stage.studio.events_since(moment)
    project = stage.project["id"]
    assert [(event["name"], event["data"]) for event in events] == [
        (name, {**data, "project_id": project}) for name, data in expected
    ]
    assert {event["project_id"] for event in events} == {project}


def test_the_first_file_of_a_revision_illustrates_its_task(stage: Stage) -> None:
    first = stage.publish()
    task = stage.rows.one("SELECT last_preview_file_id::text FROM task WHERE id = %s", stage.task["id"])
    assert task["last_preview_file_id"] == first["id"]
    assert _main(stage) is None, "the project does not choose by itself"
    comment = stage.new_comment()
    second = stage.upload(stage.slot(comment), picture())
    extra = stage.upload(stage.slot(comment), picture())
    assert (second["revision"], extra["revision"], extra["position"]) == (2, 2, 2)
    task = stage.rows.one("SELECT last_preview_file_id::text FROM task WHERE id = %s", stage.task["id"])
    assert task["last_preview_file_id"] == second["id"]


def _main(stage: Stage) -> Any:
    return stage.rows.one("SELECT preview_file_id::text AS id FROM entity WHERE id = %s", stage.shot["id"])["id"]


def test_a_generic_file_is_kept_as_it_is_and_illustrates_nothing(stage: Stage) -> None:
    stage.rows.run("UPDATE project SET is_set_preview_automated = true WHERE id = %s", stage.project["id"])
    content = b"%PDF-1.7 not really"
    slot = stage.slot()
    moment = stage.studio.now()
    answer = stage.upload(slot, content, "storyboard.PDF")
    assert (answer["status"], answer["extension"], answer["file_size"]) == ("ready", "pdf", len(content))
    assert (answer["width"], answer["height"], answer["duration"]) == (0, 0, 0.0)
    assert _main(stage) is None
    names = [event["name"] for event in stage.studio.events_since(moment)]
    assert names == ["preview-file:update", "comment:update", "preview-file:add-file"]
    response = stage.manager.request("GET", f"/pictures/originals/preview-files/{slot['id']}.pdf")
    assert (response.content, response.headers["content-type"]) == (content, "application/pdf")


def test_active_content_is_never_shown_in_place(stage: Stage) -> None:
    script = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    preview = stage.publish(script, "logo.svg")
    response = stage.manager.request("GET", f"/pictures/originals/preview-files/{preview['id']}.svg")
    assert response.content == script
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["run.exe", "page.html", "picture.webp", "noextension", "scan.tiff"])
def test_a_refused_extension_takes_the_row_with_it(stage: Stage, name: str) -> None:
    slot = stage.slot()
    refusal = stage.upload(slot, picture(), name, status=400)
    extension = name.rpartition(".")[2]
    assert refusal == {"error": True, "message": f"Wrong file format, extension: {extension}", "data": None}
    stage.manager.get(f"/data/preview-files/{slot['id']}", 404)
    assert stage.rows.all("SELECT 1 FROM comment_preview_link WHERE comment = %s", stage.comment["id"]) == []


def bomb() -> bytes:
    """A PNG that says it is 60000 x 60000."""
    header = b"IHDR" + (60000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    chunk = (13).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + chunk


@pytest.mark.parametrize(
    "content",
    [b"", b"only text", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n", bomb()],
    ids=["empty", "text", "svg", "header only", "bomb"],
)
def test_what_is_no_picture_is_broken_and_may_be_sent_again(stage: Stage, content: bytes) -> None:
    slot = stage.slot()
    moment = stage.studio.now()
    refusal = stage.upload(slot, content, status=400)
    assert refusal == {"error": True, "message": NOT_A_PICTURE, "data": None}
    assert stage.stored(slot)["status"] == "broken"
    assert stage.stored(slot)["original_name"] is None
    events = stage.studio.events_since(moment)
    assert [(event["name"], event["data"]["status"]) for event in events] == [("preview-file:update", "broken")]
    assert stage.upload(slot, picture())["status"] == "ready"


def test_the_content_decides_what_a_picture_is(stage: Stage) -> None:
    assert stage.publish(picture(kind="JPEG"), "really a jpeg.png")["status"] == "ready"


def test_a_truncated_picture_is_accepted(stage: Stage) -> None:
    whole = picture(400, 300, "JPEG")
    assert stage.publish(whole[: len(whole) * 2 // 3], "cut.jpg")["status"] == "ready"


def test_an_id_keeps_its_bytes(stage: Stage) -> None:
    preview = stage.publish()
    refusal = stage.upload(preview, picture(), status=400)
    assert refusal["message"] == "The browser (or proxy) sent a request that this server could not understand."


def test_a_file_is_needed(stage: Stage) -> None:
    slot = stage.slot()
    path = f"/pictures/preview-files/{slot['id']}"
    missing = {"error": True, "message": "File not provided.", "data": None}
    assert stage.manager.post(path, status=400) == missing
    response = stage.manager.request("POST", path, files={"other": ("a.png", picture())})
    assert (response.status_code, response.json()) == (400, missing)
    assert stage.stored(slot)["status"] == "processing"


def test_a_long_name_is_cut(stage: Stage) -> None:
    assert stage.publish(name=f"{'é' * 300}.png")["original_name"] == "é" * 250


@as_each_role(admin=201, manager=201, supervisor=201, client=201)
def test_who_may_upload(stage: Stage, role: str, status: int) -> None:
    send(stage.team[role], stage.slot(), picture(), "a.png", status=status)


@pytest.mark.parametrize("role", ["user", "vendor"])
def test_assignees_may_upload(stage: Stage, role: str) -> None:
    stage.assign(role)
    send(stage.team[role], stage.slot(by=stage.team[role]), picture(), "a.png")


def test_a_supervisor_of_the_department_may_upload(stage: Stage) -> None:
    boss = stage.studio.client_of(stage.studio.member(stage.project, "supervisor", departments=[stage.department]))
    send(boss, stage.slot(by=boss), picture(), "a.png")
    everything = stage.studio.client_of(stage.studio.member(stage.project, "supervisor"))
    other = stage.studio.client_of(
        stage.studio.member(stage.project, "supervisor", departments=[stage.studio.department()])
    )
    send(everything, stage.slot(), picture(), "a.png")
    send(other, stage.slot(), picture(), "a.png", status=403)


def test_the_creator_of_the_entity_may_upload(stage: Stage) -> None:
    stage.rows.run("UPDATE entity SET created_by = %s WHERE id = %s", stage.people["user"]["id"], stage.shot["id"])
    send(stage.team["user"], stage.slot(by=stage.team["user"]), picture(), "a.png")


@pytest.mark.parametrize("preview_id", ["unknown", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_preview_is_404(stage: Stage, preview_id: str) -> None:
    send(stage.manager, {"id": preview_id}, picture(), "a.png", status=404)


def test_a_preview_without_task_is_for_administrators(stage: Stage) -> None:
    row = stage.rows.insert(models.PreviewFile, name="loose", status="processing")
    send(stage.manager, row, picture(), "a.png", status=403)
    assert send(stage.studio.admin, row, picture(), "a.png")["status"] == "ready"
