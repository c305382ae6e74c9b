"""EXR, HDR, DPX, TIFF and PSD, read with OpenImageIO and shown as 8-bit pictures."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO
from PIL import Image

from multiplane.media.colours import Pixels, film_log_to_linear, linear_to_srgb
from multiplane.media.errors import PictureTooLarge, UnreadableMedia
from multiplane.media.filetypes import DPX, EXR, HDR, PSD, TIFF, FileType

Encode = Callable[[Pixels], Pixels]

READERS: dict[FileType, str] = {EXR: "openexr", HDR: "hdr", DPX: "dpx", TIFF: "tiff", PSD: "psd"}
_MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}


def read_film_picture(path: Path, filetype: FileType, max_pixels: int, encode: Encode = linear_to_srgb) -> Image.Image:
    """The picture as it should be displayed: mode L, LA, RGB or RGBA.

    Linear light (float formats, HDR) goes through `encode`; film scans are made linear first; other
    pictures are display-referred already. The display window of an EXR is what is shown.
    Raises UnreadableMedia, or PictureTooLarge above `max_pixels / 2` (float pixels are large).
    """
    source = OpenImageIO.ImageInput.open(str(path.absolute()))
    if source is None:
        OpenImageIO.geterror()  # unread, it would be printed when the process ends
        raise UnreadableMedia("not a readable picture")
    try:
        if source.format_name() != READERS[filetype]:
            raise UnreadableMedia("the picture is not of the format it begins with")
        spec = source.spec()
        _check(spec, max_pixels)
        pixels = _read(source, spec)
    finally:
        source.close()
    return _picture(_shown(pixels, spec, encode))


def _check(spec: Any, max_pixels: int) -> None:
    largest = max(spec.width * spec.height, spec.full_width * spec.full_height)
    if 2 * largest > max_pixels:
        raise PictureTooLarge("the picture has too many pixels")
    if spec.deep or spec.depth > 1 or min(spec.width, spec.height, spec.full_width, spec.full_height) < 1:
        raise UnreadableMedia("not a flat picture")


def _read(source: Any, spec: Any) -> Pixels:
    """The colour channels (and alpha, last) on the display window."""
    first, count = _channels(list(spec.channelnames), spec.nchannels, spec.alpha_channel)
    pixels = source.read_image(0, 0, first, first + count, "float")
    if pixels is None:
        raise UnreadableMedia("the picture is damaged")
    return _windowed(pixels.reshape(spec.height, spec.width, count), spec)


def _channels(names: list[str], total: int, alpha: int) -> tuple[int, int]:
    """First channel to show and how many: RGB(A) wherever it is, else grey (and alpha)."""
    colour = next((i for i in range(total - 2) if names[i : i + 3] == ["R", "G", "B"]), None)
    if colour is None:
        return (0, 2) if total > 1 and alpha == 1 else (0, 3 if total == 3 else 1)
    return colour, 4 if alpha == colour + 3 else 3


def _windowed(pixels: Pixels, spec: Any) -> Pixels:
    left, top = spec.x - spec.full_x, spec.y - spec.full_y
    if (left, top, spec.width, spec.height) == (0, 0, spec.full_width, spec.full_height):
        return pixels
    window = np.zeros((spec.full_height, spec.full_width, pixels.shape[2]), np.float32)
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + spec.width, spec.full_width), min(top + spec.height, spec.full_height)
    if x0 < x1 and y0 < y1:
        window[y0:y1, x0:x1] = pixels[y0 - top : y1 - top, x0 - left : x1 - left]
    return window


def _shown(pixels: Pixels, spec: Any, encode: Encode) -> Pixels:
    """Colours are divided by alpha (files of this trade are premultiplied, PNG is not), then encoded."""
    colours = 3 if pixels.shape[2] > 2 else 1
    light = pixels[..., :colours]
    if pixels.shape[2] > colours:
        alpha = pixels[..., colours:]
        light = np.divide(light, alpha, out=light.copy(), where=alpha > 0)
    if _is_film_log(spec):
        light = film_log_to_linear(light)
    if _is_film_log(spec) or _is_linear(spec):
        light = encode(light)
    return np.concatenate((light, pixels[..., colours:]), axis=2)


def _is_film_log(spec: Any) -> bool:
    return spec.getattribute("dpx:Transfer") in {"Printing density", "Logarithmic"}


def _is_linear(spec: Any) -> bool:
    return spec.format.basetype in {OpenImageIO.HALF, OpenImageIO.FLOAT, OpenImageIO.DOUBLE}


def _picture(pixels: Pixels) -> Image.Image:
    values = (np.nan_to_num(pixels).clip(0, 1) * 255 + 0.5).astype(np.uint8)
    height, width, channels = values.shape
    return Image.frombytes(_MODES[channels], (width, height), np.ascontiguousarray(values).tobytes())
