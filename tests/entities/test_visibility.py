"""Lists and boards against a brute-force reading of the rules, on studios made at random (01-auth C.1, C.5)."""

from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.api import Api
from tests.support.studio import Row, Studio

ROLES = ("manager", "supervisor", "user", "client", "vendor")
SETTINGS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@dataclass
class Wanted:
    """A studio to build: productions, the caller's place in them, and what is assigned to them."""

    role: str
    projects: list[dict[str, Any]]


entities = st.lists(
    st.fixed_dictionaries({"assigned": st.booleans(), "other_tasks": st.integers(0, 1), "sequence": st.integers(0, 1)}),
    max_size=4,
)
productions = st.fixed_dictionaries(
    {
        "is_open": st.booleans(),
        "membership": st.sampled_from(["none", "inherit", *ROLES]),
        "shots": entities,
        "assets": entities,
        "scenes": st.lists(st.booleans(), max_size=2),
        "concepts": st.lists(st.booleans(), max_size=2),
    }
)
studios = st.builds(Wanted, role=st.sampled_from(ROLES), projects=st.lists(productions, min_size=1, max_size=3))


class Made:
    """What was built, as plain facts the oracle reasons on."""

    def __init__(self, studio: Studio, wanted: Wanted) -> None:
        self.studio = studio
        self.person = studio.person(wanted.role)
        self.facts: list[Row] = []
        self.projects: dict[str, str | None] = {}
        self.open: set[str] = set()
        task_type = studio.task_type()
        for spec in wanted.projects:
            self._production(wanted.role, spec, task_type)

    def _production(self, role: str, spec: dict[str, Any], task_type: Row) -> None:
        studio = self.studio
        project = studio.project(is_open=spec["is_open"])
        if spec["is_open"]:
            self.open.add(project["id"])
        joined = spec["membership"] != "none"
        override = spec["membership"] if spec["membership"] in ROLES else None
        if joined:
            studio.join(project, self.person, override)
        self.projects[project["id"]] = (override or role) if joined else None
        episodes = [studio.episode(project), studio.episode(project)]
        sequences = [studio.sequence(project, episode) for episode in episodes]
        for kind, row in [("Episode", row) for row in episodes] + [("Sequence", row) for row in sequences]:
            self._fact(kind, row, None, None, [])
        for shot in spec["shots"]:
            sequence = sequences[shot["sequence"]]
            row = studio.shot(project, sequence)
            self._fact("Shot", row, sequence, episodes[shot["sequence"]], self._tasks(row, shot, task_type))
        for asset in spec["assets"]:
            episode = episodes[asset["sequence"]]
            row = studio.asset(project, source_id=episode["id"])
            self._fact("Asset", row, None, episode, self._tasks(row, asset, task_type))
        for kind, key in (("Scene", "scenes"), ("Concept", "concepts")):
            for assigned in spec[key]:
                parent = sequences[0]["id"] if kind == "Scene" else None
                row = studio.entity(project, kind, parent_id=parent)
                tasks = self._tasks(row, {"assigned": assigned, "other_tasks": 0}, task_type)
                above = (sequences[0], episodes[0]) if kind == "Scene" else (None, None)
                self._fact(kind, row, *above, tasks)

    def _tasks(self, entity: Row, spec: dict[str, Any], task_type: Row) -> list[tuple[str, bool]]:
        tasks = []
        if spec["assigned"]:
            tasks.append((self.studio.task(entity, task_type, assignees=[self.person])["id"], True))
        if spec["other_tasks"]:
            tasks.append((self.studio.task(entity)["id"], False))
        return tasks

    def _fact(
        self, kind: str, row: Row, sequence: Row | None, episode: Row | None, tasks: list[tuple[str, bool]]
    ) -> None:
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

    def seen(self, kind: str, project: str) -> set[str]:
        """Ids of the entities of a kind that the person may see on a project's lists."""
        role = self.projects[project]
        facts = [fact for fact in self.facts if fact["kind"] == kind and fact["project"] == project]
        if role is None or (role == "client" and kind == "Concept"):
            return set()
        if role != "vendor":
            return {fact["id"] for fact in facts}
        if kind in ("Sequence", "Episode"):
            return {fact["id"] for fact in facts if self._holds_work(fact)}
        return {fact["id"] for fact in facts if any(assigned for _, assigned in fact["tasks"])}

    def _holds_work(self, container: Row) -> bool:
        place = container["kind"].lower()
        return any(
            fact[place] == container["id"] and any(assigned for _, assigned in fact["tasks"]) for fact in self.facts
        )

    def tasks(self, entity_id: str, project: str) -> set[str]:
        """Ids of the tasks a board shows on an entity."""
        (fact,) = (fact for fact in self.facts if fact["id"] == entity_id)
        return {task for task, assigned in fact["tasks"] if assigned or self.projects[project] != "vendor"}


def ids(client: Api, path: str) -> set[str]:
    rows = client.get(path)
    found = [row["id"] for row in rows]
    assert len(found) == len(set(found))
    return set(found)


@SETTINGS
@given(wanted=studios)
def test_everybody_sees_exactly_what_is_theirs(studio: Studio, wanted: Wanted) -> None:
    made = Made(studio, wanted)
    client = studio.client_of(made.person)
    for project, role in made.projects.items():
        if role is None:
            for kind in ("assets", "shots", "sequences", "episodes", "edits"):
                client.get(f"/data/{kind}?project_id={project}", 403)
                client.get(f"/data/{kind}/with-tasks?project_id={project}", 403)
                client.get(f"/data/projects/{project}/{kind}", 403)
            continue
        for kind in ("Asset", "Shot", "Sequence", "Episode"):
            noun = f"{kind.lower()}s"
            expected = made.seen(kind, project)
            assert ids(client, f"/data/{noun}?project_id={project}") == expected
            assert ids(client, f"/data/projects/{project}/{noun}") == expected
            rows = client.get(f"/data/{noun}/with-tasks?project_id={project}")
            assert {row["id"] for row in rows} == expected
            for row in rows:
                assert {task["id"] for task in row["tasks"]} == made.tasks(row["id"], project)
        assert ids(client, f"/data/projects/{project}/scenes") == made.seen("Scene", project)
        if role in ("vendor", "client"):
            client.get(f"/data/concepts?project_id={project}", 403)
        else:
            assert ids(client, f"/data/concepts?project_id={project}") == made.seen("Concept", project)
    everywhere = set().union(*(made.seen("Asset", project) for project in made.projects))
    assert ids(client, "/data/assets") == everywhere
    assert ids(client, "/data/assets/with-tasks") == everywhere


@SETTINGS
@given(wanted=studios)
def test_generic_lists_and_reads_agree(studio: Studio, wanted: Wanted) -> None:
    made = Made(studio, wanted)
    client = studio.client_of(made.person)
    for project, role in made.projects.items():
        listed = ids(client, f"/data/entities?project_id={project}")
        visible = set()
        for fact in made.facts:
            if fact["project"] != project or role is None:
                continue
            works = any(assigned for _, assigned in fact["tasks"])
            if (role != "vendor" or works) and (role != "client" or fact["kind"] != "Concept"):
                visible.add(fact["id"])
        assert listed == (visible if project in made.open else set())
        for fact in made.facts:
            if fact["project"] == project:
                client.get(f"/data/entities/{fact['id']}", 200 if fact["id"] in visible else 403)
