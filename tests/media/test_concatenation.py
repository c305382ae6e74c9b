"""Playlists as one movie (06-previews-playlists 11.1)."""

from dataclasses import replace
from decimal import Decimal

import av
import numpy as np
import pytest

from multiplane.media.concatenation import JointFormat, concatenate_movies
from multiplane.media.encoding import MovieOutput, encode_movie
from multiplane.media.errors import UnreadableMedia
from multiplane.media.movies import probe_movie
from tests.media.conftest import FAST, FPS

JOINT = JointFormat((128, 64), FPS, 4.0)


@pytest.fixture
def clip(counted, tmp_path):
    """An encoded clip: `clip(name, seconds, canvas, fps, settings)`."""

    def make(name, seconds, canvas=(64, 36), fps=FPS, settings=FAST):
        output = MovieOutput(tmp_path / name, canvas, 8.0)
        return encode_movie(probe_movie(counted("25", seconds)), output, fps, settings)

    return make


def frames(path) -> list[tuple[float, int]]:
    """Time of each frame, and the number it had in its clip."""
    with av.open(str(path)) as container:
        pictures = [(f.time, f.to_ndarray(format="gray")) for f in container.decode(video=0)]
    return [(float(time), round((float(p[15, 30]) * 219 / 255 + 16 - 20) / 2)) for time, p in pictures]


def test_clips_are_joined_frame_for_frame(clip, tmp_path):
    # Another preset writes another kind of stream: its pictures must survive the join.
    clips = [clip("a.mp4", 1), clip("it's.mp4", 0.52, settings=replace(FAST, preset="medium")), clip("c.mp4", 1)]
    assert concatenate_movies(clips, tmp_path / "joined.mp4", JOINT, settings=FAST) is None
    found = frames(tmp_path / "joined.mp4")
    assert [number for _, number in found] == [*range(25), *range(13), *range(25)]
    assert [time for time, _ in found] == pytest.approx([n / 25 for n in range(63)], abs=0.001)
    joined = probe_movie(tmp_path / "joined.mp4")
    assert (joined.width, joined.height, joined.fps, joined.codec, joined.tracks) == (64, 36, 25, "h264", 2)
    assert {path.name for path in tmp_path.iterdir()} == {"a.mp4", "it's.mp4", "c.mp4", "joined.mp4"}


def test_sound_stays_with_its_picture(make_movie, tmp_path):
    beep = "aevalsrc='if(lt(t,0.1),sin(2000*t),0)':d=1.5"
    source = make_movie("beep.mp4", "color=red:s=64x36:r=25:d=1.16", beep, "-pix_fmt", "yuv420p")
    movie = encode_movie(probe_movie(source), MovieOutput(tmp_path / "clip.mp4", (64, 36), 4.0), FPS, FAST)
    for full in (False, True):
        concatenate_movies([movie] * 12, tmp_path / "joined.mp4", JOINT, full=full, settings=FAST)
        assert beeps(tmp_path / "joined.mp4") == pytest.approx([1.16 * n for n in range(12)], abs=0.03)


def beeps(path) -> list[float]:
    """Seconds at which silence ends."""
    with av.open(str(path)) as container:
        rate = container.streams.audio[0].rate
        heard = [np.abs(f.to_ndarray()[0]) for f in container.decode(audio=0) if f.pts is not None and f.pts >= 0]
    loud = np.concatenate([np.zeros(1), np.concatenate(heard)]) > 0.1
    edges = np.flatnonzero(loud) / rate
    return [float(edge) for n, edge in enumerate(edges) if n == 0 or edge - edges[n - 1] > 0.2]


def test_full_builds_are_stretched_to_the_canvas(clip, plain, tmp_path):
    heard: list[float] = []
    movies = [clip("a.mp4", 1), probe_movie(plain)]
    target = tmp_path / "joined.mp4"
    message = concatenate_movies(movies, target, JOINT, full=True, settings=FAST, progress=heard.append)
    joined = probe_movie(target)
    assert message is None
    assert (joined.width, joined.height, joined.pixel_aspect, joined.fps) == (128, 64, 1, 25)
    found = frames(target)
    assert len(found) == 75
    assert found[10][1] == pytest.approx(10, abs=1)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"canvas": (96, 54)}, "different sizes"),
        ({"fps": Decimal("24.000")}, "different frame rates"),
    ],
)
def test_clips_that_differ_are_encoded_again(clip, tmp_path, options, reason):
    movies = [clip("a.mp4", 1), clip("b.mp4", 1, **options)]
    message = concatenate_movies(movies, tmp_path / "joined.mp4", JOINT, settings=FAST)
    assert message is not None
    assert reason in message
    assert str(tmp_path) not in message
    assert [number for _, number in frames(tmp_path / "joined.mp4")][25:30] == pytest.approx(range(5), abs=1)


def test_raw_uploads_are_encoded_again(make_movie, clip, tmp_path):
    silent = probe_movie(make_movie("raw.webm", "color=red:s=64x36:r=25:d=1", None, "-c:v", "libvpx"))
    message = concatenate_movies([silent, clip("a.mp4", 1)], tmp_path / "joined.mp4", JOINT, settings=FAST)
    assert message is not None
    assert "one sound track" in message
    assert len(frames(tmp_path / "joined.mp4")) == pytest.approx(50, abs=1)


def test_nothing_to_join(tmp_path):
    with pytest.raises(UnreadableMedia, match="no movie"):
        concatenate_movies([], tmp_path / "joined.mp4", JOINT)
