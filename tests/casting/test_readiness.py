"""How many cast assets are ready for each task of a shot (03-entities 1.6)."""

from typing import Any

import pytest
from tests.casting.conftest import Ear, Production
from tests.support.studio import Row

from multiplane.models import ProjectTaskTypeLink


def stage(production: Production, priority: int | None, for_entity: str = "Shot", project: Row | None = None) -> Row:
    """A task type of the production, at a place in its order."""
    task_type = production.studio.task_type(for_entity)
    production.studio.rows.insert(
        ProjectTaskTypeLink,
        project_id=(project or production.project)["id"],
        task_type_id=task_type["id"],
        priority=priority,
    )
    return task_type


@pytest.mark.parametrize(
    ("task", "ready", "expected"),
    [
        (2, 2, 1), (1, 2, 1), (3, 2, 0), (0, 1, 1), (None, 1, 1),
        (0, 0, 0), (1, 0, 0), (1, None, 0), (None, None, 0), (-1, 0, 1),
    ],
)  # fmt: skip
def test_an_asset_is_ready_up_to_its_stage(
    production: Production, task: int | None, ready: int | None, expected: int
) -> None:
    shot = production.shot()
    work = production.studio.task(shot, stage(production, task))
    production.cast(shot, production.asset(ready_for=stage(production, ready)["id"]))
    assert production.ready(work) == expected


def test_stages_that_do_not_count(production: Production) -> None:
    shot, studio = production.shot(), production.studio
    work = studio.task(shot, stage(production, 1))
    not_in_project = studio.task(shot, studio.task_type())
    production.cast(
        shot,
        production.asset(),
        production.asset(ready_for=studio.task_type()["id"]),
        production.asset(ready_for=stage(production, 9, "Asset")["id"]),
        production.asset(ready_for=stage(production, 9)["id"], canceled=True),
    )
    assert production.ready(work) == production.ready(not_in_project) == 0
    production.cast(shot, production.asset(ready_for=stage(production, 1)["id"]))
    assert production.ready(work) == production.ready(not_in_project) == 1


def test_shared_assets_of_other_projects_are_always_ready(production: Production) -> None:
    shot, studio = production.shot(), production.studio
    work, elsewhere = studio.task(shot, stage(production, 5)), studio.project()
    production.cast(
        shot, studio.asset(elsewhere, is_shared=True), studio.asset(elsewhere), production.asset(is_shared=True)
    )
    assert production.ready(work) == 1


def test_the_order_of_the_shots_project_counts(production: Production) -> None:
    studio, shot, elsewhere = production.studio, production.shot(), production.studio.project()
    early, late = stage(production, 1), stage(production, 2)
    for task_type, priority in ((early, 2), (late, 1)):
        studio.rows.insert(
            ProjectTaskTypeLink, project_id=elsewhere["id"], task_type_id=task_type["id"], priority=priority
        )
    work = studio.task(shot, late)
    asset = studio.asset(elsewhere, ready_for=early["id"])
    production.cast(shot, asset)
    assert production.ready(work) == 0
    studio.admin.put(f"/data/entities/{asset['id']}", {"ready_for": late["id"]})
    assert production.ready(work) == 1


class TestWhenAnAssetChanges:
    def told(self, ear: Ear, production: Production) -> list[tuple[str, dict[str, Any]]]:
        return [event for event in ear.heard(production.project) if event[0] != "asset:update"]

    def test_ready_for(self, production: Production, ear: Ear) -> None:
        studio, asset = production.studio, production.asset()
        shots = sorted((production.shot(), production.shot()), key=lambda shot: str(shot["id"]))
        canceled = production.shot()
        works = [studio.task(shot, stage(production, 2)) for shot in (*shots, canceled)]
        for shot in (*shots, canceled):
            production.cast(shot, asset)
        studio.rows.run("UPDATE entity SET canceled = true WHERE id = %s", canceled["id"])
        ear.heard(production.project)
        studio.admin.put(f"/data/entities/{asset['id']}", {"ready_for": stage(production, 2)["id"]})
        assert self.told(ear, production) == [
            ("task:update-casting-stats", {"task_id": work["id"], "nb_assets_ready": 1}) for work in works[:2]
        ]
        assert [production.ready(work) for work in works] == [1, 1, 1]
        studio.admin.put(f"/data/entities/{asset['id']}", {"ready_for": None})
        assert [production.ready(work) for work in works] == [0, 0, 0]

    def test_a_stale_count_is_put_right_and_told(self, production: Production, ear: Ear) -> None:
        studio, shot, asset = production.studio, production.shot(), production.asset()
        production.cast(shot, asset)
        studio.rows.run("UPDATE entity SET nb_entities_out = 5 WHERE id = %s", shot["id"])
        ear.heard(production.project)
        studio.admin.put(f"/data/entities/{asset['id']}", {"ready_for": stage(production, 2)["id"]})
        assert self.told(ear, production) == [
            (
                "shot:casting-update",
                {"shot_id": shot["id"], "nb_entities_out": 1, "added_asset_ids": [], "removed_asset_ids": []},
            )
        ]
        assert production.count(shot) == 1

    def test_canceled_and_back(self, production: Production) -> None:
        studio, shot = production.studio, production.shot()
        task_type = stage(production, 2)
        work, asset = studio.task(shot, task_type), production.asset(ready_for=task_type["id"])
        production.cast(shot, asset)
        assert (production.count(shot), production.count(production.episode), production.ready(work)) == (1, 1, 1)
        studio.admin.put(f"/data/entities/{asset['id']}", {"canceled": True})
        assert (production.count(shot), production.count(production.episode), production.ready(work)) == (0, 0, 0)
        studio.admin.put(f"/data/entities/{asset['id']}", {"canceled": False})
        assert (production.count(shot), production.count(production.episode), production.ready(work)) == (1, 1, 1)

    def test_tasks_whose_figure_stays_are_not_touched(self, production: Production) -> None:
        studio, shot = production.studio, production.shot()
        work = studio.task(shot, stage(production, 2))
        production.cast(shot, production.asset())
        before = studio.rows.one("SELECT updated_at FROM task WHERE id = %s", work["id"])
        production.cast(shot, production.asset())
        assert studio.rows.one("SELECT updated_at FROM task WHERE id = %s", work["id"]) == before
        production.cast(shot, production.asset(ready_for=work["task_type_id"]))
        assert studio.rows.one("SELECT updated_at FROM task WHERE id = %s", work["id"]) != before
