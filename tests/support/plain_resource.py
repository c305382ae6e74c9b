"""What every plain generic resource does, to be said once: life, rights and refusals of one collection."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.support.studio import Studio

Row = dict[str, Any]
Body = Callable[[], Row]


@dataclass(frozen=True)
class Collection:
    """One collection: a body that works, what the created object holds then, and who reads it."""

    path: str
    table: str
    type: str
    body: Body
    defaults: Row
    change: Row
    everybody_reads: bool = False
    required: tuple[str, ...] = ()
    unique_key: str | None = None
    malformed_status: int = 400

    def __str__(self) -> str:
        return self.path

    @property
    def url(self) -> str:
        return f"/data/{self.path}"

    def create(self, studio: Studio) -> Row:
        row: Row = studio.admin.post(self.url, self.body())
        return row

    def events(self, row: Row) -> list[tuple[str, Row]]:
        """The events of a whole life of an object."""
        payload = {f"{self.table}_id": row["id"]}
        if row.get("project_id"):
            payload["project_id"] = row["project_id"]
        name = self.table.replace("_", "-")
        return [(f"{name}:{action}", payload) for action in ("new", "update", "delete")]


def check_life(studio: Studio, collection: Collection) -> None:
    """Creation, read, list, update and deletion answer what they should, and tell."""
    body, start = collection.body(), studio.now()
    created = studio.admin.post(collection.url, body)
    expected = {**collection.defaults, **body, "type": collection.type}
    assert created.keys() == expected.keys() | {"id", "created_at", "updated_at"}
    assert {key: created[key] for key in expected} == expected
    path = f"{collection.url}/{created['id']}"
    assert studio.admin.get(path) == created
    assert studio.admin.get(collection.url, params={"id": created["id"]}) == [created]
    updated = studio.admin.put(path, {**created, **collection.change, "nonsense": 1})
    assert updated == {**created, **collection.change, "updated_at": updated["updated_at"]}
    studio.admin.delete(path)
    studio.admin.get(path, 404)
    assert [(event["name"], event["data"]) for event in studio.events_since(start)] == collection.events(created)


def check_rights(studio: Studio, collection: Collection) -> None:
    """Administrators write; the others read, or not even that."""
    row = collection.create(studio)
    path = f"{collection.url}/{row['id']}"
    read = 200 if collection.everybody_reads else 403
    for role, client in studio.team(studio.project()).items():
        if role == "admin":
            continue
        statuses = (401, 401) if role == "anonymous" else (read, 403)
        client.get(collection.url, statuses[0])
        client.get(path, statuses[0])
        client.post(collection.url, collection.body(), statuses[1])
        client.put(path, collection.change, statuses[1])
        client.delete(path, statuses[1])
    assert studio.admin.get(path) == row


def check_refusals(studio: Studio, collection: Collection) -> None:
    """Missing and unknown keys, taken names, ids that are none: the documented refusals."""
    for key in collection.required:
        body = collection.body()
        body.pop(key)
        assert studio.admin.post(collection.url, body, 400) == {"message": "A required field is missing."}
    unknown = {**collection.body(), "nonsense": 1}
    assert studio.admin.post(collection.url, unknown, 400) == {
        "message": f"'nonsense' is an invalid keyword argument for {collection.type}"
    }
    if collection.unique_key:
        taken = collection.create(studio)[collection.unique_key]
        again = {**collection.body(), collection.unique_key: taken}
        assert studio.admin.post(collection.url, again, 400) == {
            "message": "A record with the same unique values already exists."
        }
    studio.admin.get(f"{collection.url}/{uuid4()}", 404)
    studio.admin.put(f"{collection.url}/{uuid4()}", {}, 404)
    studio.admin.delete(f"{collection.url}/{uuid4()}", 404)
    studio.admin.get(f"{collection.url}/x", collection.malformed_status)
    studio.admin.put(f"{collection.url}/x", {}, 400)
