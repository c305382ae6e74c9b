"""What the day is made with: the running program, gazu clients, the events that came, and the boards as objects."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gazu
import httpx

PASSWORD = "a good first password"
FORMS = {"plain": "", "compact": "&compact=true", "streamed": "&stream=true", "both": "&stream=true&compact=true"}
ROLES = ("manager", "supervisor", "user", "client", "vendor")

Row = dict[str, Any]


@dataclass
class Day:
    """What the day has made so far; each step adds to it."""

    url: str
    folder: Path
    admin: Any
    made: dict[str, Any] = field(default_factory=dict)
    heard: list[tuple[str, Row]] = field(default_factory=list)
    clients: dict[str, Any] = field(default_factory=dict)

    def client(self, who: str) -> Any:
        """The gazu client of one of the people."""
        if who not in self.clients:
            client = gazu.client.create_client(f"{self.url}/api")
            gazu.log_in(f"{who}@example.com", PASSWORD, client=client)
            self.clients[who] = client
        return self.clients[who]

    def get(self, who: str, path: str, status: int = 200, **headers: str) -> httpx.Response:
        """The raw answer to one of the people."""
        headers["Authorization"] = f"Bearer {self.client(who).tokens['access_token']}"
        response = httpx.get(f"{self.url}/api{path}", headers=headers, timeout=60)
        assert response.status_code == status, response.text[:500]
        return response

    def hears(self, name: str, condition: Callable[[Row], bool] = lambda _payload: True, **expected: Any) -> Row:
        """The first event of this name with these values; fails when it does not come."""
        end = time.monotonic() + 15
        while time.monotonic() < end:
            for heard, payload in list(self.heard):
                is_it = heard == name and all(payload.get(key) == value for key, value in expected.items())
                if is_it and condition(payload):
                    return payload
            time.sleep(0.02)
        told = [payload for heard, payload in self.heard if heard == name][-5:]
        raise AssertionError(f"{name} {expected} was not heard; of this name came {told}")

    def board(self, who: str, kind: str, form: str = "plain") -> list[Row]:
        """A board as one of the people gets it, in one of its forms, always as objects in the order of their ids."""
        path = f"/data/{kind}s/with-tasks?project_id={self.made['project']['id']}{FORMS[form]}"
        return in_order(as_objects(self.get(who, path), kind, form))


def as_objects(response: httpx.Response, kind: str, form: str) -> list[Row]:
    """What a board says, whatever its form."""
    if form == "plain":
        return response.json()  # type: ignore[no-any-return]
    if form == "compact":
        document = response.json()
        header, rows = document, document["rows"]
    else:
        assert response.headers["content-type"].startswith("application/x-ndjson")
        assert response.text.endswith("\n")
        header, *rows = [json.loads(line) for line in response.text.splitlines()]
    assert header["compact"] is (form != "streamed")
    if form == "streamed":
        return rows
    entities = [dict(zip(header[f"{kind}_fields"], row, strict=True)) for row in rows]
    for entity in entities:
        entity["tasks"] = [dict(zip(header["task_fields"], task, strict=True)) for task in entity["tasks"]]
    return entities


def in_order(entities: list[Row]) -> list[Row]:
    """Entities, their tasks and whom these are given to, each in the order of the ids."""
    for entity in entities:
        for task in entity["tasks"]:
            task["assignees"].sort()
        entity["tasks"].sort(key=lambda task: task["id"])
    return sorted(entities, key=lambda entity: entity["id"])


def assigned(entities: list[Row], person: Row) -> list[Row]:
    """The tasks on a board that are given to a person."""
    return [task for entity in entities for task in entity["tasks"] if person["id"] in task["assignees"]]
