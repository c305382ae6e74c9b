"""Files are what their content says."""

import pytest
from PIL import Image

from multiplane.media.errors import UnreadableMedia
from multiplane.media.filetypes import identify

TS = b"\x47" + b"\0" * 187


@pytest.mark.parametrize(
    ("content", "kind", "form"),
    [
        (b"%PDF-1.7\n", "document", "pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "document", "svg"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><svg/>", "document", "svg"),
        (b"  <!DOCTYPE html><script>", "document", "html"),
        (b"glTF\x02\0\0\0", "scene", "glb"),
        (b"Kaydara FBX Binary  \0", "scene", "fbx"),
        (b"BLENDER-v300", "scene", "blend"),
        (b"PK\x03\x04rest", "archive", "zip"),
        (b"8BPS\0\x01", "picture", "psd"),
        (b"v/1\x01\x02\0", "picture", "exr"),
        (b"#?RADIANCE\n", "picture", "hdr"),
        (b"SDPX\0\0", "picture", "dpx"),
        (b"\0\0\0\x1cftypheic", "picture", "heif"),
        (b"\0\0\0\x1cftypqt  ", "movie", "mov"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "movie", "mov"),
        (b"\x1a\x45\xdf\xa3\x93B\x82\x88matroska", "movie", "mkv"),
        (TS * 3, "movie", "mpegts"),
        (b"BM, a text that begins like a bitmap", "other", "unknown"),
        (b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", "other", "unknown"),
        (b"just text", "other", "unknown"),
        (b"\0", "other", "unknown"),
    ],
)
def test_identify_by_content(tmp_path, content, kind, form):
    path = tmp_path / "upload.png"
    path.write_bytes(content)
    assert (identify(path).kind, identify(path).format) == (kind, form)


@pytest.mark.parametrize("form", ["png", "jpeg", "gif", "webp", "tiff", "bmp", "avif"])
def test_pictures_whatever_their_name(tmp_path, form):
    path = tmp_path / "upload.mp4"
    Image.new("RGB", (8, 8), "red").save(path, form.upper())
    assert identify(path).kind == "picture"
    assert identify(path).mimetype == f"image/{form}"


def test_empty_files_are_refused(tmp_path):
    path = tmp_path / "empty.png"
    path.touch()
    with pytest.raises(UnreadableMedia, match="empty"):
        identify(path)
