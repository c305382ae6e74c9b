"""Probing movies: what is one, and what it is."""

from fractions import Fraction

import pytest
from PIL import Image

from multiplane.media.errors import UnreadableMedia
from multiplane.media.movies import Sound, probe_movie
from tests.media.conftest import ffmpeg

PICTURE = "testsrc2=s=192x108:r=24:d=1"


def test_a_plain_movie(plain):
    movie = probe_movie(plain)
    assert (movie.width, movie.height, movie.fps, movie.duration) == (192, 108, 24, 2.0)
    assert (movie.codec, movie.pixel_format, movie.pixel_aspect) == ("h264", "yuv420p", 1)
    assert movie.sound == Sound(1, 44100, "aac")
    assert (movie.stream_duration, movie.tracks, movie.frame_count) == (2.0, 2, 48)
    assert movie.timecode is None


def test_the_name_is_not_believed(plain, tmp_path):
    path = tmp_path / "upload.txt"
    path.write_bytes(plain.read_bytes())
    assert probe_movie(path).width == 192


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.mov", ("-c:v", "prores_ks")),
        ("a.avi", ()),
        ("a.wmv", ()),
        ("a.mkv", ("-c:v", "libx264")),
        ("a.webm", ("-c:v", "libvpx", "-deadline", "realtime")),
        ("a.m4v", ("-c:v", "libx264")),
        ("a.ts", ("-c:v", "mpeg2video")),
        ("a.mpg", ("-c:v", "mpeg2video")),
    ],
)
def test_containers(make_movie, name, options):
    movie = probe_movie(make_movie(name, PICTURE, None, *options))
    assert (movie.width, movie.height) == (192, 108)
    assert movie.duration == pytest.approx(1.0, abs=0.1)
    assert movie.sound is None
    has_stream_duration = movie.stream_duration is not None
    assert has_stream_duration == (name not in {"a.mkv", "a.webm"})


def test_a_stream_without_any_duration(make_movie):
    # Written to a pipe, a mkv never learns how long it is.
    path = make_movie("live.mkv", PICTURE, None, "-c:v", "libx264", "-live", "1")
    assert probe_movie(path).duration == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("angle", ["90", "270", "-90"])
def test_a_phone_held_upright(plain, tmp_path, angle):
    path = tmp_path / "phone.mp4"
    ffmpeg("-display_rotation", angle, "-i", str(plain), "-c", "copy", str(path))
    movie = probe_movie(path)
    assert (movie.width, movie.height) == (108, 192)


def test_a_phone_held_upside_down(plain, tmp_path):
    path = tmp_path / "phone.mp4"
    ffmpeg("-display_rotation", "180", "-i", str(plain), "-c", "copy", str(path))
    assert probe_movie(path).width == 192


def test_anamorphic_pixels(make_movie):
    movie = probe_movie(make_movie("wide.mp4", PICTURE, None, "-vf", "setsar=2/1", "-pix_fmt", "yuv420p"))
    assert (movie.width, movie.height, movie.pixel_aspect) == (192, 108, 2)
    assert movie.display_aspect == Fraction(192 * 2, 108)


def test_an_absurd_pixel_aspect_is_passed_over(make_movie):
    movie = probe_movie(make_movie("thin.mp4", PICTURE, None, "-vf", "setsar=1/90", "-pix_fmt", "yuv420p"))
    assert movie.pixel_aspect == 1


def test_timecode(make_movie):
    movie = probe_movie(make_movie("tc.mov", PICTURE, None, "-timecode", "01:02:03:04"))
    assert movie.timecode == "01:02:03:04"


def test_cover_art_is_no_movie(tmp_path):
    Image.new("RGB", (64, 64)).save(tmp_path / "cover.png")
    song = tmp_path / "song.mp4"
    sound = ["-f", "lavfi", "-i", "sine=d=1", "-i", str(tmp_path / "cover.png")]
    ffmpeg(*sound, "-map", "0", "-map", "1", "-c:v", "png", "-disposition:v:0", "attached_pic", str(song))
    with pytest.raises(UnreadableMedia, match="no picture"):
        probe_movie(song)


def test_sound_alone_is_no_movie(tmp_path):
    ffmpeg("-f", "lavfi", "-i", "sine=d=1", str(tmp_path / "song.mov"))
    with pytest.raises(UnreadableMedia):
        probe_movie(tmp_path / "song.mov")


def test_a_movie_without_its_index(plain, tmp_path):
    content = plain.read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(content[: content.index(b"moov") - 4])
    with pytest.raises(UnreadableMedia):
        probe_movie(cut)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a text, renamed",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://169.254.169.254/\n",
        b"ffconcat version 1.0\nfile '/etc/passwd'\n",
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
        b"\x1a\x45\xdf\xa3" + b"\0" * 100,
        b"RIFF\xff\0\0\0AVI LIST",
        b"GIF89a\x01\0\x01\0",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_no_movie_is_refused(tmp_path, content):
    path = tmp_path / "upload.mp4"
    path.write_bytes(content)
    with pytest.raises(UnreadableMedia) as refused:
        probe_movie(path)
    assert str(tmp_path) not in str(refused.value)


def test_a_missing_file_is_not_bad_media(tmp_path):
    with pytest.raises(FileNotFoundError):
        probe_movie(tmp_path / "gone.mp4")
