"""Saved searches and their groups, as administrators see them (02-models 7.5)."""

import pytest
from tests.support import plain_resource
from tests.support.plain_resource import Collection, Row
from tests.support.studio import Studio, unique

OWNERS = {"person_id": None, "project_id": None, "department_id": None}
FILTERS = Collection(
    path="search-filters",
    table="search_filter",
    type="SearchFilter",
    body=lambda: {"list_type": "asset", "name": unique("Mine"), "search_query": "props"},
    defaults={**OWNERS, "entity_type": None, "is_shared": False, "search_filter_group_id": None},
    change={"search_query": "characters", "is_shared": True},
    required=("list_type",),
)
GROUPS = Collection(
    path="search-filter-groups",
    table="search_filter_group",
    type="SearchFilterGroup",
    body=lambda: {"list_type": "shot", "name": unique("Group")},
    defaults={**OWNERS, "entity_type": None, "is_shared": False, "color": ""},
    change={"color": "#FF0000", "is_shared": True},
    required=("list_type",),
)
both = pytest.mark.parametrize("collection", [FILTERS, GROUPS], ids=str)


def of_a_project(studio: Studio) -> Row:
    return {"list_type": "shot", "project_id": studio.project()["id"], "person_id": studio.person()["id"]}


@both
def test_lives(studio: Studio, collection: Collection) -> None:
    plain_resource.check_life(studio, collection)


@both
def test_is_for_administrators(studio: Studio, collection: Collection) -> None:
    plain_resource.check_rights(studio, collection)


@both
def test_refuses(studio: Studio, collection: Collection) -> None:
    plain_resource.check_refusals(studio, collection)


@both
def test_of_a_project_stays_there_and_tells_it(studio: Studio, collection: Collection) -> None:
    start = studio.now()
    row = studio.admin.post(collection.url, of_a_project(studio))
    other = studio.project()["id"]
    answer = studio.admin.put(f"{collection.url}/{row['id']}", {"project_id": other, "name": "Renamed"})
    assert (answer["project_id"], answer["name"]) == (row["project_id"], "Renamed")
    studio.admin.delete(f"{collection.url}/{row['id']}")
    told = studio.events_since(start)
    assert [(event["name"], event["data"]) for event in told] == collection.events(row)
    assert {event["project_id"] for event in told} == {row["project_id"]}


@both
@pytest.mark.parametrize("values", [{"list_type": "x" * 81}, {"person_id": "x"}, {"is_shared": "no"}], ids=str)
def test_refuses_values(studio: Studio, collection: Collection, values: Row) -> None:
    body = {**collection.body(), **values}
    assert studio.admin.post(collection.url, body, 400) == {
        "message": "One of the provided values has an invalid format."
    }


def test_a_group_that_holds_filters_stays(studio: Studio) -> None:
    group = GROUPS.create(studio)
    body = {**FILTERS.body(), "search_filter_group_id": group["id"]}
    inside = studio.admin.post("/data/search-filters", body)
    path = f"/data/search-filter-groups/{group['id']}"
    assert studio.admin.delete(path, 400) == {"message": "The change conflicts with records referencing this one."}
    studio.admin.delete(f"/data/search-filters/{inside['id']}")
    studio.admin.delete(path)
