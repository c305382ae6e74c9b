"""The families of files a preview may be, by the extension of the upload (06-previews-playlists 3.2)."""

from typing import Final

from multiplane.storage.keys import Bucket

PICTURES: Final = frozenset({"jpe", "jpeg", "jpg", "png"})
MOVIES: Final = frozenset({"avi", "m4v", "mkv", "mov", "mp4", "webm", "wmv"})
GENERIC: Final = frozenset(
    {
        "ae", "ai", "blend", "clip", "comp", "diff", "exr", "fbx", "fla", "flv", "gif", "glb", "gltf", "hip", "kra",
        "ma", "mb", "md", "mp3", "obj", "pdf", "psd", "psb", "rar", "rev", "riv", "sai", "sai2", "sbbkp", "svg", "swf",
        "tvpp", "wav", "zip",
    }
)  # fmt: skip
"""Kept as they are: nothing is decoded, nothing is drawn of them."""

PICTURE: Final = "png"
"""The extension of the row of any picture."""
MOVIE: Final = "mp4"
"""The extension of the row of any movie, and of a row that waits for its upload."""
SHOWN: Final = (PICTURE, MOVIE)
"""What may illustrate a task or an entity."""

Place = tuple[Bucket, str]
"""Where one form of a preview is stored: bucket and prefix."""

PICTURE_PLACES: Final[tuple[Place, ...]] = (
    ("pictures", "original"),
    ("pictures", "thumbnails"),
    ("pictures", "thumbnails-square"),
    ("pictures", "previews"),
)
MOVIE_PLACES: Final[tuple[Place, ...]] = (
    *PICTURE_PLACES,
    ("pictures", "tiles"),
    ("movies", "previews"),
    ("movies", "lowdef"),
    ("movies", "source"),
)
GENERIC_PLACES: Final[tuple[Place, ...]] = (("files", "previews"),)


def places(extension: str | None) -> tuple[Place, ...]:
    """Every place where the files of a preview with this row extension may be (06-previews-playlists 4)."""
    if extension == PICTURE:
        return PICTURE_PLACES
    return MOVIE_PLACES if extension == MOVIE else GENERIC_PLACES


def split_name(file_name: str) -> tuple[str, str]:
    """The name of an upload without its extension, and the extension in lower case.

    Without any dot the whole name is both (06-previews-playlists 3.1).
    """
    stem, dot, extension = file_name.rpartition(".")
    return (stem, extension.lower()) if dot else (file_name, file_name.lower())
