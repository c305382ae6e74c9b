"""Pictures and a movie for the demo, drawn on the spot: no file is shipped."""

import math
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from multiplane.media.ffmpeg import run_ffmpeg

SIZE = (1280, 720)
FRAMES = 48
FPS = 24

Colour = tuple[int, int, int]
SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((18, 32, 62), (236, 142, 92)),
    ((32, 74, 110), (214, 226, 224)),
    ((12, 18, 40), (74, 86, 140)),
    ((92, 130, 160), (250, 224, 170)),
)


def draw_shot(seed: int, label: str, path: Path, moment: float = 0.0) -> None:
    """A lighthouse at sea under one of a few skies; `moment` (0 to 1) turns its beam and moves the waves."""
    chance = random.Random(seed)  # noqa: S311 - a picture, not a secret
    top, bottom = chance.choice(SKIES)
    picture = gradient(top, bottom)
    draw = ImageDraw.Draw(picture, "RGBA")
    horizon = chance.randint(380, 470)
    tower = chance.randint(300, 980)
    beam(draw, (tower, horizon - 210), 2 * math.pi * (moment + chance.random()))
    sea(draw, horizon, moment, chance)
    lighthouse(draw, tower, horizon)
    caption(draw, label)
    picture.save(path)


def draw_asset(seed: int, label: str, path: Path) -> None:
    """A turntable-like portrait of a few soft shapes."""
    chance = random.Random(seed)  # noqa: S311
    tint = tuple(chance.randint(60, 200) for _ in range(3))
    picture = gradient((46, 48, 54), (92, 96, 104))
    shapes = Image.new("RGBA", SIZE)
    draw = ImageDraw.Draw(shapes)
    for step in range(7):
        radius = 210 - 26 * step
        x, y = 640 + chance.randint(-36, 36), 390 - 40 * step + chance.randint(-12, 12)
        shade = tuple(min(255, channel + 10 * step) for channel in tint)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(*shade, 255))
    shadow = Image.new("RGBA", SIZE)
    ImageDraw.Draw(shadow).ellipse((380, 560, 900, 660), fill=(0, 0, 0, 120))
    picture.paste(shadow.filter(ImageFilter.GaussianBlur(18)), (0, 0), shadow.filter(ImageFilter.GaussianBlur(18)))
    picture.paste(shapes, (0, 0), shapes.filter(ImageFilter.GaussianBlur(1)))
    caption(ImageDraw.Draw(picture, "RGBA"), label)
    picture.save(path)


def film_shot(seed: int, label: str, folder: Path) -> Path:
    """Two seconds of a shot."""
    for number in range(FRAMES):
        draw_shot(seed, label, folder / f"frame-{number:03}.png", number / FRAMES)
    movie = folder / "movie.mp4"
    source = ["-framerate", str(FPS), "-i", str(folder / "frame-%03d.png")]
    run_ffmpeg([*source, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "veryfast", str(movie)])
    return movie


def gradient(top: Colour, bottom: Colour) -> Image.Image:
    """A picture that goes from one colour to another, downwards."""
    column = Image.new("RGB", (1, SIZE[1]))
    for y in range(SIZE[1]):
        part = y / SIZE[1]
        column.putpixel((0, y), tuple(round(a + (b - a) * part) for a, b in zip(top, bottom, strict=True)))
    return column.resize(SIZE)


def beam(draw: ImageDraw.ImageDraw, lamp: tuple[int, int], angle: float) -> None:
    x, y = lamp
    far = [(x + 1500 * math.cos(angle + side), y + 1500 * math.sin(angle + side) / 4) for side in (-0.08, 0.08)]
    draw.polygon([lamp, *far], fill=(255, 244, 200, 90))


def sea(draw: ImageDraw.ImageDraw, horizon: int, moment: float, chance: random.Random) -> None:
    draw.rectangle((0, horizon, *SIZE), fill=(16, 44, 66, 235))
    for row in range(18):
        y = horizon + 8 + row * row
        shift = 60 * math.sin(2 * math.pi * moment + row)
        for _ in range(6 + row):
            x = chance.randint(-80, SIZE[0]) + shift
            draw.line((x, y, x + 30 + 5 * row, y), fill=(190, 214, 224, 70), width=1 + row // 6)


def lighthouse(draw: ImageDraw.ImageDraw, x: int, horizon: int) -> None:
    draw.ellipse((x - 150, horizon - 26, x + 150, horizon + 46), fill=(28, 30, 34, 255))
    draw.polygon(
        [(x - 34, horizon), (x + 34, horizon), (x + 22, horizon - 190), (x - 22, horizon - 190)],
        fill=(234, 230, 222, 255),
    )
    for band in (0, 2, 4):
        draw.rectangle((x - 30, horizon - 36 * (band + 1), x + 30, horizon - 36 * band - 6), fill=(176, 52, 46, 255))
    draw.rectangle((x - 20, horizon - 226, x + 20, horizon - 190), fill=(255, 236, 170, 255))
    draw.polygon([(x - 28, horizon - 226), (x + 28, horizon - 226), (x, horizon - 256)], fill=(46, 48, 54, 255))


def caption(draw: ImageDraw.ImageDraw, label: str) -> None:
    draw.rectangle((0, 676, SIZE[0], SIZE[1]), fill=(0, 0, 0, 120))
    draw.text((20, 686), label, fill=(255, 255, 255, 230), font_size=22)
