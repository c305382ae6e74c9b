"""The fit rule; sizes measured on the reference (06-previews-playlists 3.3)."""

import pytest
from PIL import Image

from multiplane.media.fitting import contain, contained_size, cover


@pytest.mark.parametrize(
    ("size", "canvas", "fitted"),
    [
        ((1920, 1080), (150, 100), (150, 85)),
        ((300, 600), (150, 100), (50, 100)),
        ((50, 500), (150, 100), (10, 100)),
        ((3000, 200), (150, 100), (150, 10)),
        ((50, 30), (150, 100), (150, 90)),
        ((1500, 1000), (150, 100), (150, 100)),
        ((1, 90), (150, 100), (1, 100)),
        ((1, 99_999), (150, 100), (1, 100)),
    ],
)
def test_sizes(size, canvas, fitted):
    assert contained_size(size, canvas) == fitted


def test_contained_pictures_are_centred_on_transparency():
    result = contain(Image.new("RGB", (1920, 1080), "red"), (150, 100))
    opaque = [row for row in range(100) if result.getpixel((75, row))[3]]
    assert (result.size, result.mode) == ((150, 100), "RGBA")
    assert (opaque[0], opaque[-1]) == (7, 91)
    assert result.getpixel((75, 50)) == (255, 0, 0, 255)
    assert result.getpixel((0, 0)) == (0, 0, 0, 0)


def test_transparent_pixels_do_not_bleed_into_the_edge():
    picture = Image.new("RGBA", (400, 400), (0, 255, 0, 0))
    picture.paste((255, 0, 0, 255), (0, 0, 200, 400))
    edge = contain(picture, (100, 100)).getpixel((50, 50))
    assert edge[1] < 10


def test_cover_takes_the_middle():
    picture = Image.new("RGB", (300, 100), "red")
    picture.paste((0, 0, 255), (100, 0, 200, 100))
    result = cover(picture, (150, 150))
    assert result.size == (150, 150)
    assert result.getpixel((5, 75))[:3] == result.getpixel((145, 75))[:3] == (0, 0, 255)
