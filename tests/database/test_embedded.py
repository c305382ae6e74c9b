"""The embedded server starts, stops, and survives every kind of kill."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from multiplane.database import postmaster
from multiplane.database.embedded import DATABASE, EmbeddedPostgres, EmbeddedPostgresError

FAST = {"fsync": "off", "shared_buffers": "16MB", "max_connections": "20"}
OWNER = (
    "import sys, time\n"
    "from pathlib import Path\n"
    "from multiplane.database.embedded import EmbeddedPostgres\n"
    "server = EmbeddedPostgres({'fsync': 'off', 'shared_buffers': '16MB'})\n"
    "print(server.start(Path(sys.argv[1])), flush=True)\n"
    "time.sleep(600)\n"
)


@pytest.fixture
def data_folder() -> Iterator[Path]:
    """A data folder; the server that a test leaves in it is ended with the test."""
    folder = Path(tempfile.mkdtemp(prefix="mp-"))
    yield folder
    for cluster in folder.rglob("PG_VERSION"):
        end(cluster.parent)
    shutil.rmtree(folder)


@pytest.fixture
def owner(data_folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has started the server."""
    command = [sys.executable, "-c", OWNER, str(data_folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("postgresql://")
        yield process
        process.kill()


def end(cluster: Path) -> None:
    for pid in postmaster.processes(cluster):
        with suppress(ProcessLookupError):  # it may have ended by itself meanwhile
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not postmaster.processes(cluster))


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def lives(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def pid_of(data_folder: Path) -> int:
    server = postmaster.running(data_folder / "postgres")
    assert server is not None
    return server.pid


def execute(dsn: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def test_data_survives_a_stop(data_folder: Path) -> None:
    server = EmbeddedPostgres(FAST)
    dsn = server.start(data_folder)
    execute(dsn, "CREATE TABLE kept AS SELECT 7 AS n")
    server.stop()
    assert postmaster.running(data_folder / "postgres") is None
    assert server.start(data_folder) == dsn
    assert execute(dsn, "SELECT n FROM kept") == [(7,)]
    assert execute(dsn, "SELECT current_database()") == [(DATABASE,)]
    server.stop()


def test_the_cluster_suits_every_language_and_no_clock(data_folder: Path) -> None:
    server = EmbeddedPostgres(FAST)
    dsn = server.start(data_folder)
    assert execute(dsn, "SELECT lower('ÉÑ'), current_setting('TimeZone'), current_setting('server_encoding')") == [
        ("éñ", "UTC", "UTF8")
    ]
    server.stop()


def test_settings_reach_the_server(data_folder: Path) -> None:
    server = EmbeddedPostgres({**FAST, "application_name": 'it\'s "quoted"'})
    dsn = server.start(data_folder)
    names = ("fsync", "max_connections", "listen_addresses", "application_name")
    assert [execute(dsn, f"SHOW {name}")[0][0] for name in names] == ["off", "20", "", 'it\'s "quoted"']
    server.stop()


def test_nobody_else_can_enter(data_folder: Path) -> None:
    """Connections over the socket are trusted, so the socket must be out of reach."""
    server = EmbeddedPostgres(FAST)
    server.start(data_folder)
    assert stat.S_IMODE((data_folder / "postgres").stat().st_mode) == 0o700
    assert stat.S_IMODE((data_folder / "postgres/.s.PGSQL.5432").stat().st_mode) == 0o700
    server.stop()


def test_a_killed_postmaster_recovers(data_folder: Path) -> None:
    server = EmbeddedPostgres(FAST)
    dsn = server.start(data_folder)
    execute(dsn, "CREATE TABLE kept AS SELECT 7 AS n")
    killed = pid_of(data_folder)
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: not lives(killed))
    server.stop()
    again = EmbeddedPostgres(FAST)
    assert again.start(data_folder) == dsn
    assert execute(dsn, "SELECT n FROM kept") == [(7,)]
    again.stop()


def test_a_backend_left_by_a_killed_postmaster_is_ended(data_folder: Path) -> None:
    """A stopped process does not notice that its postmaster is gone, and still holds the shared memory."""
    server = EmbeddedPostgres(FAST)
    dsn = server.start(data_folder)
    with psycopg.connect(dsn) as connection:
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        os.kill(pid_of(data_folder), signal.SIGKILL)
        again = EmbeddedPostgres(FAST)
        again.start(data_folder)
        assert not lives(backend)
        assert execute(dsn, "SELECT 1") == [(1,)]
        again.stop()
    server.stop()


def test_a_server_whose_backend_was_killed_is_waited_for(data_folder: Path) -> None:
    server, second = EmbeddedPostgres(FAST), EmbeddedPostgres(FAST)
    dsn = server.start(data_folder)
    with psycopg.connect(dsn) as connection:
        os.kill(connection.info.backend_pid, signal.SIGKILL)
    assert execute(second.start(data_folder), "SELECT 1") == [(1,)]
    second.stop()
    server.stop()


def test_a_killed_owner_leaves_a_server_that_is_used_again(data_folder: Path, owner: subprocess.Popen[str]) -> None:
    before = pid_of(data_folder)
    owner.kill()
    owner.wait()
    server = EmbeddedPostgres(FAST)
    dsn = server.start(data_folder)
    assert pid_of(data_folder) == before
    assert execute(dsn, "SELECT 1") == [(1,)]
    server.stop()
    assert postmaster.running(data_folder / "postgres") is None


def test_a_server_that_another_process_uses_is_not_stopped(data_folder: Path, owner: subprocess.Popen[str]) -> None:
    before = pid_of(data_folder)
    server = EmbeddedPostgres(FAST)
    dsn = server.start(data_folder)
    server.stop()
    assert owner.poll() is None
    assert pid_of(data_folder) == before
    assert execute(dsn, "SELECT 1") == [(1,)]


def test_the_last_of_two_users_stops_it(data_folder: Path) -> None:
    first, second = EmbeddedPostgres(FAST), EmbeddedPostgres(FAST)
    assert first.start(data_folder) == second.start(data_folder)
    first.stop()
    first.stop()
    assert postmaster.running(data_folder / "postgres") is not None
    second.stop()
    assert postmaster.running(data_folder / "postgres") is None


@pytest.mark.parametrize("content", ["", "{pid}\n", "{pid}\n/elsewhere\n1\n5432\n/tmp\n\n1 1\nready\n"])
def test_a_pid_file_of_another_life_is_not_believed(data_folder: Path, content: str) -> None:
    """After a reboot the number in the file may belong to anything, here to the test itself."""
    server = EmbeddedPostgres(FAST)
    server.start(data_folder)
    server.stop()
    (data_folder / "postgres/postmaster.pid").write_text(content.format(pid=os.getpid()))
    assert execute(server.start(data_folder), "SELECT 1") == [(1,)]
    server.stop()


def test_an_interrupted_first_start_is_no_obstacle(data_folder: Path) -> None:
    unfinished = data_folder / "postgres.new-abc/cluster"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    server = EmbeddedPostgres(FAST)
    assert execute(server.start(data_folder), "SELECT 1") == [(1,)]
    server.stop()
    assert sorted(path.name for path in data_folder.iterdir()) == [
        "postgres",
        "postgres.lock",
        "postgres.users",
    ]


@pytest.mark.parametrize("name", ['with space, comma\'s & "quote"', "é/" + "long" * 30])
def test_any_folder_will_do(data_folder: Path, name: str) -> None:
    server = EmbeddedPostgres(FAST)
    folder = data_folder / name
    dsn = server.start(folder)
    assert execute(dsn, "SELECT 1") == [(1,)]
    server.stop()
    assert server.start(folder) == dsn
    server.stop()


def test_a_start_that_fails_says_why(data_folder: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match="nonsense"):
        EmbeddedPostgres({**FAST, "nonsense": "1"}).start(data_folder)
    server = EmbeddedPostgres(FAST)
    assert execute(server.start(data_folder), "SELECT 1") == [(1,)]
    server.stop()


def test_a_cluster_of_an_unknown_version_is_refused(data_folder: Path) -> None:
    (data_folder / "postgres").mkdir()
    (data_folder / "postgres/PG_VERSION").write_text("11\n")
    with pytest.raises(EmbeddedPostgresError, match="PostgreSQL 11"):
        EmbeddedPostgres(FAST).start(data_folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act for others")
def test_root_runs_the_server_of_somebody_as_that_user(data_folder: Path) -> None:
    server = EmbeddedPostgres(FAST)
    server.start(data_folder)
    server.stop()
    for path in [data_folder / "postgres", *(data_folder / "postgres").rglob("*")]:
        os.chown(path, 65534, 65534)
    assert execute(server.start(data_folder), "SELECT 1") == [(1,)]
    assert psutil.Process(pid_of(data_folder)).uids().real == 65534
    server.stop()
    assert {path.stat().st_uid for path in (data_folder / "postgres").rglob("*")} == {65534}


def test_a_server_that_dies_is_started_again(data_folder: Path) -> None:
    server = EmbeddedPostgres(FAST)
    dsn = server.start(data_folder)
    with server.kept_running():
        killed = pid_of(data_folder)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: (again := postmaster.running(data_folder / "postgres")) is not None and again.pid != killed)
        assert execute(EmbeddedPostgres(FAST).start(data_folder), "SELECT 1") == [(1,)]
    server.stop()
    assert postmaster.running(data_folder / "postgres") is None
    assert dsn
