"""Small real movies, made once for a test run."""

import subprocess
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import OpenImageIO
import pytest

from multiplane.media.encoding import EncoderSettings
from multiplane.media.ffmpeg import encoders_stop_after, find_ffmpeg

FAST = EncoderSettings(preset="ultrafast", timeout=60)
FPS = Decimal("25.000")

MakeMovie = Callable[..., Path]


def generated(picture: str, sound: str | None, *options: str) -> list[str]:
    """Arguments that make a movie of these two synthetic sources."""
    arguments = ["-f", "lavfi", "-i", picture]
    if sound:
        arguments += ["-f", "lavfi", "-i", sound]
    return [*arguments, *options]


def ffmpeg(*arguments: str) -> None:
    command = [str(find_ffmpeg()), "-hide_banner", "-nostdin", "-loglevel", "error", "-y", *arguments]
    subprocess.run(command, check=True, timeout=60)


@pytest.fixture(autouse=True)
def encoders_run() -> Iterator[None]:
    """A server that ended in this process has stopped its encoders for good; each test has its own life."""
    with encoders_stop_after():
        yield


@pytest.fixture(scope="session")
def make_movie(tmp_path_factory: pytest.TempPathFactory) -> MakeMovie:
    """Make a movie named `name` (once): `make_movie(name, picture, sound, *options)`."""
    folder = tmp_path_factory.mktemp("movies")

    def make(name: str, picture: str, sound: str | None = None, *options: str) -> Path:
        path = folder / name
        if not path.exists():
            ffmpeg(*generated(picture, sound, *options), str(path))
        return path

    return make


@pytest.fixture(scope="session")
def plain(make_movie: MakeMovie) -> Path:
    """Two seconds of 16:9 at 24 fps with mono sound."""
    return make_movie("plain.mp4", "testsrc2=s=192x108:r=24:d=2", "sine=d=2", "-pix_fmt", "yuv420p")


@pytest.fixture(scope="session")
def counted(make_movie: MakeMovie) -> MakeMovie:
    """Make a movie whose frame n (from 0) is grey 20 + 2n: `counted(fps, seconds, *options)`."""

    def make(fps: str, seconds: float, *options: str) -> Path:
        source = f"nullsrc=s=64x36:r={fps}:d={seconds},geq=lum='20+N*2':cb=128:cr=128,format=yuv420p"
        name = f"counted-{fps}-{seconds}.mp4"
        return make_movie(name, source, f"sine=d={seconds}", "-c:v", "libx264", "-qp", "4", *options)

    return make


@pytest.fixture
def write_film(tmp_path: Path) -> Callable[..., Path]:
    """Write float pixels with OpenImageIO: `write_film(name, pixels, format, window..., transfer=)`."""

    def write(name: str, pixels: Any, form: str, transfer: str = "", **window: int) -> Path:
        height, width, channels = pixels.shape
        spec = OpenImageIO.ImageSpec(width, height, channels, form)
        for key, value in window.items():
            setattr(spec, key, value)
        if transfer:
            spec.attribute("dpx:Transfer", transfer)
        output = OpenImageIO.ImageOutput.create(name)
        path = tmp_path / name
        assert output.open(str(path), spec), output.geterror()
        assert output.write_image(pixels), output.geterror()
        output.close()
        return path

    return write
