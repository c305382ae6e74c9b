"""What an uploaded movie is: size, rate, duration, sound."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from multiplane.media import filetypes
from multiplane.media.errors import UnreadableMedia
from multiplane.media.ffmpeg import MAX_FRAME_PIXELS, file_url
from multiplane.media.filetypes import FileType, identify

DEMUXERS: Final[Mapping[FileType, str]] = {
    filetypes.MP4: "mov",
    filetypes.MOV: "mov",
    filetypes.MKV: "matroska",
    filetypes.WEBM: "matroska",
    filetypes.AVI: "avi",
    filetypes.WMV: "asf",
    filetypes.FLV: "flv",
    filetypes.MPEG: "mpeg",
    filetypes.MPEG_TS: "mpegts",
    filetypes.MXF: "mxf",
}
_TIMECODE = re.compile(r"\d\d:\d\d:\d\d[:;.]\d\d")


@dataclass(frozen=True, slots=True)
class Sound:
    """The first audio track."""

    channels: int
    sample_rate: int
    codec: str = "aac"


@dataclass(frozen=True, slots=True)
class Movie:
    """A movie that has been probed.

    `width` and `height` are those of the upright picture, before `pixel_aspect` is applied.
    `duration` is in seconds, never 0; `stream_duration` is None when the video stream does not state one.
    """

    path: Path
    demuxer: str
    codec: str
    pixel_format: str
    width: int
    height: int
    pixel_aspect: Fraction
    fps: Fraction
    duration: float
    stream_duration: float | None
    sound: Sound | None
    tracks: int
    timecode: str | None

    @property
    def display_aspect(self) -> Fraction:
        """Width over height as the picture is meant to be seen."""
        return Fraction(self.width, self.height) * self.pixel_aspect

    @property
    def frame_count(self) -> int:
        """Number of frames, from duration and rate."""
        return max(1, round(self.duration * self.fps))


def probe_movie(path: Path) -> Movie:
    """Read the header and the first frame. The content decides, not the name.

    Raises UnreadableMedia when it is no movie, is damaged before its first frame, or has no video.
    """
    demuxer = DEMUXERS.get(identify(path))
    if demuxer is None:
        raise UnreadableMedia("not a movie")
    options = {"protocol_whitelist": "file"}
    try:
        with av.open(file_url(path), format=demuxer, options=options, metadata_errors="ignore") as container:
            return _movie(path, demuxer, container)
    except (av.FFmpegError, ValueError, OverflowError) as error:
        raise UnreadableMedia("not a readable movie") from error


def _movie(path: Path, demuxer: str, container: InputContainer) -> Movie:
    stream = _video(container)
    turned = _rotation(container, stream) % 180 != 0
    width, height = (stream.height, stream.width) if turned else (stream.width, stream.height)
    aspect = _pixel_aspect(stream)
    fps = Fraction(stream.average_rate or stream.guessed_rate or 25)
    stream_duration = _stream_duration(stream)
    return Movie(
        path=path,
        demuxer=demuxer,
        codec=stream.codec_context.name,
        pixel_format=stream.codec_context.pix_fmt or "",
        width=width,
        height=height,
        pixel_aspect=1 / aspect if turned else aspect,
        fps=fps,
        duration=stream_duration or _container_duration(path, demuxer, container, fps),
        stream_duration=stream_duration,
        sound=_sound(container),
        tracks=sum(track.type in {"video", "audio"} for track in container.streams),
        timecode=_timecode(container, stream),
    )


def _video(container: InputContainer) -> VideoStream:
    """The first moving picture; cover art does not count."""
    cover = av.stream.Disposition.attached_pic
    for stream in container.streams.video:
        if not stream.disposition & cover and stream.width and stream.height:
            if stream.width * stream.height > MAX_FRAME_PIXELS:
                raise UnreadableMedia("the movie has too many pixels")
            return stream
    raise UnreadableMedia("the movie has no picture")


def _rotation(container: InputContainer, stream: VideoStream) -> int:
    """How far players turn the picture, in degrees: what a phone noted while filming."""
    frame = next(container.decode(stream), None)
    if frame is None:
        raise UnreadableMedia("the movie has no frame")
    return frame.rotation


def _pixel_aspect(stream: VideoStream) -> Fraction:
    """Shape of a pixel; an absurd one is a broken header, not a lens."""
    aspect = stream.sample_aspect_ratio
    if not aspect or not Fraction(1, 10) <= aspect <= 10:
        return Fraction(1)
    return Fraction(aspect)


def _stream_duration(stream: VideoStream) -> float | None:
    if not stream.duration or stream.duration < 0 or stream.time_base is None:
        return None
    return float(stream.duration * stream.time_base)


def _container_duration(path: Path, demuxer: str, container: InputContainer, fps: Fraction) -> float:
    """Duration noted by the container (webm, mkv), else the end of the last packet."""
    if container.duration and container.duration > 0:
        return container.duration / av.time_base
    return max(_last_moment(path, demuxer), float(1 / fps))


def _last_moment(path: Path, demuxer: str) -> float:
    options = {"protocol_whitelist": "file"}
    with av.open(file_url(path), format=demuxer, options=options, metadata_errors="ignore") as container:
        stream = _video(container)
        ends = (
            (packet.pts + (packet.duration or 0)) * packet.time_base
            for packet in container.demux(stream)
            if packet.pts is not None
        )
        return float(max(ends, default=0))


def _sound(container: InputContainer) -> Sound | None:
    for stream in container.streams.audio:
        context = stream.codec_context
        if context.channels and context.sample_rate:
            return Sound(context.channels, context.sample_rate, context.name)
        return None
    return None


def _timecode(container: InputContainer, stream: VideoStream) -> str | None:
    value = stream.metadata.get("timecode") or container.metadata.get("timecode") or ""
    return value if _TIMECODE.fullmatch(value) else None
