"""What pipeline scripts do: gazu's own functions, against the real server."""

from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import Any

import gazu
import pytest
from tests.previews.conftest import Stage, opened, picture


@pytest.fixture
def client(stage: Stage, server: str) -> Iterator[Any]:
    client = gazu.client.create_client(server)
    client.tokens = {"access_token": stage.manager.token}
    yield client
    client.session.close()


@pytest.fixture
def image(tmp_path: Path) -> str:
    path = tmp_path / "Frame 12.png"
    path.write_bytes(picture(320, 180))
    return str(path)


def test_publishing_a_picture(stage: Stage, client: Any, image: str, tmp_path: Path) -> None:
    status = stage.studio.task_status()
    comment, preview = gazu.task.publish_preview(
        stage.task, status, comment="first", preview_file_path=image, set_thumbnail=True, client=client
    )
    assert (preview["status"], preview["original_name"], preview["width"]) == ("ready", "Frame 12", 320)
    read = gazu.files.get_preview_file(preview["id"], client=client)
    assert (read["revision"], read["comments"]) == (1, [comment["id"]])
    shot = gazu.shot.get_shot(stage.shot["id"], client=client)
    assert shot["preview_file_id"] == preview["id"]
    downloads = {
        gazu.files.download_preview_file: (320, 180),
        gazu.files.download_preview_file_thumbnail: (150, 100),
        gazu.files.download_preview_file_cover: (320, 180),
    }
    for download, size in downloads.items():
        target = tmp_path / f"{download.__name__}.png"
        download(preview, str(target), client=client)
        assert opened(target.read_bytes()).size == size


def test_publishing_a_movie(stage: Stage, client: Any, movie: bytes, tmp_path: Path) -> None:
    path = tmp_path / "take.mov"
    path.write_bytes(movie)
    preview = gazu.task.add_preview(stage.task, stage.comment, str(path), revision=4, client=client)
    assert (preview["status"], preview["revision"]) == ("processing", 4)
    for _ in range(300):
        if gazu.client.get(f"data/preview-files/{preview['id']}", client=client)["status"] == "ready":
            break
        sleep(0.2)
    for download in (gazu.files.download_preview_movie, gazu.files.download_preview_lowdef_movie):
        target = tmp_path / f"{download.__name__}.mp4"
        download(preview, str(target), client=client)
        assert target.stat().st_size > 1000


def test_an_upload_in_two_steps(stage: Stage, client: Any, image: str) -> None:
    slot = gazu.task.create_preview(stage.task, stage.comment, client=client)
    assert slot["status"] == "processing"
    preview = gazu.task.upload_preview_file(slot, image, client=client)
    assert preview["status"] == "ready"
    main = gazu.task.set_main_preview(preview, client=client)
    assert main["preview_file_id"] == preview["id"]
    gazu.files.update_preview_annotations(
        preview, additions=[{"time": 0, "drawing": {"objects": [{"id": "a"}]}}], client=client
    )
    assert gazu.files.update_preview_position(preview, 1, client=client)[0]["id"] == preview["id"]
    found = gazu.files.get_all_preview_files_for_task(stage.task, client=client)
    assert [row["id"] for row in found] == [preview["id"]]
    gazu.files.remove_preview_file(preview, client=client)
    assert gazu.files.get_all_preview_files_for_task(stage.task, client=client) == []


def test_an_avatar(stage: Stage, client: Any, image: str, tmp_path: Path) -> None:
    person = stage.people["manager"]
    gazu.person.set_avatar(person, image, client=client)
    target = tmp_path / "avatar.png"
    gazu.files.download_person_avatar(person, str(target), client=client)
    assert opened(target.read_bytes()).size == (400, 400)
