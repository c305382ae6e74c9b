"""Colours of uploaded pictures, brought to what a browser shows (06-previews-playlists 3.3)."""

from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

Pixels = NDArray[np.float32]

_SRGB = ImageCms.createProfile("sRGB")
_KEPT = frozenset({"L", "LA", "P", "RGB", "RGBA"})


def normalise(picture: Image.Image) -> Image.Image:
    """The same picture in sRGB, 8 bits, mode L, LA, P, RGB or RGBA, without any metadata.

    Grey and palette pictures stay so; a transparent colour becomes alpha; a broken profile is ignored.
    """
    result = _simplified(_in_srgb(picture))
    key = result.info.get("transparency")
    if key is not None and result.mode in {"L", "RGB"}:
        return _bare(result.convert("LA" if result.mode == "L" else "RGBA"))
    return _bare(result, {"transparency": key} if key is not None and result.mode == "P" else {})


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, _SRGB, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return converted or picture


def _simplified(picture: Image.Image) -> Image.Image:
    if picture.mode in _KEPT:
        return picture
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode.startswith("I"):
        return _eight_bits(picture)
    if picture.mode in {"PA", "La", "RGBa"}:
        return picture.convert("RGBA")
    return picture.convert("RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """16-bit grey scaled, not clipped."""
    values = np.asarray(picture).astype(np.float32)
    return Image.fromarray((values / 257 + 0.5).clip(0, 255).astype(np.uint8))


def _bare(picture: Image.Image, info: dict[str | tuple[int, int], Any] | None = None) -> Image.Image:
    picture.info = info or {}
    return picture


def linear_to_srgb(pixels: Pixels) -> Pixels:
    """Scene-linear light, clamped to 0..1, encoded with the curve of sRGB."""
    light = _clamped(pixels)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * np.power(light, 1 / 2.4) - 0.055)


def linear_to_gamma(pixels: Pixels) -> Pixels:
    """Light clamped to 0..1, gamma 1/2.2: environments of the 3D viewer (06-previews-playlists 9.2)."""
    encoded: Pixels = np.power(_clamped(pixels), np.float32(1 / 2.2))
    return encoded


def film_log_to_linear(pixels: Pixels) -> Pixels:
    """Printing density of a film scan (10-bit codes: 95 black, 685 white, 0.002 density each) to light."""
    black = np.float32(10 ** ((95 - 685) * 0.002 / 0.6))
    light = np.power(np.float32(10), (_clamped(pixels) * 1023 - 685) * np.float32(0.002 / 0.6))
    linear: Pixels = (light - black) / (1 - black)
    return linear


def _clamped(pixels: Pixels) -> Pixels:
    return np.nan_to_num(pixels, nan=0.0, posinf=1.0, neginf=0.0).clip(0, 1)
