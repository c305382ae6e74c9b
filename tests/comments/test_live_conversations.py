"""What only live listeners hear of conversations (04-tasks 3.6)."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
import socketio
from tests.support.stage import Stage

EVENTS = "/events"


@pytest.fixture
def heard(stage: Stage) -> Iterator[list[tuple[str, Any]]]:
    """Everything an administrator's browser is told, as it comes."""
    events: list[tuple[str, Any]] = []
    client = socketio.Client(reconnection=False)
    client.on("*", lambda name, payload=None: events.append((name, payload)), namespace=EVENTS)
    headers = {"Authorization": f"Bearer {stage.studio.admin.token}"}
    client.connect(stage.studio.base_url, headers=headers, namespaces=[EVENTS])
    yield events
    client.disconnect()


def wait_for(heard: list[tuple[str, Any]], name: str, **expected: Any) -> Any:
    """The payload of an event that has these values."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        for found, payload in list(heard):
            if found == name and expected.items() <= (payload or {}).items():
                return payload
        time.sleep(0.02)
    raise AssertionError(f"{name} was not heard: {heard}")


def test_conversations(stage: Stage, heard: list[tuple[str, Any]]) -> None:
    project = {"project_id": stage.project["id"]}
    start = stage.studio.now()
    made = stage.post("x", "wip")
    comment = {"comment_id": made["id"]}
    path = f"/data/tasks/{stage.task['id']}/comments/{made['id']}"
    artist = stage.people["user"]["id"]

    wait_for(heard, "comment:new", **comment, **project)
    note = wait_for(heard, "notification:new", person_id=artist, **project)
    assert set(note) == {"notification_id", "person_id", "project_id"}

    for name in ("comment:acknowledge", "comment:unacknowledge"):
        stage.team["user"].post(f"{path}/ack", status=200)
        assert wait_for(heard, name, person_id=artist) == {**comment, **project, "person_id": artist}

    reply = stage.manager.post(f"{path}/reply", {"text": "x"}, 200)
    stage.manager.delete(f"{path}/reply/{reply['id']}", 200)
    told = wait_for(heard, "comment:delete-reply", reply_id=reply["id"])
    assert told == {**comment, **project, "task_id": stage.task["id"], "reply_id": reply["id"]}

    live_only = {"notification:new", "comment:acknowledge", "comment:unacknowledge", "comment:delete-reply"}
    assert not live_only & set(stage.events(start))


def test_chats(stage: Stage, heard: list[tuple[str, Any]]) -> None:
    person = stage.people["manager"]["id"]
    chat = stage.manager.post(f"/actions/user/chats/{stage.shot['id']}/join", status=200)
    assert wait_for(heard, "chat:joined") == {"chat_id": chat["id"], "person_id": person}
    messages = f"/data/entities/{stage.shot['id']}/chat/messages"
    said = stage.manager.post(messages, {"message": "Hello"})
    told = wait_for(heard, "chat:new-message")
    assert told == {"chat_id": chat["id"], "chat_message_id": said["id"], "last_message": told["last_message"]}
    assert len(told["last_message"]) == len("2026-11-23T21:25:30")
    stage.manager.delete(f"{messages}/{said['id']}")
    assert wait_for(heard, "chat:deleted-message") == {"chat_id": chat["id"], "chat_message_id": said["id"]}
    stage.manager.delete(f"/actions/user/chats/{stage.shot['id']}/join")
    assert wait_for(heard, "chat:left") == {"chat_id": chat["id"], "person_id": person}
