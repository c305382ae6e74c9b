"""The API, called in this process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text

from multiplane.access.tokens import issue_pair
from multiplane.app import create_api, front, running
from multiplane.database.statements import prepare
from multiplane.settings import Settings

LONGEST = 600
"""Seconds one call may take: a movie is made within it."""
AN_ADMIN = prepare(
    text(
        "SELECT id FROM person WHERE role = 'admin' AND active IS TRUE AND is_bot IS NOT TRUE "
        "ORDER BY created_at, id LIMIT 1"
    )
)


class NoAdministrator(Exception):
    """There is nobody whose production the demo could be."""


class Api:
    """Calls as an administrator; an answer that refuses is an error here."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def get(self, path: str, **query: str) -> Any:
        return self._read(await self._http.get(path, params=query))

    async def post(self, path: str, body: Any) -> Any:
        return self._read(await self._http.post(path, json=body))

    async def put(self, path: str, body: Any) -> Any:
        return self._read(await self._http.put(path, json=body))

    async def upload(self, path: str, file: Path) -> Any:
        with file.open("rb") as content:
            return self._read(await self._http.post(path, files={"file": (file.name, content)}))

    @staticmethod
    def _read(response: httpx.Response) -> Any:
        response.raise_for_status()
        return response.json()


@asynccontextmanager
async def api_of(settings: Settings) -> AsyncIterator[Api]:
    """The product itself, without a port. Raises NoAdministrator."""
    api = create_api(settings)
    async with running(api):
        async with api.state.database.reading() as session:
            admin = await session.value(AN_ADMIN)
        if admin is None:
            raise NoAdministrator
        token = issue_pair(settings.signing_key, admin).access
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(front(api, settings)),
            base_url="http://multiplane",
            headers={"Authorization": f"Bearer {token}"},
            timeout=LONGEST,
        ) as http:
            yield Api(http)
