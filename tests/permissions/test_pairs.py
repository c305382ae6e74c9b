"""Two ids in a path belong together, or the pair is refused (404, casting 403) and nothing has changed."""

from collections.abc import Callable, Iterator

import pytest
from tests.permissions.requests import arguments
from tests.permissions.rules import RULES, Operation, table
from tests.permissions.world import PARAMETER, World

OF_THE_STUDIO = {
    "task_type_id", "asset_type_id", "person_id", "task_status_id", "status_automation_id", "background_id",
    "entity_type", "date", "year", "month", "day", "week", "file_name",
}  # fmt: skip
"""Parameters that belong to no production."""

ANY_ASSET = "PUT /data/projects/{project_id}/entities/casting/assets/{asset_id}"
"""Assets of other productions are cast freely (03-entities 1.6)."""
EMPTY = {
    "GET /data/projects/{project_id}/episodes/{episode_id}/assets/shared-used",
    "GET /data/projects/{project_id}/episodes/{episode_id}/sequences/all/casting",
}
"""The second id only narrows: nothing is found."""
REFUSED = {"POST /actions/tasks/{task_id}/comments/{comment_id}/move": (400,)}


def pairs() -> Iterator[tuple[Operation, str]]:
    """Operations with a parent and a child, and the one to take from elsewhere."""
    for operation in table():
        names = [name for name in PARAMETER.findall(operation.path.partition("?")[0]) if name not in OF_THE_STUDIO]
        if len(names) > 1:
            yield from ((operation, name) for name in names if (str(operation), name) != (ANY_ASSET, "asset_id"))


@pytest.mark.parametrize(("operation", "name"), list(pairs()), ids=str)
def test_an_id_of_elsewhere(
    operation: Operation, name: str, world: World, closed_world: World, events_of_cast: Callable[[], int]
) -> None:
    """The cast is on the team of both productions, so only the pair is wrong."""
    asker = "manager" if "manager" in RULES[operation.rule.removesuffix("~")] else "admin"
    before = events_of_cast()
    path = world.path(operation.path, **{name: closed_world.parameters[name]})
    answer = world.cast.clients[asker].request(operation.method, path, **arguments(operation, world))
    if str(operation) in EMPTY:
        assert not answer.json()
    else:
        assert answer.status_code in REFUSED.get(str(operation), (403, 404)), answer.text
    assert events_of_cast() == before
