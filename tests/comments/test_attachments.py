"""Attachments of comments: upload, download, removal (04-tasks 4.7, 06-previews-playlists 8)."""

import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.support.roles import as_each_role
from tests.support.stage import Stage
from tests.support.studio import Row

from multiplane import models

HTML = b"<script>alert(1)</script>"


def upload(stage: Stage, files: Any, by: str = "manager", text: str = "x") -> httpx.Response:
    path = f"/actions/tasks/{stage.task['id']}/comment"
    data = {"task_status_id": stage.id_of("wip"), "comment": text}
    return stage.team[by].http.post(path, data=data, files=files)


def url(file: Row) -> str:
    return f"/data/attachment-files/{file['id']}/file/whatever.exe"


def stored_path(server_data: Path, file_id: str) -> Path:
    found = list(server_data.rglob(file_id))
    assert len(found) <= 1
    return found[0] if found else server_data / "missing"


@pytest.fixture
def file(stage: Stage) -> Row:
    return upload(stage, {"a": ("notes.txt", b"0123456789", "text/plain")}).json()["attachment_files"][0]


class TestUpload:
    def test_one_for_each_field(self, stage: Stage) -> None:
        files = [
            ("first", ("Étude.PNG", b"png", "image/png")),
            ("first", ("second of first.txt", b"", "text/plain")),
            ("second", ("Makefile", b"make", "")),
            ("third", ("archive.tar.gzipped", b"", "application/gzip")),
        ]
        made = upload(stage, files).json()
        found = [(file["name"], file["extension"], file["size"]) for file in made["attachment_files"]]
        assert found == [("Étude.PNG", "png", 3), ("Makefile", "makefi", 4), ("archive.tar.gzipped", "gzippe", 0)]
        assert [file["id"] for file in stage.comments()[0]["attachment_files"]] == [
            file["id"] for file in made["attachment_files"]
        ]
        assert set(stage.comments()[0]["attachment_files"][0]) == {"id", "name", "extension", "size", "reply_id"}

    def test_a_refused_comment_leaves_no_file(self, stage: Stage, server_data: Path) -> None:
        before = sorted(path.name for path in server_data.rglob("*") if path.is_file() and "attachments" in path.parts)
        answer = stage.manager.http.post(
            f"/actions/tasks/{stage.task['id']}/comment",
            data={"task_status_id": stage.id_of("wip"), "person_id": str(uuid4())},
            files={"a": ("a.txt", b"hello", "text/plain")},
        )
        assert answer.status_code == 404
        after = sorted(path.name for path in server_data.rglob("*") if path.is_file() and "attachments" in path.parts)
        assert after == before
        assert list((server_data / "tmp").glob("upload-*")) == []

    def test_a_large_one_is_kept_whole(self, stage: Stage) -> None:
        content = bytes(range(256)) * 40_000
        file = upload(stage, {"a": ("big.bin", content, "application/octet-stream")}).json()["attachment_files"][0]
        assert file["size"] == len(content)
        assert stage.manager.http.get(url(file)).content == content

    def test_malformed_and_oversized_forms(self, stage: Stage) -> None:
        path = f"/actions/tasks/{stage.task['id']}/comment"
        http = stage.manager.http
        for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
            assert http.post(path, content=b"--y\r\n", headers={"content-type": kind}).status_code == 400
        data = {"task_status_id": stage.id_of("wip"), "comment": "x" * 500_001}
        assert http.post(path, data=data, files={"a": b"x"}).status_code == 413
        many = [(str(place), ("f", b"", "text/plain")) for place in range(1001)]
        assert http.post(path, files=many).status_code == 413
        assert stage.comments() == []


class TestDownload:
    def test_headers(self, stage: Stage, file: Row) -> None:
        answer = stage.manager.http.get(url(file))
        assert answer.content == b"0123456789"
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.headers["content-disposition"] == 'attachment; filename="notes.txt"'
        assert answer.headers["cache-control"] == "max-age=604800, private"
        assert answer.headers["content-length"] == "10"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["etag"].startswith('"')

    def test_ranges_and_conditions(self, stage: Stage, file: Row) -> None:
        http = stage.manager.http

        def get(**headers: str) -> httpx.Response:
            return http.get(url(file), headers={name.replace("_", "-"): value for name, value in headers.items()})

        whole = get()
        for wanted, body, content_range in (
            ("bytes=2-4", b"234", "bytes 2-4/10"),
            ("bytes=7-", b"789", "bytes 7-9/10"),
            ("bytes=-2", b"89", "bytes 8-9/10"),
            ("bytes=0-99", b"0123456789", "bytes 0-9/10"),
        ):
            part = get(range=wanted)
            assert (part.status_code, part.content, part.headers["content-range"]) == (206, body, content_range)
        assert get(range="bytes=0-1,4-5").status_code == 200
        outside = get(range="bytes=10-")
        assert (outside.status_code, outside.headers["content-range"]) == (416, "bytes */10")
        assert outside.json()["message"] == "The server cannot provide the requested range."
        assert get(if_none_match=whole.headers["etag"]).status_code == 304
        assert get(if_modified_since=whole.headers["last-modified"]).status_code == 304
        assert get(if_none_match='"other"').status_code == 200
        assert get(range="bytes=0-1", if_range=whole.headers["etag"]).status_code == 206
        assert get(range="bytes=0-1", if_range='"other"').status_code == 200
        head = http.head(url(file))
        assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", "10")

    @pytest.mark.parametrize(
        ("name", "mimetype", "disposition"),
        [
            ("a.png", "image/png", 'inline; filename=""'),
            ("a.html", "text/html", 'attachment; filename="a.html"'),
            ("a.svg", "image/svg+xml", 'attachment; filename="a.svg"'),
            ("été.pdf", "application/pdf", "attachment; filename=\"ete.pdf\"; filename*=UTF-8''%C3%A9t%C3%A9.pdf"),
            ("../../a.txt", "text/plain", 'attachment; filename=".._.._a.txt"'),
        ],
    )
    def test_nothing_active_is_shown_in_place(self, stage: Stage, name: str, mimetype: str, disposition: str) -> None:
        file = upload(stage, {"a": (name, HTML, mimetype)}).json()["attachment_files"][0]
        answer = stage.manager.http.get(url(file))
        assert answer.headers["content-disposition"] == disposition
        assert answer.headers["content-type"].partition(";")[0] == mimetype

    def test_a_type_that_is_none(self, stage: Stage) -> None:
        made = stage.post("x")
        row = stage.rows.insert(models.AttachmentFile, name="a", mimetype="text/html\r\nX: y", comment_id=made["id"])
        assert stage.manager.http.get(url(row)).status_code == 404, "the row has no file"

    def test_needs_to_read_the_comment(self, stage: Stage, file: Row) -> None:
        for role, status in (
            ("manager", 200), ("supervisor", 200), ("user", 200), ("vendor", 200), ("client", 403), ("outsider", 403),
            ("anonymous", 401),
        ):  # fmt: skip
            for path in (url(file), f"/data/attachment-files/{file['id']}"):
                assert stage.team[role].http.get(path).status_code == status, (role, path)
        by_client = upload(stage, {"a": ("a.txt", b"x", "text/plain")}, "client").json()["attachment_files"][0]
        for role, status in (("client", 200), ("manager", 200), ("user", 403), ("vendor", 403)):
            assert stage.team[role].http.get(url(by_client)).status_code == status, role

    def test_tied_to_nothing(self, stage: Stage) -> None:
        row = stage.rows.insert(models.AttachmentFile, name="a")
        stage.studio.admin.get(url(row), 403)
        stage.studio.admin.get(f"/data/attachment-files/{row['id']}", 403)
        stage.studio.admin.get(url({"id": str(uuid4())}), 404)
        stage.studio.admin.get(url({"id": "nope"}), 404)

    def test_comments_have_no_thumbnails(self, stage: Stage) -> None:
        file = upload(stage, {"a": ("a.png", b"x", "image/png")}).json()["attachment_files"][0]
        stage.manager.get(f"/pictures/thumbnails/attachment-files/{file['id']}.png", 404)


class TestAddAndDelete:
    def add(self, stage: Stage, comment: Row, by: str = "manager", files: Any = None) -> httpx.Response:
        path = f"/actions/tasks/{comment['object_id']}/comments/{comment['id']}/add-attachment"
        return stage.team[by].http.post(path, files=files or {"f": ("new.txt", b"new", "text/plain")})

    def test_answers_the_new_ones(self, stage: Stage) -> None:
        made = upload(stage, {"a": ("old.txt", b"old", "text/plain")}).json()
        start = stage.studio.now()
        answer = self.add(stage, made)
        assert answer.status_code == 201
        new = answer.json()
        assert new == [{"id": new[0]["id"], "name": "new.txt", "extension": "txt", "size": 3}]
        assert stage.events(start) == ["comment:update"]
        names = [file["name"] for file in stage.comments()[0]["attachment_files"]]
        assert names == ["old.txt", "new.txt"]
        path = f"/actions/tasks/{stage.task['id']}/comments/{made['id']}/add-attachment"
        assert stage.manager.post(path) == []

    def test_is_for_the_author_and_managers(self, stage: Stage) -> None:
        made = stage.post("x", by=stage.team["user"])
        for role, status in (
            ("user", 201), ("manager", 201), ("supervisor", 403), ("vendor", 403), ("client", 403), ("outsider", 403),
            ("anonymous", 401),
        ):  # fmt: skip
            assert self.add(stage, made, role).status_code == status, role
        other = stage.new_task(task_type=stage.studio.task_type())
        assert self.add(stage, {**made, "object_id": other["id"]}).status_code == 403
        assert self.add(stage, {**made, "id": str(uuid4())}).status_code == 404

    def test_delete(self, stage: Stage, file: Row) -> None:
        comment = stage.comments()[0]
        path = f"/data/tasks/{stage.task['id']}/comments/{comment['id']}/attachments/{file['id']}"
        other = stage.post("other")
        stage.manager.delete(path.replace(comment["id"], other["id"]), 403)
        for role in ("supervisor", "user", "client", "vendor", "outsider"):
            stage.team[role].delete(path, 403)
        stage.manager.delete(path)
        stage.manager.delete(path, 404)
        assert stage.manager.http.get(url(file)).status_code == 404
        row = stage.rows.one("SELECT deleted_at, purge_forced FROM stored_file WHERE file_id = %s", file["id"])
        assert row["deleted_at"] is not None
        assert row["purge_forced"] is False


class TestLists:
    @as_each_role(admin=200)
    def test_are_for_administrators(self, stage: Stage, file: Row, role: str, status: int) -> None:
        client = stage.studio.admin if role == "admin" else stage.team[role]
        for path in (f"/data/projects/{stage.project['id']}", f"/data/tasks/{stage.task['id']}"):
            found = client.get(f"{path}/attachment-files", status)
            if status == 200:
                assert [row["id"] for row in found] == [file["id"]]
                assert set(found[0]) == {
                    "name", "size", "extension", "mimetype", "comment_id", "reply_id", "chat_message_id", "id",
                    "created_at", "updated_at", "comment", "chat_message", "type",
                }  # fmt: skip
                assert found[0]["comment"]["type"] == "Comment"
        client.get("/data/attachment-files", status, params={"comment_id": str(uuid4())})

    def test_generic_row(self, stage: Stage, file: Row, server_data: Path) -> None:
        one = stage.studio.admin.get(f"/data/attachment-files/{file['id']}")
        assert (one["comment"]["id"], one["chat_message"]) == (one["comment_id"], None)
        changed = stage.studio.admin.put(f"/data/attachment-files/{file['id']}", {"name": "new name.txt"})
        assert changed["name"] == "new name.txt"
        stage.manager.put(f"/data/attachment-files/{file['id']}", {}, 403)
        assert stored_path(server_data, file["id"]).exists()
        stage.studio.admin.delete(f"/data/attachment-files/{file['id']}")
        stored = stage.rows.one("SELECT deleted_at FROM stored_file WHERE file_id = %s", file["id"])
        assert stored["deleted_at"] is not None


def test_bytes_stay_until_they_are_purged(stage: Stage, file: Row, server_data: Path) -> None:
    """`remove_files` is off: the deletion of a comment only marks its files."""
    comment = stage.comments()[0]
    stage.manager.delete(f"/data/comments/{comment['id']}")
    time.sleep(1)
    assert stored_path(server_data, file["id"]).read_bytes() == b"0123456789"
    stored = stage.rows.one("SELECT deleted_at, purged_at FROM stored_file WHERE file_id = %s", file["id"])
    assert (stored["deleted_at"] is None, stored["purged_at"]) == (False, None)
