"""What a file is, by its content: names and declared types of uploads are not believed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from multiplane.media.errors import UnreadableMedia

Kind = Literal["picture", "movie", "audio", "document", "scene", "archive", "other"]

HEAD = 1024


@dataclass(frozen=True, slots=True)
class FileType:
    """Family and format of a file, and the media type it may be given."""

    kind: Kind
    format: str
    mimetype: str


UNKNOWN = FileType("other", "unknown", "application/octet-stream")

PNG = FileType("picture", "png", "image/png")
JPEG = FileType("picture", "jpeg", "image/jpeg")
GIF = FileType("picture", "gif", "image/gif")
WEBP = FileType("picture", "webp", "image/webp")
AVIF = FileType("picture", "avif", "image/avif")
BMP = FileType("picture", "bmp", "image/bmp")
TIFF = FileType("picture", "tiff", "image/tiff")
PSD = FileType("picture", "psd", "image/vnd.adobe.photoshop")
EXR = FileType("picture", "exr", "image/x-exr")
HDR = FileType("picture", "hdr", "image/vnd.radiance")
DPX = FileType("picture", "dpx", "image/x-dpx")
HEIF = FileType("picture", "heif", "image/heif")
SVG = FileType("document", "svg", "image/svg+xml")
MP4 = FileType("movie", "mp4", "video/mp4")
MOV = FileType("movie", "mov", "video/quicktime")
MKV = FileType("movie", "mkv", "video/x-matroska")
WEBM = FileType("movie", "webm", "video/webm")
AVI = FileType("movie", "avi", "video/x-msvideo")
WMV = FileType("movie", "wmv", "video/x-ms-asf")
FLV = FileType("movie", "flv", "video/x-flv")
MPEG = FileType("movie", "mpeg", "video/mpeg")
MPEG_TS = FileType("movie", "mpegts", "video/mp2t")
MXF = FileType("movie", "mxf", "application/mxf")

_SIGNATURES: tuple[tuple[bytes, FileType], ...] = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"8BPS", PSD),
    (b"v/1\x01", EXR),
    (b"#?RADIANCE", HDR),
    (b"#?RGBE", HDR),
    (b"SDPX", DPX),
    (b"XPDS", DPX),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", WMV),
    (b"FLV\x01", FLV),
    (b"\0\0\x01\xba", MPEG),
    (b"\x06\x0e\x2b\x34\x02\x05\x01\x01", MXF),
    (b"%PDF-", FileType("document", "pdf", "application/pdf")),
    (b"glTF", FileType("scene", "glb", "model/gltf-binary")),
    (b"Kaydara FBX Binary", FileType("scene", "fbx", "application/octet-stream")),
    (b"BLENDER", FileType("scene", "blend", "application/octet-stream")),
    (b"FOR4", FileType("scene", "mb", "application/octet-stream")),
    (b"//Maya ASCII", FileType("scene", "ma", "application/octet-stream")),
    (b"PK\x03\x04", FileType("archive", "zip", "application/zip")),
    (b"Rar!\x1a\x07", FileType("archive", "rar", "application/vnd.rar")),
    (b"ID3", FileType("audio", "mp3", "audio/mpeg")),
)
_RIFF: dict[bytes, FileType] = {
    b"AVI ": AVI,
    b"WEBP": WEBP,
    b"WAVE": FileType("audio", "wav", "audio/x-wav"),
}
_BRANDS: dict[bytes, FileType] = {
    b"qt  ": MOV,
    b"avif": AVIF,
    b"avis": AVIF,
    b"heic": HEIF,
    b"heix": HEIF,
    b"mif1": HEIF,
    b"M4A ": FileType("audio", "m4a", "audio/mp4"),
}
# QuickTime files of before 2000 begin with any of their top boxes.
_QUICKTIME_BOXES = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_TS_PACKET = 188


def identify(path: Path) -> FileType:
    """The type of this file; `UNKNOWN` when its content is none of those known here.

    Raises UnreadableMedia when the file is empty.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise UnreadableMedia("the file is empty")
    return _by_signature(head) or _by_container(head) or _by_text(head) or UNKNOWN


def _by_signature(head: bytes) -> FileType | None:
    return next((filetype for signature, filetype in _SIGNATURES if head.startswith(signature)), None)


def _by_container(head: bytes) -> FileType | None:
    box = head[4:8]
    if box == b"ftyp":
        return _BRANDS.get(head[8:12], MP4)
    if box in _QUICKTIME_BOXES:
        return MOV
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM if b"webm" in head[:64] else MKV
    if len(head) > 2 * _TS_PACKET and {head[0], head[_TS_PACKET], head[2 * _TS_PACKET]} == {0x47}:
        return MPEG_TS
    # "BM" alone is too little: the header names its own size and one colour plane.
    if head.startswith(b"BM") and head[14:18] in {b"\x0c\0\0\0", b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0"}:
        return BMP
    return None


def _by_text(head: bytes) -> FileType | None:
    """Texts that a browser would run."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<!doctype html", b"<html", b"<script")):
        return FileType("document", "html", "text/html")
    if text.startswith((b"<svg", b"<?xml", b"<!doctype svg")) and b"<svg" in text:
        return SVG
    return None
