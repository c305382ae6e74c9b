"""The cast and the productions it plays in, made once for all tests of permissions."""

from collections.abc import Callable

import pytest
from tests.permissions.world import Cast, World
from tests.support.database import Rows
from tests.support.server import SECRET
from tests.support.studio import Studio


@pytest.fixture(scope="session")
def cast(rows: Rows, server: str) -> Cast:
    return Cast(Studio(rows, server, SECRET))


@pytest.fixture(scope="session")
def world(cast: Cast) -> World:
    """A production nobody changes: it is read, and writes to it are refused."""
    return World(cast)


@pytest.fixture(scope="session")
def closed_world(cast: Cast) -> World:
    """The same, when it is over."""
    return World(cast, is_open=False)


@pytest.fixture
def events_of_cast(cast: Cast) -> Callable[[], int]:
    """How many events are stored of what the cast did."""
    ids = [person["id"] for person in cast.people.values()]

    def count() -> int:
        found: int = cast.studio.rows.one("SELECT count(*) FROM api_event WHERE user_id = ANY (%s::uuid[])", ids)[
            "count"
        ]
        return found

    return count
