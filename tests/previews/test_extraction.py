"""Frames and tile sheets made on request (06-previews-playlists 6.4)."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

from tests.previews.conftest import Stage, opened
from tests.support.roles import as_each_role

from multiplane.storage.keys import local_name

MovieFile = Callable[..., bytes]


def frame(preview: dict[str, str], number: object = "") -> str:
    return f"/actions/preview-files/{preview['id']}/extract-frame?frame_number={number}"


def tiles(preview: dict[str, str]) -> str:
    return f"/actions/preview-files/{preview['id']}/extract-tile"


def test_a_frame_is_taken_out_of_the_stored_movie(stage: Stage, movie: bytes) -> None:
    preview = stage.publish(movie, "clip.mp4", "?no_job=true")
    first, same, last = (stage.manager.request("GET", frame(preview, number)) for number in (0, 1, 10))
    assert first.headers["content-type"] == "image/png"
    assert first.headers["cache-control"] == "no-cache"
    assert opened(first.content).size == (160, 90)
    assert first.content == same.content != last.content
    assert stage.manager.get(frame(preview, 99), 400)["message"] == "The movie has no such frame."
    assert stage.manager.get(frame(preview, "x"), 400)["message"] == "Wrong value for parameter frame_number."


@as_each_role(admin=404, manager=404)
def test_who_may_take_a_frame(stage: Stage, role: str, status: int) -> None:
    """There is none to take, but only some get that far."""
    stage.team[role].get(frame(stage.preview(extension="mp4"), 1), status)


@as_each_role(admin=404, manager=404, supervisor=404, user=404, client=404)
def test_who_may_make_a_tile_sheet(stage: Stage, role: str, status: int) -> None:
    stage.team[role].get(tiles(stage.preview(extension="mp4")), status)


def test_a_tile_sheet_is_made_and_stored(stage: Stage, movie: bytes) -> None:
    preview = stage.publish(movie, "clip.mp4", "?normalize=false")
    stage.rows.run("DELETE FROM stored_file WHERE file_id = %s AND prefix = 'tiles'", preview["id"])
    made = stage.manager.request("GET", tiles(preview))
    assert opened(made.content).size == (8 * 178, 200)
    served = stage.manager.request("GET", f"/movies/tiles/preview-files/{preview['id']}.png")
    assert served.content == made.content
    assert stage.rows.one("SELECT size FROM stored_file WHERE file_id = %s AND prefix = 'tiles'", preview["id"])


def test_a_missing_tile_sheet_is_made_for_whoever_asks_again(stage: Stage, movie: bytes, server_data: Path) -> None:
    """Where there is a job queue (06-previews-playlists 6.5)."""
    preview = stage.publish(movie, "clip.mp4", "?normalize=false")
    path = f"/movies/tiles/preview-files/{preview['id']}.png"
    (server_data / "previews" / "pictures" / local_name(f"tiles-{preview['id']}")).unlink()
    assert stage.manager.request("GET", path).status_code == 404
    end = monotonic() + 30
    while (served := stage.manager.request("GET", path)).status_code == 404 and monotonic() < end:
        sleep(0.1)
    assert opened(served.content).size == (8 * 178, 200)


def test_only_movies_have_frames(stage: Stage) -> None:
    picture = stage.preview()
    stage.manager.get(frame(picture, 1), 404)
    refusal = stage.manager.get(tiles(picture), 400)
    assert refusal["message"] == "Preview file is not a movie"


def test_a_movie_of_another_instance_has_no_file_here(stage: Stage) -> None:
    preview = stage.preview(extension="mp4", data={"imported_only": True})
    assert stage.manager.get(frame(preview, 1), 404) == {"error": "preview file binary is not available"}
