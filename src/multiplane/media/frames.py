"""Pictures taken out of a movie: one frame, or the sheet of small frames (06-previews-playlists 3.4, 6.4)."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Final

from multiplane.media.errors import FrameNotFound, UnreadableMedia
from multiplane.media.ffmpeg import file_url, movie_input, run_ffmpeg
from multiplane.media.movies import Movie

TILE_HEIGHT: Final = 100
TILE_COLUMNS: Final = 8
TILE_ROWS: Final = 480
WIDEST_TILE: Final = 10 * TILE_HEIGHT
FRAME_TIMEOUT: Final = 300.0
SHEET_TIMEOUT: Final = 1800.0


def extract_frame(movie: Movie, frame_number: int, fps: Decimal, target: Path, ffmpeg: Path | None = None) -> None:
    """Write frame `frame_number` (1-based; less means 1) as an RGB PNG of the movie's size.

    `fps` is the rate of the production: frame n is what the movie shows at (n - 1) / fps seconds.
    Raises FrameNotFound past the end, EncoderFailed, EncoderMissing.
    """
    index = floor(Fraction(max(frame_number, 1) - 1) / Fraction(fps) * movie.fps + Fraction(1, 1000))
    # ffmpeg gives the first frame at or after the time it is told: half a frame early is never the next one.
    start = max(Fraction(0), (index - Fraction(1, 2)) / movie.fps)
    if start > movie.duration:
        raise FrameNotFound("the movie has no such frame")
    target.unlink(missing_ok=True)
    arguments = [
        *("-ss", f"{float(start):.6f}", *movie_input(movie.path, movie.demuxer)),
        *("-map", "0:V:0", "-frames:v", "1", "-c:v", "png", "-pix_fmt", "rgb24"),
        *("-f", "image2", "-update", "1", file_url(target)),
    ]
    run_ffmpeg(arguments, ffmpeg=ffmpeg, timeout=FRAME_TIMEOUT)
    if not target.is_file() or not target.stat().st_size:
        raise FrameNotFound("the movie has no such frame")


def make_tile_sheet(movie: Movie, target: Path, ffmpeg: Path | None = None) -> None:
    """Write the sheet of small frames as an RGB PNG: 8 columns, 100 pixels high each, at most 480 rows.

    Raises UnreadableMedia for a movie of absurd shape, EncoderFailed, EncoderMissing.
    """
    width = ceil(TILE_HEIGHT * movie.display_aspect)
    if width > WIDEST_TILE:
        raise UnreadableMedia("the movie is too wide")
    rows = min(ceil(movie.frame_count / TILE_COLUMNS), TILE_ROWS)
    step = ceil(movie.frame_count / (TILE_COLUMNS * TILE_ROWS))
    arguments = [
        *movie_input(movie.path, movie.demuxer),
        *("-map", "0:V:0", "-an", "-fps_mode", "passthrough"),
        *("-vf", _tile_filters(width, rows, step)),
        *("-frames:v", "1", "-c:v", "png", "-f", "image2", "-update", "1", file_url(target)),
    ]
    run_ffmpeg(arguments, ffmpeg=ffmpeg, timeout=SHEET_TIMEOUT)


def _tile_filters(width: int, rows: int, step: int) -> str:
    every = f"select=not(mod(n\\,{step}))," if step > 1 else ""
    scale = f"scale={width}:{TILE_HEIGHT}:flags=lanczos+accurate_rnd+full_chroma_int"
    return f"{every}{scale},setsar=1,format=rgb24,tile={TILE_COLUMNS}x{rows}"
