"""What a comment does on the other tasks of its entity: hashtags and status automations (04-tasks 1.6, 3.5)."""

from typing import Any
from uuid import uuid4

import pytest
from tests.support.stage import Stage
from tests.support.studio import Row, Studio

from multiplane import models


def letters(prefix: str) -> str:
    """A unique name made of letters only."""
    return prefix + "".join(chr(ord("a") + int(digit, 16)) for digit in uuid4().hex[:8])


class Pipeline(Stage):
    """An entity with three tasks: modeling, shading and rigging."""

    def __init__(self, studio: Studio, kind: str = "Shot", **project: Any) -> None:
        super().__init__(studio, **project)
        self.entity = self.shot if kind == "Shot" else studio.asset(self.project, kind)
        for_entity = "Shot" if kind == "Shot" else "Asset"
        self.types = {
            name: studio.task_type(for_entity, name=letters(name)) for name in ("modeling", "shading", "rigging")
        }
        self.tasks = {name: self.new_task(self.entity, task_type) for name, task_type in self.types.items()}
        for name, status in (("shading", "wip"), ("rigging", "done")):
            studio.rows.run(
                "UPDATE task SET task_status_id = %s WHERE id = %s", self.id_of(status), self.tasks[name]["id"]
            )

    def texts(self, name: str) -> list[str]:
        return [comment["text"] for comment in self.comments(task=self.tasks[name])]

    def automate(self, source: str, status: str, target: str, out_status: str | None = "wfa", **values: Any) -> Row:
        automation = self.rows.insert(
            models.StatusAutomation,
            **{
                "entity_type": "shot",
                "in_task_type_id": self.types[source]["id"],
                "in_task_status_id": self.id_of(status),
                "out_field_type": "status",
                "out_task_type_id": self.types[target]["id"],
                "out_task_status_id": self.id_of(out_status) if out_status else None,
                **values,
            },
        )
        self.rows.insert(
            models.ProjectStatusAutomationLink, project_id=self.project["id"], status_automation_id=automation["id"]
        )
        return automation

    def prioritise(self, **priorities: int) -> None:
        for name, priority in priorities.items():
            self.rows.insert(
                models.ProjectTaskTypeLink,
                project_id=self.project["id"],
                task_type_id=self.types[name]["id"],
                priority=priority,
            )

    def status_of(self, name: str) -> str:
        status = str(self.stored_task(self.tasks[name])["task_status_id"])
        return next(key for key, row in self.statuses.items() if row["id"] == status)


@pytest.fixture
def pipeline(studio: Studio) -> Pipeline:
    return Pipeline(studio)


class TestHashtags:
    def test_copy_to_the_named_types(self, pipeline: Pipeline) -> None:
        names = {key: row["name"] for key, row in pipeline.types.items()}
        text = f"fix #{names['shading']} and #{names['rigging'].upper()} #foo#{names['modeling']}"
        pipeline.post(text, "wfa", task=pipeline.tasks["modeling"], checklist=[{"text": "a"}], links=["https://a.b"])

        copied = f"{text}\n\n____\nFrom {names['modeling']} task"
        assert pipeline.texts("modeling") == [text]
        assert pipeline.texts("shading") == [copied]
        assert pipeline.texts("rigging") == [copied]
        copy = pipeline.comments(task=pipeline.tasks["shading"])[0]
        assert copy["task_status_id"] == pipeline.id_of("wip")
        assert (copy["checklist"], copy["links"]) == ([], [])
        assert copy["person_id"] == pipeline.people["manager"]["id"]
        assert (pipeline.status_of("shading"), pipeline.status_of("rigging")) == ("wip", "done")

    def test_all(self, pipeline: Pipeline) -> None:
        start = pipeline.studio.now()
        pipeline.post("everybody #ALL", task=pipeline.tasks["modeling"])
        assert [len(pipeline.texts(name)) for name in pipeline.tasks] == [1, 1, 1]
        events = pipeline.events(start)
        assert events.count("comment:new") == 4, "the stage has one more task on the shot"
        assert events.count("news:new") == 4
        assert events[:2] == ["comment:new", "comment:new"]

    def test_only_whole_names_of_letters(self, pipeline: Pipeline) -> None:
        pipeline.post(f"#{pipeline.types['shading']['name']}x # nothing", task=pipeline.tasks["modeling"])
        assert pipeline.texts("shading") == []

    def test_a_capped_task_gets_no_copy(self, studio: Studio) -> None:
        pipeline = Pipeline(studio, max_retakes=1)
        pipeline.post("again", "retake", task=pipeline.tasks["shading"])
        pipeline.post("#all", task=pipeline.tasks["modeling"])
        assert pipeline.texts("shading") == ["again"]
        assert len(pipeline.texts("rigging")) == 1


class TestStatusAutomations:
    def test_posts_on_the_other_task_as_the_same_author(self, pipeline: Pipeline) -> None:
        pipeline.automate("modeling", "done", "shading")
        pipeline.post("x", "done", task=pipeline.tasks["modeling"])
        comment = pipeline.comments(task=pipeline.tasks["shading"])[0]
        status = pipeline.statuses["done"]["name"]
        assert comment["text"] == f"Change triggered by {pipeline.types['modeling']['name']} set to {status}"
        assert comment["person_id"] == pipeline.people["manager"]["id"]
        assert pipeline.status_of("shading") == "wfa"

    def test_fires_again_without_a_change(self, pipeline: Pipeline) -> None:
        pipeline.automate("modeling", "done", "shading")
        for _ in range(2):
            pipeline.post("x", "done", task=pipeline.tasks["modeling"])
        assert len(pipeline.texts("shading")) == 2

    @pytest.mark.parametrize(
        "values", [{"archived": True}, {"entity_type": "asset"}, {"out_task_status_id": None}], ids=str
    )
    def test_does_not_concern_it(self, pipeline: Pipeline, values: dict[str, Any]) -> None:
        pipeline.automate("modeling", "done", "shading", **values)
        pipeline.post("x", "done", task=pipeline.tasks["modeling"])
        assert pipeline.texts("shading") == []

    def test_of_another_project(self, pipeline: Pipeline) -> None:
        pipeline.automate("modeling", "done", "shading")
        pipeline.rows.run("DELETE FROM project_status_automation_link WHERE project_id = %s", pipeline.project["id"])
        pipeline.post("x", "done", task=pipeline.tasks["modeling"])
        assert pipeline.texts("shading") == []

    def test_never_goes_back(self, pipeline: Pipeline) -> None:
        pipeline.automate("shading", "done", "modeling")
        pipeline.automate("modeling", "done", "rigging")
        pipeline.prioritise(modeling=1, shading=2)
        pipeline.post("x", "done", task=pipeline.tasks["shading"])
        assert pipeline.texts("modeling") == []
        pipeline.post("x", "done", task=pipeline.tasks["modeling"])
        assert pipeline.texts("rigging") == [], "a missing priority is 0, and 1 > 0"

    def test_equal_priorities_chain_and_never_loop(self, pipeline: Pipeline) -> None:
        pipeline.automate("modeling", "done", "shading", "done")
        pipeline.automate("shading", "done", "modeling", "done")
        pipeline.automate("shading", "done", "rigging", "wip")
        pipeline.post("x", "done", task=pipeline.tasks["modeling"])
        assert [len(pipeline.texts(name)) for name in ("modeling", "shading", "rigging")] == [2, 1, 1]
        assert pipeline.status_of("rigging") == "wip"

    def test_a_cap_on_the_way_is_no_error(self, studio: Studio) -> None:
        pipeline = Pipeline(studio, max_retakes=1)
        pipeline.automate("modeling", "done", "shading", "retake")
        for _ in range(2):
            pipeline.post("x", "done", task=pipeline.tasks["modeling"])
        assert len(pipeline.texts("modeling")) == 2
        assert len(pipeline.texts("shading")) == 1

    def test_needs_a_task_of_the_type(self, pipeline: Pipeline) -> None:
        pipeline.automate("modeling", "done", "shading")
        other = pipeline.new_task(pipeline.studio.shot(pipeline.project, pipeline.sequence), pipeline.types["modeling"])
        pipeline.post("x", "done", task=other)
        assert pipeline.texts("shading") == []


class TestReadyFor:
    def test_marks_the_asset(self, studio: Studio) -> None:
        pipeline = Pipeline(studio, "Character")
        pipeline.automate("modeling", "done", "shading", None, entity_type="Asset", out_field_type="ready_for")
        pipeline.prioritise(modeling=9, shading=1)
        start = studio.now()
        pipeline.post("x", "done", task=pipeline.tasks["modeling"])
        ready_for = pipeline.types["shading"]["id"]
        row = studio.rows.one("SELECT ready_for::text FROM entity WHERE id = %s", pipeline.entity["id"])
        assert row["ready_for"] == ready_for
        told = [event["data"] for event in studio.events_since(start) if event["name"] == "asset:update"]
        expected = {
            "asset_id": pipeline.entity["id"], "data": {"ready_for": ready_for}, "project_id": pipeline.project["id"],
        }  # fmt: skip
        assert told == [expected]

    def test_is_nothing_for_a_shot(self, pipeline: Pipeline) -> None:
        pipeline.automate("modeling", "done", "shading", None, out_field_type="ready_for")
        pipeline.post("x", "done", task=pipeline.tasks["modeling"])
        row = pipeline.rows.one("SELECT ready_for FROM entity WHERE id = %s", pipeline.entity["id"])
        assert row["ready_for"] is None
