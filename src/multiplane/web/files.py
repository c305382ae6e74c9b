"""Stored files as answers: validators, byte ranges, names (00-conventions 10.2, 06-previews-playlists 5)."""

import re
import unicodedata
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote

from litestar import Response
from litestar.response import Stream

from multiplane.errors import ApiError, NotFound, Unavailable
from multiplane.storage import Bucket, NotStored, Storage, StorageUnavailable, StoredObject
from multiplane.web.body import AnyRequest

SAFE_INLINE = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/avif"})
"""Types a browser may show by itself; any other uploaded type could carry a script."""
MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
ONE_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{1,18})?|-(\d{1,18}))")
UNREACHABLE = "The file store cannot be reached right now, retry later."


class RangeRefused(ApiError):
    """416: the range begins past the end."""

    status = 416

    def __init__(self, size: int) -> None:
        super().__init__("The server cannot provide the requested range.")
        self.size = size

    def headers(self) -> dict[str, str]:
        return {"Content-Range": f"bytes */{self.size}"}


@dataclass(frozen=True, slots=True)
class ServedFile:
    """An object of the store and how it is presented."""

    bucket: Bucket
    prefix: str
    object_id: str
    media_type: str
    modified: str | None
    """`updated_at` of its owner, `YYYY-MM-DDTHH:MM:SS`."""
    download_name: str | None = None
    """The name to save it under; None to show it in place."""
    is_inline: bool = False
    """Show it in place even though it has a name."""


def uploaded_file(
    object_id: str, prefix: str, media_type: str | None, name: str | None, modified: str | None
) -> ServedFile:
    """A file kept as it was uploaded: shown in place only when its type is a safe picture."""
    known = media_type or ""
    shown = known in SAFE_INLINE
    safe_type = known if MEDIA_TYPE.fullmatch(known) else "application/octet-stream"
    return ServedFile("files", prefix, object_id, safe_type, modified, None if shown else name or "")


async def send_file(request: AnyRequest, served: ServedFile) -> Response[bytes] | Stream:
    """The file, a range of it, or 304. 404 when it is not stored, 416 for an impossible range."""
    storage: Storage = request.app.state.storage
    try:
        stored = await storage.info(served.bucket, served.prefix, served.object_id)
        headers = _headers(served, stored, request.app.state.settings.client_cache_max_age)
        if _is_unchanged(request, stored, served):
            return Response(b"", status_code=304, headers=headers)
        span = _range(request, stored, served)
        start, end = span or (0, stored.size)
        headers["Content-Length"] = str(end - start)
        if span is not None:
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{stored.size}"
        chunks = await _chunks(storage, served, start, end)
    except NotStored as error:
        raise NotFound from error
    except StorageUnavailable as error:
        raise Unavailable(UNREACHABLE) from error
    status = 200 if span is None else 206
    return Stream(chunks, status_code=status, media_type=served.media_type, headers=headers)


async def _chunks(storage: Storage, served: ServedFile, start: int, end: int) -> AsyncIterator[bytes]:
    if start == end:
        return _nothing()
    opened = await storage.open(served.bucket, served.prefix, served.object_id, start, end)
    return opened.chunks


async def _nothing() -> AsyncIterator[bytes]:
    yield b""


def _headers(served: ServedFile, stored: StoredObject, max_age: int) -> dict[str, str]:
    expires = datetime.now(UTC) + timedelta(seconds=max_age)
    return {
        "Cache-Control": f"max-age={max_age}, private",
        "Expires": format_datetime(expires, usegmt=True),
        "ETag": stored.etag,
        "Last-Modified": format_datetime(_moment(served, stored), usegmt=True),
        "Accept-Ranges": "bytes",
        "Content-Disposition": disposition(served.download_name, is_inline=served.is_inline),
    }


def disposition(download_name: str | None, *, is_inline: bool = False) -> str:
    """`Content-Disposition`: in place, or a download under an ASCII name and, when it differs, the real one.

    The name was chosen by whoever uploaded the file; it never leads a careless program into another folder.
    """
    if download_name is None:
        return 'inline; filename=""'
    download_name = re.sub(r"[/\\]", "_", download_name)
    folded = unicodedata.normalize("NFKD", download_name).encode("ascii", "ignore").decode()
    plain = re.sub(r'[\x00-\x1f\x7f"]', "_", folded)
    text = f'{"inline" if is_inline else "attachment"}; filename="{plain}"'
    if plain != download_name:
        text += f"; filename*=UTF-8''{quote(download_name, safe='')}"
    return text


def _moment(served: ServedFile, stored: StoredObject) -> datetime:
    """When the file last changed: the date of its owner, or that of the file where another program set none."""
    changed = stored.modified if served.modified is None else datetime.fromisoformat(served.modified)
    return changed.replace(tzinfo=UTC, microsecond=0)


def _is_unchanged(request: AnyRequest, stored: StoredObject, served: ServedFile) -> bool:
    known = request.headers.get("if-none-match")
    if known is not None:
        tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
        return "*" in tags or stored.etag in tags
    since = _http_date(request.headers, "if-modified-since")
    return since is not None and _moment(served, stored) <= since


def _range(request: AnyRequest, stored: StoredObject, served: ServedFile) -> tuple[int, int] | None:
    """First byte and end of the one range asked for; None for the whole file."""
    match = ONE_RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if match is None or not _range_still_applies(request, stored, served):
        return None
    first, last, suffix = match.groups()
    if suffix is not None:
        start, end = max(0, stored.size - int(suffix)), stored.size
    else:
        start, end = int(first), min(stored.size, int(last) + 1 if last else stored.size)
        if last and int(last) < int(first):
            return None
    if start >= stored.size or start >= end:
        raise RangeRefused(stored.size)
    return start, end


def _range_still_applies(request: AnyRequest, stored: StoredObject, served: ServedFile) -> bool:
    condition = request.headers.get("if-range")
    if condition is None or condition == stored.etag:
        return True
    date = _http_date(request.headers, "if-range")
    return date is not None and date == _moment(served, stored)


def _http_date(headers: Mapping[str, str], name: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(headers.get(name, ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
