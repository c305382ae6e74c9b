"""A client of the running server, as one person."""

import ssl
from typing import Any

import httpx

TLS = ssl.create_default_context()
"""Made once: a client that makes its own takes a tenth of a second, and tests make thousands."""


class Api:
    """HTTP calls as one identity; `api.get("/data/shots")` is the whole of it."""

    def __init__(self, base_url: str, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.base_url = base_url
        self.token = token
        self.http = httpx.Client(base_url=base_url, headers=headers, timeout=30, verify=TLS)

    def get(self, path: str, status: int = 200, **options: Any) -> Any:
        return self._read(self.http.get(path, **options), status)

    def post(self, path: str, json: Any = None, status: int = 201, **options: Any) -> Any:
        return self._read(self.http.post(path, json=json, **options), status)

    def put(self, path: str, json: Any = None, status: int = 200, **options: Any) -> Any:
        return self._read(self.http.put(path, json=json, **options), status)

    def delete(self, path: str, status: int = 204, **options: Any) -> Any:
        return self._read(self.http.delete(path, **options), status)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """The whole answer, whatever its status."""
        return self.http.request(method, path, **options)

    def _read(self, response: httpx.Response, status: int) -> Any:
        assert response.status_code == status, (
            f"{response.request.method} {response.request.url} answered {response.status_code}, "
            f"not {status}: {response.text[:600]}"
        )
        return response.json() if response.content else None
