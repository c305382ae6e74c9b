"""Uploaded pictures and their variants (06-previews-playlists 3.3, 8, 9)."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from multiplane.media.errors import PictureTooLarge, UnreadableMedia
from multiplane.media.pictures import (
    make_attachment_thumbnail,
    make_avatar,
    make_background_thumbnail,
    make_frame_variants,
    make_picture_variants,
    make_thumbnails,
    picture_size,
    read_picture,
)

GIF_WITH_SCRIPT = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xfe\x08<script>\x00"
    b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;alert(document.cookie)</script>"
)


@pytest.fixture
def upload(tmp_path):
    """Save a picture (or bytes) under a name that says nothing; its path."""

    def save(content, form="PNG", **options):
        path = tmp_path / "upload"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            content.save(path, form, **options)
        return path

    return save


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG made by hand: its header may lie about its pixels."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), *chunks, (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body


def variants(upload_path, tmp_path):
    folder = tmp_path / "variants"
    folder.mkdir()
    paths = make_picture_variants(upload_path, folder)
    return {name: Image.open(path) for name, path in paths.items()}


@pytest.mark.parametrize(("size", "preview"), [((1920, 1080), 675), ((300, 600), 2400), ((7, 3), 515), ((1200, 1), 1)])
def test_variants_and_their_sizes(upload, tmp_path, size, preview):
    made = variants(upload(Image.new("RGB", size, "red"), "JPEG"), tmp_path)
    assert {name: picture.size for name, picture in made.items()} == {
        "original": size,
        "previews": (1200, preview),
        "thumbnails": (150, 100),
        "thumbnails-square": (100, 100),
    }
    assert {picture.format for picture in made.values()} == {"PNG"}
    assert {name: picture.mode for name, picture in made.items() if name != "original"} == {
        "previews": "RGBA",
        "thumbnails": "RGBA",
        "thumbnails-square": "RGBA",
    }


def test_the_orientation_note_is_dropped_not_applied(upload, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    made = variants(upload(Image.new("RGB", (80, 40)), "JPEG", exif=exif), tmp_path)
    assert made["original"].size == (80, 40)
    assert not made["original"].getexif()


def test_no_metadata_is_kept(upload, tmp_path):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "shot at home, <script>")
    picture = Image.new("RGB", (8, 8))
    made = variants(upload(picture, pnginfo=notes, dpi=(72, 72), icc_profile=srgb()), tmp_path)
    content = (tmp_path / "variants/original.png").read_bytes()
    assert made["original"].info == {}
    assert b"script" not in content
    assert b"iCCP" not in content


@pytest.mark.parametrize(
    ("mode", "colour", "form", "kept", "pixel"),
    [
        ("RGB", (200, 100, 50), "PNG", "RGB", (200, 100, 50)),
        ("RGBA", (200, 100, 50, 77), "PNG", "RGBA", (200, 100, 50, 77)),
        ("RGBA", (200, 100, 50, 0), "WEBP", "RGBA", None),
        ("LA", (90, 33), "PNG", "LA", (90, 33)),
        ("L", 90, "PNG", "L", 90),
        ("L", 90, "JPEG", "L", 90),
        ("1", 1, "PNG", "L", 255),
        ("P", 5, "PNG", "P", None),
        ("I;16", 40_000, "PNG", "L", 156),
        ("I;16", 200, "PNG", "L", 1),
        ("I;16", 65_535, "PNG", "L", 255),
        ("CMYK", (0, 255, 255, 0), "JPEG", "RGB", (254, 0, 0)),
    ],
)
def test_modes(upload, mode, colour, form, kept, pixel):
    picture = read_picture(upload(Image.new(mode, (8, 8), colour), form))
    assert picture.mode == kept
    if pixel is not None:
        assert picture.getpixel((4, 4)) == pytest.approx(pixel, abs=2)


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_transparent_colour_becomes_alpha(upload, tmp_path, mode):
    key = (255, 0, 0) if mode == "RGB" else 255
    picture = Image.new(mode, (40, 40), 0)
    picture.paste(key, (0, 0, 20, 40))
    made = variants(upload(picture, transparency=key), tmp_path)
    alpha = made["original"].getchannel("A")
    assert (alpha.getpixel((5, 5)), alpha.getpixel((30, 5))) == (0, 255)
    assert made["thumbnails-square"].getpixel((10, 50))[3] == 0


def test_palette_transparency_is_kept(upload, tmp_path):
    picture = Image.new("P", (40, 40), 1)
    picture.putpalette([255, 0, 0, 0, 0, 255])
    picture.paste(0, (0, 0, 20, 40))
    made = variants(upload(picture, transparency=0), tmp_path)
    assert made["original"].mode == "P"
    assert made["original"].convert("RGBA").getpixel((5, 5))[3] == 0
    assert made["thumbnails-square"].getpixel((90, 50)) == (0, 0, 255, 255)


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_profiles_are_converted_to_srgb(upload, mode):
    swapped = swapped_primaries()
    red = (255, 0, 0) if mode == "RGB" else (255, 0, 0, 128)
    shown = read_picture(upload(Image.new(mode, (8, 8), red), icc_profile=swapped)).getpixel((4, 4))
    assert shown[1] > 200
    assert shown[0] < 60
    assert shown[3:] == red[3:]


def swapped_primaries() -> bytes:
    """The sRGB profile with red and green exchanged."""
    return srgb().replace(b"rXYZ", b"tmp!").replace(b"gXYZ", b"rXYZ").replace(b"tmp!", b"gXYZ")


@pytest.mark.parametrize("profile", [b"not a profile", b"\0" * 200])
def test_a_broken_profile_is_ignored(upload, profile):
    picture = read_picture(upload(Image.new("RGB", (8, 8), (10, 20, 30)), icc_profile=profile))
    assert picture.getpixel((0, 0)) == (10, 20, 30)


def test_a_truncated_picture_is_accepted_with_a_blank_part(upload, tmp_path):
    noise = Image.effect_noise((200, 200), 90)
    whole = upload(noise).read_bytes()
    made = variants(upload(whole[: len(whole) // 2]), tmp_path)
    assert made["original"].size == (200, 200)
    assert made["original"].crop((0, 0, 200, 20)).getextrema()[1] > 0
    assert made["original"].crop((0, 180, 200, 200)).getextrema() == (0, 0)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a text, renamed",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"RIFF\0\0\0\0WEBPVP8 ",
        b"8BPS\0\x01" + b"\xff" * 64,
        b"v/1\x01" + b"\xff" * 256,
        b"II*\0\x08\0\0\0\xff\xff",
        b"#?RADIANCE\n\n-Y -5 +X 1\n",
        b"SDPX" + b"\0" * 2048,
        b"%PDF-1.7",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        png(0, 10),
    ],
)
def test_what_is_no_picture_is_refused(upload, tmp_path, content):
    path = upload(content)
    with pytest.raises(UnreadableMedia) as refused:
        make_picture_variants(path, tmp_path)
    assert str(tmp_path) not in str(refused.value)
    assert not list(tmp_path.glob("*.png"))


def test_bombs_are_refused_before_decoding(upload):
    bomb = upload(png(50_000, 50_000, (b"IDAT", zlib.compress(b"\0" * 100_000))))
    with pytest.raises(PictureTooLarge):
        read_picture(bomb)


def test_the_budget_is_twice_the_setting(upload):
    path = upload(Image.new("L", (20, 10)))
    assert read_picture(path, max_pixels=100).size == (20, 10)
    with pytest.raises(PictureTooLarge):
        read_picture(path, max_pixels=99)


def test_a_strip_whose_preview_would_be_enormous_is_refused(upload, tmp_path):
    with pytest.raises(PictureTooLarge):
        make_picture_variants(upload(Image.new("L", (1, 2000))), tmp_path)


def test_a_polyglot_loses_its_script(upload, tmp_path):
    path = upload(GIF_WITH_SCRIPT)
    make_avatar(path, tmp_path / "avatar.png")
    content = (tmp_path / "avatar.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert b"script" not in content


def test_a_mislabelled_picture_is_read_as_what_it_is(tmp_path):
    path = tmp_path / "upload.png"
    Image.new("RGB", (30, 20), "red").save(path, "WEBP")
    assert picture_size(path) == read_picture(path).size == (30, 20)


def test_picture_size_of_other_files(upload):
    for content in (b"", b"text", b"%PDF-1.4"):
        with pytest.raises(UnreadableMedia):
            picture_size(upload(content))


def test_only_the_first_picture_of_an_animation(upload):
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    path = upload(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert read_picture(path).convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def test_thumbnails_again_from_the_original(upload, tmp_path):
    original = upload(Image.new("RGB", (64, 36), "red"))
    before = original.read_bytes()
    made = make_thumbnails(original, tmp_path)
    assert set(made) == {"previews", "thumbnails", "thumbnails-square"}
    assert original.read_bytes() == before


def test_pictures_of_a_frame_have_alpha(upload, tmp_path):
    made = make_frame_variants(upload(Image.new("RGB", (64, 36), "red")), tmp_path)
    assert Image.open(made["original"]).mode == "RGBA"
    assert Image.open(made["original"]).size == (64, 36)


def test_avatars_and_attachments(upload, tmp_path):
    target = tmp_path / "made.png"
    make_avatar(upload(Image.new("RGB", (100, 50), "red"), "JPEG"), target)
    avatar = Image.open(target)
    assert (avatar.size, avatar.mode, avatar.getpixel((5, 5))[3]) == ((400, 400), "RGBA", 0)
    make_attachment_thumbnail(upload(Image.new("RGB", (100, 50), "red"), "JPEG"), target)
    thumbnail = Image.open(target)
    assert (thumbnail.size, thumbnail.getpixel((2, 2))[3]) == ((150, 150), 255)


def test_background_thumbnail_of_an_hdr(tmp_path, write_film):
    bright = np.full((10, 30, 3), 0.25, np.float32)
    bright[:, 20:] = 90.0
    source = write_film("studio.hdr", bright, "float")
    make_background_thumbnail(source, tmp_path / "made.png")
    made = Image.open(tmp_path / "made.png")
    assert (made.size, made.mode) == ((300, 200), "RGBA")
    assert made.getpixel((60, 100)) == pytest.approx((136, 136, 136, 255), abs=2)
    assert made.getpixel((290, 100)) == (255, 255, 255, 255)
    assert made.getpixel((150, 10))[3] == 0


def test_only_hdr_makes_a_background(upload, tmp_path):
    with pytest.raises(UnreadableMedia):
        make_background_thumbnail(upload(Image.new("RGB", (8, 8))), tmp_path / "made.png")
