"""Playing a playlist as one movie (06-previews-playlists 11.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from multiplane.media.encoding import DEFAULT, EncoderSettings, MovieOutput, encode_movie
from multiplane.media.errors import EncoderFailed, UnreadableMedia
from multiplane.media.ffmpeg import Progress, Shares, file_url, run_ffmpeg
from multiplane.media.fitting import Size
from multiplane.media.movies import Movie, Sound

JOINT_SOUND: Final = Sound(channels=2, sample_rate=48000)


@dataclass(frozen=True, slots=True)
class JointFormat:
    """What movies are brought to when they have to be encoded; `bitrate` in Mbit/s."""

    canvas: Size
    fps: Decimal
    bitrate: float


def concatenate_movies(
    movies: Sequence[Movie],
    target: Path,
    joint: JointFormat,
    *,
    full: bool = False,
    settings: EncoderSettings = DEFAULT,
    progress: Progress | None = None,
) -> str | None:
    """Write the movies one after the other into `target`; None, or why they had to be encoded again.

    Movies of one kind are joined as they are, frame for frame. Otherwise, or with `full`, each is encoded
    first, stretched to the joint format. `progress` hears 0..1. Needs room beside `target`.
    Raises UnreadableMedia without any movie, EncoderFailed, EncoderMissing.
    """
    if not movies:
        raise UnreadableMedia("there is no movie to put together")
    refusal = None if full else _refusal(movies, target, settings)
    if full or refusal:
        _encode_and_join(movies, target, joint, settings, progress)
    return f"The movies were encoded again, timing may drift: {refusal}." if refusal else None


def _refusal(movies: Sequence[Movie], target: Path, settings: EncoderSettings) -> str | None:
    """Join the movies as they are, or say why that cannot be."""
    difference = _difference(movies)
    if difference is None:
        try:
            _join(movies, target, settings)
        except EncoderFailed:
            return "the encoder could not join the movies"
    return difference


def _difference(movies: Sequence[Movie]) -> str | None:
    """Why these cannot be joined as they are."""
    first = movies[0]
    for movie in movies:
        if movie.tracks != 2 or movie.sound is None:
            return "a movie has not exactly one picture and one sound track"
        if movie.codec != "h264" or movie.sound.codec != "aac":
            return "a movie is not H.264 with AAC"
        if (movie.width, movie.height, movie.pixel_aspect) != (first.width, first.height, first.pixel_aspect):
            return "the movies have different sizes"
        if abs(movie.fps - first.fps) * 1000 > 1:
            return "the movies have different frame rates"
        if (movie.pixel_format, movie.sound) != (first.pixel_format, first.sound):
            return "the movies have different formats of picture or sound"
    return None


def _join(movies: Sequence[Movie], target: Path, settings: EncoderSettings) -> None:
    with TemporaryDirectory(dir=target.parent, prefix="join-") as scratch:
        script = Path(scratch) / "movies.ffconcat"
        script.write_text("ffconcat version 1.0\n" + "".join(_entry(movie) for movie in movies))
        formats = ",".join(sorted({"concat", *(movie.demuxer for movie in movies)}))
        arguments = ["-protocol_whitelist", "file", "-format_whitelist", formats, "-copyts"]
        arguments += ["-f", "concat", "-safe", "0", "-i", file_url(script)]
        arguments += ["-map", "0:V:0", "-map", "0:a:0", "-map_metadata", "-1", "-c:v", "copy"]
        # Copied sound would drift by the part of an AAC frame that each movie ends with.
        arguments += ["-c:a", "aac", "-af", "aresample=async=1:min_hard_comp=0.01:first_pts=0"]
        arguments += ["-movflags", "+faststart", "-f", "mp4", file_url(target)]
        run_ffmpeg(arguments, ffmpeg=settings.ffmpeg, timeout=settings.timeout)


def _entry(movie: Movie) -> str:
    """One movie of the script, cut where its picture ends: longer sound would push the next one back."""
    url = file_url(movie.path).replace("'", "'\\''")
    return f"file '{url}'\noutpoint {movie.duration:.6f}\nduration {movie.duration:.6f}\n"


def _encode_and_join(
    movies: Sequence[Movie],
    target: Path,
    joint: JointFormat,
    settings: EncoderSettings,
    progress: Progress | None,
) -> None:
    shares = Shares(len(movies), progress)
    with TemporaryDirectory(dir=target.parent, prefix="encode-") as scratch:
        encoded = []
        for number, movie in enumerate(movies):
            path = Path(scratch) / f"{number}.mp4"
            output = MovieOutput(path, joint.canvas, joint.bitrate, stretched=True, sound=JOINT_SOUND)
            encoded.append(encode_movie(movie, output, joint.fps, settings, shares.next()))
        _join(encoded, target, settings)
