"""Uploads: multipart bodies streamed to temporary files, never held in memory (00-conventions 3.1, 11.3)."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, TypeVar

from litestar.enums import RequestEncodingType
from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser
from pydantic import BaseModel

from multiplane.errors import BAD_REQUEST, SimpleBadRequest, TooLarge, Unavailable
from multiplane.web.body import AnyRequest, read_body, validate

Schema = TypeVar("Schema", bound=BaseModel)

MOST_PARTS = 1000
MOST_TEXT = 500_000
"""Bytes of all the parts that are no files, together."""
PIECE = 1024 * 1024
"""Bytes gathered before they go to the disk."""
NO_ROOM = "The server cannot take files right now, retry later."


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded file, on disk until the request ends."""

    field: str
    name: str
    content_type: str
    path: Path
    size: int


@dataclass(slots=True)
class Form:
    """What a request sent: its files, and its values in whatever encoding they came."""

    request: AnyRequest
    is_multipart: bool
    files: list[Upload] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)

    async def read(self, schema: type[Schema]) -> Schema:
        """The *schema* reader over the text parts (the query wins) or over the JSON body; 400 as `read_body`."""
        if not self.is_multipart:
            return await read_body(self.request, schema)
        return validate(schema, self.parameters())

    def parameters(self) -> Mapping[str, str]:
        """The text parts and the query by name, first value of each; the query wins."""
        query = {name: self.request.query_params.getall(name)[0] for name in self.request.query_params}
        return {**self.values, **query}

    def file(self, field: str) -> Upload | None:
        """The first file of a field."""
        return next((upload for upload in self.files if upload.field == field), None)

    def file_of_each_field(self) -> list[Upload]:
        """The first file of each field name, in the order they came."""
        found: dict[str, Upload] = {}
        for upload in self.files:
            found.setdefault(upload.field, upload)
        return list(found.values())


@asynccontextmanager
async def received(request: AnyRequest) -> AsyncIterator[Form]:
    """The body of a request, its files in a temporary folder that goes with the block.

    413 when there are too many parts or too much text, 400 for a malformed body, 503 when the disk is full.
    Read it before the transaction is opened: a slow client must not hold a connection.
    """
    if request.content_type[0] != RequestEncodingType.MULTI_PART:
        yield Form(request, is_multipart=False)
        return
    folder = await asyncio.to_thread(_new_folder, request.app.state.settings.tmp_dir)
    try:
        form = Form(request, is_multipart=True)
        await _Receiver(form, Path(folder.name)).receive()
        yield form
    finally:
        await asyncio.to_thread(folder.cleanup)


def _new_folder(parent: Path) -> TemporaryDirectory[str]:
    try:
        parent.mkdir(parents=True, exist_ok=True)
        return TemporaryDirectory(dir=parent, prefix="upload-", ignore_cleanup_errors=True)
    except OSError as error:
        raise Unavailable(NO_ROOM) from error


class _Receiver:
    """Takes the parts of one body as they arrive."""

    def __init__(self, form: Form, folder: Path) -> None:
        self.form = form
        self.folder = folder
        self.text_left = MOST_TEXT
        self.segment: MultipartSegment | None = None
        self.gathered = bytearray()
        self.file: BinaryIO | None = None

    async def receive(self) -> None:
        boundary = self.form.request.content_type[1].get("boundary")
        if not boundary:
            raise SimpleBadRequest(BAD_REQUEST)
        try:
            with PushMultipartParser(boundary, max_segment_count=MOST_PARTS) as parser:
                async for chunk in self.form.request.stream():
                    if chunk and not parser.closed:
                        for event in parser.parse(chunk):
                            await self._take(event)
        except ParserLimitReached as error:
            raise TooLarge from error
        except (MultipartError, UnicodeDecodeError) as error:
            raise SimpleBadRequest(BAD_REQUEST) from error
        except OSError as error:
            raise Unavailable(NO_ROOM) from error
        finally:
            if self.file is not None:
                self.file.close()

    async def _take(self, event: MultipartSegment | bytearray | bytes | None) -> None:
        if isinstance(event, MultipartSegment):
            await self._begin(event)
        elif event:
            await self._data(event)
        else:
            await self._end()

    async def _begin(self, segment: MultipartSegment) -> None:
        self.segment = segment
        if segment.filename:
            path = self.folder / str(len(self.form.files))
            self.file = await asyncio.to_thread(path.open, "wb")

    async def _data(self, data: bytes | bytearray) -> None:
        self.gathered += data
        if self.file is None:
            if len(self.gathered) > self.text_left:
                raise TooLarge
        elif len(self.gathered) >= PIECE:
            await self._write()

    async def _write(self) -> None:
        piece, self.gathered = self.gathered, bytearray()
        if self.file is not None and piece:
            await asyncio.to_thread(self.file.write, piece)

    async def _end(self) -> None:
        segment, self.segment = self.segment, None
        if segment is None:
            return
        if self.file is None:
            self.text_left -= len(self.gathered)
            self.form.values.setdefault(segment.name or "", self.gathered.decode())
            self.gathered = bytearray()
            return
        await self._write()
        file, self.file = self.file, None
        size = file.tell()
        await asyncio.to_thread(file.close)
        path = self.folder / str(len(self.form.files))
        name, content_type = segment.filename or "", segment.content_type or ""
        self.form.files.append(Upload(segment.name or "", name, content_type, path, size))
