"""Making the demo production, call by call."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from multiplane.demo import pictures, story
from multiplane.demo.client import Api

Row = dict[str, Any]
Progress = Callable[[str, int, int], None]
"""Told what is made, how many are made already, and how many there will be."""

ANIMATED = 2
"""Shots with a movie; the others, and the assets, have a picture."""


class Exists(Exception):
    """The demo production is there already."""


class Demo:
    """The production being made."""

    def __init__(self, api: Api, progress: Progress) -> None:
        self.api = api
        self.progress = progress
        self.chance = Random(7)  # noqa: S311 - the same production every time
        self.team: list[Row] = []
        self.statuses: dict[str, Row] = {}
        self.types: dict[tuple[str, str], Row] = {}
        self.labels: dict[str, str] = {}
        self.animated = 0

    async def make(self) -> Row:
        """Make all of it; returns the project. Raises Exists."""
        found = await self.api.get("/data/projects/all")
        if any(project["name"] == story.TITLE for project in found):
            raise Exists
        self.statuses = {row["short_name"]: row for row in await self.api.get("/data/task-status")}
        self.types = {(row["for_entity"], row["name"]): row for row in await self.api.get("/data/task-types")}
        await self._people()
        project = await self._project()
        assets = await self._assets(project)
        shots = await self._shots(project)
        await self._casting(project, shots, assets)
        tasks = await self._tasks(project)
        await self._work(tasks, {row["id"]: row for row in (*shots, *assets)})
        return project

    async def _people(self) -> None:
        self.progress("people", 0, len(story.TEAM))
        known = {person["full_name"]: person for person in await self.api.get("/data/persons")}
        departments = await self.api.get("/data/departments")
        for first, last, role in story.TEAM:
            person = known.get(f"{first} {last}") or await self.api.post(
                "/data/persons",
                {
                    "first_name": first,
                    "last_name": last,
                    "email": f"{first}.{last}@example.com".lower().encode("ascii", "ignore").decode(),
                    "role": role,
                    "departments": [self.chance.choice(departments)["id"]] if departments else [],
                },
            )
            self.team.append(person)

    async def _project(self) -> Row:
        wanted = [*(("Shot", name) for name in story.SHOT_TASKS), *(("Asset", name) for name in story.ASSET_TASKS)]
        body = {
            "name": story.TITLE,
            "production_type": "tvshow",
            "fps": str(pictures.FPS),
            "resolution": "1280x720",
            "team": [person["id"] for person in self.team],
            "task_types": [self.types[key]["id"] for key in wanted if key in self.types],
            "task_statuses": [row["id"] for row in self.statuses.values()],
        }
        project: Row = await self.api.post("/data/projects", body)
        with tempfile.TemporaryDirectory() as folder:
            poster = Path(folder) / "poster.png"
            await asyncio.to_thread(pictures.draw_shot, 1, story.TITLE, poster)
            await self.api.upload(f"/pictures/thumbnails/projects/{project['id']}", poster)
        return project

    async def _assets(self, project: Row) -> list[Row]:
        self.progress("assets", 0, sum(map(len, story.ASSETS.values())))
        kinds = {row["name"]: row for row in await self.api.get("/data/asset-types")}
        made = []
        for kind, names in story.ASSETS.items():
            if kind not in kinds:
                kinds[kind] = await self.api.post("/data/entity-types", {"name": kind})
            path = f"/data/projects/{project['id']}/asset-types/{kinds[kind]['id']}/assets/new"
            made += [await self.api.post(path, {"name": name}) for name in names]
        return made

    async def _shots(self, project: Row) -> list[Row]:
        self.progress("shots", 0, len(story.EPISODES) * len(story.SEQUENCES) * len(story.SHOTS))
        base = f"/data/projects/{project['id']}"
        made = []
        for episode_name in story.EPISODES:
            episode = await self.api.post(f"{base}/episodes", {"name": episode_name})
            for sequence_name in story.SEQUENCES:
                body = {"name": sequence_name, "episode_id": episode["id"]}
                sequence = await self.api.post(f"{base}/sequences", body)
                for name in story.SHOTS:
                    frames = self.chance.randint(48, 140)
                    data = {"frame_in": 1001, "frame_out": 1000 + frames}
                    body = {"name": name, "sequence_id": sequence["id"], "nb_frames": frames, "data": data}
                    shot = await self.api.post(f"{base}/shots", body)
                    self.labels[shot["id"]] = f"{episode_name} / {sequence_name} / {name}"
                    made.append(shot)
        return made

    async def _casting(self, project: Row, shots: list[Row], assets: list[Row]) -> None:
        self.progress("casting", 0, len(shots))
        castings = {
            shot["id"]: [
                {"asset_id": asset["id"], "nb_occurences": self.chance.randint(1, 2)}
                for asset in self.chance.sample(assets, 4)
            ]
            for shot in shots
        }
        await self.api.put(f"/data/projects/{project['id']}/entities/casting", castings)

    async def _tasks(self, project: Row) -> list[Row]:
        made: list[Row] = []
        for kind, names in (("Shot", story.SHOT_TASKS), ("Asset", story.ASSET_TASKS)):
            for name in names:
                if (kind, name) in self.types:
                    task_type = self.types[kind, name]["id"]
                    base = f"/actions/projects/{project['id']}/task-types/{task_type}"
                    made += await self.api.post(f"{base}/{kind.lower()}s/create-tasks", [])
        self.progress("tasks", 0, len(made))
        artists = [person for person in self.team if person["role"] == "user"]
        for number, artist in enumerate(artists):
            ids = [task["id"] for task in made[number :: len(artists)]]
            await self.api.put(f"/actions/persons/{artist['id']}/assign", {"task_ids": ids})
        return made

    async def _work(self, tasks: list[Row], entities: dict[str, Row]) -> None:
        """Comments on a good part of the tasks, and a picture or a movie of every shot and asset among them."""
        worked = self.chance.sample(tasks, len(tasks) * 3 // 4)
        pictured: set[str] = set()
        with tempfile.TemporaryDirectory() as folder:
            for number, task in enumerate(worked):
                self.progress("comments, pictures and movies", number, len(worked))
                entity = entities[task["entity_id"]]
                shown = await self._comment(task, to_show=entity["id"] not in pictured)
                if shown is not None and entity["id"] not in pictured:
                    pictured.add(entity["id"])
                    await self._publish(task, shown, await self._draw(entity, number, Path(folder)))

    async def _comment(self, task: Row, *, to_show: bool) -> Row | None:
        """The remarks that bring a task to some status; the one that has something to show, when there is one."""
        lines = [line for line in story.LINES if "wfa" in line or not to_show]
        shown = None
        for code in self.chance.choice(lines):
            if code not in self.statuses:
                continue
            body: Row = {
                "task_status_id": self.statuses[code]["id"],
                "comment": self.chance.choice(story.REMARKS[code]),
                "person_id": self.chance.choice(self.team[:7])["id"],
            }
            if code == "retake":
                body["checklist"] = [{"text": text, "checked": False} for text in story.CHECKLIST]
            comment = await self.api.post(f"/actions/tasks/{task['id']}/comment", body)
            shown = comment if code == "wfa" else shown
        return shown

    async def _draw(self, entity: Row, seed: int, folder: Path) -> Path:
        """A movie of the first shots, a picture of everything else."""
        is_shot = entity["id"] in self.labels
        label = f"{story.TITLE} / {self.labels.get(entity['id'], entity['name'])}"
        if is_shot and self.animated < ANIMATED:
            self.animated += 1
            return await asyncio.to_thread(pictures.film_shot, seed, label, folder)
        file = folder / "picture.png"
        await asyncio.to_thread(pictures.draw_shot if is_shot else pictures.draw_asset, seed, label, file)
        return file

    async def _publish(self, task: Row, comment: Row, file: Path) -> None:
        slot = await self.api.post(f"/actions/tasks/{task['id']}/comments/{comment['id']}/add-preview", {})
        await self.api.upload(f"/pictures/preview-files/{slot['id']}?no_job=true", file)
        await self.api.put(f"/actions/preview-files/{slot['id']}/set-main-preview", {})
