"""Uploads: multipart bodies streamed to temporary files, never held in memory (00-conventions 3.1, 11.3)."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, TypeVar

from litestar.enums import RequestEncodingType
from multipart import MultipartSegment
from pydantic import BaseModel

from multiplane.errors import Unavailable
from multiplane.web.body import AnyRequest, read_body, validate
from multiplane.web.multipart import TextParts

Schema = TypeVar("Schema", bound=BaseModel)

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
        await _Receiver(form, Path(folder.name)).receive(request)
        yield form
    finally:
        await asyncio.to_thread(folder.cleanup)


def _new_folder(parent: Path) -> TemporaryDirectory[str]:
    try:
        parent.mkdir(parents=True, exist_ok=True)
        return TemporaryDirectory(dir=parent, prefix="upload-", ignore_cleanup_errors=True)
    except OSError as error:
        raise Unavailable(NO_ROOM) from error


class _Receiver(TextParts):
    """Keeps the files of one body in a folder."""

    def __init__(self, form: Form, folder: Path) -> None:
        super().__init__()
        self._form = form
        self._folder = folder
        self._unwritten = bytearray()
        self._file: BinaryIO | None = None

    async def receive(self, request: AnyRequest) -> None:
        try:
            await super().receive(request)
        except OSError as error:
            raise Unavailable(NO_ROOM) from error
        finally:
            if self._file is not None:
                self._file.close()
        self._form.values.update({name: texts[0] for name, texts in self.texts.items()})

    async def begin_file(self, segment: MultipartSegment) -> None:
        path = self._folder / str(len(self._form.files))
        self._file = await asyncio.to_thread(path.open, "wb")

    async def file_data(self, data: bytes | bytearray) -> None:
        self._unwritten += data
        if len(self._unwritten) >= PIECE:
            await self._write()

    async def _write(self) -> None:
        piece, self._unwritten = self._unwritten, bytearray()
        if self._file is not None and piece:
            await asyncio.to_thread(self._file.write, piece)

    async def end_file(self, segment: MultipartSegment) -> None:
        await self._write()
        file, self._file = self._file, None
        if file is None:
            return
        size = file.tell()
        await asyncio.to_thread(file.close)
        name, content_type = segment.filename or "", segment.content_type or ""
        self._form.files.append(Upload(segment.name or "", name, content_type, Path(file.name), size))
