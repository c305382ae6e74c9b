"""Whatever is wrong with a request, to any operation, the answer is a documented refusal and nothing was changed.

The operations are those of `/openapi.json`. Of each table of `bad_inputs` every place gets a few entries, the next
place the next ones; set EXAMPLES for more of them.
"""

import json
import os
import time
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

import pytest
from tests.conftest import administer, database_at
from tests.contract import bad_inputs
from tests.contract.wire import Answer, Wire
from tests.support.database import Rows
from tests.support.furnished import Furnished
from tests.support.server import SECRET, serving
from tests.support.studio import Studio

from multiplane import models

EXAMPLES = int(os.environ.get("EXAMPLES", "2"))
LEFT_OUT = ("/auth/logout", "/status/resources")
"""The first would end the session of the test, the second takes a second by contract."""
ROLES = ("admin", "user")
JSON = "application/json"
MULTIPART = "multipart/form-data; boundary=y"
PREVIEW_UPLOAD = "/pictures/preview-files/{preview_file_id}"
"""Marks the preview `broken` when its file cannot be read (06-previews-playlists 3.2)."""
SEQUENCES = "/data/episodes/{episode_id}/sequences"
"""Has none for what is no id (03-entities 4.3)."""
UNWATCHED = ("login_log", "stored_file")
"""Written beside the request: failed logins, and what the store no longer needs."""
MENDED = frozenset({"preview_file", "api_event"})
"""Written by the job that now and then mends previews, also beside a request: what wrote only these is sent again."""
WATCH = """
    CREATE TABLE written (place bigserial, name text);
    CREATE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO written (name) VALUES (TG_TABLE_NAME); RETURN NULL; END $$;
    DO $$ DECLARE found record; BEGIN
        FOR found IN SELECT oid::regclass AS name FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'written'
        LOOP
            EXECUTE format('CREATE TRIGGER watched AFTER INSERT OR UPDATE OR DELETE ON %s
                            FOR EACH ROW EXECUTE FUNCTION note_write()', found.name);
        END LOOP;
    END $$;
"""
"""Notes every row that is written, in the transaction that writes it."""
JOBS = "SELECT count(*) FROM multiplane.pgqueuer WHERE status IN ('queued', 'picked') AND execute_after <= now()"


@pytest.fixture(scope="module")
def furnished(
    postgres: str, template_database: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Furnished]:
    """A studio with its own server and a database that notes what is written."""
    name = f"bad_input_{worker_id}"
    administer(postgres, f"CREATE DATABASE {name} TEMPLATE {template_database}")
    rows = Rows(database_at(postgres, name))
    with serving(database_at(postgres, name), tmp_path_factory.mktemp("bad_input")) as url:
        furnished = Furnished(Studio(rows, url, SECRET))
        administer(database_at(postgres, name), WATCH)
        yield furnished
    rows.connection.close()


@pytest.fixture(scope="module")
def document(furnished: Furnished) -> dict[str, Any]:
    found: dict[str, Any] = furnished.callers["admin"].get("/openapi.json")
    found["paths"] = {path: item for path, item in found["paths"].items() if path not in LEFT_OUT}
    return found


class Trial:
    """Requests of one caller, and what was wrong with the answers."""

    def __init__(self, furnished: Furnished, document: dict[str, Any], role: str) -> None:
        caller = furnished.callers[role]
        self.furnished = furnished
        self.document = document
        self.wire = Wire(caller.base_url, caller.token or "")
        self.failures: list[str] = []

    def operations(self, *methods: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                if method.upper() in methods:
                    yield path, method.upper(), operation

    def send(
        self, method: str, path: str, body: bytes | None = None, content_type: str = JSON, *, marks: bool = False
    ) -> Answer:
        """Send a request that may be refused: never with a 5xx, never after a change (unless it `marks` the object)."""
        answer, changed = self._sent(method, path, body, content_type)
        if answer.status >= 400 and changed and MENDED.issuperset(changed):
            answer, changed = self._sent(method, path, body, content_type)
        said = f"{method} {path[:150]} {(body or b'')[:150]!r} ({len(body or b'')} bytes): {answer.status}"
        if answer.status >= 500:
            self.failures.append(f"{said} {answer.body[:200]!r}")
        elif answer.status >= 400:
            if changed and not marks:
                self.failures.append(f"{said} changed {changed}")
            if not is_refusal(answer):
                self.failures.append(f"{said} is no documented refusal: {answer.body[:200]!r}")
        return answer

    def judge(self) -> None:
        assert not self.failures, "\n".join(self.failures[:60])

    def _sent(self, method: str, path: str, body: bytes | None, content_type: str) -> tuple[Answer, list[str]]:
        """The answer to a request, and the tables it wrote to."""
        before = self._quiet() if method != "GET" else 0
        answer = self.wire.send(method, path, body, content_type)
        return answer, self._written_after(before) if method != "GET" else []

    def _quiet(self) -> int:
        """The place of the last row written, once no background job is left to write more."""
        deadline = time.monotonic() + 60
        while self.furnished.rows.one(JOBS)["count"]:
            assert time.monotonic() < deadline, "the background jobs do not end"
            time.sleep(0.02)
        place: int = self.furnished.rows.one("SELECT coalesce(max(place), 0) AS place FROM written")["place"]
        return place

    def _written_after(self, place: int) -> list[str]:
        """The tables written to since, a name for each row."""
        query = "SELECT name FROM written WHERE place > %s AND name <> ALL (%s)"
        return [row["name"] for row in self.furnished.rows.all(query, place, list(UNWATCHED))]

    def schema(self, operation: dict[str, Any], kind: str = JSON) -> dict[str, Any] | None:
        """The schema of a body, if the operation takes one of that kind."""
        content = operation.get("requestBody", {}).get("content", {})
        return self.resolved(content[kind]["schema"]) if kind in content else None

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in schema:
            return schema
        found: dict[str, Any] = self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return self.resolved(found)

    def example(self, schema: dict[str, Any], name: str = "") -> Any:
        """A value that fits a schema: real ids, and of objects the required keys."""
        schema = self.resolved(schema)
        if "anyOf" in schema:
            return self.example(schema["anyOf"][0], name)
        if "enum" in schema:
            return schema["enum"][0]
        if schema.get("type") == "array":
            return [self.example(schema["items"], name)]
        if schema.get("type") == "object":
            required = schema.get("required", ())
            return {key: self.example(kind, key) for key, kind in schema["properties"].items() if key in required}
        examples = {"integer": 1, "number": 1.0, "boolean": True, "string": "x"}
        return self.furnished.id_of(name) or examples.get(schema.get("type", ""))


@pytest.fixture(params=ROLES)
def trial(request: pytest.FixtureRequest, furnished: Furnished, document: dict[str, Any]) -> Trial:
    return Trial(furnished, document, request.param)


def is_refusal(answer: Answer) -> bool:
    """Whether a body has one of the documented shapes (00-conventions 5.1)."""
    try:
        body = json.loads(answer.body)
    except ValueError:
        return False
    return isinstance(body, dict) and any(isinstance(body.get(key), str) for key in ("message", "msg", "error"))


def test_parts_of_paths(trial: Trial) -> None:
    wrong = cycle(bad_inputs.PATH_PARTS)
    for path, method, operation in trial.operations("GET", "POST", "PUT", "DELETE"):
        for parameter in operation.get("parameters", []):
            if parameter["in"] != "path":
                continue
            name = parameter["name"]
            for text in islice(wrong, EXAMPLES):
                part = text.replace("{id}", trial.furnished.part(path, name))
                body = b"{}" if method in ("POST", "PUT") else None
                answer = trial.send(method, trial.furnished.path(path, **{name: part}), body)
                if answer.status < 400 and name.endswith("_id") and path != SEQUENCES:
                    unknown = trial.send(method, trial.furnished.path(path, **{name: bad_inputs.UNKNOWN}), body)
                    if answer != unknown:
                        trial.failures.append(f"{method} {path} takes {part[:100]!r} for {name}: {answer.status}")
    trial.judge()


def test_parameters(trial: Trial) -> None:
    wrong = cycle(bad_inputs.PARAMETERS)
    for path, method, operation in trial.operations("GET", "POST"):
        names = [parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"]
        for name in names:
            for text in islice(wrong, EXAMPLES):
                page = "&page=1" if name == "limit" else ""
                trial.send(method, f"{trial.furnished.path(path)}?{name}={text}{page}")
    trial.judge()


def test_values_of_bodies(trial: Trial) -> None:
    wrong = cycle(bad_inputs.VALUES)
    for path, method, operation in trial.operations("POST", "PUT"):
        schema = trial.schema(operation)
        target = trial.furnished.path(path)
        for prefix, key, suffix in places(trial, schema or {}):
            for value in islice(wrong, EXAMPLES):
                trial.send(method, target, f"{prefix}{key}{value}{suffix}".encode())
    trial.judge()


def places(trial: Trial, schema: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The text before, at and after each value of an otherwise good body."""
    if schema.get("type") == "array":
        yield "[", "", "]"
        for prefix, key, suffix in places(trial, trial.resolved(schema["items"])):
            yield f"[{prefix}", key, f"{suffix}]"
    for key in schema.get("properties", {}):
        others = {name: value for name, value in trial.example(schema).items() if name != key}
        start = json.dumps(others)[:-1]
        yield start + (", " if others else ""), f"{json.dumps(key)}: ", "}"


def test_whole_bodies(trial: Trial) -> None:
    bodies = cycle([*((JSON, body) for body in bad_inputs.BODIES), *bad_inputs.OTHER_TYPES])
    for path, method, _ in trial.operations("POST", "PUT"):
        for content_type, body in islice(bodies, 2 * EXAMPLES):
            trial.send(method, trial.furnished.path(path), body, content_type)
    trial.judge()


def test_uploads(trial: Trial) -> None:
    uploads = cycle(bad_inputs.UPLOADS)
    for path, method, operation in trial.operations("POST", "PUT"):
        takes_files = trial.schema(operation, "multipart/form-data") is not None
        for body in bad_inputs.UPLOADS if takes_files else islice(uploads, 1):
            trial.send(method, trial.furnished.path(path), body, MULTIPART, marks=path == PREVIEW_UPLOAD)
            if path == PREVIEW_UPLOAD:
                trial.furnished.renew(models.PreviewFile)
    trial.judge()


def test_more_ids_than_a_statement_takes(furnished: Furnished, document: dict[str, Any]) -> None:
    trial = Trial(furnished, document, "admin")
    ids = json.dumps(bad_inputs.many_ids())
    for path, method, operation in trial.operations("POST", "PUT"):
        schema = trial.schema(operation) or {}
        for prefix, key, suffix in places(trial, schema):
            name = json.loads(key.rstrip(": ") or '""')
            if is_list_of_ids(trial, schema["properties"][name] if name in schema.get("properties", {}) else schema):
                body = f"{prefix}{key}{ids}{suffix}" if name else ids
                trial.send(method, trial.furnished.path(path), body.encode())
                break
    trial.judge()


def is_list_of_ids(trial: Trial, schema: dict[str, Any]) -> bool:
    options = [trial.resolved(option) for option in schema.get("anyOf", [schema])]
    return any(option.get("type") == "array" and option["items"].get("type") == "string" for option in options)
