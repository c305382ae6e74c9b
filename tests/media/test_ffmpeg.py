"""Running ffmpeg safely."""

import shutil
import time
from pathlib import Path

import pytest

from multiplane.media.errors import EncoderFailed, EncoderMissing
from multiplane.media.ffmpeg import Shares, file_url, find_ffmpeg, movie_input, run_ffmpeg
from multiplane.media.frames import extract_frame
from multiplane.media.movies import probe_movie
from tests.media.conftest import FPS

TONE = ["-f", "lavfi", "-i", "sine=d=3000"]


def test_a_failure_has_a_short_word_and_no_path(tmp_path):
    source = tmp_path / "upload.mp4"
    source.write_bytes(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 10_000)
    with pytest.raises(EncoderFailed) as failed:
        run_ffmpeg([*movie_input(source, "mov"), file_url(tmp_path / "made.mp4")])
    assert str(failed.value)
    assert str(tmp_path) not in str(failed.value)
    assert "/" not in str(failed.value)
    assert len(str(failed.value)) <= 300


def test_it_is_stopped_when_it_takes_too_long(tmp_path):
    started = time.monotonic()
    with pytest.raises(EncoderFailed, match="too long"):
        run_ffmpeg(["-re", *TONE, file_url(tmp_path / "made.wav")], timeout=0.3)
    assert time.monotonic() - started < 10


def test_it_is_stopped_when_the_listener_gives_up(tmp_path):
    class Cancelled(Exception):
        pass

    def cancel(second: float) -> None:
        raise Cancelled

    started = time.monotonic()
    with pytest.raises(Cancelled):
        run_ffmpeg(["-re", *TONE, file_url(tmp_path / "made.wav")], on_time=cancel)
    assert time.monotonic() - started < 10


def test_without_ffmpeg(tmp_path, plain):
    with pytest.raises(EncoderMissing):
        find_ffmpeg(tmp_path / "ffmpeg")
    with pytest.raises(EncoderMissing):
        extract_frame(probe_movie(plain), 1, FPS, tmp_path / "frame.png", tmp_path / "ffmpeg")


def test_a_configured_ffmpeg_is_used(tmp_path, plain):
    tool = tmp_path / "my ffmpeg"
    shutil.copy(find_ffmpeg(), tool)
    extract_frame(probe_movie(plain), 1, FPS, tmp_path / "frame.png", tool)
    assert (tmp_path / "frame.png").is_file()


def test_secrets_of_the_server_are_not_passed_on(tmp_path, monkeypatch):
    tool = tmp_path / "ffmpeg"
    tool.write_text("#!/bin/sh\nenv >&2\necho last >&2\nenv | grep -c SECRET >&2\nexit 1\n")
    tool.chmod(0o700)
    monkeypatch.setenv("SECRET_KEY", "SECRET")
    with pytest.raises(EncoderFailed, match=r"^0$"):
        run_ffmpeg([], ffmpeg=tool)


@pytest.mark.parametrize("name", ["-i.mp4", "a:b.mp4", "http:x.mp4", "100%d.mp4", "it's; rm -rf.mp4", "concat:a|b.mp4"])
def test_names_are_never_options_or_addresses(plain, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    shutil.copy(plain, tmp_path / name)
    movie = probe_movie(Path(name))
    target = Path(f"{name}.png")
    extract_frame(movie, 1, FPS, target)
    assert (tmp_path / target).is_file()


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{}'\n",
    ],
)
def test_playlists_cannot_read_other_files(plain, tmp_path, playlist):
    upload = tmp_path / "upload.mp4"
    upload.write_text(playlist.format(plain))
    with pytest.raises(EncoderFailed):
        run_ffmpeg([*movie_input(upload, "mov"), file_url(tmp_path / "made.mp4")])
    assert not (tmp_path / "made.mp4").exists()


def test_addresses_are_refused(tmp_path):
    arguments = movie_input(tmp_path / "upload.mp4", "mov")
    arguments[-1] = "http://127.0.0.1:9/movie.mp4"
    with pytest.raises(EncoderFailed, match=r"whitelist|Invalid|Protocol"):
        run_ffmpeg([*arguments, file_url(tmp_path / "made.mp4")])


def test_shares_of_progress():
    heard: list[float] = []
    shares = Shares(2, heard.append)
    for _ in range(2):
        step = shares.next()
        assert step is not None
        step(0.5)
        step(1.0)
    assert heard == [0.25, 0.5, 0.75, 1.0]
    assert Shares(2, None).next() is None
