"""Lists and boards against a brute-force reading of the rules, on studios made at random (01-auth C.1, C.5)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.support.api import Api
from tests.support.studio import Row, Studio

ROLES = ("manager", "supervisor", "user", "client", "vendor")
# Without shrinking: the failure names the path, and a studio takes a while to build.
SETTINGS = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
    phases=[Phase.generate],
)


@dataclass
class Wanted:
    """A studio to build: a production for each place the caller can have in one, and what each holds."""

    role: str
    projects: dict[str, dict[str, Any]]


places = st.sampled_from([0, 1, None])
"""Below which of the two episodes or sequences, or none."""
entities = st.lists(
    st.fixed_dictionaries(
        {"assigned": st.booleans(), "other_tasks": st.booleans(), "place": places, "canceled": st.booleans()}
    ),
    min_size=1,
    max_size=3,
)
productions = st.fixed_dictionaries(
    {
        "is_open": st.booleans(),
        "containers_assigned": st.booleans(),
        **dict.fromkeys(("Shot", "Scene", "Asset", "Edit", "Concept"), entities),
    }
)
studios = st.builds(
    Wanted,
    role=st.sampled_from(ROLES),
    projects=st.fixed_dictionaries(dict.fromkeys(("none", "inherit", *ROLES), productions)),
)

STAFF_ONLY = ("vendor", "client")
LISTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("/data/assets?project_id={project}", "Asset", ()),
    ("/data/assets/all?project_id={project}", "Asset", ()),
    ("/data/projects/{project}/assets", "Asset", ()),
    ("/data/projects/{project}/asset-types/{character}/assets", "Asset", ()),
    ("/data/shots?project_id={project}", "Shot below", ()),
    ("/data/shots/all?project_id={project}", "Shot below", ()),
    ("/data/projects/{project}/shots", "Shot", ()),
    ("/data/sequences?project_id={project}", "Sequence", ()),
    ("/data/projects/{project}/sequences", "Sequence", ()),
    ("/data/episodes?project_id={project}", "Episode", ()),
    ("/data/projects/{project}/episodes", "Episode", ()),
    ("/data/scenes/all?project_id={project}", "Scene below", ("vendor",)),
    ("/data/projects/{project}/scenes", "Scene", ()),
    ("/data/edits?project_id={project}", "Edit", ()),
    ("/data/edits/all?project_id={project}", "Edit", ()),
    ("/data/projects/{project}/edits", "Edit", ()),
    ("/data/concepts?project_id={project}", "Concept", STAFF_ONLY),
    ("/data/projects/{project}/concepts", "Concept", STAFF_ONLY),
    ("/data/projects/{project}/concept-folders", "ConceptFolder", STAFF_ONLY),
)
"""Each list, what it holds, and the roles it is refused to. `below` leaves out what has no sequence."""
BOARDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("assets", "Asset", ()),
    ("shots", "Shot below", ()),
    ("sequences", "Sequence", ()),
    ("episodes", "Episode", ()),
    ("scenes", "Scene", ("vendor",)),
    ("edits", "Edit", ()),
    ("concepts", "Concept", STAFF_ONLY),
)
FORMS = ("", "&compact=true", "&stream=true", "&compact=true&stream=true")


class Made:
    """What was built, as plain facts the oracle reasons on."""

    def __init__(self, studio: Studio, wanted: Wanted) -> None:
        self.studio = studio
        self.person = studio.person(wanted.role)
        self.facts: list[Row] = []
        self.projects: dict[str, str | None] = {}
        self.open: set[str] = set()
        self.task_type, self.task_status = studio.task_type(), studio.task_status()
        for membership, spec in wanted.projects.items():
            self._production(wanted.role, membership, spec)

    def _production(self, role: str, membership: str, spec: dict[str, Any]) -> None:
        studio = self.studio
        project = studio.project(is_open=spec["is_open"])
        if spec["is_open"]:
            self.open.add(project["id"])
        joined = membership != "none"
        override = membership if membership in ROLES else None
        if joined:
            studio.join(project, self.person, override)
        self.projects[project["id"]] = (override or role) if joined else None
        episodes = [studio.episode(project), studio.episode(project)]
        sequences = [studio.sequence(project, episode) for episode in episodes]
        work = {"assigned": spec["containers_assigned"], "other_tasks": True}
        for episode, sequence in zip(episodes, sequences, strict=True):
            self._fact("Episode", episode, None, None, work)
            self._fact("Sequence", sequence, None, episode, work)
        self._fact("ConceptFolder", studio.entity(project, "ConceptFolder"), None, None, {})
        for kind in ("Shot", "Scene", "Asset", "Edit", "Concept"):
            for entity in spec[kind]:
                self._entity(project, kind, entity, sequences, episodes)

    def _entity(self, project: Row, kind: str, spec: dict[str, Any], sequences: list[Row], episodes: list[Row]) -> None:
        place, values = spec["place"], {"canceled": spec["canceled"]}
        episode = None if place is None or kind == "Concept" else episodes[place]
        sequence = sequences[place] if place is not None and kind in ("Shot", "Scene") else None
        if kind == "Asset":
            row = self.studio.asset(project, source_id=episode and episode["id"], **values)
        else:
            parent = sequence or (episode if kind == "Edit" else None)
            row = self.studio.entity(project, kind, parent_id=parent and parent["id"], **values)
        self._fact(kind, row, sequence, episode, spec)

    def _fact(self, kind: str, row: Row, sequence: Row | None, episode: Row | None, spec: dict[str, Any]) -> None:
        tasks = []
        for name in ("assigned", "other_tasks"):
            if spec.get(name):
                assignees = [self.person] if name == "assigned" else []
                values = {"name": name, "task_status_id": self.task_status["id"]}
                task = self.studio.task(row, self.task_type, assignees, **values)
                tasks.append((task["id"], name == "assigned"))
        self.facts.append(
            {
                "kind": kind,
                "id": row["id"],
                "project": row["project_id"],
                "sequence": sequence and sequence["id"],
                "episode": episode and episode["id"],
                "tasks": tasks,
            }
        )

    # -- the rules, read literally

    def seen(self, what: str, project: str, **below: str) -> set[str]:
        """Ids of the entities of a kind that the person may see on a project's lists, or below another entity."""
        kind, _, place = what.partition(" ")
        role = self.projects[project]
        if role is None or (role == "client" and kind in ("Concept", "ConceptFolder")):
            return set()
        return {
            fact["id"]
            for fact in self.facts
            if (fact["kind"], fact["project"]) == (kind, project)
            and (place != "below" or fact["sequence"] is not None)
            and all(fact[key] == value for key, value in below.items())
            and (role != "vendor" or self._concerns_a_vendor(fact))
        }

    def _concerns_a_vendor(self, fact: Row) -> bool:
        if fact["kind"] not in ("Sequence", "Episode"):
            return _is_assigned(fact)
        place = fact["kind"].lower()
        inside = ("Shot", "Scene") if place == "sequence" else ("Shot", "Scene", "Asset")
        return any(
            other[place] == fact["id"] and other["kind"] in inside and _is_assigned(other) for other in self.facts
        )

    def tasks(self, entity_id: str, project: str) -> set[str]:
        """Ids of the tasks a board shows on an entity."""
        (fact,) = (fact for fact in self.facts if fact["id"] == entity_id)
        return {task for task, assigned in fact["tasks"] if assigned or self.projects[project] != "vendor"}

    def of_kind(self, kind: str, project: str) -> Iterator[str]:
        """Ids of every entity of a kind of a project, seen or not."""
        return (fact["id"] for fact in self.facts if (fact["kind"], fact["project"]) == (kind, project))


def _is_assigned(fact: Row) -> bool:
    return any(assigned for _, assigned in fact["tasks"])


def ids(client: Api, path: str) -> set[str]:
    rows = client.get(path)
    found = [row["id"] for row in rows]
    assert len(found) == len(set(found))
    return set(found)


def board(client: Api, path: str) -> dict[str, set[str]]:
    """The ids of the rows of a board, whatever its form, with those of their tasks."""
    answer = client.request("GET", path)
    assert answer.status_code == 200, answer.text
    if "stream=true" in path and answer.headers["content-type"].startswith("application/x-ndjson"):
        header, *rows = (json.loads(line) for line in answer.text.splitlines())
    else:
        found = answer.json()
        header, rows = (found, found["rows"]) if isinstance(found, dict) else ({"compact": False}, found)
    if header["compact"]:
        (fields,) = (names for key, names in header.items() if key.endswith("_fields") and key != "task_fields")
        rows = [dict(zip(fields, row, strict=True)) for row in rows]
        for row in rows:
            row["tasks"] = [dict(zip(header["task_fields"], task, strict=True)) for task in row["tasks"]]
    shown = {row["id"]: {task["id"] for task in row["tasks"]} for row in rows}
    assert len(shown) == len(rows)
    return shown


@SETTINGS
@given(wanted=studios)
def test_everybody_sees_exactly_what_is_theirs_on_lists(studio: Studio, wanted: Wanted) -> None:
    made = Made(studio, wanted)
    client, character = studio.client_of(made.person), studio.entity_type("Character")["id"]
    for project, role in made.projects.items():
        for path, what, refused in LISTS:
            url = path.format(project=project, character=character)
            if role is None or role in refused:
                client.get(url, 403)
            else:
                assert ids(client, url) == made.seen(what, project), url
    everywhere = set().union(*(made.seen("Asset", project) for project in made.projects))
    assert ids(client, "/data/assets") == ids(client, "/data/assets/all") == everywhere


@SETTINGS
@given(wanted=studios)
def test_everybody_sees_exactly_what_is_theirs_on_boards(studio: Studio, wanted: Wanted) -> None:
    made = Made(studio, wanted)
    client = studio.client_of(made.person)
    everywhere: dict[str, set[str]] = {}
    for project, role in made.projects.items():
        for noun, what, refused in BOARDS:
            for form in FORMS:
                url = f"/data/{noun}/with-tasks?project_id={project}{form}"
                if role is None or role in refused:
                    client.get(url, 403)
                    continue
                expected = {entity: made.tasks(entity, project) for entity in made.seen(what, project)}
                assert board(client, url) == expected, url
        everywhere |= {entity: made.tasks(entity, project) for entity in made.seen("Asset", project)}
    for form in FORMS:
        assert board(client, f"/data/assets/with-tasks?{form}") == everywhere


@SETTINGS
@given(wanted=studios)
def test_everybody_sees_exactly_what_is_theirs_below_another(studio: Studio, wanted: Wanted) -> None:
    made = Made(studio, wanted)
    client = studio.client_of(made.person)
    for project, role in made.projects.items():
        for sequence in made.of_kind("Sequence", project):
            for path in (f"/data/sequences/{sequence}/shots", f"/data/shots?sequence_id={sequence}"):
                if role is None:
                    client.get(path, 403)
                else:
                    assert ids(client, path) == made.seen("Shot", project, sequence=sequence), path
        for episode in made.of_kind("Episode", project):
            for path, what in (
                (f"/data/episodes/{episode}/sequences", "Sequence"),
                (f"/data/sequences?episode_id={episode}", "Sequence"),
                (f"/data/assets?episode_id={episode}", "Asset"),
            ):
                if role is None:
                    client.get(path, 403)
                else:
                    assert ids(client, path) == made.seen(what, project, episode=episode), path
            for noun, what in (("assets", "Asset"), ("shots", "Shot"), ("sequences", "Sequence"), ("edits", "Edit")):
                if role is not None:
                    shown = board(client, f"/data/{noun}/with-tasks?project_id={project}&episode_id={episode}")
                    assert shown.keys() == made.seen(what, project, episode=episode), noun


@SETTINGS
@given(wanted=studios)
def test_generic_lists_and_reads_agree(studio: Studio, wanted: Wanted) -> None:
    made = Made(studio, wanted)
    client = studio.client_of(made.person)
    for project, role in made.projects.items():
        visible = {
            fact["id"]
            for fact in made.facts
            if fact["project"] == project
            and role is not None
            and (role != "vendor" or _is_assigned(fact))
            and (role != "client" or fact["kind"] not in ("Concept", "ConceptFolder"))
        }
        listed = ids(client, f"/data/entities?project_id={project}")
        assert listed == (visible if project in made.open else set())
        for fact in made.facts:
            if fact["project"] == project:
                client.get(f"/data/entities/{fact['id']}", 200 if fact["id"] in visible else 403)
