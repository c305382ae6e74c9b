"""The end of a production while others work on it, and cast its assets elsewhere: somebody waits, nobody fails."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from tests.support.studio import Row, Studio


class Ending:
    """A closed production and one that stays, each with shots and assets, and a manager of both."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.ending, self.staying = studio.project(is_open=False), studio.project()
        self.manager = studio.member(self.ending, "manager")
        studio.join(self.staying, self.manager)
        self.shots = self._shots(self.ending)
        self.other_shots = self._shots(self.staying)
        self.assets = [studio.asset(self.ending) for _ in range(4)]
        self.other_assets = [studio.asset(self.staying) for _ in range(2)]
        self.tasks = [studio.task(entity) for entity in (*self.shots, *self.assets)]
        self.status = studio.task_status()

    def _shots(self, project: Row) -> list[Row]:
        sequence = self.studio.sequence(project, self.studio.episode(project))
        shots = [self.studio.shot(project, sequence) for _ in range(3)]
        for shot in shots:
            self.studio.task(shot)
        return shots

    def request(self, dice: random.Random) -> tuple[str, str, Any]:
        """Something a manager may do."""
        assets = dice.sample([*self.assets, *self.other_assets], 3)
        casting = [{"asset_id": asset["id"], "nb_occurences": 1} for asset in assets]
        asset, shot, task = dice.choice(self.assets), dice.choice(self.shots), dice.choice(self.tasks)
        containers = dice.sample([*self.other_shots, *self.other_assets], 2)
        ending, staying = (f"/data/projects/{project['id']}/entities" for project in (self.ending, self.staying))
        comment = {"comment": "hello", "task_status_id": self.status["id"]}
        requests: list[tuple[str, str, Any]] = [
            ("PUT", f"{staying}/casting", {container["id"]: casting for container in containers}),
            ("PUT", f"{ending}/{shot['id']}/casting", casting),
            ("PUT", f"/data/entities/{asset['id']}", {"canceled": dice.random() < 0.5}),
            ("POST", f"/actions/tasks/{task['id']}/comment", comment),
            ("POST", f"/data/entities/{shot['id']}/tasks", {"task_type_ids": []}),
            ("DELETE", f"/data/assets/{asset['id']}?force=true", None),
        ]
        return dice.choice(requests)

    def work(self, number: int, begun: Event, ended: Event) -> set[int]:
        """Do one thing after the other until the end; the statuses that came back."""
        dice, client, seen = random.Random(number), self.studio.client_of(self.manager), set()  # noqa: S311 - a dice
        while not ended.is_set():
            method, path, body = self.request(dice)
            seen.add(client.request(method, path, json=body).status_code)
            begun.set()
        return seen


def test_nobody_fails_and_nothing_is_left(studio: Studio) -> None:
    for _ in range(3):
        show, begun, ended = Ending(studio), Event(), Event()
        with ThreadPoolExecutor(6) as pool:
            working = [pool.submit(show.work, number, begun, ended) for number in range(6)]
            begun.wait(30)
            try:
                studio.admin.delete(f"/data/projects/{show.ending['id']}?force=true")
            finally:
                ended.set()
        assert {status for worker in working for status in worker.result()} <= {200, 201, 204, 404}
        assert studio.rows.all("SELECT id FROM entity WHERE project_id = %s", show.ending["id"]) == []
        for container in (*show.other_shots, *show.other_assets):
            counted = studio.rows.one(
                "SELECT nb_entities_out AS stored, (SELECT count(*) FROM entity_link JOIN entity AS asset "
                "ON asset.id = entity_out_id WHERE entity_in_id = entity.id AND NOT asset.canceled) AS links "
                "FROM entity WHERE id = %s",
                container["id"],
            )
            assert counted["stored"] == counted["links"]
