"""The user limit and the last administrator, also when many act at once (01-auth C.4, trust)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.people.people import address, newcomer, path_of
from tests.support.api import Api
from tests.support.studio import Studio

LAST = {"error": True, "message": "The last administrator can't be removed."}


@pytest.fixture
def small(fresh_studio: Callable[..., Studio]) -> Studio:
    """A studio of four seats, one of them taken by its administrator."""
    return fresh_studio(user_limit="4")


def active_humans(studio: Studio) -> int:
    row = studio.rows.one(
        "SELECT count(*) AS count FROM person "
        "WHERE active AND NOT is_bot AND NOT is_guest AND preview_project_id IS NULL"
    )
    return int(row["count"])


def at_once(calls: list[Callable[[], Any]]) -> list[int]:
    """The statuses of calls made at the same time."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [answer.status_code for answer in pool.map(lambda call: call(), calls)]


class TestUserLimit:
    def test_of_twenty_creations_at_once_three_fit(self, small: Studio) -> None:
        clients = [Api(small.base_url, small.admin.token) for _ in range(20)]
        statuses = at_once(
            [lambda api=api: api.request("POST", "/data/persons", json=newcomer()) for api in clients]  # type: ignore[misc]
        )
        assert sorted(statuses) == [201] * 3 + [400] * 17
        assert active_humans(small) == 4
        self.check_a_full_studio(small)
        self.check_reactivation(small)

    def check_a_full_studio(self, small: Studio) -> None:
        full = {"error": True, "message": "User limit reached.", "data": {"limit": 4}}
        assert small.admin.post("/data/persons", newcomer(), 400) == full
        artist = small.client_of(small.person(active=True, is_guest=True))
        assert artist.post("/data/persons", newcomer(), 400) == full
        assert small.admin.post("/data/persons", newcomer(role="emperor"), 400) == full
        for free in ({"is_bot": True}, {"active": False}, {"active": 0}):
            small.admin.post("/data/persons", newcomer(**free))
        for counted in ({"active": None}, {"is_bot": False}):
            small.admin.post("/data/persons", newcomer(**counted), 400)

    def check_reactivation(self, small: Studio) -> None:
        full = {"error": True, "message": "User limit reached.", "data": None}
        asleep = [small.person(active=False) for _ in range(8)]
        assert small.admin.put(path_of(asleep[0]), {"active": True}, 400) == full
        bot, guest = small.person(is_bot=True), small.person("client", is_guest=True)
        assert small.admin.put(path_of(bot), {"is_bot": False}, 400) == full
        assert small.admin.put(path_of(guest), {"is_guest": False}, 400) == full
        sleeping_bot = small.person(is_bot=True, active=False)
        small.admin.put(path_of(sleeping_bot), {"active": True})

        awake = small.admin.get("/data/persons", params={"active": "true", "role": "user", "is_bot": "false"})
        small.admin.put(path_of(next(row for row in awake if not row["is_guest"])), {"active": False})
        clients = [(Api(small.base_url, small.admin.token), person) for person in asleep]
        statuses = at_once(
            [lambda api=api, row=row: api.request("PUT", path_of(row), json={"active": True}) for api, row in clients]  # type: ignore[misc]
        )
        assert sorted(statuses) == [200] + [400] * 7
        assert active_humans(small) == 4


class TestLastAdministrator:
    @pytest.mark.parametrize("force", ["", "?force=true"])
    def test_two_deleting_each_other_leave_one(self, fresh_studio: Callable[..., Studio], force: str) -> None:
        studio = fresh_studio()
        for _ in range(5):
            self.only(studio, 2)
            one, two = studio.rows.all("SELECT id::text FROM person WHERE role = 'admin'")
            clients = studio.client_of(one), studio.client_of(two)
            statuses = at_once(
                [
                    lambda: clients[0].request("DELETE", path_of(two) + force),  # noqa: B023 - called at once
                    lambda: clients[1].request("DELETE", path_of(one) + force),  # noqa: B023
                ]
            )
            assert sorted(statuses)[0] == 204
            assert max(statuses) < 500
            assert self.admins(studio) == 1

    def test_two_demoting_each_other_leave_one(self, fresh_studio: Callable[..., Studio]) -> None:
        studio = fresh_studio()
        for change in ({"role": "user"}, {"active": False}, {"is_bot": True}, {"role": "user"}, {"active": None}):
            self.only(studio, 2)
            one, two = studio.rows.all("SELECT id::text FROM person WHERE role = 'admin'")
            clients = studio.client_of(one), studio.client_of(two)
            statuses = at_once(
                [
                    lambda: clients[0].request("PUT", path_of(two), json=change),  # noqa: B023
                    lambda: clients[1].request("PUT", path_of(one), json=change),  # noqa: B023
                ]
            )
            assert sorted(statuses)[0] == 200
            assert max(statuses) < 500
            assert self.admins(studio) == 1
        self.check_alone(studio)

    def check_alone(self, studio: Studio) -> None:
        self.only(studio, 1)
        boss = studio.rows.one("SELECT id::text FROM person WHERE role = 'admin'")
        client = studio.client_of(boss)
        studio.person("admin", is_guest=True)
        away = {"active": False}, {"active": 0}, {"active": None}
        for change in ({"role": "manager"}, *away, {"is_bot": True}, {"is_guest": True}):
            assert client.put(path_of(boss), change, 400) == LAST
        bot = client.post("/data/persons", newcomer(is_bot=True, role="admin"))
        assert Api(studio.base_url, bot["access_token"]).delete(path_of(boss), 400) == LAST
        assert client.put(path_of(boss), {"role": "admin", "email": address()})["role"] == "admin"
        client.put(path_of(studio.person("admin", active=False)), {"role": "user"})

    @staticmethod
    def only(studio: Studio, count: int) -> None:
        """Begin with this many active administrators, new ones."""
        studio.rows.run("UPDATE person SET role = 'user' WHERE role = 'admin'")
        for _ in range(count):
            studio.person("admin")

    @staticmethod
    def admins(studio: Studio) -> int:
        row = studio.rows.one("SELECT count(*) AS n FROM person WHERE role = 'admin' AND active AND NOT is_bot")
        return int(row["n"])
