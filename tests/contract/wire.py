"""HTTP without a client's good manners: paths and bodies go out as they are."""

import http.client
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


class Wire:
    """Requests of one caller."""

    def __init__(self, base_url: str, token: str) -> None:
        address = urlsplit(base_url)
        self._connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=20)
        self._token = token

    def send(self, method: str, path: str, body: bytes | None = None, content_type: str = "") -> Answer:
        """The answer. A server that hangs for 20 s, or hangs up twice, is an error."""
        try:
            return self._send(method, path, body, content_type)
        except (ConnectionError, http.client.HTTPException):
            self._connection.close()
            return self._send(method, path, body, content_type)

    def _send(self, method: str, path: str, body: bytes | None, content_type: str) -> Answer:
        connection = self._connection
        connection.putrequest(method, path, skip_accept_encoding=True)
        connection.putheader("Authorization", f"Bearer {self._token}")
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
            connection.putheader("Content-Type", content_type)
        # The server may answer before it has read everything, and then reads no more.
        with suppress(BrokenPipeError):
            connection.endheaders(body or None)
        response = connection.getresponse()
        return Answer(response.status, response.read())
