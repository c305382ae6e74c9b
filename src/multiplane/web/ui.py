"""The files of a built single-page web UI (`--ui FOLDER`)."""

import asyncio
import mimetypes
from pathlib import Path

from multiplane.errors import NotFound
from multiplane.web.front import Receive, Scope, Send, refuse

HASHED_FOLDERS = ("assets", "static", "js", "css", "fonts", "img")
"""Folders whose file names carry a hash of their content in usual builds: they may be cached for long."""


class WebInterface:
    """Serves the files of a folder; a path that is no file there is the application itself, `index.html`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        file = self._find(scope["path"])
        try:
            content = await asyncio.to_thread(file.read_bytes)
        except OSError:
            await refuse(send, NotFound())
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        long_lived = file.relative_to(self._folder).parent.name in HASHED_FOLDERS
        headers = [
            (b"content-type", kind.encode()),
            (b"content-length", str(len(content)).encode()),
            (b"cache-control", b"public, max-age=31536000, immutable" if long_lived else b"no-cache"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def _find(self, path: str) -> Path:
        """The file of a path, never outside the folder."""
        try:
            file = (self._folder / path.lstrip("/")).resolve()
            if file.is_relative_to(self._folder) and file.is_file():
                return file
        except (OSError, ValueError):
            pass
        return self._folder / "index.html"
