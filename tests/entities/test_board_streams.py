"""How boards behave when they are large, many, or left by their reader."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.support.api import Api
from tests.support.server import serving
from tests.support.studio import Row, Studio

MANY_SHOTS = """
    INSERT INTO entity (id, name, canceled, nb_entities_out, is_casting_standby, status, project_id, entity_type_id,
        parent_id, data, created_at, updated_at)
    SELECT gen_random_uuid(), 'S' || place, false, 0, false, 'running', %s, %s, %s,
        jsonb_build_object('note', repeat(md5(place::text), 400)), now(), now()
    FROM generate_series(1, %s) AS place
"""


@pytest.fixture
def production(studio: Studio) -> Row:
    """A production of 1,500 shots, 20 MB of JSON."""
    project = studio.project()
    sequence = studio.sequence(project)
    studio.rows.run(MANY_SHOTS, project["id"], studio.entity_type("Shot")["id"], sequence["id"], 1500)
    return project


def test_a_reader_who_leaves_gives_the_connection_back(
    studio: Studio, production: Row, database_dsn: str, tmp_path: Path
) -> None:
    with serving(database_dsn, tmp_path, db_pool_size="2", db_max_overflow="0") as url:
        client = Api(url, studio.admin.token)
        path = f"/data/shots/with-tasks?project_id={production['id']}&stream=true&compact=true"
        for _ in range(6):
            with client.http.stream("GET", path) as answer:
                assert answer.status_code == 200
                assert next(answer.iter_bytes(1000))
        rows = client.request("GET", path).text.splitlines()
        assert len(rows) == 1501


def test_boards_do_not_wait_for_each_other(studio: Studio, production: Row, database_dsn: str, tmp_path: Path) -> None:
    with serving(database_dsn, tmp_path, db_pool_size="2", db_max_overflow="0") as url:
        path = f"/data/shots/with-tasks?project_id={production['id']}&compact=true&episode_id=main"
        clients = [Api(url, studio.admin.token) for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            sizes = list(pool.map(lambda client: len(client.get(path)["rows"]), clients))
        assert sizes == [1500] * 8


def test_an_answer_to_head_has_no_body(studio: Studio, production: Row) -> None:
    answer = studio.admin.request("HEAD", f"/data/shots/with-tasks?project_id={production['id']}&stream=true")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert "etag" in answer.headers
