"""Frames and tile sheets (06-previews-playlists 3.4, 6.4)."""

from decimal import Decimal

import pytest
from PIL import Image

from multiplane.media.encoding import MovieOutput, encode_movie
from multiplane.media.errors import FrameNotFound, UnreadableMedia
from multiplane.media.frames import extract_frame, make_tile_sheet
from multiplane.media.movies import probe_movie
from tests.media.conftest import FAST


def grey(picture: Image.Image, x: int = 30, y: int = 18) -> int:
    """The number of the frame (from 0) that this pixel was in."""
    return round((picture.getpixel((x, y))[0] * 219 / 255 + 16 - 20) / 2)


@pytest.fixture
def shown(tmp_path):
    """Which frame (from 0) is extracted: `shown(movie, number, fps)`."""

    def extract(movie, number: int, fps: Decimal) -> int:
        extract_frame(movie, number, fps, tmp_path / "frame.png")
        picture = Image.open(tmp_path / "frame.png")
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (movie.width, movie.height))
        return grey(picture)

    return extract


@pytest.mark.parametrize("fps", ["25.000", "23.976", "24.000", "29.970"])
def test_frames_are_exact(counted, shown, tmp_path, fps):
    source = probe_movie(counted(str(float(fps)), 3))
    rate = Decimal(fps)
    movie = encode_movie(source, MovieOutput(tmp_path / "made.mp4", (64, 36), 20.0), rate, FAST)
    assert [shown(movie, number, rate) for number in (-3, 0, 1, 2, 3, 10, 37, 70)] == [0, 0, 0, 1, 2, 9, 36, 69]
    last = movie.frame_count
    assert shown(movie, last, rate) == last - 1
    for number in (last + 1, last + 2, 10_000, 10**30):
        with pytest.raises(FrameNotFound):
            extract_frame(movie, number, rate, tmp_path / "frame.png")
        assert not (tmp_path / "frame.png").exists()


def test_the_rate_of_the_production_decides(counted, shown):
    raw = probe_movie(counted("24", 2))
    assert [shown(raw, number, Decimal("25.000")) for number in (1, 2, 26, 50)] == [0, 0, 24, 47]


def test_tile_sheet(counted, tmp_path):
    make_tile_sheet(probe_movie(counted("25", 3)), tmp_path / "tiles.png")
    sheet = Image.open(tmp_path / "tiles.png")
    assert (sheet.format, sheet.mode, sheet.size) == ("PNG", "RGB", (178 * 8, 1000))
    cells = [grey(sheet, 178 * (n % 8) + 89, 100 * (n // 8) + 50) for n in range(75)]
    assert cells == list(range(75))
    assert sheet.getpixel((178 * 8 - 1, 999)) == (0, 0, 0)


def test_tiles_have_the_shape_that_is_seen(make_movie, tmp_path):
    options = ("-vf", "setsar=2/1", "-pix_fmt", "yuv420p")
    movie = probe_movie(make_movie("wide-tiles.mp4", "testsrc2=s=100x100:r=25:d=0.2", None, *options))
    make_tile_sheet(movie, tmp_path / "tiles.png")
    assert Image.open(tmp_path / "tiles.png").size == (1600, 100)


def test_long_movies_show_every_nth_frame(make_movie, tmp_path):
    source = "nullsrc=s=16x16:r=100:d=40,geq=lum='16+mod(N,200)':cb=128:cr=128,format=yuv420p"
    movie = probe_movie(make_movie("long.mp4", source, None, "-preset", "ultrafast", "-qp", "4"))
    make_tile_sheet(movie, tmp_path / "tiles.png")
    sheet = Image.open(tmp_path / "tiles.png")
    assert (movie.frame_count, sheet.size) == (4000, (800, 48_000))
    levels = [round(sheet.getpixel((100 * n + 50, 50))[0] * 219 / 255) for n in range(8)]
    assert levels == pytest.approx([2 * n for n in range(8)], abs=1)


def test_a_sheet_of_absurd_shape_is_refused(make_movie, tmp_path):
    movie = probe_movie(make_movie("ribbon.mp4", "color=red:s=1920x16:r=25:d=0.2"))
    with pytest.raises(UnreadableMedia):
        make_tile_sheet(movie, tmp_path / "tiles.png")
