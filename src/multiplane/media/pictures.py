"""Uploaded pictures and the pictures made of them (06-previews-playlists 3.3, 8, 9)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PIL import Image, ImageFile

from multiplane.media import filetypes
from multiplane.media.colours import linear_to_gamma, normalise
from multiplane.media.errors import PictureTooLarge, UnreadableMedia
from multiplane.media.filetypes import FileType, identify
from multiplane.media.film_pictures import READERS, read_film_picture
from multiplane.media.fitting import Size, contain, cover

MAX_PIXELS: Final = 400_000_000
THUMBNAILS: Final[Mapping[str, Size]] = {"thumbnails": (150, 100), "thumbnails-square": (100, 100)}
PREVIEW_WIDTH: Final = 1200
AVATAR: Final[Size] = (400, 400)
ATTACHMENT: Final[Size] = (150, 150)
BACKGROUND: Final[Size] = (300, 200)

# Formats that Pillow may try, one at a time: some of its readers start other programs.
_PILLOW: Mapping[FileType, str] = {
    filetypes.PNG: "PNG",
    filetypes.JPEG: "JPEG",
    filetypes.GIF: "GIF",
    filetypes.WEBP: "WEBP",
    filetypes.BMP: "BMP",
    filetypes.AVIF: "AVIF",
}

# A truncated picture is accepted, its missing part blank.
ImageFile.LOAD_TRUNCATED_IMAGES = True
# The budget of each call is checked before decoding; it may be larger than Pillow's own.
Image.MAX_IMAGE_PIXELS = None


def read_picture(source: Path, max_pixels: int = MAX_PIXELS) -> Image.Image:
    """The picture in this file, in sRGB, 8 bits, mode L, LA, P, RGB or RGBA, without metadata.

    EXIF orientation is not applied (06-previews-playlists 3.3). Of an animation, the first picture.
    Raises UnreadableMedia when the content is no picture, PictureTooLarge above twice `max_pixels`.
    """
    filetype = identify(source)
    with _decoding():
        if filetype in READERS:
            return read_film_picture(source, filetype, max_pixels)
        with _opened(source, filetype) as picture:
            if picture.width * picture.height > 2 * max_pixels:
                raise PictureTooLarge("the picture has too many pixels")
            picture.load()
            return normalise(picture)


def picture_size(source: Path) -> Size:
    """Width and height of a PNG, JPEG, GIF, WebP, BMP or AVIF, from its header only."""
    filetype = identify(source)
    with _decoding(), _opened(source, filetype) as picture:
        return picture.size


def make_picture_variants(source: Path, folder: Path, max_pixels: int = MAX_PIXELS) -> dict[str, Path]:
    """Write the stored forms of an uploaded picture into `folder`; their paths by storage prefix.

    `original` is the normalised picture; `previews`, `thumbnails` and `thumbnails-square` are RGBA. All PNG.
    Errors: as `read_picture`; also PictureTooLarge for strips whose preview would be enormous.
    """
    picture = read_picture(source, max_pixels)
    original = _written(picture, folder / "original.png")
    return {"original": original, **_thumbnails(picture, folder, max_pixels)}


def make_thumbnails(original: Path, folder: Path, max_pixels: int = MAX_PIXELS) -> dict[str, Path]:
    """`previews`, `thumbnails` and `thumbnails-square` of a stored original, which stays as it is."""
    return _thumbnails(read_picture(original, max_pixels), folder, max_pixels)


def make_frame_variants(frame: Path, folder: Path, max_pixels: int = MAX_PIXELS) -> dict[str, Path]:
    """The four stored pictures of a movie from one of its frames; here `original` is RGBA too."""
    picture = read_picture(frame, max_pixels).convert("RGBA")
    original = _written(picture, folder / "original.png")
    return {"original": original, **_thumbnails(picture, folder, max_pixels)}


def make_avatar(source: Path, target: Path, max_pixels: int = MAX_PIXELS) -> None:
    """400x400 PNG of a person, production or organisation, whole on a transparent ground."""
    _written(contain(read_picture(source, max_pixels), AVATAR), target)


def make_attachment_thumbnail(source: Path, target: Path, max_pixels: int = MAX_PIXELS) -> None:
    """150x150 PNG of the middle of a picture sent in a chat."""
    _written(cover(read_picture(source, max_pixels), ATTACHMENT), target)


def make_background_thumbnail(source: Path, target: Path, max_pixels: int = MAX_PIXELS) -> None:
    """300x200 PNG of an HDR environment, whole on a transparent ground. Only HDR files are read."""
    if identify(source) != filetypes.HDR:
        raise UnreadableMedia("not an HDR picture")
    with _decoding():
        picture = read_film_picture(source, filetypes.HDR, max_pixels, linear_to_gamma)
    _written(contain(picture, BACKGROUND), target)


def _opened(source: Path, filetype: FileType) -> Image.Image:
    if filetype not in _PILLOW:
        raise UnreadableMedia("not a picture")
    return Image.open(source, formats=(_PILLOW[filetype],))


@contextmanager
def _decoding() -> Iterator[None]:
    """Decoders fail with anything on hostile files; callers need to know one error."""
    try:
        yield
    except UnreadableMedia:
        raise
    except Exception as error:
        raise UnreadableMedia("not a readable picture") from error


def _thumbnails(picture: Image.Image, folder: Path, max_pixels: int) -> dict[str, Path]:
    preview = (PREVIEW_WIDTH, -(-PREVIEW_WIDTH * picture.height // picture.width))
    if preview[0] * preview[1] > max_pixels:
        raise PictureTooLarge("the preview of this picture would have too many pixels")
    full = picture.convert("RGBA")
    canvases = {"previews": preview, **THUMBNAILS}
    return {name: _written(contain(full, size), folder / f"{name}.png") for name, size in canvases.items()}


def _written(picture: Image.Image, target: Path) -> Path:
    picture.save(target, "PNG")
    return target
