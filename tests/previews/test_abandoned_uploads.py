"""A server that is killed leaves no preview behind that is `processing` for ever (00-conventions 16)."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import httpx
import psutil
import pytest
from tests.conftest import administer, database_at
from tests.previews.conftest import Stage, picture
from tests.support.database import Rows
from tests.support.server import SECRET, free_port
from tests.support.studio import Studio

MovieFile = Callable[..., bytes]


class Killable:
    """A server of its own, with its database, that can be killed and started again."""

    def __init__(self, dsn: str, data: Path) -> None:
        self.dsn, self.data, self.port = dsn, data, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {
            **os.environ,
            "DATABASE_URL": self.dsn,
            "SECRET_KEY": SECRET,
            "MULTIPLANE_DATA": str(self.data),
            "MULTIPLANE_PORT": str(self.port),
            "ENABLE_JOB_QUEUE": "true",
            "MAIL_ENABLED": "false",
        }
        command = [
            sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "multiplane.app:create_app",
            "--host", "127.0.0.1", "--port", str(self.port), "--loop", "uvloop",
        ]  # fmt: skip
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        end = monotonic() + 60
        while monotonic() < end:
            with suppress(httpx.TransportError):
                httpx.get(f"http://127.0.0.1:{self.port}/", timeout=2)
                return
            sleep(0.1)
        raise AssertionError((self.data / "server.log").read_text()[-3000:])

    def kill(self) -> None:
        """As the power cut does: the server and its workers, at once."""
        assert self.process is not None
        parent = psutil.Process(self.process.pid)
        for process in [*parent.children(recursive=True), parent]:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self.process = None


@pytest.fixture(scope="module")
def killable(
    postgres: str, template_database: str, run_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Killable]:
    """Each test leaves it running."""
    name = f"{run_name}_{uuid4().hex}"
    administer(postgres, f"CREATE DATABASE {name} TEMPLATE {template_database}")
    server = Killable(database_at(postgres, name), tmp_path_factory.mktemp("killed"))
    server.start()
    yield server
    if server.process is not None:
        server.kill()


@pytest.fixture
def lone_stage(killable: Killable) -> Iterator[Stage]:
    rows = Rows(killable.dsn)
    yield Stage(Studio(rows, f"http://127.0.0.1:{killable.port}", SECRET))
    rows.connection.close()


def in_background(work: Callable[[], Any]) -> threading.Thread:
    def run() -> None:
        with suppress(httpx.TransportError):
            work()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def age(stage: Stage) -> None:
    """Make every preview a few minutes old."""
    stage.rows.run("UPDATE preview_file SET created_at = created_at - interval '5 minutes'")


def wait_for_nothing_in_processing(stage: Stage, seconds: float = 90) -> None:
    end = monotonic() + seconds
    while stage.rows.all("SELECT id FROM preview_file WHERE status = 'processing'"):
        assert monotonic() < end, stage.rows.all("SELECT id, original_name FROM preview_file")
        sleep(0.2)


def test_a_movie_received_before_the_crash_is_finished_after_it(
    killable: Killable, lone_stage: Stage, movie_file: MovieFile
) -> None:
    stage = lone_stage
    slot = stage.slot()
    stage.upload(slot, movie_file("long.mp4", "640x360", 25, 3), "clip.mp4")
    killable.kill()
    assert stage.stored(slot)["status"] == "processing"
    killable.start()
    row = stage.wait(slot, seconds=120)
    response = stage.manager.request("GET", f"/movies/originals/preview-files/{slot['id']}.mp4")
    assert (response.status_code, len(response.content)) == (200, row["file_size"])


def test_a_movie_encoded_in_its_request_is_finished_after_the_crash(
    killable: Killable, lone_stage: Stage, movie_file: MovieFile
) -> None:
    stage = lone_stage
    slot = stage.slot()
    content = movie_file("long.mp4", "640x360", 25, 3)
    thread = in_background(lambda: stage.upload(slot, content, "clip.mp4", "?no_job=true"))
    end = monotonic() + 30
    while stage.stored(slot)["original_name"] is None:
        assert monotonic() < end
        sleep(0.02)
    killable.kill()
    thread.join(30)
    assert stage.stored(slot)["status"] == "processing"
    killable.start()
    assert stage.wait(slot, seconds=120)["data"]["movie_prefixes"] == ["previews", "lowdef"]


def test_an_upload_cut_by_the_crash_may_be_sent_again(killable: Killable, lone_stage: Stage) -> None:
    stage = lone_stage
    slot = stage.slot()
    arrived = threading.Event()

    def slow_body() -> Iterator[bytes]:
        yield b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
        arrived.set()
        sleep(3)
        yield picture() + b"\r\n--cut--\r\n"

    def upload() -> None:
        headers = {"content-type": "multipart/form-data; boundary=cut"}
        path = f"/pictures/preview-files/{slot['id']}"
        stage.manager.http.post(path, content=slow_body(), headers=headers)

    thread = in_background(upload)
    assert arrived.wait(10)
    sleep(0.5)
    killable.kill()
    thread.join(30)
    age(stage)
    killable.start()
    wait_for_nothing_in_processing(stage)
    assert stage.stored(slot)["status"] == "broken"
    assert stage.upload(slot, picture())["status"] == "ready"


def test_pictures_uploaded_during_a_crash_are_whole_or_may_be_sent_again(killable: Killable, lone_stage: Stage) -> None:
    stage = lone_stage
    slots = [stage.slot(stage.new_comment()) for _ in range(6)]
    content = picture(900, 600)
    clients = [stage.studio.client_of(stage.people["manager"]) for _ in slots]
    threads = [
        in_background(lambda slot=slot, by=by: stage.upload(slot, content, by=by))  # type: ignore[misc]
        for slot, by in zip(slots, clients, strict=True)
    ]
    sleep(0.15)
    killable.kill()
    for thread in threads:
        thread.join(30)
    age(stage)
    killable.start()
    wait_for_nothing_in_processing(stage)
    for slot in slots:
        if stage.stored(slot)["status"] == "broken":
            stage.upload(slot, content)
        for folder in ("originals", "previews", "thumbnails", "thumbnails-square"):
            response = stage.manager.request("GET", f"/pictures/{folder}/preview-files/{slot['id']}.png")
            assert response.status_code == 200


def test_an_upload_that_is_alive_is_left_alone(killable: Killable, lone_stage: Stage) -> None:
    """A second server starts while an upload to the first one goes on."""
    stage = lone_stage
    slot, forgotten = stage.slot(), stage.slot()
    arrived, more = threading.Event(), threading.Event()
    answers: list[int] = []

    def slow_body() -> Iterator[bytes]:
        yield b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
        arrived.set()
        more.wait(60)
        yield picture() + b"\r\n--cut--\r\n"

    def upload() -> None:
        headers = {"content-type": "multipart/form-data; boundary=cut"}
        path = f"/pictures/preview-files/{slot['id']}"
        client = stage.studio.client_of(stage.people["manager"])
        client.http.timeout = httpx.Timeout(90)
        answers.append(client.http.post(path, content=slow_body(), headers=headers).status_code)

    thread = in_background(upload)
    assert arrived.wait(10)
    sleep(0.5)
    age(stage)
    second = Killable(killable.dsn, killable.data)
    second.start()
    try:
        end = monotonic() + 60
        while stage.stored(forgotten)["status"] == "processing":
            assert monotonic() < end
            sleep(0.2)
        assert stage.stored(forgotten)["status"] == "broken"
        assert stage.stored(slot)["status"] == "processing"
    finally:
        more.set()
        thread.join(60)
        second.kill()
    assert answers == [201]
    assert stage.stored(slot)["status"] == "ready"


def test_a_server_that_is_stopped_does_not_wait_for_its_encoder(
    killable: Killable, lone_stage: Stage, movie_file: MovieFile
) -> None:
    stage = lone_stage
    slot = stage.slot()
    stage.upload(slot, movie_file("very long.mp4", "1280x720", 25, 20), "clip.mp4")
    assert killable.process is not None
    process = psutil.Process(killable.process.pid)
    end = monotonic() + 30
    while not any("ffmpeg" in child.name() for child in process.children(recursive=True)):
        assert monotonic() < end
        sleep(0.1)
    begin = monotonic()
    killable.process.terminate()
    killable.process.wait(60)
    assert monotonic() - begin < 15
    assert stage.stored(slot)["status"] == "processing"
    stage.rows.run("DELETE FROM comment_preview_link WHERE preview_file = %s", slot["id"])
    stage.rows.run("DELETE FROM preview_file WHERE id = %s", slot["id"])
    killable.start()


def test_two_uploads_of_one_preview_are_one(stage: Stage) -> None:
    slot = stage.slot()
    clients = [stage.studio.client_of(stage.people["manager"]) for _ in range(6)]
    statuses: list[int] = []

    def upload(number: int) -> None:
        files = {"file": (f"{number}.png", picture(100 + number, 50))}
        path = f"/pictures/preview-files/{slot['id']}"
        statuses.append(clients[number].request("POST", path, files=files).status_code)

    threads = [in_background(lambda number=number: upload(number)) for number in range(6)]  # type: ignore[misc]
    for thread in threads:
        thread.join(60)
    assert sorted(statuses) == [201, 400, 400, 400, 400, 400]
    row = stage.stored(slot)
    response = stage.manager.request("GET", f"/pictures/originals/preview-files/{slot['id']}.png")
    assert len(response.content) == row["file_size"]
    assert int(row["original_name"]) == row["width"] - 100
