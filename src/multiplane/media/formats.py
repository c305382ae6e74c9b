"""The size, rate and weight a production wants for its movies (06-previews-playlists 3.4)."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import floor
from typing import Final

from multiplane.media.errors import UnreadableMedia
from multiplane.media.fitting import Size
from multiplane.media.movies import Movie

DEFAULT_HEIGHT: Final = 1080
DEFAULT_FPS: Final = Decimal("25.000")
LOW_WIDTH: Final = 1280
# The largest picture H.264 can hold.
LARGEST_SIDE: Final = 16384

_ENTITY_RESOLUTION = re.compile(r"(\d{3,4})x(\d{3,4})", re.ASCII)
_PROJECT_RESOLUTION = re.compile(r"(\d{1,5})?x(\d{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bitrates:
    """Video bitrates of the two encoded movies, in Mbit/s."""

    high: float
    low: float


def movie_canvas(movie: Movie, entity_resolution: object, project_resolution: object) -> Size:
    """Size of the high-definition movie, both sides even.

    The entity's `data.resolution` (`WxH`), else the project's (`WxH`, or `xH` for the height only), else
    1080 lines; a free width follows the shape of the source. Values of any other form are passed over.
    Raises UnreadableMedia when the result is too large to encode.
    """
    width, height = _wanted(entity_resolution, project_resolution)
    if width is None:
        width = floor(Fraction(movie.width, movie.height) * height)
    canvas = (_even(max(width, 2)), _even(height))
    if max(canvas) > LARGEST_SIDE:
        raise UnreadableMedia("the movie is too wide")
    return canvas


def low_canvas(canvas: Size) -> Size:
    """Size of the low-definition movie: always 1280 wide, its height from the shape of the canvas."""
    width, height = canvas
    low = (LOW_WIDTH, _even(max(height * LOW_WIDTH // width, 2)))
    if low[1] > LARGEST_SIDE:
        raise UnreadableMedia("the movie is too high")
    return low


def frame_rate(entity_fps: object, project_fps: object) -> Decimal:
    """Frames per second with three decimals: the entity's `data.fps`, else the project's, else 25.

    Numbers or text, `,` accepted as decimal mark; anything that is no rate is passed over.
    """
    rates = (_rate(value) for value in (entity_fps, project_fps))
    return next((rate for rate in rates if rate is not None), DEFAULT_FPS)


def movie_bitrates(
    configured: Bitrates,
    project_high: float | None = None,
    project_low: float | None = None,
    link_high: float | None = None,
    link_low: float | None = None,
) -> Bitrates:
    """What the task type link asks for, else the project, else the configuration; never above the latter.

    The low one is never above the high one.
    """
    high = min(link_high or project_high or configured.high, configured.high)
    low = link_low or project_low or configured.low
    return Bitrates(high, min(low, high))


def _wanted(entity_resolution: object, project_resolution: object) -> tuple[int | None, int]:
    match = _ENTITY_RESOLUTION.fullmatch(entity_resolution) if isinstance(entity_resolution, str) else None
    if match is None and isinstance(project_resolution, str):
        match = _PROJECT_RESOLUTION.fullmatch(project_resolution)
    if match is None or not int(match[2]) or match[1] == "0":
        return None, DEFAULT_HEIGHT
    return int(match[1]) if match[1] else None, int(match[2])


def _even(side: int) -> int:
    return side + side % 2


def _rate(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    try:
        rate = Decimal(str(value).strip().replace(",", ".")).quantize(DEFAULT_FPS)
        return rate if Decimal("0.1") <= rate <= 1000 else None
    except InvalidOperation:
        return None
