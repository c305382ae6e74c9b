"""Answers that are kept while nothing changes: always current, the same compressed or not, or off."""

import gzip
import json
from collections.abc import Callable

import httpx
import pytest
from tests.support.studio import Studio, unique

PATH = "/data/user/context"


def test_what_another_program_commits_is_in_the_next_answer(studio: Studio) -> None:
    department = studio.department()
    for name in (unique("first"), unique("second"), unique("third")):
        studio.admin.get(PATH)
        studio.rows.run("UPDATE department SET name = %s WHERE id = %s", name, department["id"])
        found = studio.admin.get(PATH)["departments"]
        assert name in [row["name"] for row in found]


def test_everybody_has_their_own(studio: Studio) -> None:
    project = studio.project()
    member, outsider = studio.member(project), studio.person()
    for _ in range(2):
        assert [row["id"] for row in studio.client_of(member).get(PATH)["projects"]] == [project["id"]]
        assert studio.client_of(outsider).get(PATH)["projects"] == []


def test_compressed_and_plain_answers_are_the_same(studio: Studio) -> None:
    url, headers = f"{studio.base_url}{PATH}", {"Authorization": f"Bearer {studio.admin.token}"}

    def ask(encoding: str) -> tuple[httpx.Headers, bytes]:
        with httpx.stream("GET", url, headers={**headers, "Accept-Encoding": encoding}) as answer:
            return answer.headers, b"".join(answer.iter_raw())

    for _ in range(2):
        squeezed_headers, squeezed = ask("gzip, deflate")
        plain_headers, plain = ask("identity")
        assert squeezed_headers["content-encoding"] == "gzip"
        assert squeezed_headers["vary"] == "Accept-Encoding"
        assert "content-encoding" not in plain_headers
        assert json.loads(gzip.decompress(squeezed)).keys() == json.loads(plain).keys()


@pytest.mark.parametrize("cache", ["on", "off"])
def test_the_cache_can_be_turned_off(fresh_studio: Callable[..., Studio], cache: str) -> None:
    studio = fresh_studio(cache=cache)
    names = [unique("department") for _ in range(3)]
    for name in names:
        studio.rows.run("INSERT INTO department (id, name, color) VALUES (gen_random_uuid(), %s, '#000')", name)
        assert studio.admin.get(PATH) == studio.admin.get(PATH)
    assert {row["name"] for row in studio.admin.get(PATH)["departments"]} >= set(names)
