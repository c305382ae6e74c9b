"""The chat of an entity (04-tasks 4.10)."""

import io
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from tests.support.roles import as_each_role
from tests.support.stage import Stage
from tests.support.studio import Row, Studio


def jpeg() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (400, 200), "red").save(stream, "JPEG")
    return stream.getvalue()


class Room(Stage):
    """The shot's chat; the manager and the artist take part."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self.path = f"/data/entities/{self.shot['id']}/chat"
        self.chat = self.join("manager")
        self.join("user")

    def join(self, role: str, status: int = 200) -> Any:
        return self.team[role].post(f"/actions/user/chats/{self.shot['id']}/join", status=status)

    def say(self, text: str, by: str = "manager", status: int = 201) -> Any:
        return self.team[by].post(f"{self.path}/messages", {"message": text}, status)

    def send(self, files: Any, by: str = "manager") -> Row:
        answer = self.team[by].http.post(f"{self.path}/messages", data={"message": "see"}, files=files)
        assert answer.status_code == 201, answer.text
        message: Row = answer.json()
        return message


@pytest.fixture
def room(studio: Studio) -> Room:
    return Room(studio)


class TestChat:
    def test_is_made_at_the_first_access(self, stage_without_chat: Stage) -> None:
        stage = stage_without_chat
        path = f"/data/entities/{stage.shot['id']}/chat"
        chat = stage.manager.get(path)
        assert set(chat) == {
            "object_id", "object_type", "last_message", "participants", "id", "created_at", "updated_at", "type",
            "messages",
        }  # fmt: skip
        assert (chat["object_id"], chat["object_type"], chat["type"]) == (stage.shot["id"], "entity", "Chat")
        assert (chat["participants"], chat["messages"]) == ([], [])
        assert chat["last_message"] is not None
        assert stage.manager.get(path) == chat

    def test_first_accesses_at_once_make_one(self, stage_without_chat: Stage) -> None:
        stage = stage_without_chat
        path = f"/data/entities/{stage.shot['id']}/chat"
        clients = [stage.studio.client_of(stage.people["manager"]) for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            ids = {chat["id"] for chat in pool.map(lambda client: client.get(path), clients)}
        assert len(ids) == 1

    @as_each_role(default=200, outsider=403)
    def test_who_reads_it(self, room: Room, role: str, status: int) -> None:
        client = room.studio.admin if role == "admin" else room.team[role]
        client.get(room.path, status)
        client.get(f"{room.path}/messages", status)

    def test_vendors_need_a_task_on_the_entity(self, room: Room) -> None:
        other = room.studio.shot(room.project)
        room.team["vendor"].get(f"/data/entities/{other['id']}/chat", 403)
        room.team["vendor"].post(f"/actions/user/chats/{other['id']}/join", status=403)
        for identifier in ("nope", str(uuid4())):
            room.manager.get(f"/data/entities/{identifier}/chat", 404)


@pytest.fixture
def stage_without_chat(studio: Studio) -> Stage:
    return Stage(studio)


class TestParticipants:
    def test_join_and_leave(self, room: Room) -> None:
        assert set(room.chat) == {
            "object_id", "object_type", "last_message", "id", "created_at", "updated_at", "type",
        }  # fmt: skip
        assert room.join("manager") == room.chat, "joining twice is fine"
        people = [room.people[role]["id"] for role in ("manager", "user")]
        assert sorted(room.manager.get(room.path)["participants"]) == sorted(people)
        leave = f"/actions/user/chats/{room.shot['id']}/join"
        room.team["user"].delete(leave)
        room.team["user"].delete(leave)
        assert room.manager.get(room.path)["participants"] == [room.people["manager"]["id"]]

    @as_each_role(default=200, outsider=403)
    def test_who_may_join(self, room: Room, role: str, status: int) -> None:
        client = room.studio.admin if role == "admin" else room.team[role]
        client.post(f"/actions/user/chats/{room.shot['id']}/join", status=status)

    def test_my_chats(self, room: Room) -> None:
        mine = room.team["user"].get("/data/user/chats")
        assert mine == [
            {
                "id": room.chat["id"],
                "object_id": room.shot["id"],
                "last_message": room.chat["last_message"],
                "entity_name": f"{room.sequence['name']} / {room.shot['name']}",
                "project_id": room.project["id"],
                "preview_file_id": None,
            }
        ]
        assert room.team["supervisor"].get("/data/user/chats") == []
        room.rows.run("DELETE FROM project_person_link WHERE person_id = %s", room.people["user"]["id"])
        assert room.team["user"].get("/data/user/chats") == []
        closed = room.studio.project_status("Closed")
        room.rows.run("UPDATE project SET project_status_id = %s WHERE id = %s", closed["id"], room.project["id"])
        assert room.manager.get("/data/user/chats") == []


class TestMessages:
    def test_forms(self, room: Room) -> None:
        said = room.say("Hello")
        assert said == {
            "chat_id": room.chat["id"],
            "person_id": room.people["manager"]["id"],
            "text": "Hello",
            "id": said["id"],
            "created_at": said["created_at"],
            "updated_at": said["updated_at"],
            "type": "ChatMessage",
        }
        room.say("Hi", "user")
        messages = room.manager.get(f"{room.path}/messages")
        assert [message["text"] for message in messages] == ["Hello", "Hi"]
        assert messages[0] == {**said, "attachment_files": []}
        assert room.manager.get(room.path)["messages"] == messages
        assert room.manager.get(f"{room.path}/messages/{said['id']}") == messages[0]

    def test_events_are_live_only(self, room: Room) -> None:
        start = room.studio.now()
        said = room.say("Hello")
        room.manager.delete(f"{room.path}/messages/{said['id']}")
        room.join("supervisor")
        assert [row for row in room.studio.events_since(start) if row["name"].startswith("chat:")] == []

    def test_only_participants_speak(self, room: Room) -> None:
        refused = room.say("Hello", "supervisor", 400)
        assert refused == {"error": True, "message": "You are not a participant of this chat", "data": None}
        room.say("Hello", "outsider", 403)
        assert room.manager.post(f"{room.path}/messages", {}, 400)["data"]["errors"] == [
            {"field": "message", "message": "Field required"}
        ]

    def test_last_message_moves(self, room: Room) -> None:
        room.rows.run("UPDATE chat SET last_message = '2001-01-01' WHERE id = %s", room.chat["id"])
        room.say("Hello")
        assert not room.manager.get(room.path)["last_message"].startswith("2001")

    def test_of_another_chat(self, room: Room) -> None:
        said = room.say("Hello")
        elsewhere = f"/data/entities/{room.studio.shot(room.project)['id']}/chat/messages"
        room.manager.get(f"{elsewhere}/{said['id']}", 403)
        room.manager.delete(f"{elsewhere}/{said['id']}", 403)
        room.manager.get(f"{room.path}/messages/{uuid4()}", 404)
        room.manager.get(f"{room.path}/messages/nope", 404)

    def test_deletion_is_for_the_author_and_administrators(self, room: Room) -> None:
        said = room.say("Hello", "user")
        for role in ("manager", "supervisor", "vendor", "client", "outsider"):
            room.team[role].delete(f"{room.path}/messages/{said['id']}", 403)
        room.team["user"].delete(f"{room.path}/messages/{said['id']}")
        said = room.say("Hello", "user")
        room.studio.admin.delete(f"{room.path}/messages/{said['id']}")
        assert room.manager.get(f"{room.path}/messages") == []


class TestFiles:
    def test_come_with_a_thumbnail(self, room: Room) -> None:
        said = room.send({"a": ("photo.jpg", jpeg(), "image/jpeg"), "b": ("notes.txt", b"notes", "text/plain")})
        photo, notes = said["attachment_files"]
        assert set(photo) == {"id", "name", "extension", "size"}
        listed = room.manager.get(f"{room.path}/messages/{said['id']}")["attachment_files"]
        assert listed == [
            {key: file[key] for key in ("id", "name", "extension")} for file in (photo, notes)
        ]  # fmt: skip
        download = room.team["vendor"].http.get(f"/data/attachment-files/{notes['id']}/file/notes.txt")
        assert download.content == b"notes"
        thumbnail = room.manager.http.get(f"/pictures/thumbnails/attachment-files/{photo['id']}.png")
        assert thumbnail.headers["content-type"] == "image/png"
        assert Image.open(io.BytesIO(thumbnail.content)).size == (150, 150)
        room.manager.get(f"/pictures/thumbnails/attachment-files/{notes['id']}.png", 404)
        for role in ("outsider",):
            room.team[role].get(f"/data/attachment-files/{photo['id']}/file/x", 403)
            room.team[role].get(f"/pictures/thumbnails/attachment-files/{photo['id']}.png", 403)
        row = room.manager.get(f"/data/attachment-files/{photo['id']}")
        assert (row["comment"], row["chat_message"]["id"]) == (None, said["id"])

    def test_a_picture_that_is_none_has_no_thumbnail(self, room: Room) -> None:
        file = room.send({"a": ("fake.png", b"nothing", "image/png")})["attachment_files"][0]
        room.manager.get(f"/pictures/thumbnails/attachment-files/{file['id']}.png", 404)

    def test_vendors_of_other_entities_do_not_get_them(self, room: Room) -> None:
        file = room.send({"a": ("a.txt", b"x", "text/plain")})["attachment_files"][0]
        vendor = room.studio.client_of(room.studio.member(room.project, "vendor"))
        vendor.get(f"/data/attachment-files/{file['id']}/file/a.txt", 403)

    def test_go_with_the_message_at_once(self, room: Room, server_data: Path) -> None:
        said = room.send({"a": ("photo.jpg", jpeg(), "image/jpeg")})
        file_id = said["attachment_files"][0]["id"]
        assert len(list(server_data.rglob(file_id))) == 2, "the file and its thumbnail"
        room.manager.delete(f"{room.path}/messages/{said['id']}")
        room.studio.admin.get(f"/data/attachment-files/{file_id}", 404)
        purged = "SELECT count(*) FROM stored_file WHERE file_id = %s AND purged_at IS NOT NULL"
        for _ in range(100):
            if room.rows.one(purged, file_id)["count"]:
                break
            time.sleep(0.1)
        assert room.rows.one(purged, file_id)["count"] == 2
        assert list(server_data.rglob(file_id)) == []


class TestGenericResources:
    @as_each_role(admin=200)
    def test_are_for_administrators(self, room: Room, role: str, status: int) -> None:
        client = room.studio.admin if role == "admin" else room.team[role]
        client.get("/data/chats", status, params={"object_id": room.shot["id"]})
        client.get("/data/chat-messages", status, params={"chat_id": room.chat["id"]})

    def test_rows(self, room: Room) -> None:
        admin = room.studio.admin
        message = admin.post(
            "/data/chat-messages",
            {"chat_id": room.chat["id"], "person_id": room.people["user"]["id"], "text": "Hello world"},
        )
        assert message["attachment_files"] == []
        assert "participants" in admin.get(f"/data/chats/{room.chat['id']}")
        admin.delete(f"/data/chats/{room.chat['id']}", 400)
        file = room.send({"a": ("a.txt", b"x", "text/plain")})
        admin.put(f"/data/chat-messages/{file['id']}", {"attachment_files": []})
        kept = admin.put(f"/data/chat-messages/{file['id']}", {"attachment_files": file["attachment_files"]})
        assert admin.get(f"/data/chat-messages/{kept['id']}")["attachment_files"] == [file["attachment_files"][0]["id"]]
        admin.delete(f"/data/chat-messages/{file['id']}")
        row = room.rows.one(
            "SELECT chat_message_id FROM attachment_file WHERE id = %s", file["attachment_files"][0]["id"]
        )
        assert row["chat_message_id"] is None
        admin.delete(f"/data/chat-messages/{message['id']}")
        admin.delete(f"/data/chats/{room.chat['id']}")
