"""Upgrading: from nothing, from Kitsu, from elsewhere, twice, at once, and killed half-way."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from pgqueuer.domain.settings import DBSettings

from multiplane.database.migrate import SCRIPTS, UnknownSchema, current_revision, upgrade
from tests.database.catalog import describe

HEAD = "0004"


def run(dsn: str) -> list[str]:
    """Upgrade; returns what was reported."""
    said: list[str] = []
    asyncio.run(upgrade(dsn, said.append))
    return said


def revision(dsn: str) -> str | None:
    return asyncio.run(current_revision(dsn))


def fetch(dsn: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(query.encode()).fetchall()


def dump(dsn: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of `public`."""
    return {table: fetch(dsn, f"SELECT * FROM {table} ORDER BY 1") for table in describe(dsn)}


def schemas(dsn: str) -> set[object]:
    return {row[0] for row in fetch(dsn, "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'")}


def test_an_empty_database_gets_everything(empty_dsn: str) -> None:
    assert revision(empty_dsn) is None
    assert [line.split(":")[0] for line in run(empty_dsn)] == [f"Applied 000{number}" for number in range(1, 5)]
    assert revision(empty_dsn) == HEAD
    assert {"person", "task"} <= set(describe(empty_dsn))
    assert {"revoked_token", "one_time_token", "shared_setting", "live_event"} <= set(describe(empty_dsn, "multiplane"))


def test_a_new_database_holds_the_concept_task_type_only(empty_dsn: str) -> None:
    """02-models 10.1."""
    run(empty_dsn)
    rows = {table: found for table, found in dump(empty_dsn).items() if found and table != "alembic_version"}
    assert list(rows) == ["task_type"]
    columns = "name, short_name, color, priority, for_entity, allow_timelog, archived, department_id"
    assert fetch(empty_dsn, f"SELECT {columns} FROM task_type") == [
        ("Concept", "", "#8D6E63", 1, "Concept", True, False, None)
    ]


def test_a_database_of_kitsu_is_kept_as_it_is(kitsu_dsn: str) -> None:
    before = describe(kitsu_dsn), dump(kitsu_dsn)
    assert len(before[1]["person"]) == len(before[1]["studio"]) == 1
    assert run(kitsu_dsn)[0] == "This is a database of Kitsu 1.0.97: its tables stay as they are."
    assert (describe(kitsu_dsn), dump(kitsu_dsn)) == before
    assert revision(kitsu_dsn) == HEAD
    assert "revoked_token" in describe(kitsu_dsn, "multiplane")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE alembic_version SET version_num = 'aaaa0000bbbb'", "aaaa0000bbbb"),
        ("DELETE FROM alembic_version", "none"),
        ("DROP TABLE alembic_version", "none"),
        ("INSERT INTO alembic_version VALUES ('cccc')", "b8e3d1f6a2c9, cccc"),
        ("DROP TABLE preview_file CASCADE", "preview_file"),
    ],
)
def test_another_schema_is_refused_and_unchanged(kitsu_dsn: str, change: str, found: str) -> None:
    with psycopg.connect(kitsu_dsn) as connection:
        connection.execute(change.encode())
    before = describe(kitsu_dsn), dump(kitsu_dsn), schemas(kitsu_dsn)
    with pytest.raises(UnknownSchema) as refusal:
        run(kitsu_dsn)
    assert found in str(refusal.value)
    assert "b8e3d1f6a2c9 (Kitsu 1.0.97)" in str(refusal.value)
    assert (describe(kitsu_dsn), dump(kitsu_dsn), schemas(kitsu_dsn)) == before
    assert revision(kitsu_dsn) is None


def test_a_schema_that_kitsu_upgraded_later_is_refused(kitsu_dsn: str) -> None:
    run(kitsu_dsn)
    with psycopg.connect(kitsu_dsn) as connection:
        connection.execute("UPDATE public.alembic_version SET version_num = 'dddd'")
    with pytest.raises(UnknownSchema, match="dddd"):
        run(kitsu_dsn)


def test_a_newer_multiplane_is_refused(empty_dsn: str) -> None:
    run(empty_dsn)
    with psycopg.connect(empty_dsn) as connection:
        connection.execute("UPDATE multiplane.alembic_version SET version_num = '9999'")
    with pytest.raises(UnknownSchema, match="revision 9999"):
        run(empty_dsn)


def test_tables_of_others_do_not_disturb(empty_dsn: str) -> None:
    with psycopg.connect(empty_dsn) as connection:
        connection.execute("CREATE TABLE somebody_elses (id int)")
    run(empty_dsn)
    assert {"somebody_elses", "person"} <= set(describe(empty_dsn))


def test_upgrading_twice_changes_nothing(empty_dsn: str) -> None:
    run(empty_dsn)
    before = describe(empty_dsn), describe(empty_dsn, "multiplane"), dump(empty_dsn)
    assert run(empty_dsn) == []
    assert (describe(empty_dsn), describe(empty_dsn, "multiplane"), dump(empty_dsn)) == before


def test_two_upgrades_at_once_do_the_work_once(empty_dsn: str) -> None:
    said: list[list[str]] = [[], []]

    async def both() -> None:
        await asyncio.gather(*(upgrade(empty_dsn, lines.append) for lines in said))

    asyncio.run(both())
    first, second = sorted(said, key=len, reverse=True)
    assert [line[:7] for line in first] == ["Applied"] * int(HEAD)
    assert second in ([], ["Another process is upgrading the database; waiting for it."])
    assert revision(empty_dsn) == HEAD


def test_an_upgrade_waits_for_another(empty_dsn: str) -> None:
    """The second one starts while the first one is in the middle, and finds the work done."""
    said: list[str] = []

    async def one_inside_the_other() -> None:
        second: list[asyncio.Task[None]] = []

        def start_second(_message: str) -> None:
            if not second:
                second.append(asyncio.get_running_loop().create_task(upgrade(empty_dsn, said.append)))

        await upgrade(empty_dsn, start_second)
        await second[0]

    asyncio.run(one_inside_the_other())
    assert said == ["Another process is upgrading the database; waiting for it."]


def test_a_failure_leaves_nothing_half_made(empty_dsn: str) -> None:
    def fail_at_the_second(message: str) -> None:
        if "0002" in message:
            raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        asyncio.run(upgrade(empty_dsn, fail_at_the_second))
    assert describe(empty_dsn) == {}
    assert "multiplane" not in schemas(empty_dsn)
    run(empty_dsn)
    assert revision(empty_dsn) == HEAD


def test_a_kill_leaves_nothing_half_made(empty_dsn: str) -> None:
    program = (
        "import asyncio, os, signal, sys\n"
        "from multiplane.database.migrate import upgrade\n"
        "def kill(message): '0002' in message and os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(upgrade(sys.argv[1], kill))\n"
    )
    killed = subprocess.run([sys.executable, "-c", program, empty_dsn], check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    run(empty_dsn)
    assert revision(empty_dsn) == HEAD


def test_the_job_queue_is_what_pgqueuer_makes(new_database: Callable[[], str]) -> None:
    """A newer pgqueuer that wants other tables needs a revision here."""
    dsn, theirs = new_database(), new_database()
    run(dsn)
    query = QueryBuilderEnvironment(DBSettings(db_schema="multiplane", prefix="")).build_install_query()
    with psycopg.connect(theirs) as connection:
        connection.execute(query.encode())
    made = {name: table for name, table in describe(dsn, "multiplane").items() if name.startswith("pgqueuer")}
    assert made == describe(theirs, "multiplane")


def test_every_revision_stands_on_the_one_before() -> None:
    names = sorted(path.name for path in Path(SCRIPTS, "versions").glob("*.py"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert names[-1][:4] == HEAD
