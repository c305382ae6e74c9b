"""A production in which people publish: a shot with a task, a comment to publish with, and real files."""

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import pytest
from PIL import Image
from tests.support.api import Api
from tests.support.studio import ROLES, Row, Studio

from multiplane import models
from multiplane.media.ffmpeg import find_ffmpeg

PREVIEW_KEYS = {
    "name", "original_name", "revision", "position", "extension", "description", "path", "source", "file_size",
    "status", "validation_status", "annotations", "width", "height", "duration", "data", "token_in", "token_out",
    "task_id", "person_id", "source_file_id", "shotgun_id", "is_movie", "url", "uploaded_movie_url",
    "uploaded_movie_name", "id", "created_at", "updated_at", "type",
}  # fmt: skip


def picture(width: int = 64, height: int = 36, kind: str = "PNG", mode: str = "RGB", colour: Any = None) -> bytes:
    """A picture file, in memory."""
    file = BytesIO()
    Image.new(mode, (width, height), colour or (200 if mode == "L" else (200, 60, 20))).save(file, kind)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


class Stage:
    """People by role (`people`, their clients in `team`); nobody is assigned unless a test says so."""

    def __init__(self, studio: Studio, **project: Any) -> None:
        self.studio = studio
        self.rows = studio.rows
        self.project = studio.project(**{"resolution": "160x90", **project})
        self.sequence = studio.sequence(self.project)
        self.shot = studio.shot(self.project, self.sequence)
        self.department = studio.department()
        self.task_type = studio.task_type(department=self.department)
        self.people = {role: studio.member(self.project, role) for role in ROLES}
        self.team = {role: studio.client_of(person) for role, person in self.people.items()}
        self.team["outsider"] = studio.client_of(studio.person("manager"))
        self.team["anonymous"] = studio.anonymous()
        self.task = studio.task(self.shot, self.task_type)
        self.comment = self.new_comment()

    @property
    def manager(self) -> Api:
        return self.team["manager"]

    def assign(self, role: str, task: Row | None = None) -> None:
        self.rows.insert(models.TaskPersonLink, task_id=(task or self.task)["id"], person_id=self.people[role]["id"])

    def new_comment(self, task: Row | None = None, **values: Any) -> Row:
        person = values.pop("person", self.people["manager"])
        return self.rows.insert(
            models.Comment,
            **{
                "object_id": (task or self.task)["id"],
                "object_type": "Task",
                "text": "here it is",
                "person_id": person["id"],
                **values,
            },
        )

    def preview(self, task: Row | None = None, **values: Any) -> Row:
        """A preview's row, straight into the database."""
        return self.rows.insert(
            models.PreviewFile,
            **{
                "name": values.get("name") or str(id(values)),
                "task_id": (task or self.task)["id"],
                "extension": "png",
                "status": "ready",
                **values,
            },
        )

    def slot(self, comment: Row | None = None, status: int = 201, by: Api | None = None, **body: Any) -> Any:
        """A preview of a comment that waits for its file."""
        comment = comment or self.comment
        path = f"/actions/tasks/{comment['object_id']}/comments/{comment['id']}/add-preview"
        return (by or self.manager).post(path, body, status)

    def upload(
        self, preview: Row, content: bytes, name: str = "frame.png", query: str = "", status: int = 201, **options: Any
    ) -> Any:
        """Send the file of a preview."""
        return send(options.pop("by", self.manager), preview, content, name, query, status)

    def publish(self, content: bytes | None = None, name: str = "frame.png", query: str = "", **options: Any) -> Any:
        """A new comment with a preview and its file; what the upload answers."""
        comment = self.new_comment(options.pop("task", None))
        return self.upload(self.slot(comment), picture() if content is None else content, name, query, **options)

    def stored(self, preview: Row) -> Row:
        return self.rows.one("SELECT * FROM preview_file WHERE id = %s", preview["id"])

    def wait(self, preview: Row, status: str = "ready", seconds: float = 60) -> Row:
        """The row of a preview, once it has this status."""
        end = monotonic() + seconds
        while (row := self.manager.get(f"/data/preview-files/{preview['id']}"))["status"] != status:
            assert monotonic() < end, f"still {row['status']}"
            sleep(0.1)
        return dict(row)


def send(by: Api, preview: Row, content: bytes, name: str, query: str = "", status: int = 201) -> Any:
    response: httpx.Response = by.request(
        "POST", f"/pictures/preview-files/{preview['id']}{query}", files={"file": (name, content)}
    )
    assert response.status_code == status, response.text
    return response.json()


@pytest.fixture
def stage(studio: Studio) -> Stage:
    return Stage(studio)


@pytest.fixture(scope="session")
def movie_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """Makes a small movie, once: `movie_file("clip.mp4", "160x90", 25, 0.4)`."""
    folder: Path = tmp_path_factory.mktemp("movies")

    def make(name: str = "clip.mp4", size: str = "160x90", fps: int = 25, seconds: float = 0.4) -> bytes:
        path = folder / f"{size}-{fps}-{seconds}-{name}"
        if not path.exists():
            source = f"testsrc2=s={size}:r={fps}:d={seconds},format=yuv420p"
            command = [str(find_ffmpeg()), "-hide_banner", "-nostdin", "-loglevel", "error", "-f", "lavfi"]
            subprocess.run([*command, "-i", source, str(path)], check=True, timeout=60)
        return path.read_bytes()

    return make


@pytest.fixture(scope="session")
def movie(movie_file: Callable[..., bytes]) -> bytes:
    """Ten frames of 16:9 at 25 fps."""
    return movie_file()
