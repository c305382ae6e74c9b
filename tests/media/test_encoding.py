"""Movies made of uploads (06-previews-playlists 3.4)."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import av
import pytest
from PIL import Image

from multiplane.media.encoding import MovieOutput, MoviePlan, encode_movie, make_movie_versions
from multiplane.media.formats import Bitrates
from multiplane.media.frames import extract_frame
from multiplane.media.movies import Sound, probe_movie
from tests.media.conftest import FAST, FPS, ffmpeg

HALF_SECOND = "testsrc2=s=192x108:r=24:d=0.5"


@pytest.fixture
def encoded(tmp_path):
    """Encode a movie into one output; what it is: `encoded(path, canvas, fps)`."""

    def encode(path: Path, canvas=(192, 108), fps: Decimal = FPS):
        return encode_movie(probe_movie(path), MovieOutput(tmp_path / "made.mp4", canvas, 4.0), fps, FAST)

    return encode


def frame(movie, tmp_path, number: int = 1) -> Image.Image:
    extract_frame(movie, number, FPS, tmp_path / "frame.png")
    return Image.open(tmp_path / "frame.png")


def frames(path: Path) -> list[tuple[float, bool]]:
    """Time of each frame, and whether it is a key frame."""
    with av.open(str(path)) as container:
        return [(float(f.time), f.key_frame) for f in container.decode(video=0)]


def sound_seconds(path: Path) -> float:
    with av.open(str(path)) as container:
        track = container.streams.audio[0]
        return float(track.duration * track.time_base)


def test_the_stored_versions(plain, tmp_path):
    heard: list[float] = []
    plan = MoviePlan((320, 180), FPS, Bitrates(4.0, 1.0))
    made = make_movie_versions(probe_movie(plain), tmp_path, plan, FAST, heard.append)
    assert {prefix: (m.width, m.height) for prefix, m in made.items()} == {
        "previews": (320, 180),
        "lowdef": (1280, 720),
    }
    for movie in made.values():
        assert (movie.codec, movie.pixel_format, movie.fps, movie.tracks) == ("h264", "yuv420p", 25, 2)
        assert movie.duration == pytest.approx(2.0)
        content = movie.path.read_bytes()
        assert content[4:8] == b"ftyp"
        assert content.index(b"moov") < content.index(b"mdat")
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_low_definition_alone(plain, tmp_path):
    plan = MoviePlan((320, 180), FPS, Bitrates(4.0, 1.0), high_definition=False)
    assert set(make_movie_versions(probe_movie(plain), tmp_path, plan, FAST)) == {"lowdef"}
    assert not (tmp_path / "previews.mp4").exists()


@pytest.mark.parametrize(("fps", "count"), [("25", 75), ("23.976", 72), ("12.5", 38), ("24", 72)])
def test_constant_rate(counted, encoded, fps, count):
    movie = encoded(counted("24", 3), (64, 36), Decimal(fps))
    times = [time for time, _ in frames(movie.path)]
    assert abs(len(times) - count) <= 1
    assert times == pytest.approx([n / float(fps) for n in range(len(times))], abs=0.001)


def test_every_second_frame_is_a_key_frame(counted, encoded):
    keys = [key for _, key in frames(encoded(counted("24", 3), (64, 36)).path)]
    assert keys == [n % 2 == 0 for n in range(len(keys))]


def test_variable_rate_becomes_constant(make_movie, encoded):
    drop = "select='lt(n,20)+not(mod(n,5))'"
    options = ("-vf", drop, "-fps_mode", "vfr", "-pix_fmt", "yuv420p")
    source = make_movie("vfr.mp4", "testsrc2=s=192x108:r=24:d=2", None, *options)
    times = [time for time, _ in frames(encoded(source).path)]
    assert times == pytest.approx([n / 25 for n in range(len(times))], abs=0.001)
    assert 46 <= len(times) <= 51


@pytest.mark.parametrize("seconds", [1, 2])
def test_silence_loses_and_adds_no_frame(make_movie, encoded, seconds):
    source = make_movie(f"silent{seconds}.mp4", f"testsrc2=s=192x108:r=25:d={seconds}")
    movie = encoded(source)
    assert movie.sound == Sound(2, 44100)
    assert movie.duration == seconds
    assert len(frames(movie.path)) == 25 * seconds
    assert sound_seconds(movie.path) == pytest.approx(seconds, abs=0.03)


@pytest.mark.parametrize(("sound", "kept"), [("sine=d=1", 2.0), ("sine=d=3", 3.0)])
def test_short_sound_is_padded_and_long_sound_kept(make_movie, encoded, sound, kept):
    source = make_movie(f"{sound}.mp4", "testsrc2=s=192x108:r=25:d=2", sound, "-pix_fmt", "yuv420p")
    movie = encoded(source)
    assert len(frames(movie.path)) == 50
    assert sound_seconds(movie.path) == pytest.approx(kept, abs=0.03)


@pytest.mark.parametrize(
    ("channels", "rate", "kept"),
    [
        (6, 48000, Sound(6, 48000)),
        (8, 48000, Sound(8, 48000)),
        (16, 48000, Sound(2, 48000)),
        (2, 22050, Sound(2, 22050)),
    ],
)
def test_channels_and_sample_rate(make_movie, encoded, channels, rate, kept):
    tones = "|".join(["0.1*sin(440*t)"] * channels)
    source = make_movie(f"sound{channels}.mov", HALF_SECOND, f"aevalsrc='{tones}':d=0.5:s={rate}", "-c:a", "pcm_s16le")
    assert encoded(source).sound == kept


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("odd.mkv", ("-vf", "scale=191:107", "-c:v", "libx264", "-pix_fmt", "yuv444p")),
        ("ten.mkv", ("-c:v", "libx264", "-pix_fmt", "yuv420p10le")),
        ("prores.mov", ("-c:v", "prores_ks", "-pix_fmt", "yuva444p10le")),
        ("rle.mov", ("-c:v", "qtrle", "-pix_fmt", "argb")),
        ("full.avi", ("-c:v", "mjpeg", "-pix_fmt", "yuvj420p")),
    ],
)
def test_pixels_of_every_kind(make_movie, encoded, name, options):
    source = make_movie(name, HALF_SECOND, None, *options)
    movie = encoded(source)
    assert (movie.width, movie.height, movie.pixel_format) == (192, 108, "yuv420p")
    assert movie.pixel_aspect == 1


@pytest.mark.parametrize(
    ("options", "canvas", "bars"),
    [
        ((), (192, 108), None),
        ((), (192, 160), "top"),
        ((), (320, 108), "left"),
        (("-vf", "setsar=2/1"), (192, 108), "top"),
    ],
)
def test_the_picture_is_fitted_on_black(make_movie, encoded, tmp_path, options, canvas, bars):
    name = f"white{len(options)}.mp4"
    source = make_movie(name, "color=white:s=192x108:r=25:d=0.2", None, *options, "-pix_fmt", "yuv420p")
    picture = frame(encoded(source, canvas), tmp_path).convert("L")
    width, height = canvas
    edges = {"top": picture.getpixel((width // 2, 2)), "left": picture.getpixel((2, height // 2))}
    assert picture.size == canvas
    assert picture.getpixel((width // 2, height // 2)) > 240
    assert {side for side, value in edges.items() if value < 15} == ({bars} if bars else set())


def test_a_phone_movie_is_turned_upright(make_movie, encoded, tmp_path):
    picture = "color=red:s=192x108:r=25:d=0.2,drawbox=w=96:h=108:color=blue:t=fill"
    lying = make_movie("lying.mp4", picture, None, "-pix_fmt", "yuv420p")
    phone = tmp_path / "phone.mp4"
    ffmpeg("-display_rotation", "-90", "-i", str(lying), "-c", "copy", str(phone))
    shown = frame(encoded(phone, (108, 192)), tmp_path)
    assert shown.size == (108, 192)
    top, bottom = shown.getpixel((54, 20)), shown.getpixel((54, 170))
    assert (top[2] > 200, top[0] < 60, bottom[0] > 200, bottom[2] < 60) == (True,) * 4


def test_rgb_movies_keep_their_colours_in_players(make_movie, encoded):
    source = make_movie("orange.mov", "color=0xff8000:s=192x108:r=25:d=0.2", None, "-c:v", "qtrle")
    movie = encoded(source)
    with av.open(str(movie.path)) as container:
        plane = next(container.decode(video=0)).to_ndarray()
    # BT.709 limited range, which is what players assume: Y = 16 + 219 * (0.2126 + 0.7152 * 0.502).
    assert plane[50, 50] == pytest.approx(141, abs=2)


@pytest.mark.parametrize(("fps", "carried"), [("25", "01:02:03:04"), ("29.97", "01:02:03;04")])
def test_the_start_timecode_is_carried_over(make_movie, encoded, fps, carried):
    source = make_movie("drop.mov", "testsrc2=s=192x108:r=30000/1001:d=0.5", None, "-timecode", "01:02:03;04")
    assert encoded(source, fps=Decimal(fps)).timecode == carried


def test_titles_and_places_are_not_kept(make_movie, encoded):
    notes = ("-metadata", "title=secret title", "-metadata", "location=+48.8584+002.2945/")
    movie = encoded(make_movie("notes.mp4", HALF_SECOND, None, *notes))
    content = movie.path.read_bytes()
    assert b"secret" not in content
    assert b"48.8584" not in content


@pytest.mark.parametrize(("factor", "cap"), [(2.0, b"vbv_maxrate=1500 vbv_bufsize=3000"), (0.0, None)])
def test_the_bitrate_and_its_cap(plain, tmp_path, factor, cap):
    output = MovieOutput(tmp_path / "made.mp4", (192, 108), 1.5)
    encode_movie(probe_movie(plain), output, FPS, replace(FAST, buffer_factor=factor))
    content = output.path.read_bytes()
    # The encoder notes its settings in the stream.
    assert b" bitrate=1500 " in content
    assert (b"vbv_maxrate" in content) == (cap is not None)
    assert cap is None or cap in content
