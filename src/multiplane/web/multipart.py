"""Multipart bodies, part by part as they arrive (00-conventions 3.1, 11.3)."""

from typing import Any

from litestar import Request
from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser

from multiplane.errors import BAD_REQUEST, SimpleBadRequest, TooLarge

MOST_PARTS = 1000
MOST_TEXT = 500_000
"""Bytes of all the parts that are no files, together."""


class TextParts:
    """Takes the parts of one body: keeps the texts by name, in the order they came, and drops the files."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self._text_left = MOST_TEXT
        self._segment: MultipartSegment | None = None
        self._gathered = bytearray()

    async def receive(self, request: Request[Any, Any, Any]) -> None:
        """Read the whole body. 413 when there are too many parts or too much text, 400 when it is malformed."""
        boundary = request.content_type[1].get("boundary")
        if not boundary:
            raise SimpleBadRequest(BAD_REQUEST)
        try:
            with PushMultipartParser(boundary, max_segment_count=MOST_PARTS) as parser:
                async for chunk in request.stream():
                    if chunk and not parser.closed:
                        for event in parser.parse(chunk):
                            await self._take(event)
        except ParserLimitReached as error:
            raise TooLarge from error
        except (MultipartError, UnicodeDecodeError) as error:
            raise SimpleBadRequest(BAD_REQUEST) from error

    async def begin_file(self, segment: MultipartSegment) -> None:
        """A part with a file name begins."""

    async def file_data(self, data: bytes | bytearray) -> None:
        """Some bytes of that file."""

    async def end_file(self, segment: MultipartSegment) -> None:
        """That file is complete."""

    async def _take(self, event: MultipartSegment | bytearray | bytes | None) -> None:
        if isinstance(event, MultipartSegment):
            self._segment = event
            if event.filename:
                await self.begin_file(event)
        elif self._segment is None:
            return
        elif self._segment.filename:
            await (self.file_data(event) if event else self.end_file(self._segment))
        elif event:
            self._text_data(event)
        else:
            self._end_text(self._segment)

    def _text_data(self, data: bytes | bytearray) -> None:
        self._gathered += data
        if len(self._gathered) > self._text_left:
            raise TooLarge

    def _end_text(self, segment: MultipartSegment) -> None:
        text, self._gathered = self._gathered, bytearray()
        self._text_left -= len(text)
        self.texts.setdefault(segment.name or "", []).append(text.decode())
