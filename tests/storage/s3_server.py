"""A small S3 server on a local port: enough of the protocol for one client to store, read and delete."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

NO_SUCH_KEY = b"<Error><Code>NoSuchKey</Code><Message>absent</Message></Error>"


class S3Server(ThreadingHTTPServer):
    """Keeps objects by their path (`/bucket/key`); `failing` makes every request a 403."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.failing = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: S3Server

    def parse_request(self) -> bool:
        if not super().parse_request():
            return False
        parts = urlsplit(self.path)
        self.key, self.query = unquote(parts.path), parse_qs(parts.query, keep_blank_values=True)
        if self.server.failing:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._answer(403, b"<Error><Code>AccessDenied</Code></Error>")
            return False
        return True

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        body = self.server.objects.get(self.key)
        if body is None:
            return self._answer(404, NO_SUCH_KEY)
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if asked is None:
            return self._answer(200, body)
        start, end = int(asked[1]), min(int(asked[2] or len(body) - 1), len(body) - 1)
        return self._answer(206, body[start : end + 1], {"Content-Range": f"bytes {start}-{end}/{len(body)}"})

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "partNumber" in self.query:
            self.server.parts[self.query["uploadId"][0]][int(self.query["partNumber"][0])] = body
        else:
            self.server.objects[self.key] = body
        self._answer(200)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "uploads" in self.query:
            upload = f"upload{len(self.server.parts)}"
            self.server.parts[upload] = {}
            started = "InitiateMultipartUploadResult"
            answer = f"<{started}><UploadId>{upload}</UploadId></{started}>"
        else:
            parts = self.server.parts[self.query["uploadId"][0]]
            self.server.objects[self.key] = b"".join(parts[number] for number in sorted(parts))
            answer = "<CompleteMultipartUploadResult><ETag>whole</ETag></CompleteMultipartUploadResult>"
        self._answer(200, answer.encode())

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.key, None)
        self._answer(204)

    def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", f'"{hash(body):x}"')
        self.send_header("Last-Modified", "Mon, 23 Nov 2026 10:00:00 GMT")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Nothing on the terminal."""


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """Serve until the end of the block."""
    with S3Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
