"""A studio's first day, with the real program and the unmodified gazu client: nothing in it is faked.

`multiplane serve` starts on an empty folder with its own PostgreSQL; a pipeline developer sets up a production,
casts assets, hands out tasks, publishes a picture, and hears every change live. Each step goes on from the one before.
"""

import math
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import gazu
import pytest
from PIL import Image, ImageChops, ImageStat
from tests.cli.program import Running
from tests.e2e.studio_day import FORMS, PASSWORD, ROLES, Day, assigned
from tests.support.server import free_port

from multiplane.media.ffmpeg import find_ffmpeg

SHOTS, ASSETS = 200, 50

LISTENED = (
    "person:new", "department:new", "task-type:new", "task-status:new", "project:new", "project:update",
    "episode:new", "sequence:new", "asset-type:new", "asset:new", "asset:update", "asset:delete", "shot:new",
    "shot:update", "shot:delete", "shot:casting-update", "metadata-descriptor:new", "task:new", "task:assign",
    "task:unassign", "task:update", "task:delete", "task:status-changed", "task:to-review", "comment:new",
    "comment:reply", "comment:update", "comment:delete", "news:new", "news:delete", "notification:new",
    "preview-file:new", "preview-file:update", "preview-file:add-file", "preview-file:set-main",
    "time-spent:new", "time-spent:update", "time-spent:delete",
)  # fmt: skip


@pytest.fixture(scope="module")
def day() -> Iterator[Day]:
    # not below pytest's own folder: other runs close it to the account PostgreSQL works under
    folder = Path(tempfile.mkdtemp(prefix="multiplane-day-"))
    environment = {
        "MULTIPLANE_ADMIN_EMAIL": "admin@example.com",
        "MULTIPLANE_ADMIN_PASSWORD": PASSWORD,
        "MAIL_CHECK_DELIVERABILITY": "false",
        "MAIL_ENABLED": "false",
    }
    program = Running(folder, ("serve", "--port", str(free_port())), environment, terminal=False)
    try:
        day = Day(program.wait_for_url().rstrip("/"), folder, None)
        day.admin = day.client("admin")
        events = gazu.events.init(client=day.admin)
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
    for role in ROLES:
        day.made[role] = gazu.person.new_person(
            role.title(), "Example", f"{role}@example.com",
            role=role, departments=[department], password=PASSWORD, client=day.admin,
        )  # fmt: skip
        day.hears("person:new", person_id=day.made[role]["id"])
    grooming = gazu.task.new_task_type("Grooming", color="#654321", for_entity="Asset", client=day.admin)
    blocked = gazu.task.new_task_status("Blocked", "blk", "#000000", client=day.admin)
    day.made.update(grooming=grooming, blocked=blocked)
    assert gazu.person.get_person_by_email("user@example.com", client=day.admin)["full_name"] == "User Example"
    day.hears("department:new", department_id=department["id"])
    day.hears("task-type:new", task_type_id=grooming["id"])
    day.hears("task-status:new", task_status_id=blocked["id"])


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
    for role in ROLES:
        gazu.project.add_person_to_team(project, day.made[role], client=day.admin)
    team = {person["id"] for person in gazu.project.get_team(project, client=day.admin)}
    assert team == {day.made[role]["id"] for role in ROLES}
    assert [row["name"] for row in gazu.shot.all_episodes_for_project(project, client=day.admin)] == ["E01"]
    day.hears("project:new", project_id=project["id"])
    day.hears("project:update", project_id=project["id"])


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
    day.hears("episode:new", episode_id=episodes[1]["id"], project_id=project["id"])
    for sequence in sequences:
        day.hears("sequence:new", sequence_id=sequence["id"], project_id=project["id"])
    for number, shot in enumerate(shots):
        day.hears("shot:new", shot_id=shot["id"], episode_id=episodes[number % 10 // 5]["id"])


def test_05_assets_and_metadata_columns(day: Day) -> None:
    project = day.made["project"]
    kinds = [gazu.asset.get_asset_type_by_name(name, client=day.admin) for name in ("Character", "Prop")]
    kinds.append(gazu.asset.new_asset_type("Vehicle", client=day.admin))
    day.made["assets"] = assets = [
        gazu.asset.new_asset(project, kinds[number % 3], f"Asset {number:02}", "made today", client=day.admin)
        for number in range(ASSETS)
    ]
    detail = gazu.project.add_metadata_descriptor(
        project, "Level of detail", "Asset", data_type="list", choices=["low", "high"], client=day.admin
    )
    (compositing,) = [row for row in gazu.person.all_departments(client=day.admin) if row["name"] == "Compositing"]
    weather = gazu.project.add_metadata_descriptor(
        project, "Weather", "Shot", departments=[compositing], client=day.admin
    )
    assert (detail["field_name"], weather["field_name"]) == ("level_of_detail", "weather")
    asset = gazu.asset.update_asset_data(assets[0], {"level_of_detail": "high"}, client=day.admin)
    shot = gazu.shot.update_shot_data(day.made["shots"][0], {"weather": "fog"}, client=day.admin)
    assert (asset["data"]["level_of_detail"], shot["data"]["weather"]) == ("high", "fog")
    assert shot["data"]["frame_in"] == 1001
    day.hears("asset-type:new", asset_type_id=kinds[2]["id"])
    for descriptor in (detail, weather):
        day.hears("metadata-descriptor:new", metadata_descriptor_id=descriptor["id"], project_id=project["id"])
    for number, asset in enumerate(assets):
        day.hears("asset:new", asset_id=asset["id"], asset_type=kinds[number % 3]["id"])
    day.hears("asset:update", asset_id=assets[0]["id"])
    day.hears("shot:update", shot_id=day.made["shots"][0]["id"])


def test_06_casting(day: Day) -> None:
    project, shots, assets = day.made["project"], day.made["shots"], day.made["assets"]
    for number, shot in enumerate(shots[:20]):
        casting = [{"asset_id": assets[(number + step) % ASSETS]["id"], "nb_occurences": step + 1} for step in range(3)]
        gazu.casting.update_shot_casting(project, shot, casting, client=day.admin)
    cast = gazu.casting.get_shot_casting(shots[0], client=day.admin)
    assert {row["asset_id"]: row["nb_occurences"] for row in cast} == {
        assets[0]["id"]: 1, assets[1]["id"]: 2, assets[2]["id"]: 3,
    }  # fmt: skip
    assert len(gazu.casting.get_asset_cast_in(assets[2], client=day.admin)) == 3
    for shot in shots[:20]:
        event = day.hears("shot:casting-update", shot_id=shot["id"], nb_entities_out=3)
        assert len(event["added_asset_ids"]) == 3


def test_07_tasks_for_all_of_them(day: Day) -> None:
    project, shots, assets = day.made["project"], day.made["shots"], day.made["assets"]
    animation = gazu.task.get_task_type_by_name("Animation", client=day.admin)
    modeling = gazu.task.get_task_type_by_name("Modeling", client=day.admin)
    path = f"actions/projects/{project['id']}/task-types/{animation['id']}/shots/create-tasks"
    tasks = gazu.client.post(path, [], client=day.admin)
    by_entity = {task["entity_id"]: task for task in tasks}
    assert set(by_entity) == {shot["id"] for shot in shots}
    for asset in assets:
        (by_entity[asset["id"]],) = gazu.task.create_asset_tasks(asset, [modeling], client=day.admin)
    extra = gazu.task.new_task(assets[0], day.made["grooming"], client=day.admin)
    assert extra["task_status_id"] == gazu.task.get_default_task_status(client=day.admin)["id"]
    for task in (*by_entity.values(), extra):
        day.hears("task:new", task_id=task["id"], project_id=project["id"])
    day.made.update(tasks=by_entity, task=by_entity[shots[0]["id"]])


def test_08_they_are_handed_out(day: Day) -> None:
    tasks, artist, vendor = day.made["tasks"], day.made["user"], day.made["vendor"]
    for_artist = [tasks[entity["id"]] for entity in (*day.made["shots"][:40], *day.made["assets"])]
    gazu.task.assign_tasks_to_person(for_artist, artist, client=day.admin)
    for_vendor = [tasks[entity["id"]] for entity in (*day.made["shots"][:5], *day.made["assets"][:3])]
    for task in for_vendor:
        gazu.task.assign_task(task, vendor, client=day.admin)
    for person, given in ((artist, for_artist), (vendor, for_vendor)):
        for task in given:
            day.hears("task:assign", task_id=task["id"], person_id=person["id"])
            day.hears("task:update", task_id=task["id"])
        day.hears("notification:new", person_id=person["id"])
    assert {task["id"] for task in gazu.user.all_tasks_to_do(client=day.client("user"))} == {
        task["id"] for task in for_artist
    }
    given_back = for_artist[-1]
    gazu.task.clear_assignations([given_back], artist, client=day.admin)
    day.hears("task:unassign", task_id=given_back["id"], person_id=artist["id"])


@pytest.mark.parametrize("who", ["admin", "user", "client", "vendor"])
@pytest.mark.parametrize("kind", ["shot", "asset"])
def test_09_a_board_is_the_same_in_every_form(day: Day, who: str, kind: str) -> None:
    entities = day.made[f"{kind}s"]
    plain = day.board(who, kind)
    visible = entities if who != "vendor" else entities[: 5 if kind == "shot" else 3]
    assert [entity["id"] for entity in plain] == sorted(entity["id"] for entity in visible)
    for form in FORMS:
        assert day.board(who, kind, form) == plain
    assert len(assigned(plain, day.made["vendor"])) == (0 if who == "client" else 5 if kind == "shot" else 3)
    data = next(entity["data"] for entity in plain if entity["id"] == entities[0]["id"])
    if kind == "shot":
        assert ("weather" in data) == (who != "vendor")
    else:
        assert data["level_of_detail"] == "high"


@pytest.mark.parametrize("who", ["admin", "user", "client", "vendor"])
def test_10_sequences_and_episodes_have_boards_too(day: Day, who: str) -> None:
    """A vendor sees those that hold a shot of theirs."""
    for kind, of_vendor in (("sequence", 5), ("episode", 1)):
        entities = day.made[f"{kind}s"][: of_vendor if who == "vendor" else None]
        assert [entity["id"] for entity in day.board(who, kind)] == sorted(entity["id"] for entity in entities)


def test_11_a_comment_with_everything(day: Day) -> None:
    artist, task = day.client("user"), day.made["task"]
    wfa = gazu.task.get_task_status_by_short_name("wfa", client=artist)
    comment = gazu.task.add_comment(
        task, wfa, "Ready for you @Supervisor Example",
        checklist=[{"text": "eyes", "checked": False}, {"text": "hands", "checked": True}], client=artist,
    )  # fmt: skip
    gazu.task.reply_to_comment(task, comment, "Looks good, @User Example", client=day.client("manager"))
    assert gazu.task.get_task(task["id"], client=artist)["task_status_id"] == wfa["id"]
    (listed,) = gazu.task.all_comments_for_task(task, client=artist)
    assert listed["mentions"] == [day.made["supervisor"]["id"]]
    assert [(entry["text"], entry["checked"]) for entry in listed["checklist"]] == [("eyes", False), ("hands", True)]
    (reply,) = listed["replies"]
    assert (reply["text"], reply["mentions"]) == ("Looks good, @User Example", [day.made["user"]["id"]])
    for role, kinds in {"supervisor": {"mention"}, "user": {"assignation", "reply", "reply-mention"}}.items():
        notes = gazu.user.all_notifications(client=day.client(role))
        assert {note["notification_type"] for note in notes} == kinds
    change = {"new_task_status_id": wfa["id"], "previous_task_status_id": task["task_status_id"]}
    author = {"task_id": task["id"], "person_id": day.made["user"]["id"]}
    day.hears("comment:new", comment_id=comment["id"], task_status_id=wfa["id"], for_client=False, **author)
    day.hears("task:status-changed", **author, **change)
    day.hears("task:to-review", comment_id=comment["id"], **author, **change)
    day.hears("comment:reply", comment_id=comment["id"], reply_id=reply["id"], task_id=task["id"])
    day.hears("news:new", task_status_id=wfa["id"], task_type_id=task["task_type_id"])
    day.hears("notification:new", person_id=day.made["supervisor"]["id"])
    day.made["comment"] = comment


def test_12_a_picture_is_published(day: Day) -> None:
    artist, task, shot = day.client("user"), day.made["task"], day.made["shots"][0]
    picture = day.folder / "frame.png"
    Image.linear_gradient("L").resize((1920, 1080)).convert("RGB").save(picture)
    status = gazu.task.get_task_status_by_short_name("wfa", client=artist)
    comment, preview = gazu.task.publish_preview(
        task, status, "First picture", preview_file_path=str(picture), set_thumbnail=True, client=artist
    )
    preview = gazu.files.get_preview_file(preview["id"], client=artist)
    assert (preview["status"], preview["width"], preview["height"]) == ("ready", 1920, 1080)
    assert (preview["original_name"], preview["revision"], preview["position"]) == ("frame", 1, 1)
    assert gazu.shot.get_shot(shot["id"], client=artist)["preview_file_id"] == preview["id"]
    assert gazu.task.get_task(task["id"], client=artist)["last_preview_file_id"] == preview["id"]
    ids = {"preview_file_id": preview["id"], "project_id": day.made["project"]["id"]}
    day.hears("preview-file:new", comment_id=comment["id"], **ids)
    day.hears("preview-file:update", status="ready", **ids)
    day.hears("preview-file:add-file", comment_id=comment["id"], extension="png", revision=1, **ids)
    day.hears("preview-file:set-main", entity_id=shot["id"], preview_file_status="ready", **ids)
    day.hears("comment:update", comment_id=comment["id"], task_id=task["id"])
    day.made.update(preview=preview, picture=picture, published=comment)


def test_13_every_size_can_be_downloaded(day: Day) -> None:
    preview, picture = day.made["preview"], Image.open(day.made["picture"]).convert("RGBA")
    sizes = {
        "thumbnails": (150, 100),
        "thumbnails-square": (100, 100),
        "previews": (1200, math.ceil(1200 * 1080 / 1920)),
        "originals": (1920, 1080),
    }
    for variant, size in sizes.items():
        response = day.get("user", f"/pictures/{variant}/preview-files/{preview['id']}.png")
        assert response.headers["content-type"] == "image/png"
        assert int(response.headers["content-length"]) == len(response.content)
        file = day.folder / f"{variant}.png"
        file.write_bytes(response.content)
        shown = Image.open(file)
        assert shown.size == size, variant
        assert looks_like(shown.convert("RGBA"), picture), variant
        etag = {"If-None-Match": response.headers["etag"]}
        assert not day.get("user", f"/pictures/{variant}/preview-files/{preview['id']}.png", 304, **etag).content
    original = (day.folder / "originals.png").read_bytes()
    assert len(original) == preview["file_size"]
    assert day.get("user", f"/pictures/originals/preview-files/{preview['id']}/download").content == original
    gazu.files.download_preview_file(preview, str(day.folder / "saved.png"), client=day.admin)
    assert (day.folder / "saved.png").read_bytes() == original
    gazu.files.download_preview_file_thumbnail(preview, str(day.folder / "small.png"), client=day.client("vendor"))
    assert (day.folder / "small.png").read_bytes() == (day.folder / "thumbnails.png").read_bytes()


def looks_like(shown: Image.Image, picture: Image.Image) -> bool:
    """Whether a variant is the whole picture, made smaller and centred on its canvas."""
    ratio = min(shown.width / picture.width, shown.height / picture.height)
    width, height = math.ceil(picture.width * ratio), math.ceil(picture.height * ratio)
    left, top = (shown.width - width) // 2, (shown.height - height) // 2
    part = shown.crop((left, top, left + width, top + height)).convert("RGB")
    difference = ImageChops.difference(part, picture.convert("RGB").resize((width, height)))
    return max(ImageStat.Stat(difference).mean) < 2


def test_14_a_movie_is_published_and_played(day: Day) -> None:
    """Without a job queue it is ready in the answer, as with Kitsu."""
    artist, task = day.client("user"), day.made["tasks"][day.made["shots"][2]["id"]]
    take = day.folder / "take.mov"
    source = ("-f", "lavfi", "-i", "testsrc=size=320x180:rate=25:duration=1")
    subprocess.run([find_ffmpeg(), "-loglevel", "error", *source, "-pix_fmt", "yuv420p", str(take)], check=True)
    wip = gazu.task.get_task_status_by_short_name("wip", client=artist)
    _, preview = gazu.task.publish_preview(task, wip, "A take", preview_file_path=str(take), client=artist)
    assert (preview["status"], preview["extension"], preview["duration"]) == ("ready", "mp4", 1)
    day.hears("preview-file:add-file", preview_file_id=preview["id"], extension="mp4", status="ready")
    for version in ("originals", "low"):
        path = f"/movies/{version}/preview-files/{preview['id']}.mp4"
        whole = day.get("client", path)
        assert whole.headers["content-type"] == "video/mp4"
        assert whole.content[4:8] == b"ftyp"
        part = day.get("client", path, 206, Range="bytes=100-299")
        assert part.headers["content-range"] == f"bytes 100-299/{len(whole.content)}"
        assert part.content == whole.content[100:300]
        day.get("client", path, 416, Range=f"bytes={len(whole.content)}-")
    gazu.files.download_preview_movie(preview, str(day.folder / "saved.mp4"), client=day.admin)
    assert (day.folder / "saved.mp4").stat().st_size == preview["file_size"]
    tiles = day.get("user", f"/movies/tiles/preview-files/{preview['id']}.png")
    (day.folder / "tiles.png").write_bytes(tiles.content)
    assert Image.open(day.folder / "tiles.png").size == (8 * math.ceil(100 * 16 / 9), math.ceil(25 / 8) * 100)


def test_15_time_is_logged(day: Day) -> None:
    artist, task = day.client("user"), day.made["task"]
    gazu.task.add_time_spent(task, day.made["user"], "2026-11-23", 120, client=artist)
    gazu.task.add_time_spent(task, day.made["user"], "2026-11-23", 60, client=artist)
    spent = gazu.task.get_time_spent(task, client=artist)
    assert spent["total"] == 180
    assert gazu.task.get_task(task["id"], client=artist)["duration"] == 180
    (logged,) = spent[day.made["user"]["id"]]
    gazu.task.set_time_spent(task, day.made["user"], "2026-11-24", 30, client=artist)
    path = f"actions/tasks/{task['id']}/time-spents/2026-11-24/persons/{day.made['user']['id']}"
    gazu.client.delete(path, client=artist)
    assert gazu.task.get_task(task["id"], client=artist)["duration"] == 180
    day.hears("time-spent:new", time_spent_id=logged["id"], project_id=day.made["project"]["id"])
    day.hears("time-spent:update", time_spent_id=logged["id"])
    day.hears("time-spent:delete", lambda payload: payload["time_spent_id"] != logged["id"])


def test_16_a_shot_and_an_asset_are_deleted_and_restored(day: Day) -> None:
    shot, asset = day.made["shots"][1], day.made["assets"][1]
    day.heard.clear()
    gazu.shot.remove_shot(shot, client=day.admin)
    gazu.asset.remove_asset(asset, client=day.admin)
    assert gazu.shot.get_shot(shot["id"], client=day.admin)["canceled"] is True
    assert gazu.asset.get_asset(asset["id"], client=day.admin)["canceled"] is True
    day.hears("shot:update", shot_id=shot["id"])
    day.hears("asset:update", asset_id=asset["id"])
    day.heard.clear()
    gazu.shot.restore_shot(shot, client=day.admin)
    gazu.asset.update_asset({"id": asset["id"], "canceled": False}, client=day.admin)
    assert gazu.shot.get_shot(shot["id"], client=day.admin)["canceled"] is False
    assert gazu.asset.get_asset(asset["id"], client=day.admin)["canceled"] is False
    assert len(gazu.shot.all_shots_for_project(day.made["project"], client=day.admin)) == SHOTS
    day.hears("shot:update", shot_id=shot["id"])
    day.hears("asset:update", asset_id=asset["id"])


def test_17_what_is_removed_is_gone(day: Day) -> None:
    shot, asset, task = day.made["shots"][1], day.made["assets"][1], day.made["tasks"][day.made["shots"][1]["id"]]
    gazu.shot.remove_shot(shot, force=True, client=day.admin)
    gazu.asset.remove_asset(asset, force=True, client=day.admin)
    for kind, entity in (("shots", shot), ("assets", asset), ("tasks", task)):
        day.get("admin", f"/data/{kind}/{entity['id']}", 404)
    assert len(gazu.shot.all_shots_for_project(day.made["project"], client=day.admin)) == SHOTS - 1
    assert shot["id"] not in {entity["id"] for entity in day.board("user", "shot")}
    day.hears("shot:delete", shot_id=shot["id"])
    day.hears("asset:delete", asset_id=asset["id"])
    day.hears("task:delete", task_id=task["id"], entity_id=shot["id"])


def test_18_a_comment_takes_its_picture_and_its_status_along(day: Day) -> None:
    task, shot, comment, preview = (day.made[name] for name in ("task", "shots", "comment", "preview"))
    day.heard.clear()
    gazu.task.remove_comment(day.made["published"], client=day.client("manager"))
    day.get("user", f"/data/preview-files/{preview['id']}", 404)
    day.get("user", f"/pictures/thumbnails/preview-files/{preview['id']}.png", 404)
    assert gazu.shot.get_shot(shot[0]["id"], client=day.admin)["preview_file_id"] is None
    gazu.task.remove_comment(comment, client=day.client("manager"))
    todo = gazu.task.get_default_task_status(client=day.admin)
    assert gazu.task.get_task(task["id"], client=day.admin)["task_status_id"] == todo["id"]
    assert gazu.task.all_comments_for_task(task, client=day.admin) == []
    for removed in (day.made["published"], comment):
        day.hears("comment:delete", comment_id=removed["id"], task_id=task["id"])
    day.hears("news:delete")
    day.hears("preview-file:set-main", entity_id=shot[0]["id"], preview_file_id=None)
    day.hears("task:status-changed", task_id=task["id"], new_task_status_id=todo["id"])


def test_19_nobody_else_sees_it(day: Day) -> None:
    gazu.person.new_person(
        "Stranger", "Elsewhere", "stranger@example.com", role="manager", password=PASSWORD, client=day.admin
    )
    stranger = day.client("stranger")
    assert gazu.project.all_open_projects(client=stranger) == []
    with pytest.raises(gazu.exception.NotAllowedException):
        gazu.shot.all_shots_for_project(day.made["project"], client=stranger)
    for kind in ("shot", "asset"):
        day.get("stranger", f"/data/{kind}s/with-tasks?project_id={day.made['project']['id']}", 403)
