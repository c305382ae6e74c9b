"""Drawings on previews (06-previews-playlists 7.2)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.previews.conftest import PREVIEW_KEYS, Stage
from tests.support.roles import as_each_role

from multiplane.previews.annotations import changed
from multiplane.previews.schemas import Annotations

Entry = dict[str, Any]


def entry(time: Any, *ids: str, **more: Any) -> Entry:
    return {"time": time, "drawing": {"objects": [{"id": name, "type": "path"} for name in ids]}, **more}


def drawn(entries: list[Entry]) -> list[tuple[Any, list[str]]]:
    return [(found["time"], [shape["id"] for shape in found["drawing"]["objects"]]) for found in entries]


def applied(stored: Any, **changes: list[Entry]) -> list[tuple[Any, list[str]]]:
    return drawn(changed(stored, Annotations(**changes)))


def test_additions_append_and_never_overwrite() -> None:
    stored = [entry(1, "a", width=5)]
    assert applied(stored, additions=[entry(2, "b")]) == [(1, ["a"]), (2, ["b"])]
    added = changed(stored, Annotations(additions=[entry(1, "a", "c", width=9)]))
    assert drawn(added) == [(1, ["a", "c"])]
    assert added[0]["width"] == 5
    assert applied(stored, additions=[entry(1, "c", "c")]) == [(1, ["a", "c", "c"])]
    free = changed(None, Annotations(additions=[entry(0, "a", width=7, note="free")]))
    assert (free[0]["width"], free[0]["note"]) == (7, "free")


def test_times_are_compared_exactly() -> None:
    stored = [entry(1, "a")]
    assert applied(stored, additions=[entry(1.0, "b")]) == [(1, ["a", "b"])]
    assert applied(stored, additions=[entry("1", "b")]) == [(1, ["a"]), ("1", ["b"])]
    assert applied(stored, additions=[entry(1.0000001, "b")]) == [(1, ["a"]), (1.0000001, ["b"])]
    assert applied(stored, additions=[entry(True, "b")]) == [(1, ["a"]), (True, ["b"])]


def test_updates_replace_and_move_to_the_end() -> None:
    stored = [entry(1, "a", "b", "c")]
    update = {"time": 1, "drawing": {"objects": [{"id": "b", "fill": "red"}, {"id": "a"}, {"id": "new"}]}}
    after = changed(stored, Annotations(updates=[update]))
    assert drawn(after) == [(1, ["c", "b", "a"])]
    assert after[0]["drawing"]["objects"][1] == {"id": "b", "fill": "red"}
    assert applied(stored, updates=[entry(5, "a")]) == [(1, ["a", "b", "c"])]


def test_deletions_remove_and_empty_entries_go() -> None:
    stored = [entry(1, "a", "b"), entry(2, "c")]
    assert applied(stored, deletions=[{"time": 1, "objects": ["a", "x"]}]) == [(1, ["b"]), (2, ["c"])]
    assert applied(stored, deletions=[{"time": 2, "objects": ["c"]}]) == [(1, ["a", "b"])]


@pytest.mark.parametrize("name", [None, "", [], {"x": 1}])
def test_every_drawing_gets_an_id(name: Any) -> None:
    stored = [{"time": 1, "drawing": {"objects": [{"id": name}]}}]
    shapes = changed(stored, Annotations(additions=[{"time": 2, "drawing": {"objects": [{}]}}]))
    ids = [shape["id"] for found in shapes for shape in found["drawing"]["objects"]]
    assert len(ids) == 2
    assert all(len(found) == 36 for found in ids)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "objects"]), inner, max_size=2),
    max_leaves=5,
)
ENTRIES = st.lists(st.fixed_dictionaries({"time": JSON}, optional={"drawing": JSON, "objects": JSON}), max_size=3)


@settings(max_examples=200, deadline=None)
@given(stored=JSON | ENTRIES, additions=ENTRIES, updates=ENTRIES, deletions=ENTRIES)
def test_whatever_is_sent_the_result_is_a_list_of_drawings(
    stored: Any, additions: list[Entry], updates: list[Entry], deletions: list[Entry]
) -> None:
    after = changed(stored, Annotations(additions=additions, updates=updates, deletions=deletions))
    assert all(found["drawing"]["objects"] for found in after)


def path_of(preview: Entry) -> str:
    return f"/actions/preview-files/{preview['id']}/update-annotations"


def test_the_last_state_is_answered_and_told(stage: Stage) -> None:
    preview = stage.preview()
    moment = stage.studio.now()
    answer = stage.manager.put(path_of(preview), {"additions": [entry(0, "a")]})
    assert answer.keys() == PREVIEW_KEYS
    assert answer["annotations"] == [entry(0, "a")]
    (event,) = stage.studio.events_since(moment)
    assert event["name"] == "preview-file:annotation-update"
    assert event["data"] == {
        "preview_file_id": preview["id"],
        "person_id": stage.people["manager"]["id"],
        "updated_at": answer["updated_at"],
        "project_id": stage.project["id"],
    }
    stage.manager.put(path_of(preview), {})
    assert len(stage.studio.events_since(moment)) == 2, "told even when nothing changed"


@pytest.mark.parametrize(
    "body",
    [{"additions": None}, {"additions": "x"}, {"additions": [1]}, {"updates": [{}]}, {"additions": [{"drawing": 1}]}],
)
def test_a_malformed_change_is_400_and_changes_nothing(stage: Stage, body: Any) -> None:
    preview = stage.preview(annotations=[entry(0, "a")])
    stage.manager.put(path_of(preview), body, 400)
    assert stage.stored(preview)["annotations"] == [entry(0, "a")]


@as_each_role(admin=200, manager=200, supervisor=200, client=200)
def test_who_may_draw(stage: Stage, role: str, status: int) -> None:
    stage.team[role].put(path_of(stage.preview()), {}, status)


@pytest.mark.parametrize("role", ["user", "vendor"])
def test_assignees_may_not_draw(stage: Stage, role: str) -> None:
    stage.assign(role)
    stage.team[role].put(path_of(stage.preview()), {}, 403)


def test_supervisors_draw_in_their_departments(stage: Stage) -> None:
    for departments, status in (([stage.department], 200), ([stage.studio.department()], 403)):
        member = stage.studio.member(stage.project, "supervisor", departments=departments)
        stage.studio.client_of(member).put(path_of(stage.preview(name=f"for {status}")), {}, status)


def test_drawings_of_many_people_are_all_kept(stage: Stage) -> None:
    preview = stage.preview()
    clients = [stage.studio.client_of(stage.people["manager"]) for _ in range(12)]

    def draw(number: int) -> None:
        clients[number].put(path_of(preview), {"additions": [entry(number % 3, f"shape {number}")]})

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(draw, range(12)))
    kept = {name for _, names in drawn(stage.stored(preview)["annotations"]) for name in names}
    assert kept == {f"shape {number}" for number in range(12)}
