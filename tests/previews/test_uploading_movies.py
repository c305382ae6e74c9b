"""Movies are encoded in the request; after the answer where there is a job queue (06-previews-playlists 3.4, 3.6)."""

from collections.abc import Callable
from pathlib import Path

import av
import pytest
from tests.previews.conftest import Stage, opened, picture
from tests.support.studio import Studio

MovieFile = Callable[..., bytes]


def frames(content: bytes, folder: Path) -> tuple[int, int, int]:
    """Width, height and number of frames of a movie."""
    path = folder / "downloaded.mp4"
    path.write_bytes(content)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return stream.width, stream.height, sum(1 for _ in container.decode(stream))


def test_a_movie_is_processing_until_a_job_has_encoded_it(stage: Stage, movie: bytes, tmp_path: Path) -> None:
    slot = stage.slot()
    moment = stage.studio.now()
    answer = stage.upload(slot, movie, "Take 3.mov")
    assert (answer["status"], answer["extension"], answer["original_name"]) == ("processing", "mp4", "Take 3")
    row = stage.wait(slot)
    assert (row["width"], row["height"], row["duration"]) == (160, 90, 0.4)
    assert row["data"] == {
        "movie_prefixes": ["previews", "lowdef"],
        "original_width": 160,
        "original_height": 90,
        "original_duration": 0.4,
        "original_file_size": len(movie),
    }
    high = stage.manager.request("GET", f"/movies/originals/preview-files/{slot['id']}.mp4")
    assert (high.status_code, high.headers["content-type"]) == (200, "video/mp4")
    assert row["file_size"] == len(high.content)
    assert frames(high.content, tmp_path) == (160, 90, 10)
    low = stage.manager.request("GET", f"/movies/low/preview-files/{slot['id']}.mp4")
    assert frames(low.content, tmp_path) == (1280, 720, 10)
    own = [event for event in stage.studio.events_since(moment) if event["data"].get("preview_file_id") == slot["id"]]
    assert [(event["name"], event["data"]["status"]) for event in own] == [
        ("preview-file:update", "processing"),
        ("preview-file:add-file", "processing"),
        ("preview-file:update", "ready"),
    ]


def test_without_the_job_queue_the_answer_is_the_finished_movie(
    fresh_studio: Callable[..., Studio], movie: bytes
) -> None:
    stage = Stage(fresh_studio(enable_job_queue="false"))
    slot = stage.slot()
    moment = stage.studio.now()
    answer = stage.upload(slot, movie, "Take 3.mov")
    assert (answer["status"], answer["width"], answer["data"]["movie_prefixes"]) == (
        "ready", 160, ["previews", "lowdef"],
    )  # fmt: skip
    own = [event for event in stage.studio.events_since(moment) if event["data"].get("preview_file_id") == slot["id"]]
    assert own[-1]["name"] == "preview-file:add-file"
    assert own[-1]["data"]["status"] == "ready"
    path = f"/pictures/originals/preview-files/{slot['id']}.png"
    before = stage.manager.request("GET", path).content
    stage.manager.put(f"/actions/preview-files/{slot['id']}/set-main-preview", {"frame_number": 8})
    assert stage.manager.request("GET", path).content != before


def test_a_movie_has_pictures_and_tiles(stage: Stage, movie: bytes) -> None:
    preview = stage.publish(movie, "clip.mp4", "?no_job=true")
    sizes = {
        "/pictures/originals": (160, 90),
        "/pictures/previews": (1200, 675),
        "/pictures/thumbnails": (150, 100),
        "/pictures/thumbnails-square": (100, 100),
        "/movies/tiles": (8 * 178, 2 * 100),
    }
    for folder, size in sizes.items():
        response = stage.manager.request("GET", f"{folder}/preview-files/{preview['id']}.png")
        assert response.status_code == 200, folder
        assert opened(response.content).size == size, folder


def test_without_a_job_the_answer_shows_the_final_state(stage: Stage, movie: bytes) -> None:
    slot = stage.slot()
    moment = stage.studio.now()
    answer = stage.upload(slot, movie, "clip.mp4", "?no_job=true")
    assert (answer["status"], answer["width"]) == ("ready", 160)
    names = [event["name"] for event in stage.studio.events_since(moment)]
    assert names == ["preview-file:update", "comment:update", "preview-file:add-file"]


def test_the_source_goes_once_the_movie_is_encoded(stage: Stage, movie: bytes) -> None:
    preview = stage.publish(movie, "clip.mp4", "?no_job=true")
    stage.manager.get(f"/movies/source/preview-files/{preview['id']}.mp4", 404)
    marked = stage.rows.one(
        "SELECT deleted_at IS NOT NULL AS gone FROM stored_file WHERE file_id = %s AND prefix = 'source'",
        preview["id"],
    )
    assert marked["gone"]


def test_the_first_movie_of_a_revision_illustrates_its_task(stage: Stage, movie: bytes) -> None:
    stage.rows.run("UPDATE project SET is_set_preview_automated = true WHERE id = %s", stage.project["id"])
    preview = stage.publish(movie, "clip.mp4")
    stage.wait(preview)
    task = stage.rows.one("SELECT last_preview_file_id::text AS id FROM task WHERE id = %s", stage.task["id"])
    shot = stage.rows.one("SELECT preview_file_id::text AS id FROM entity WHERE id = %s", stage.shot["id"])
    assert (task["id"], shot["id"]) == (preview["id"], preview["id"])


def test_a_movie_may_be_kept_as_it_is(stage: Stage, movie: bytes) -> None:
    answer = stage.publish(movie, "clip.mp4", "?normalize=false")
    assert (answer["status"], answer["file_size"]) == ("ready", len(movie))
    assert answer["data"]["movie_prefixes"] == ["previews"]
    assert (answer["width"], answer["height"], answer["duration"]) == (160, 90, 0.4)
    for folder in ("originals", "low"):
        response = stage.manager.request("GET", f"/movies/{folder}/preview-files/{answer['id']}.mp4")
        assert response.content == movie


def test_a_container_without_stream_duration_is_kept_too(stage: Stage, movie_file: MovieFile) -> None:
    answer = stage.publish(movie_file("clip.mkv"), "clip.mkv", "?normalize=false")
    assert answer["status"] == "ready"
    assert answer["duration"] == pytest.approx(0.4, abs=0.05)
    assert "original_width" not in answer["data"]


def test_the_rate_and_size_are_those_of_the_production(stage: Stage, movie: bytes, tmp_path: Path) -> None:
    stage.rows.run("UPDATE project SET fps = '12,5', resolution = 'x46' WHERE id = %s", stage.project["id"])
    preview = stage.publish(movie, "clip.mp4", "?no_job=true")
    response = stage.manager.request("GET", f"/movies/originals/preview-files/{preview['id']}.mp4")
    assert frames(response.content, tmp_path) == (82, 46, 5)
    stage.rows.run(
        """UPDATE entity SET data = '{"fps": 50, "resolution": "200x100"}' WHERE id = %s""", stage.shot["id"]
    )
    preview = stage.publish(movie, "clip.mp4", "?no_job=true")
    response = stage.manager.request("GET", f"/movies/originals/preview-files/{preview['id']}.mp4")
    assert frames(response.content, tmp_path) == (200, 100, 20)


@pytest.mark.parametrize("how", ["?no_job=true", "?normalize=false"])
@pytest.mark.parametrize("what", ["text", "picture", "cut"])
def test_what_is_no_movie_ends_broken_in_the_request(stage: Stage, movie: bytes, what: str, how: str) -> None:
    content = {"text": b"no movie at all", "picture": picture(), "cut": movie[:300]}[what]
    answer = stage.publish(content, "clip.mp4", how)
    assert (answer["status"], answer["original_name"]) == ("broken", "clip")
    task = stage.rows.one("SELECT last_preview_file_id FROM task WHERE id = %s", stage.task["id"])
    assert task["last_preview_file_id"] is None
    stage.upload(answer, movie, "clip.mp4", status=400)


def test_what_is_no_movie_ends_broken_in_the_job(stage: Stage) -> None:
    slot = stage.slot()
    assert stage.upload(slot, b"no movie at all", "clip.mp4")["status"] == "processing"
    moment = stage.studio.now()
    row = stage.wait(slot, "broken")
    assert row["original_name"] == "clip"
    told = [event for event in stage.studio.events_since(moment) if event["name"] == "preview-file:update"]
    assert [event["data"]["status"] for event in told if event["data"]["preview_file_id"] == slot["id"]] in (
        ["broken"],
        [],
    )


def test_an_empty_movie_takes_the_row_with_it(stage: Stage) -> None:
    slot = stage.slot()
    refusal = stage.upload(slot, b"", "clip.mp4", status=400)
    assert refusal["message"] == (
        "Uploaded movie could not be written to temporary storage or is empty; "
        "aborting before dispatching normalization."
    )
    stage.manager.get(f"/data/preview-files/{slot['id']}", 404)


def test_a_preview_deleted_while_it_is_encoded_leaves_nothing(stage: Stage, movie_file: MovieFile) -> None:
    slot = stage.slot()
    stage.upload(slot, movie_file("long.mp4", "320x180", 25, 2), "clip.mp4")
    stage.manager.delete(f"/data/preview-files/{slot['id']}?force=true")
    stage.publish(movie_file(), "clip.mp4", "?no_job=true")
    assert stage.rows.all("SELECT 1 FROM preview_file WHERE id = %s", slot["id"]) == []
