"""A studio's first day, with the real program and the unmodified gazu client: nothing in it is faked.

`multiplane serve` starts on an empty folder with its own PostgreSQL; a pipeline developer sets up a production,
casts assets, hands out tasks, publishes a picture, and hears every change live.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gazu
import httpx
import pytest
from PIL import Image
from tests.cli.program import Running
from tests.support.server import free_port

PASSWORD = "a good first password"
SHOTS, ASSETS = 200, 50

Row = dict[str, Any]


@dataclass
class Day:
    """What the day has made so far; each step adds to it."""

    url: str
    folder: Path
    admin: Any
    made: dict[str, Any] = field(default_factory=dict)
    heard: list[tuple[str, Row]] = field(default_factory=list)

    def client(self, email: str) -> Any:
        """A gazu client signed in as one of the people."""
        client = gazu.client.create_client(f"{self.url}/api")
        gazu.log_in(email, PASSWORD, client=client)
        return client

    def get(self, client: Any, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {client.tokens['access_token']}"}
        response = httpx.get(f"{self.url}/api{path}", headers=headers, timeout=60, **options)
        assert response.status_code == 200, response.text[:500]
        return response

    def wait_for_event(self, name: str, condition: Callable[[Row], bool] = lambda _payload: True) -> Row:
        """The first event of this name that fits; fails when it does not come."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            for heard, payload in list(self.heard):
                if heard == name and condition(payload):
                    return payload
            time.sleep(0.02)
        raise AssertionError(f"{name} was not heard; heard {sorted({heard for heard, _ in self.heard})}")


LISTENED = (
    "person:new", "department:new", "project:new", "episode:new", "sequence:new", "shot:new", "shot:update",
    "shot:delete", "shot:casting-update", "asset:new", "task:new", "task:assign", "task:update",
    "task:status-changed", "task:to-review", "comment:new", "comment:reply", "notification:new", "preview-file:new",
    "preview-file:add-file", "preview-file:set-main", "time-spent:new", "metadata-descriptor:new", "news:new",
)  # fmt: skip


@pytest.fixture(scope="module")
def day() -> Iterator[Day]:
    # not below pytest's own folder: other runs close it to the account PostgreSQL works under
    folder = Path(tempfile.mkdtemp(prefix="multiplane-day-"))
    environment = {
        "MULTIPLANE_ADMIN_EMAIL": "boss@example.com",
        "MULTIPLANE_ADMIN_PASSWORD": PASSWORD,
        "MAIL_CHECK_DELIVERABILITY": "false",
        "MAIL_ENABLED": "false",
    }
    program = Running(folder, ("serve", "--port", str(free_port())), environment, terminal=False)
    try:
        url = program.wait_for_url().rstrip("/")
        admin = gazu.client.create_client(f"{url}/api")
        gazu.log_in("boss@example.com", PASSWORD, client=admin)
        day = Day(url, folder, admin)
        events = gazu.events.init(client=admin)
        for name in LISTENED:
            gazu.events.add_listener(events, name, lambda payload, name=name: day.heard.append((name, payload)))
        yield day
        events.disconnect()
        assert program.stop() == 0, program.errors[-3000:] + program.output[-1500:]
    finally:
        program.end()
        shutil.rmtree(folder, ignore_errors=True)


def test_01_the_studio_is_seeded(day: Day) -> None:
    assert {status["short_name"] for status in gazu.task.all_task_statuses(client=day.admin)} >= {
        "todo", "wip", "wfa", "retake", "done", "ready",
    }  # fmt: skip
    assert {"Animation", "Modeling", "Lighting"} <= {row["name"] for row in gazu.task.all_task_types(client=day.admin)}
    assert {"Character", "Prop"} <= {row["name"] for row in gazu.asset.all_asset_types(client=day.admin)}


def test_02_people_departments_types_and_statuses(day: Day) -> None:
    department = gazu.person.new_department("Groom", "#123456", client=day.admin)
    for role in ("manager", "supervisor", "user", "client", "vendor"):
        day.made[role] = gazu.person.new_person(
            role.title(), "Example", f"{role}@example.com",
            role=role, departments=[department], password=PASSWORD, client=day.admin,
        )  # fmt: skip
    day.made["grooming"] = gazu.task.new_task_type("Grooming", color="#654321", for_entity="Asset", client=day.admin)
    day.made["blocked"] = gazu.task.new_task_status("Blocked", "blk", "#000000", client=day.admin)
    assert gazu.person.get_person_by_email("user@example.com", client=day.admin)["full_name"] == "User Example"
    day.wait_for_event("person:new", lambda payload: payload["person_id"] == day.made["vendor"]["id"])
    day.wait_for_event("department:new", lambda payload: payload["department_id"] == department["id"])


def test_03_a_tv_production_with_its_team(day: Day) -> None:
    types = [gazu.task.get_task_type_by_name(name, client=day.admin) for name in ("Animation", "Lighting", "Modeling")]
    project = gazu.project.new_project(
        "Deep Blue", "tvshow",
        task_types=[*types, day.made["grooming"]],
        task_statuses=gazu.task.all_task_statuses(client=day.admin),
        asset_types=gazu.asset.all_asset_types(client=day.admin),
        client=day.admin,
    )  # fmt: skip
    day.made["project"] = project
    for role in ("manager", "supervisor", "user", "client", "vendor"):
        gazu.project.add_person_to_team(project, day.made[role], client=day.admin)
    team = {person["id"] for person in gazu.project.get_team(project, client=day.admin)}
    assert team == {day.made[role]["id"] for role in ("manager", "supervisor", "user", "client", "vendor")}
    assert [row["name"] for row in gazu.shot.all_episodes_for_project(project, client=day.admin)] == ["E01"]
    day.wait_for_event("project:new", lambda payload: payload["project_id"] == project["id"])


def test_04_episodes_sequences_and_two_hundred_shots(day: Day) -> None:
    project = day.made["project"]
    episodes = [gazu.shot.new_episode(project, f"E0{number}", client=day.admin) for number in (1, 2)]
    sequences = [
        gazu.shot.new_sequence(project, f"SQ{number:02}", episode=episode, client=day.admin)
        for episode in episodes
        for number in range(1, 6)
    ]
    shots = [
        gazu.shot.new_shot(
            project, sequences[number % 10], f"SH{number:04}", nb_frames=100 + number,
            frame_in=1001, frame_out=1100 + number, client=day.admin,
        )
        for number in range(SHOTS)
    ]  # fmt: skip
    assert len(gazu.shot.all_shots_for_project(project, client=day.admin)) == SHOTS
    assert gazu.shot.new_shot(project, sequences[0], "SH0000", client=day.admin)["id"] == shots[0]["id"]
    day.made.update(episodes=episodes, sequences=sequences, shots=shots)
    event = day.wait_for_event("shot:new", lambda payload: payload["shot_id"] == shots[-1]["id"])
    assert event["episode_id"] == episodes[1]["id"]


def test_05_assets_and_metadata_columns(day: Day) -> None:
    project = day.made["project"]
    kinds = [gazu.asset.get_asset_type_by_name(name, client=day.admin) for name in ("Character", "Prop")]
    kinds.append(gazu.asset.new_asset_type("Vehicle", client=day.admin))
    day.made["assets"] = [
        gazu.asset.new_asset(project, kinds[number % 3], f"Asset {number:02}", "made today", client=day.admin)
        for number in range(ASSETS)
    ]
    descriptor = gazu.project.add_metadata_descriptor(
        project, "Level of detail", "Asset", data_type="list", choices=["low", "high"], client=day.admin
    )
    assert descriptor["field_name"] == "level_of_detail"
    asset = gazu.asset.update_asset_data(day.made["assets"][0], {"level_of_detail": "high"}, client=day.admin)
    assert asset["data"]["level_of_detail"] == "high"
    day.wait_for_event("metadata-descriptor:new")
    day.wait_for_event("asset:new", lambda payload: payload["asset_id"] == day.made["assets"][-1]["id"])


def test_06_casting(day: Day) -> None:
    project, shots, assets = day.made["project"], day.made["shots"], day.made["assets"]
    for number, shot in enumerate(shots[:20]):
        casting = [{"asset_id": assets[(number + step) % ASSETS]["id"], "nb_occurences": step + 1} for step in range(3)]
        gazu.casting.update_shot_casting(project, shot, casting, client=day.admin)
    cast = gazu.casting.get_shot_casting(shots[0], client=day.admin)
    assert {row["asset_id"]: row["nb_occurences"] for row in cast} == {
        assets[0]["id"]: 1, assets[1]["id"]: 2, assets[2]["id"]: 3,
    }  # fmt: skip
    event = day.wait_for_event("shot:casting-update", lambda payload: payload["shot_id"] == shots[0]["id"])
    assert event["nb_entities_out"] == 3
    assert len(gazu.casting.get_asset_cast_in(assets[2], client=day.admin)) == 3


def test_07_tasks_for_all_of_them(day: Day) -> None:
    project = day.made["project"]
    animation = gazu.task.get_task_type_by_name("Animation", client=day.admin)
    modeling = gazu.task.get_task_type_by_name("Modeling", client=day.admin)
    tasks = gazu.client.post(
        f"actions/projects/{project['id']}/task-types/{animation['id']}/shots/create-tasks", [], client=day.admin
    )
    assert len(tasks) == SHOTS
    for asset in day.made["assets"]:
        assert len(gazu.task.create_asset_tasks(asset, [modeling], client=day.admin)) == 1
    extra = gazu.task.new_task(day.made["assets"][0], day.made["grooming"], client=day.admin)
    assert extra["task_status_id"] == gazu.task.get_default_task_status(client=day.admin)["id"]
    day.made["task"] = next(task for task in tasks if task["entity_id"] == day.made["shots"][0]["id"])
    gazu.task.assign_tasks_to_person(tasks[:40], day.made["user"], client=day.admin)
    by_entity = {task["entity_id"]: task for task in tasks}
    for shot in day.made["shots"][:5]:
        gazu.task.assign_task(by_entity[shot["id"]], day.made["vendor"], client=day.admin)
    gazu.task.assign_task(day.made["task"], day.made["user"], client=day.admin)
    day.wait_for_event("task:new", lambda payload: payload["task_id"] == tasks[-1]["id"])
    day.wait_for_event("task:assign", lambda payload: payload["person_id"] == day.made["vendor"]["id"])


def board(day: Day, who: str, form: str) -> list[Row]:
    """The shots board as one of the people, in one of its forms; always as objects, to compare."""
    client = day.admin if who == "admin" else day.client(f"{who}@example.com")
    query = {"plain": "", "compact": "&compact=true", "streamed": "&stream=true", "both": "&stream=true&compact=true"}
    response = day.get(client, f"/data/shots/with-tasks?project_id={day.made['project']['id']}{query[form]}")
    if form == "plain":
        return response.json()  # type: ignore[no-any-return]
    if form == "compact":
        document = response.json()
        header, rows = document, document["rows"]
    else:
        assert response.headers["content-type"].startswith("application/x-ndjson")
        header, *rows = [json.loads(line) for line in response.text.splitlines()]
    if form == "streamed":
        return rows
    shots = [dict(zip(header["shot_fields"], row, strict=True)) for row in rows]
    for shot in shots:
        shot["tasks"] = [dict(zip(header["task_fields"], task, strict=True)) for task in shot["tasks"]]
    return shots


def in_order(shots: list[Row]) -> list[Row]:
    ordered = sorted(shots, key=lambda shot: shot["id"])
    for shot in ordered:
        for task in shot["tasks"]:
            task["assignees"].sort()
        shot["tasks"].sort(key=lambda task: task["id"])
    return ordered


@pytest.mark.parametrize("who", ["admin", "user", "client", "vendor"])
def test_08_the_board_is_the_same_in_every_form(day: Day, who: str) -> None:
    plain = in_order(board(day, who, "plain"))
    assert len(plain) == (5 if who == "vendor" else SHOTS)
    for form in ("compact", "streamed", "both"):
        assert in_order(board(day, who, form)) == plain
    assigned = [task for shot in plain for task in shot["tasks"] if task["assignees"]]
    assert bool(assigned) == (who != "client")


def test_09_a_comment_with_everything(day: Day) -> None:
    artist, task = day.client("user@example.com"), day.made["task"]
    wfa = gazu.task.get_task_status_by_short_name("wfa", client=artist)
    comment = gazu.task.add_comment(
        task, wfa, "Ready for you @Supervisor Example",
        checklist=[{"text": "eyes", "checked": False}, {"text": "hands", "checked": True}], client=artist,
    )  # fmt: skip
    supervisor = day.client("supervisor@example.com")
    kinds = {note["notification_type"] for note in gazu.user.all_notifications(client=supervisor)}
    assert "mention" in kinds
    boss = day.client("manager@example.com")
    gazu.task.reply_to_comment(task, comment, "Looks good", client=boss)
    comments = gazu.task.all_comments_for_task(task, client=artist)
    assert comments[0]["replies"][0]["text"] == "Looks good"
    assert [entry["text"] for entry in comments[0]["checklist"]] == ["eyes", "hands"]
    assert gazu.task.get_task(task["id"], client=artist)["task_status_id"] == wfa["id"]
    day.made["comment"] = comment
    for name in ("comment:new", "task:status-changed", "task:to-review", "news:new", "comment:reply"):
        day.wait_for_event(name, lambda payload: payload.get("task_id", task["id"]) == task["id"])


def test_10_a_picture_is_published(day: Day) -> None:
    artist, task = day.client("user@example.com"), day.made["task"]
    picture = day.folder / "frame.png"
    Image.linear_gradient("L").resize((1920, 1080)).convert("RGB").save(picture)
    status = gazu.task.get_task_status_by_short_name("wfa", client=artist)
    _comment, preview = gazu.task.publish_preview(
        task, status, "First picture", preview_file_path=str(picture), set_thumbnail=True, client=artist
    )
    preview = gazu.files.get_preview_file(preview["id"], client=artist)
    assert (preview["status"], preview["width"], preview["height"]) == ("ready", 1920, 1080)
    shot = gazu.shot.get_shot(day.made["shots"][0]["id"], client=artist)
    assert shot["preview_file_id"] == preview["id"]
    for name in ("preview-file:new", "preview-file:add-file", "preview-file:set-main", "shot:update"):
        day.wait_for_event(name)
    day.made["preview"] = preview


def test_11_every_size_can_be_downloaded(day: Day) -> None:
    preview = day.made["preview"]["id"]
    sizes = {}
    for variant in ("thumbnails", "thumbnails-square", "previews", "originals"):
        response = day.get(day.client("user@example.com"), f"/pictures/{variant}/preview-files/{preview}.png")
        assert response.headers["content-type"] == "image/png"
        file = day.folder / f"{variant}.png"
        file.write_bytes(response.content)
        sizes[variant] = Image.open(file).size
    assert sizes["originals"] == (1920, 1080)
    assert sizes["thumbnails-square"] == (100, 100)
    assert sizes["thumbnails"][0] < sizes["previews"][0] <= 1920
    saved = day.folder / "saved.png"
    gazu.files.download_preview_file(preview, str(saved), client=day.admin)
    assert Image.open(saved).size == (1920, 1080)


def test_12_time_is_logged(day: Day) -> None:
    artist, task = day.client("user@example.com"), day.made["task"]
    gazu.task.add_time_spent(task, day.made["user"], "2026-11-23", 120, client=artist)
    gazu.task.add_time_spent(task, day.made["user"], "2026-11-23", 60, client=artist)
    spent = gazu.task.get_time_spent(task, client=artist)
    assert spent["total"] == 180
    assert gazu.task.get_task(task["id"], client=artist)["duration"] == 180
    day.wait_for_event("time-spent:new")


def test_13_a_shot_is_deleted_and_restored(day: Day) -> None:
    shot = day.made["shots"][1]
    gazu.shot.remove_shot(shot, client=day.admin)
    assert gazu.shot.get_shot(shot["id"], client=day.admin)["canceled"] is True
    gazu.shot.restore_shot(shot, client=day.admin)
    assert gazu.shot.get_shot(shot["id"], client=day.admin)["canceled"] is False
    gazu.shot.remove_shot(shot, force=True, client=day.admin)
    with pytest.raises(gazu.exception.RouteNotFoundException):
        gazu.shot.get_shot(shot["id"], client=day.admin)
    assert len(gazu.shot.all_shots_for_project(day.made["project"], client=day.admin)) == SHOTS - 1
    day.wait_for_event("shot:delete", lambda payload: payload["shot_id"] == shot["id"])


def test_14_nobody_else_sees_it(day: Day) -> None:
    stranger = gazu.person.new_person(
        "Stranger", "Elsewhere", "stranger@example.com", role="manager", password=PASSWORD, client=day.admin
    )
    client = day.client(stranger["email"])
    assert gazu.project.all_open_projects(client=client) == []
    with pytest.raises(gazu.exception.NotAllowedException):
        gazu.shot.all_shots_for_project(day.made["project"], client=client)
