"""Running ffmpeg: a list of arguments, no shell, no network, a time limit, and a short error."""

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Timer
from typing import IO, Final

import imageio_ffmpeg

from multiplane.media.errors import EncoderFailed, EncoderMissing, EncoderStopped

Progress = Callable[[float], None]

TIMEOUT: Final = 3600.0
MAX_FRAME_PIXELS: Final = 16384 * 16384

# What ffmpeg may know of our environment: secrets of the server are none of its business.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "HOME")
_LONGEST_ERROR = 300
_WORKING_PATH = re.compile(r"(?:file:)?(?:[A-Za-z]:)?[/\\][^\s'\":]*[/\\]")
_ADDRESS = re.compile(r"\[[^\]]* @ 0x[0-9a-f]+\] ?")


_running: set["subprocess.Popen[bytes]"] = set()
_stopping = Event()


class Shares:
    """Divides the progress of work done in `count` equal steps."""

    def __init__(self, count: int, progress: Progress | None) -> None:
        self._count = count
        self._progress = progress
        self._done = -1

    def next(self) -> Progress | None:
        """What the next step reports its own 0..1 to."""
        self._done += 1
        done, progress = self._done, self._progress
        if progress is None:
            return None
        return lambda part: progress((done + part) / self._count)


def find_ffmpeg(configured: Path | None = None) -> Path:
    """The ffmpeg to use: the configured one, else the one that was installed with the server.

    Raises EncoderMissing when there is none.
    """
    if configured is not None:
        if not os.access(configured, os.X_OK):
            raise EncoderMissing("the configured ffmpeg cannot be run")
        return configured
    try:
        return Path(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise EncoderMissing("there is no ffmpeg on this host") from error


def run_ffmpeg(
    arguments: Sequence[str],
    *,
    ffmpeg: Path | None = None,
    timeout: float = TIMEOUT,
    on_time: Progress | None = None,
) -> None:
    """Run it to its end; `on_time` hears the second of the movie it has come to.

    Raises EncoderMissing, or EncoderFailed when it fails or takes longer than `timeout` seconds; EncoderStopped
    when the process ends.
    """
    command = [str(find_ffmpeg(ffmpeg)), "-hide_banner", "-nostdin", "-y", "-loglevel", "error"]
    command += ["-progress", "pipe:1", "-nostats", *arguments]
    with tempfile.TemporaryFile() as errors:
        late = Event()
        status = _run(command, errors, timeout, late, on_time)
        if _stopping.is_set():
            raise EncoderStopped
        if late.is_set():
            raise EncoderFailed("the encoder took too long")
        if status != 0:
            raise EncoderFailed(_last_word(errors))


@contextmanager
def encoders_stop_after() -> Iterator[None]:
    """Stop every ffmpeg of this process when the block ends, so that the process need not wait for them."""
    _stopping.clear()
    try:
        yield
    finally:
        _stopping.set()
        for process in list(_running):
            process.kill()


def movie_input(path: Path, demuxer: str) -> list[str]:
    """Arguments that read a movie with exactly this demuxer, from files only.

    A playlist named like a movie is refused by the demuxer, and no format may open an address.
    """
    limits = ["-protocol_whitelist", "file", "-max_pixels", str(MAX_FRAME_PIXELS)]
    return [*limits, "-f", demuxer, "-i", file_url(path)]


def file_url(path: Path) -> str:
    """The path as ffmpeg reads it: never an option, a protocol or a pattern."""
    return f"file:{path.absolute()}"


def _run(command: list[str], errors: IO[bytes], timeout: float, late: Event, on_time: Progress | None) -> int:
    if _stopping.is_set():
        raise EncoderStopped
    process = _started(command, errors)
    _running.add(process)
    if _stopping.is_set():
        process.kill()

    def stop() -> None:
        late.set()
        process.kill()

    timer = Timer(timeout, stop)
    timer.start()
    try:
        _listen(process.stdout or (), on_time)
        return process.wait()
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        _running.discard(process)
        if process.stdout:
            process.stdout.close()


def _started(command: list[str], errors: IO[bytes]) -> "subprocess.Popen[bytes]":
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    try:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=environment)
    except OSError as error:
        raise EncoderMissing("ffmpeg cannot be run on this host") from error


def _listen(lines: Iterable[bytes], on_time: Progress | None) -> None:
    for line in lines:
        name, _, value = line.partition(b"=")
        if on_time and name == b"out_time_us" and value.strip().isdigit():
            on_time(int(value) / 1_000_000)


def _last_word(errors: IO[bytes]) -> str:
    """The last line ffmpeg wrote, without our paths and its addresses."""
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - 4096))
    lines = errors.read().decode(errors="replace").strip().splitlines()
    if not lines:
        return "the encoder failed"
    return _WORKING_PATH.sub("", _ADDRESS.sub("", lines[-1]))[:_LONGEST_ERROR]
