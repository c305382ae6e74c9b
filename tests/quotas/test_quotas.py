"""Quotas: who did how much, when (03-entities 4.5)."""

from datetime import date
from typing import Any

import pytest
from tests.support.roles import as_each_role
from tests.support.studio import Row, Studio, unique

from multiplane import models
from multiplane.quotas.counting import Work, quotas, shares


@pytest.fixture
def shot_task(studio: Studio) -> tuple[Row, Row, Row]:
    """A project, an artist, and the artist's task on a shot of 100 frames, waiting since 12 June 2024."""
    project = studio.project(fps="25")
    artist = studio.member(project)
    shot = studio.shot(project, studio.sequence(project), nb_frames=100)
    task = studio.task(
        shot,
        assignees=[artist],
        end_date="2024-06-12T10:00:00",
        done_date="2024-06-13T10:00:00",
        real_start_date="2024-06-10T10:00:00",
        nb_drawings=8,
        duration=400,
    )
    return project, artist, task


def read(studio: Studio, project: Row, task: Row, mode: str) -> Any:
    path = f"/data/projects/{project['id']}/quotas/{task['task_type_id']}"
    return studio.admin.get(path, params={"count_mode": mode})


class TestRaw:
    def test_the_whole_shot_on_the_day_of_feedback(self, studio: Studio, shot_task: tuple[Row, Row, Row]) -> None:
        project, artist, task = shot_task
        found = read(studio, project, task, "feedback")
        assert (
            found[artist["id"]]
            == found["total"]
            == {
                "day": {
                    "frames": {"2024-06-12": 100},
                    "seconds": {"2024-06-12": 4.0},
                    "count": {"2024-06-12": 1},
                    "drawings": {"2024-06-12": 8},
                    "entries": {"2024-06": 1},
                },
                "week": {
                    "frames": {"2024-24": 100},
                    "seconds": {"2024-24": 4.0},
                    "count": {"2024-24": 1},
                    "drawings": {"2024-24": 8},
                    "entries": {"2024": 1},
                },
                "month": {
                    "frames": {"2024-06": 100},
                    "seconds": {"2024-06": 4.0},
                    "count": {"2024-06": 1},
                    "drawings": {"2024-06": 8},
                    "entries": {"2024": 1},
                },
                "year": {
                    "frames": {"2024": 100},
                    "seconds": {"2024": 4.0},
                    "count": {"2024": 1},
                    "drawings": {"2024": 8},
                },
            }
        )

    def test_done_uses_the_done_date(self, studio: Studio, shot_task: tuple[Row, Row, Row]) -> None:
        project, artist, task = shot_task
        assert list(read(studio, project, task, "done")[artist["id"]]["day"]["frames"]) == ["2024-06-13"]

    def test_the_day_is_the_callers(self, studio: Studio) -> None:
        project = studio.project()
        artist = studio.member(project)
        task = studio.task(studio.shot(project, nb_frames=10), assignees=[artist], end_date="2024-06-12T23:30:00")
        assert list(read(studio, project, task, "feedback")["total"]["day"]["frames"]) == ["2024-06-13"]

    def test_two_assignees_count_twice_in_total_and_once_for_each(self, studio: Studio) -> None:
        project = studio.project()
        pair = [studio.member(project) for _ in range(2)]
        shot = studio.shot(project, nb_frames=10)
        task = studio.task(shot, assignees=pair, end_date="2024-06-12T10:00:00")
        found = read(studio, project, task, "feedback")
        assert found.keys() == {"total", *(person["id"] for person in pair)}
        assert found["total"]["year"]["frames"] == {"2024": 20}
        own = studio.admin.get(
            f"/data/projects/{project['id']}/quotas/persons/{pair[0]['id']}", params={"count_mode": "feedback"}
        )
        assert own.keys() == {"total", task["task_type_id"]}
        assert own["total"] == own[task["task_type_id"]] == found[pair[0]["id"]]

    def test_only_dated_tasks_of_shots_count(self, studio: Studio, shot_task: tuple[Row, Row, Row]) -> None:
        project, artist, task = shot_task
        before, dated = read(studio, project, task, "feedback"), {"end_date": "2024-06-12T10:00:00"}
        kind = {"id": task["task_type_id"]}
        studio.task(studio.shot(project, nb_frames=7), kind, [artist], done_date="2024-06-12T10:00:00")
        studio.task(studio.asset(project, nb_frames=7), kind, [artist], **dated)
        studio.task(studio.shot(project, nb_frames=7), None, [artist], **dated)
        assert read(studio, project, task, "feedback") == before

    def test_of_a_studio_are_its_tasks_with_all_who_did_them(self, studio: Studio) -> None:
        project, kind = studio.project(), studio.task_type()
        house = studio.rows.insert(models.Studio, name=unique("Studio"), color="#000000")
        guest, other = studio.member(project, studio_id=house["id"]), studio.member(project)
        for assignees in ([guest, other], [other]):
            shot = studio.shot(project, nb_frames=10)
            studio.task(shot, kind, assignees, end_date="2024-06-12T10:00:00")
        path = f"/data/projects/{project['id']}/quotas/{kind['id']}?count_mode=feedback"
        found = studio.admin.get(f"{path}&studio_id={house['id']}")
        assert {person: quota["year"]["frames"]["2024"] for person, quota in found.items()} == {
            guest["id"]: 10, other["id"]: 10, "total": 20,
        }  # fmt: skip
        assert studio.admin.get(path)["total"]["year"]["frames"] == {"2024": 30}


class TestWeighted:
    def test_by_time_spent(self, studio: Studio, shot_task: tuple[Row, Row, Row]) -> None:
        project, artist, task = shot_task
        helper = studio.member(project)
        for person, day, duration in ((artist, "2024-06-10", 100.0), (helper, "2024-06-11", 300.0)):
            studio.rows.insert(
                models.TimeSpent, task_id=task["id"], person_id=person["id"], date=day, duration=duration
            )
        found = read(studio, project, task, "weighted")
        assert found[artist["id"]]["day"]["frames"] == {"2024-06-10": 25}
        assert found[helper["id"]]["day"]["count"] == {"2024-06-11": 0.75}
        mine = studio.client_of(artist).get(f"/data/projects/{project['id']}/quotas/persons/{artist['id']}")
        assert mine["total"]["year"]["frames"] == {"2024": 25}

    def test_without_time_spent_from_the_real_start(self, studio: Studio, shot_task: tuple[Row, Row, Row]) -> None:
        project, artist, task = shot_task
        day = read(studio, project, task, "weighted")[artist["id"]]["day"]
        days = ("2024-06-10", "2024-06-11", "2024-06-12")
        assert day["frames"] == dict.fromkeys(days, 33)
        assert day["count"] == dict.fromkeys(days, 0.33)
        assert day["drawings"] == dict.fromkeys(days, 3)
        assert list(read(studio, project, task, "weighteddone")[artist["id"]]["day"]["frames"]) == [*days, "2024-06-13"]

    def test_without_time_spent_working_days_share(self) -> None:
        friday = date(2024, 6, 14)
        work = Work("type", 90, 9, 0, date(2024, 6, 18), friday, 4, ("somebody",), ())
        found = quotas(shares([work], weighted=True), "person_id", 25, weighted=True)["somebody"]
        assert found["day"]["frames"] == {"2024-06-14": 30, "2024-06-17": 30, "2024-06-18": 30}
        assert found["day"]["drawings"] == {"2024-06-14": 3, "2024-06-17": 3, "2024-06-18": 3}
        assert found["week"]["entries"] == {"2024": 2}


class TestAccess:
    @as_each_role(default=200, client=403, outsider=403)
    def test_of_a_project(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        path = f"/data/projects/{project['id']}/quotas/{studio.task_type()['id']}"
        studio.team(project)[role].get(path, status)

    @as_each_role(admin=200, manager=200, supervisor=200, default=403)
    def test_of_somebody_else(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        person = studio.member(project)
        path = f"/data/projects/{project['id']}/quotas/persons/{person['id']}"
        studio.team(project)[role].get(path, status)

    def test_bad_input(self, studio: Studio) -> None:
        project = studio.project()
        base = f"/data/projects/{project['id']}/quotas"
        kind = studio.task_type()["id"]
        wrong = studio.admin.get(f"{base}/{kind}?count_mode=x", 400)
        assert wrong["message"] == "count_mode must be equal to weighted, weigtheddone, feedback, or done"
        studio.admin.get(f"{base}/nope", 400)
        studio.admin.get(f"{base}/{kind}?studio_id=nope", 400)
        studio.admin.get(f"/data/projects/{kind}/quotas/{kind}", 404)
        assert studio.admin.get(f"{base}/{kind}") == {}
