"""Making the stored files of pictures and movies, in threads (06-previews-playlists 3.3, 3.4)."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from multiplane.database.rows import Row, decoded
from multiplane.media.encoding import EncoderSettings, MoviePlan, make_movie_versions
from multiplane.media.errors import MediaError
from multiplane.media.formats import Bitrates, frame_rate, movie_bitrates, movie_canvas
from multiplane.media.frames import extract_frame, make_tile_sheet
from multiplane.media.movies import Movie, probe_movie
from multiplane.media.pictures import make_frame_variants, make_picture_variants, picture_size
from multiplane.previews.families import Place
from multiplane.settings import Settings

Files = Mapping[Place, Path]


@dataclass(frozen=True, slots=True)
class Made:
    """Files to be stored, what the row says of them, and what it keeps of the upload."""

    files: Files
    values: Row
    original: Row = field(default_factory=dict)


def picture(source: Path, folder: Path, settings: Settings) -> Made:
    """The four forms of a picture. Raises UnreadableMedia."""
    variants = make_picture_variants(source, folder, settings.max_image_pixels)
    width, height = picture_size(variants["original"])
    values = {"width": width, "height": height, "file_size": variants["original"].stat().st_size}
    return Made({("pictures", prefix): path for prefix, path in variants.items()}, values)


def movie(source: Path, folder: Path, formats: Row, settings: Settings) -> Made:
    """The encoded versions of a movie and its pictures. Raises MediaError; `formats` is a row of `FORMATS`."""
    uploaded = probe_movie(source)
    data = json_object(formats["entity_data"])
    fps = frame_rate(data.get("fps"), formats["fps"])
    plan = MoviePlan(
        movie_canvas(uploaded, data.get("resolution"), formats["resolution"]),
        fps,
        _bitrates(formats, settings),
        high_definition=not settings.skip_normalization_highdef,
    )
    encoder = EncoderSettings(
        settings.movie_encoding_preset, settings.movie_vbv_bufsize_factor, timeout=settings.job_queue_timeout
    )
    versions = make_movie_versions(uploaded, folder, plan, encoder)
    best = versions.get("previews", versions["lowdef"])
    files = {("movies", prefix): version.path for prefix, version in versions.items()}
    return Made({**files, **drawn(best, folder, fps, settings)}, described(best), original(uploaded))  # type: ignore[dict-item]


def raw_movie(source: Path, folder: Path, formats: Row, settings: Settings) -> Made:
    """The pictures of a movie that is kept as it was uploaded. Raises MediaError."""
    uploaded = probe_movie(source)
    fps = frame_rate(json_object(formats["entity_data"]).get("fps"), formats["fps"])
    return Made(drawn(uploaded, folder, fps, settings), described(uploaded), original(uploaded))


def drawn(shown: Movie, folder: Path, fps: Decimal, settings: Settings, frame_number: int = 1) -> dict[Place, Path]:
    """The pictures of a movie: of its first frame, and the tile sheet, without which a movie can do."""
    files = frame(shown, folder, fps, settings, frame_number)
    tiles = folder / "tiles.png"
    with suppress(MediaError):
        make_tile_sheet(shown, tiles)
        files["pictures", "tiles"] = tiles
    return files


def frame(shown: Movie, folder: Path, fps: Decimal, settings: Settings, frame_number: int) -> dict[Place, Path]:
    """The four pictures of one frame. Raises MediaError."""
    extracted = folder / "frame.png"
    extract_frame(shown, frame_number, fps, extracted)
    variants = make_frame_variants(extracted, folder, settings.max_image_pixels)
    return {("pictures", prefix): path for prefix, path in variants.items()}


def described(shown: Movie) -> Row:
    """What the row says of the movie that is shown."""
    return {
        "width": shown.width,
        "height": shown.height,
        "duration": shown.duration,
        "file_size": shown.path.stat().st_size,
    }


def original(uploaded: Movie) -> Row:
    """What is kept of an upload; nothing when its video stream states no duration."""
    if uploaded.stream_duration is None:
        return {}
    return {f"original_{name}": value for name, value in described(uploaded).items()}


def _bitrates(formats: Row, settings: Settings) -> Bitrates:
    configured = Bitrates(settings.movie_highdef_bitrate, settings.movie_lowdef_bitrate)
    wanted = (formats[name] for name in ("project_high", "project_low", "link_high", "link_low"))
    return movie_bitrates(configured, *wanted)


def json_object(value: Any) -> Row:
    """A JSON column that should hold an object; anything else counts as empty."""
    found = decoded(value)
    return found if isinstance(found, dict) else {}
