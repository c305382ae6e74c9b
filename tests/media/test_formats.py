"""Size, rate and weight that a production wants (06-previews-playlists 3.4)."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from multiplane.media.errors import UnreadableMedia
from multiplane.media.formats import Bitrates, frame_rate, low_canvas, movie_bitrates, movie_canvas
from multiplane.media.movies import Movie

HD = Movie(
    path=Path("movie.mp4"),
    demuxer="mov",
    codec="h264",
    pixel_format="yuv420p",
    width=1920,
    height=1080,
    pixel_aspect=Fraction(1),
    fps=Fraction(24),
    duration=1.0,
    stream_duration=1.0,
    sound=None,
    tracks=1,
    timecode=None,
)


@pytest.mark.parametrize(
    ("entity", "project", "canvas"),
    [
        (None, "1920x1080", (1920, 1080)),
        ("1280x720", "1920x1080", (1280, 720)),
        ("99x99", "1920x1080", (1920, 1080)),
        ("1280x72000", "1920x1080", (1920, 1080)),
        (None, "x720", (1280, 720)),
        (None, "1279x719", (1280, 720)),
        (None, None, (1920, 1080)),
        ("", "", (1920, 1080)),
        (None, "HD", (1920, 1080)),
        (None, "0x0", (1920, 1080)),
        (None, "1920x1080; rm", (1920, 1080)),
        (1080, ["x"], (1920, 1080)),
        ("١٢٨٠x٧٢٠", None, (1920, 1080)),
    ],
)
def test_canvas(entity, project, canvas):
    assert movie_canvas(HD, entity, project) == canvas


def test_a_free_width_follows_the_source_before_pixel_aspect():
    source = replace(HD, width=720, height=576, pixel_aspect=Fraction(64, 45))
    assert movie_canvas(source, None, None) == (1350, 1080)
    assert movie_canvas(replace(HD, width=1000, height=1001), None, "x720") == (720, 720)


def test_a_movie_of_absurd_shape_is_refused():
    with pytest.raises(UnreadableMedia):
        movie_canvas(replace(HD, width=16_000, height=16), None, None)
    with pytest.raises(UnreadableMedia):
        low_canvas((2, 1080))


@pytest.mark.parametrize(
    ("canvas", "low"),
    [((1920, 1080), (1280, 720)), ((640, 480), (1280, 960)), ((1998, 1080), (1280, 692)), ((2048, 858), (1280, 536))],
)
def test_low_canvas(canvas, low):
    assert low_canvas(canvas) == low


@pytest.mark.parametrize(
    ("entity", "project", "rate"),
    [
        (None, None, "25.000"),
        (None, "24", "24.000"),
        ("23,976", "24", "23.976"),
        (29.97, "24", "29.970"),
        (12.5, None, "12.500"),
        ("", "30", "30.000"),
        ("fast", " 24 ", "24.000"),
        (0, -5, "25.000"),
        (float("nan"), float("inf"), "25.000"),
        ("1e400", "9" * 400, "25.000"),
        (True, [24], "25.000"),
    ],
)
def test_frame_rate(entity, project, rate):
    assert str(frame_rate(entity, project)) == rate
    assert isinstance(frame_rate(entity, project), Decimal)


@pytest.mark.parametrize(
    ("wanted", "bitrates"),
    [
        ({}, (28, 6)),
        ({"project_high": 10, "project_low": 3}, (10, 3)),
        ({"project_high": 10, "link_high": 20, "link_low": 2}, (20, 2)),
        ({"link_high": 90, "link_low": 90}, (28, 28)),
        ({"project_high": 4}, (4, 4)),
        ({"project_high": 0, "link_low": 0}, (28, 6)),
    ],
)
def test_bitrates(wanted, bitrates):
    found = movie_bitrates(Bitrates(28, 6), **wanted)
    assert (found.high, found.low) == bitrates
