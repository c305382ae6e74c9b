"""The generic resource, through departments: five operations, filters, pages, refusals (00-conventions 7)."""

from typing import Any
from uuid import uuid4

import pytest
from tests.support.roles import as_each_role
from tests.support.studio import Studio, unique

from multiplane.resources import RESOURCES

UNKNOWN = "/data/departments/" + str(uuid4())
ONE_OF_EACH_TYPE = {
    type(column.type).__name__: (resource.path, name)
    for resource in RESOURCES
    for name, column in resource.columns.items()
    if name in resource.served and not resource.list_is_whole
}
"""A collection and a served column of each type of column there is."""
ODD = ("", "x", "-1", "[]", "[null]", '["x"]', "[1, true]", "[[1]]", "[{}]", "{}", "NaN", "\\", "\x00", "9" * 30)


@pytest.fixture
def department(studio: Studio) -> dict[str, Any]:
    return studio.admin.post("/data/departments", {"name": unique("Animation"), "color": "#009688"})


class TestCreate:
    def test_answers_the_object_and_emits(self, studio: Studio) -> None:
        start = studio.now()
        name = unique("Layout")

        created = studio.admin.post("/data/departments", {"name": name, "color": "#7CB342"})

        assert created["name"] == name
        assert created["archived"] is False
        assert created["type"] == "Department"
        assert len(created["created_at"]) == len("2026-11-23T21:25:30")
        events = [event for event in studio.events_since(start) if event["name"] == "department:new"]
        assert {"department_id": created["id"]} in [event["data"] for event in events]

    def test_drops_id_and_dates(self, studio: Studio) -> None:
        body = {"name": unique("A"), "color": "#000", "id": str(uuid4()), "created_at": "2001-01-01"}
        created = studio.admin.post("/data/departments", body)
        assert created["id"] != body["id"]
        assert not created["created_at"].startswith("2001")

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ({"name": "x", "color": "#000", "zzz": 1}, "'zzz' is an invalid keyword argument for Department"),
            ({"name": "x", "color": "#000", "type": "X"}, "'type' is an invalid keyword argument for Department"),
            ({"color": "#000"}, "A required field is missing."),
            ({"name": "x", "color": "#00000000"}, "One of the provided values has an invalid format."),
            ({"name": ["x"], "color": "#000"}, "One of the provided values has an invalid format."),
            ({"name": "nul \x00", "color": "#000"}, "One of the provided values has an invalid format."),
            ({"name": "x", "color": "#000", "archived": "true"}, "One of the provided values has an invalid format."),
        ],
    )  # fmt: skip
    def test_refuses(self, studio: Studio, body: dict[str, Any], message: str) -> None:
        before = studio.rows.one("SELECT count(*) FROM department")
        assert studio.admin.post("/data/departments", body, 400) == {"message": message}
        assert studio.rows.one("SELECT count(*) FROM department") == before

    @pytest.mark.parametrize("body", [[], [{}], "text", 1, True])
    def test_refuses_what_is_no_object(self, studio: Studio, department: dict[str, Any], body: Any) -> None:
        plain = {"message": "A JSON object is expected."}
        assert studio.admin.post("/data/departments", body, 400) == plain
        assert studio.admin.put(f"/data/departments/{department['id']}", body, 400) == plain

    def test_refuses_a_taken_name(self, studio: Studio, department: dict[str, Any]) -> None:
        answer = studio.admin.post("/data/departments", {"name": department["name"], "color": "#000"}, 400)
        assert answer == {"message": "A record with the same unique values already exists."}

    def test_reads_only_json(self, studio: Studio) -> None:
        http = studio.admin.http
        assert http.post("/data/departments", data={"name": "x"}).status_code == 415
        json = {"content-type": "application/json"}
        assert http.post("/data/departments", content=b"{", headers=json).status_code == 400
        assert http.post("/data/departments", content=b"null", headers=json).json()["data"] is None
        assert http.post("/data/departments", content=b"[]", headers=json).status_code == 400
        assert http.post("/data/departments", content=b'{"a": NaN}', headers=json).status_code == 400
        deep = b'{"a":' * 20_000
        assert http.post("/data/departments", content=deep, headers=json).status_code == 400

    @as_each_role(admin=201)
    def test_is_for_administrators(self, studio: Studio, role: str, status: int) -> None:
        client = studio.team(studio.project())[role]
        client.post("/data/departments", {"name": unique("D"), "color": "#000"}, status)


class TestList:
    def test_filters_combine(self, studio: Studio) -> None:
        mark = uuid4().hex[:8]
        for name, archived in (("Fx", False), ("Fur", True), ("Cloth", True)):
            studio.department(name=f"{name} {mark}", archived=archived)
        listing = studio.admin.get("/data/departments", params={"name": f"f% {mark}", "archived": "true"})
        assert [row["name"] for row in listing] == [f"Fur {mark}"]

    def test_in_filter(self, studio: Studio) -> None:
        wanted = [studio.department()["id"] for _ in range(2)]
        studio.department()
        found = studio.admin.get("/data/departments", params={"id": str(wanted).replace("'", '"')})
        assert sorted(row["id"] for row in found) == sorted(wanted)

    def test_ten_thousand_ids_and_more(self, studio: Studio) -> None:
        """More values than PostgreSQL takes arguments; a query string that long is refused by HTTP, so 1,000."""
        ids = [str(uuid4()) for _ in range(1_000)]
        assert studio.admin.get("/data/departments", params={"id": str(ids).replace("'", '"')}) == []

    @pytest.mark.parametrize(
        ("params", "message"),
        [
            ({"archived": "maybe"}, "Invalid boolean value: maybe"),
            ({"id": "nope"}, "Invalid UUID value: nope"),
            ({"color": "[oops"}, "Malformed list filter for field color."),
            ({"page": "x"}, "page must be an integer."),
            ({"limit": "x"}, "limit must be an integer."),
            ({"page": "1", "limit": "-1"}, "limit must be a positive integer."),
        ],
    )
    def test_refuses(self, studio: Studio, params: dict[str, str], message: str) -> None:
        answer = studio.admin.get("/data/departments", 400, params=params)
        assert answer == {"error": True, "message": message, "data": None}

    @pytest.mark.parametrize("params", [{"id": ""}, {"created_at": "yesterday evening"}])
    def test_refuses_a_format(self, studio: Studio, params: dict[str, str]) -> None:
        answer = studio.admin.get("/data/departments", 400, params=params)
        assert answer == {"error": True, "message": "One of the provided values has an invalid format."}

    @pytest.mark.parametrize(("path", "column"), list(ONE_OF_EACH_TYPE.values()), ids=list(ONE_OF_EACH_TYPE))
    def test_odd_values_are_refused_or_find_nothing(self, studio: Studio, path: str, column: str) -> None:
        for value in ODD:
            answer = studio.admin.request("GET", f"/data/{path}", params={column: value, "page": 1, "limit": 1})
            assert answer.status_code in (200, 400), (value, answer.text)

    def test_unknown_parameters_are_ignored(self, studio: Studio, department: dict[str, Any]) -> None:
        found = studio.admin.get("/data/departments", params={"id": department["id"], "foo": "bar", "type": "x"})
        assert len(found) == 1

    def test_pages(self, studio: Studio) -> None:
        mark = uuid4().hex[:8]
        for number in range(5):
            studio.department(name=f"{mark} {number}")
        page = studio.admin.get("/data/departments", params={"name": f"{mark}%", "page": 2, "limit": 2})
        assert (page["total"], page["nb_pages"], page["offset"], page["page"]) == (5, 3, 2, 2)
        assert [row["name"] for row in page["data"]] == [f"{mark} 2", f"{mark} 1"]

    @pytest.mark.parametrize(("number", "offset"), [(0, -100), (10**6, 99_999_900), (10**17, 100 * (10**17 - 1))])
    def test_pages_outside_are_empty(self, studio: Studio, number: int, offset: int) -> None:
        page = studio.admin.get("/data/departments", params={"page": number})
        assert page["data"] == []
        assert page["offset"] == offset
        assert page["total"] > -1

    def test_a_negative_page_is_the_whole_list(self, studio: Studio, department: dict[str, Any]) -> None:
        listing = studio.admin.get("/data/departments", params={"page": -1, "limit": 1})
        assert isinstance(listing, list)
        assert department["id"] in [row["id"] for row in listing]

    def test_fields(self, studio: Studio, department: dict[str, Any]) -> None:
        found = studio.admin.get("/data/departments", params={"id": department["id"], "fields": "color, nope"})
        assert found == [{"color": "#009688", "id": department["id"], "type": "Department"}]

    @as_each_role(default=200)
    def test_is_for_everybody(self, studio: Studio, role: str, status: int) -> None:
        studio.team(studio.project())[role].get("/data/departments", status)


class TestOne:
    def test_reads(self, studio: Studio, department: dict[str, Any]) -> None:
        assert studio.admin.get(f"/data/departments/{department['id']}") == department
        assert studio.admin.get(f"/api/data/departments/{department['id'].upper()}/") == department

    def test_updates_and_moves_the_date(self, studio: Studio, department: dict[str, Any]) -> None:
        path = f"/data/departments/{department['id']}"
        stored = "SELECT updated_at FROM department WHERE id = %s"
        before = studio.rows.one(stored, department["id"])
        assert studio.admin.put(path, {"color": "#111111", "zzz": 1, "type": "X"})["color"] == "#111111"
        studio.admin.put(path, {})
        assert studio.rows.one(stored, department["id"])["updated_at"] > before["updated_at"]

    def test_deletes(self, studio: Studio, department: dict[str, Any]) -> None:
        path = f"/data/departments/{department['id']}"
        response = studio.admin.request("DELETE", path)
        assert response.status_code == 204
        assert response.content == b""
        assert response.headers["content-type"].startswith("text/html")
        studio.admin.get(path, 404)

    def test_a_referenced_row_stays(self, studio: Studio, department: dict[str, Any]) -> None:
        studio.person(departments=[department])
        refused = studio.admin.delete(f"/data/departments/{department['id']}", 400)
        assert refused == {"message": "The change conflicts with records referencing this one."}
        studio.admin.get(f"/data/departments/{department['id']}")

    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
    def test_unknown_and_malformed_ids(self, studio: Studio, method: str) -> None:
        assert studio.admin.request(method, UNKNOWN, json={}).status_code == 404
        malformed = studio.admin.request(method, "/data/departments/nope", json={})
        assert malformed.status_code == 400
        assert malformed.json()["message"] == "Malformed ID."

    @as_each_role(admin=200)
    def test_updates_are_for_administrators(
        self, studio: Studio, department: dict[str, Any], role: str, status: int
    ) -> None:
        client = studio.team(studio.project())[role]
        client.put(f"/data/departments/{department['id']}", {"color": "#222"}, status)

    @as_each_role(admin=204)
    def test_deletions_are_for_administrators(
        self, studio: Studio, department: dict[str, Any], role: str, status: int
    ) -> None:
        studio.team(studio.project())[role].delete(f"/data/departments/{department['id']}", status)
