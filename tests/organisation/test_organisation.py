"""The studio itself: made on first sight, its integration secrets for administrators (02-models 3.4)."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from tests.support.api import Api
from tests.support.roles import as_each_role
from tests.support.studio import Studio, unique
from tests.support.together import released_together

SECRETS = {"chat_token_slack", "chat_webhook_mattermost", "chat_token_discord"}
OPEN = {
    "name", "hours_by_day", "has_avatar", "use_original_file_name", "timesheets_locked", "format_duration_in_hours",
    "hd_by_default", "dark_theme_by_default", "id", "created_at", "updated_at", "type",
}  # fmt: skip

Row = dict[str, Any]


@pytest.fixture
def organisation(studio: Studio) -> Row:
    """A studio of this test alone; the API takes any number of them, and the first one is everybody's."""
    studio.admin.get("/data/organisations")
    body = {"name": unique("Studio"), "chat_token_slack": "xoxb-slack", "chat_webhook_mattermost": "hook-mattermost"}
    row: Row = studio.admin.post("/data/organisations", {**body, "chat_token_discord": "discord-token"})
    return row


def path_of(row: Row) -> str:
    return f"/data/organisations/{row['id']}"


class TestFirstSight:
    def test_makes_it_once(self, fresh_studio: Callable[..., Studio]) -> None:
        studio = fresh_studio()
        start = studio.now()
        clients = [Api(studio.base_url, studio.admin.token) for _ in range(10)]
        paths = ["/data/organisations", "/auth/authenticated"] * 5
        calls = [partial(client.get, path) for client, path in zip(clients, paths, strict=True)]
        released_together(studio.rows, "organisation", calls)
        rows = studio.admin.get("/data/organisations")
        assert len(rows) == 1
        assert rows[0].keys() == OPEN | SECRETS
        assert {key: rows[0][key] for key in ("name", "hours_by_day", "hd_by_default", "chat_token_slack", "type")} == {
            "name": "Kitsu", "hours_by_day": 8.0, "hd_by_default": False, "chat_token_slack": "",
            "type": "Organisation",
        }  # fmt: skip
        assert studio.events_since(start) == []


class TestRead:
    @as_each_role(default=200)
    def test_everybody_reads_and_administrators_see_the_secrets(
        self, studio: Studio, organisation: Row, role: str, status: int
    ) -> None:
        client = studio.team(studio.project())[role]
        keys = OPEN | SECRETS if role == "admin" else OPEN
        row = client.get(path_of(organisation), status)
        rows = client.get("/data/organisations", status, params={"id": organisation["id"]})
        page = client.get("/data/organisations", status, params={"id": organisation["id"], "page": "1"})
        if status == 200:
            assert row.keys() == rows[0].keys() == page["data"][0].keys() == keys
            assert ("xoxb-slack" in str((row, rows, page))) is (role == "admin")

    @pytest.mark.parametrize("key", sorted(SECRETS))
    def test_secrets_cannot_be_guessed_by_filtering(self, studio: Studio, organisation: Row, key: str) -> None:
        value = organisation[key]
        assert studio.admin.get("/data/organisations", params={key: value, "id": organisation["id"]})
        for role in ("manager", "supervisor", "user", "client", "vendor"):
            client = studio.client_of(studio.person(role))
            refused = client.get("/data/organisations", 400, params={key: value})
            assert refused["message"] == f"Filtering on {key} is not allowed."
            assert client.get("/data/organisations", params={"id": organisation["id"], "fields": key})[0].keys() == {
                "id",
                "type",
            }

    def test_missing_ones(self, studio: Studio) -> None:
        studio.admin.get(f"/data/organisations/{uuid4()}", 404)
        assert studio.admin.get("/data/organisations/x", 400)["message"] == "Malformed ID."


class TestWrite:
    @as_each_role(admin=200)
    def test_is_for_administrators(self, studio: Studio, organisation: Row, role: str, status: int) -> None:
        client = studio.team(studio.project())[role]
        client.put(path_of(organisation), {"hd_by_default": True}, status)
        client.post("/data/organisations", {"name": unique("Other")}, 201 if status == 200 else status)
        client.delete(path_of(organisation), 204 if status == 200 else status)

    def test_tells(self, studio: Studio, organisation: Row) -> None:
        start = studio.now()
        row = studio.admin.post("/data/organisations", {"name": unique("Studio")})
        answer = studio.admin.put(path_of(row), {**row, "timesheets_locked": True})
        assert answer == {**row, "timesheets_locked": True, "updated_at": answer["updated_at"]}
        studio.admin.delete(path_of(row))
        payload = {"organisation_id": row["id"]}
        assert [(event["name"], event["data"]) for event in studio.events_since(start)] == [
            (f"organisation:{action}", payload) for action in ("new", "update", "delete")
        ]

    @pytest.mark.parametrize(("hours", "stored"), [(7, 7.0), ("7.5", 7.5), (6.25, 6.25)])
    def test_hours_are_a_number(self, studio: Studio, organisation: Row, hours: object, stored: float) -> None:
        answer = studio.admin.put(path_of(organisation), {"hours_by_day": hours})
        assert answer["hours_by_day"] == stored
        assert isinstance(answer["hours_by_day"], float)

    @pytest.mark.parametrize("hours", [None, "many", [], {}])
    def test_other_hours_are_refused(self, studio: Studio, organisation: Row, hours: object) -> None:
        refused = studio.admin.put(path_of(organisation), {"hours_by_day": hours}, 400)
        assert refused == {"error": True, "message": "hours_by_day must be a number.", "data": None}
        assert studio.admin.get(path_of(organisation)) == organisation

    @pytest.mark.parametrize("hours", ["NaN", "inf"])
    def test_and_no_number_at_all_either(self, studio: Studio, organisation: Row, hours: str) -> None:
        studio.admin.put(path_of(organisation), {"hours_by_day": hours}, 400)

    def test_wants_a_name_of_its_own(self, studio: Studio, organisation: Row) -> None:
        assert studio.admin.post("/data/organisations", {}, 400) == {"message": "A required field is missing."}
        assert studio.admin.post("/data/organisations", {"name": organisation["name"]}, 400) == {
            "message": "A record with the same unique values already exists."
        }
