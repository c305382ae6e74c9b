"""Making the movies that are stored of an uploaded one (06-previews-playlists 3.4)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Final

from multiplane.media.ffmpeg import TIMEOUT, Progress, Shares, file_url, movie_input, run_ffmpeg
from multiplane.media.fitting import Size
from multiplane.media.formats import Bitrates, low_canvas
from multiplane.media.movies import Movie, Sound, probe_movie

SILENCE: Final = Sound(channels=2, sample_rate=44100)
MOST_CHANNELS: Final = 8
DROP_FRAME_RATES: Final = (30, 60)


@dataclass(frozen=True, slots=True)
class MovieOutput:
    """One movie to make. `bitrate` is in Mbit/s; `stretched` fills the canvas without black bars.

    `sound` forces a layout; None keeps that of the source.
    """

    path: Path
    canvas: Size
    bitrate: float
    stretched: bool = False
    sound: Sound | None = None


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """How hard ffmpeg works, which one, and how long it may take (seconds).

    `buffer_factor` is the rate control buffer in seconds of the bitrate; 0 leaves peaks uncapped.
    """

    preset: str = "medium"
    buffer_factor: float = 2.0
    ffmpeg: Path | None = None
    timeout: float = TIMEOUT


@dataclass(frozen=True, slots=True)
class MoviePlan:
    """What to make of an upload; `formats` finds these values."""

    canvas: Size
    fps: Decimal
    bitrates: Bitrates
    high_definition: bool = True


DEFAULT: Final = EncoderSettings()


def make_movie_versions(
    movie: Movie,
    folder: Path,
    plan: MoviePlan,
    settings: EncoderSettings = DEFAULT,
    progress: Progress | None = None,
) -> dict[str, Movie]:
    """Write the stored versions of an uploaded movie into `folder`; what they are, by storage prefix.

    `previews` (unless the plan leaves it out) and `lowdef`. Errors and `progress`: as `encode_movie`.
    """
    outputs = {"lowdef": MovieOutput(folder / "lowdef.mp4", low_canvas(plan.canvas), plan.bitrates.low)}
    if plan.high_definition:
        high = MovieOutput(folder / "previews.mp4", plan.canvas, plan.bitrates.high)
        outputs = {"previews": high, **outputs}
    shares = Shares(len(outputs), progress)
    return {
        prefix: encode_movie(movie, output, plan.fps, settings, shares.next()) for prefix, output in outputs.items()
    }


def encode_movie(
    movie: Movie,
    output: MovieOutput,
    fps: Decimal,
    settings: EncoderSettings = DEFAULT,
    progress: Progress | None = None,
) -> Movie:
    """Write one output; what it is.

    H.264 High yuv420p and AAC in mp4, index first, constant rate, a key frame every second frame. The
    picture is turned upright, fitted and centred on black with square pixels. Sound is padded with silence
    to the length of the picture, or is silence when there is none. `progress` hears 0..1.
    Raises EncoderFailed, EncoderMissing; UnreadableMedia when the result has no picture.
    """
    arguments = movie_input(movie.path, movie.demuxer)
    if movie.sound is None:
        arguments += ["-f", "lavfi", "-i", _silence(movie)]
    arguments += _output(movie, output, fps, settings)

    def on_time(second: float) -> None:
        if progress:
            progress(min(1.0, second / movie.duration))

    # One output for each run: ffmpeg 9 now and then hangs when it pads the sound of two.
    run_ffmpeg(arguments, ffmpeg=settings.ffmpeg, timeout=settings.timeout, on_time=on_time)
    return probe_movie(output.path)


def _output(movie: Movie, output: MovieOutput, fps: Decimal, settings: EncoderSettings) -> list[str]:
    return [
        *("-map", "0:V:0", "-map", "1:a:0" if movie.sound is None else "0:a:0"),
        *("-map_metadata", "-1", "-map_chapters", "-1"),
        *("-vf", _picture_filters(movie, output, fps)),
        *("-af", _sound_filters(movie, output)),
        *_video_codec(output, settings),
        *("-c:a", "aac"),
        *_start_timecode(movie, fps),
        *("-movflags", "+faststart", "-f", "mp4", file_url(output.path)),
    ]


def _picture_filters(movie: Movie, output: MovieOutput, fps: Decimal) -> str:
    width, height = output.canvas
    fitted = output.canvas if output.stretched else _fitted(movie.display_aspect, output.canvas)
    scale = f"scale={fitted[0]}:{fitted[1]}:flags=lanczos:out_range=tv"
    if movie.pixel_format.startswith(("rgb", "bgr", "gbr", "argb", "abgr", "0rgb", "0bgr", "pal8")):
        # Players take untagged movies for BT.709; ffmpeg would write BT.601.
        scale += ":out_color_matrix=bt709"
    pad = f"pad={width}:{height}:-1:-1:black"
    return f"fps={fps}:start_time=0,{scale},{pad},setsar=1,format=yuv420p"


def _fitted(aspect: Fraction, canvas: Size) -> Size:
    """The largest even size of this shape inside the canvas."""
    width, height = canvas
    if aspect >= Fraction(width, height):
        return width, _nearest_even(width / aspect, height)
    return _nearest_even(height * aspect, width), height


def _nearest_even(side: Fraction, limit: int) -> int:
    return min(limit, max(2, 2 * round(side / 2)))


def _sound_filters(movie: Movie, output: MovieOutput) -> str:
    filters = ["aresample=async=1:first_pts=0", f"apad=whole_dur={movie.duration:.6f}"]
    if movie.sound and movie.sound.channels > MOST_CHANNELS:
        # No layout of that size is known, so there is nothing to mix down by.
        filters.append("pan=stereo|c0=c0|c1=c1")
    if output.sound:
        layout = "stereo" if output.sound.channels == 2 else "mono"
        filters.append(f"aformat=sample_rates={output.sound.sample_rate}:channel_layouts={layout}")
    return ",".join(filters)


def _video_codec(output: MovieOutput, settings: EncoderSettings) -> list[str]:
    bitrate = round(output.bitrate * 1_000_000)
    options = ["-c:v", "libx264", "-profile:v", "high", "-preset", settings.preset, "-b:v", str(bitrate)]
    if settings.buffer_factor > 0:
        options += ["-maxrate", str(bitrate), "-bufsize", str(round(bitrate * settings.buffer_factor))]
    # I,P,I,P: review players step frame by frame (06-previews-playlists, trap 12).
    return [*options, "-g", "2", "-bf", "0", "-sc_threshold", "0"]


def _start_timecode(movie: Movie, fps: Decimal) -> list[str]:
    if movie.timecode is None:
        return []
    drop_frame = round(fps) in DROP_FRAME_RATES
    start = movie.timecode.replace(".", ";")
    return ["-timecode", start if drop_frame else start.replace(";", ":")]


def _silence(movie: Movie) -> str:
    return f"anullsrc=r={SILENCE.sample_rate}:cl=stereo:d={movie.duration:.6f}"
