"""A breakdown costs as many statements for a hundred shots as for one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text
from tests.casting.conftest import Production
from tests.support.studio import Row

from multiplane.casting import service
from multiplane.casting.breakdown import Cast
from multiplane.casting.readiness import refresh_readiness
from multiplane.database.session import Database, Session
from multiplane.database.statements import prepare

EPISODE = prepare(
    text(
        "SELECT sequence.parent_id FROM entity AS shot JOIN entity AS sequence ON sequence.id = shot.parent_id "
        "WHERE shot.id = cast(:shot_id AS uuid)"
    )
)
Work = Callable[[Session, list[Row], list[Row]], Awaitable[None]]


class Counting:
    """A connection that counts what is asked of it."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.statements = 0

    def __getattr__(self, name: str) -> Any:
        if name in ("fetch", "fetchrow", "fetchval", "execute"):
            self.statements += 1
        return getattr(self.connection, name)


async def replace(session: Session, shots: list[Row], assets: list[Row]) -> None:
    casting = [Cast(asset["id"], 2, "animate") for asset in assets]
    await service.replace_castings(session, {shot["id"]: casting for shot in shots})


async def empty(session: Session, shots: list[Row], _assets: list[Row]) -> None:
    await service.replace_castings(session, {shot["id"]: [] for shot in shots})


async def cast(session: Session, shots: list[Row], assets: list[Row]) -> None:
    await service.cast_assets(session, [(shot["id"], Cast(asset["id"])) for shot in shots for asset in assets])


async def uncast(session: Session, shots: list[Row], assets: list[Row]) -> None:
    await service.uncast_assets(session, [(shot["id"], asset["id"]) for shot in shots for asset in assets])


async def refresh(session: Session, _shots: list[Row], assets: list[Row]) -> None:
    await refresh_readiness(session, asset_ids=[asset["id"] for asset in assets])


async def empty_episode(session: Session, shots: list[Row], _assets: list[Row]) -> None:
    episode = await session.value(EPISODE, shot_id=shots[0]["id"])
    await service.replace_castings(session, {episode: []})


@pytest.fixture
def statements(database_dsn: str, production: Production) -> Callable[[Work, int], int]:
    """How many statements some work takes on this many shots, each with as many assets."""

    def measure(work: Work, size: int) -> int:
        shots = [production.shot() for _ in range(size)]
        assets = [production.asset() for _ in range(size)]
        for shot in shots:
            production.studio.task(shot)
        return asyncio.run(run(work, shots, assets))

    async def run(work: Work, shots: list[Row], assets: list[Row]) -> int:
        database = await Database.connect(database_dsn, size=1)
        try:
            async with database.transaction() as session:
                await replace(session, shots[:1], assets)
                await replace(session, shots, assets)
                counting: Any = Counting(session.connection)
                session.connection = counting
                await work(session, shots, assets)
                await session.flush_events()
                return int(counting.statements)
        finally:
            await database.close()

    return measure


@pytest.mark.parametrize("work", [replace, empty, cast, uncast, refresh, empty_episode], ids=lambda work: work.__name__)
def test_the_number_of_statements_is_constant(statements: Callable[[Work, int], int], work: Work) -> None:
    few, many = statements(work, 2), statements(work, 40)
    assert many == few
    assert few <= 20
