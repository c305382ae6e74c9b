"""One test, run as each role: what is allowed must work, what is denied must not."""

from collections.abc import Callable
from typing import Any

import pytest

EVERYBODY = ("admin", "manager", "supervisor", "user", "client", "vendor", "outsider", "anonymous")


def as_each_role(**statuses: int) -> Callable[[Any], Any]:
    """Parametrize a test with `role` and the `status` it must get.

    `default` is the status of the roles not named; `anonymous` is 401 unless named.
    """
    default = statuses.pop("default", 403)
    expected = dict.fromkeys(EVERYBODY, default) | {"anonymous": 401} | statuses
    return pytest.mark.parametrize(("role", "status"), list(expected.items()), ids=list(expected))
