"""Pictures of the trade: EXR, HDR, DPX, TIFF."""

import numpy as np
import pytest
from PIL import Image

from multiplane.media.errors import PictureTooLarge, UnreadableMedia
from multiplane.media.pictures import make_picture_variants, read_picture

MIDDLE_GREY = 0.214  # sRGB shows it as 127


def flat(*values: float, size: tuple[int, int] = (30, 20)) -> np.ndarray:
    return np.full((size[1], size[0], len(values)), values, np.float32)


@pytest.mark.parametrize(
    ("name", "form", "blue"), [("x.exr", "half", -1.0), ("x.tif", "float", -1.0), ("x.hdr", "float", 0.0)]
)
def test_linear_light_is_shown_in_srgb(write_film, name, form, blue):
    picture = read_picture(write_film(name, flat(MIDDLE_GREY, 1.5, blue), form))
    assert (picture.size, picture.mode) == ((30, 20), "RGB")
    # HDR shares one exponent between the colours: the dark one is coarse.
    assert picture.getpixel((3, 3)) == pytest.approx((127, 255, 0), abs=2)


def test_alpha_is_kept_and_colours_are_not_premultiplied(write_film):
    picture = read_picture(write_film("x.exr", flat(*(MIDDLE_GREY / 2,) * 3, 0.5), "half"))
    assert picture.getpixel((3, 3)) == pytest.approx((127, 127, 127, 128), abs=1)


def test_one_channel_is_grey(write_film):
    picture = read_picture(write_film("x.exr", flat(MIDDLE_GREY), "half"))
    assert (picture.mode, picture.getpixel((3, 3))) == ("L", pytest.approx(127, abs=1))


def test_light_that_is_no_number(write_film):
    picture = read_picture(write_film("x.exr", flat(float("nan"), float("inf"), float("-inf")), "float"))
    assert picture.getpixel((3, 3)) == (0, 255, 0)


def test_the_display_window_is_shown(write_film):
    window = {"x": 5, "y": 5, "full_x": 0, "full_y": 0, "full_width": 40, "full_height": 20}
    picture = read_picture(write_film("x.exr", flat(1, 1, 1, size=(10, 10)), "half", **window))
    assert picture.size == (40, 20)
    assert [picture.getpixel(at)[0] for at in ((4, 4), (5, 5), (14, 14), (15, 15))] == [0, 255, 255, 0]


def test_film_scans_are_made_linear_first(write_film):
    codes = flat(*(code / 1023 for code in (95, 445, 685)))
    log = read_picture(write_film("log.dpx", codes, "uint16", transfer="Printing density"))
    video = read_picture(write_film("video.dpx", codes, "uint16", transfer="ITU-R 709-4"))
    assert log.getpixel((3, 3)) == pytest.approx((0, 108, 255), abs=1)
    assert video.getpixel((3, 3)) == pytest.approx((24, 111, 171), abs=1)


def test_sixteen_bit_tiff_keeps_its_values(write_film):
    picture = read_picture(write_film("x.tif", flat(0.25, 0.5, 0.75), "uint16"))
    assert picture.getpixel((3, 3)) == pytest.approx((64, 128, 191), abs=1)


@pytest.mark.parametrize(
    ("mode", "colour", "shown"),
    [
        ("CMYK", (0, 255, 255, 0), (255, 0, 0)),
        ("RGBA", (200, 100, 50, 128), (200, 100, 50, 128)),
        ("L", 90, 90),
        ("1", 1, 255),
    ],
)
def test_tiff_modes(tmp_path, mode, colour, shown):
    path = tmp_path / "upload"
    Image.new(mode, (20, 30), colour).save(path, "TIFF")
    assert read_picture(path).getpixel((1, 1)) == pytest.approx(shown, abs=1)


def test_variants_of_an_exr(write_film, tmp_path):
    made = make_picture_variants(write_film("x.exr", flat(1, 0, 0), "half"), tmp_path)
    assert Image.open(made["original"]).size == (30, 20)
    assert Image.open(made["previews"]).getpixel((600, 400)) == (255, 0, 0, 255)


@pytest.mark.parametrize("name", ["x.exr", "x.hdr", "x.dpx", "x.tif"])
def test_damaged_files_are_refused(write_film, name):
    form = "uint16" if name in {"x.dpx", "x.tif"} else "float"
    noise = np.random.default_rng(1).random((40, 40, 3), np.float32)
    path = write_film(name, noise, form)
    whole = path.read_bytes()
    for kept in (len(whole) // 2, 20):
        path.write_bytes(whole[:kept])
        with pytest.raises(UnreadableMedia):
            read_picture(path)


def test_large_pictures_are_refused_before_decoding(write_film):
    window = {"full_width": 60_000, "full_height": 60_000}
    with pytest.raises(PictureTooLarge):
        read_picture(write_film("x.exr", flat(1, 1, 1), "half", **window))
    with pytest.raises(PictureTooLarge):
        read_picture(write_film("y.exr", flat(1, 1, 1), "half"), max_pixels=1000)
