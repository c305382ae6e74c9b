"""`multiplane serve` from an empty folder to every way of stopping it."""

import os
import re
import signal
import socket
import stat
import time
from collections.abc import Callable
from pathlib import Path

import bcrypt
import httpx
import psycopg
import pytest
from click.testing import CliRunner
from PIL import Image
from psycopg.conninfo import conninfo_to_dict

from multiplane.cli import address
from multiplane.cli.program import program
from multiplane.database import postmaster
from tests.cli.program import (
    PASSWORD,
    Running,
    login,
    postgres_processes,
    wait_until_gone,
)
from tests.database.catalog import describe
from tests.support.server import free_port

Launch = Callable[..., Running]
ENDED = "WARNING multiplane.database: PostgreSQL has ended unexpectedly"


class TestFreshMachine:
    def test_the_first_and_the_second_start(self, launch: Launch, data: Path, port: str) -> None:
        first = launch("serve", "--port", port)
        url = first.wait_for_url()
        assert url == f"http://127.0.0.1:{port}"
        assert httpx.get(f"{url}/").json()["version"] == "1.0.97"
        password = first.wait_for(r"Password: (\S+)")[1]
        assert first.output.count(password) == 1
        assert password not in first.errors
        admin = login(url, "admin@example.com", password)
        assert len(admin.get("/data/departments").json()) == 6
        assert stat.S_IMODE(data.stat().st_mode) & 0o077 in {0, 0o001}, "closed to others, root's PostgreSQL passes"
        secret = (data / "secret_key").read_text()
        assert stat.S_IMODE((data / "secret_key").stat().st_mode) == 0o600
        assert postgres_processes(data)
        assert first.stop(signal.SIGINT) == 0
        assert not postgres_processes(data)

        second = launch("serve", "--port", port)
        url = second.wait_for_url()
        assert "Password" not in second.output
        assert (data / "secret_key").read_text() == secret
        assert admin.get("/data/departments").status_code == 200, "the session outlives a restart"
        login(url, "admin@example.com", password)
        assert second.stop(signal.SIGTERM) == 0
        assert not postgres_processes(data)

    def test_the_administrator_is_given(self, launch: Launch, tmp_path: Path, port: str) -> None:
        program = launch(
            *("serve", "--admin-email", "Boss@Studio.com", "--workers", "2", "--data", "studio"),
            MULTIPLANE_ADMIN_PASSWORD="correct horse",
            MULTIPLANE_PORT=port,
        )
        url = program.wait_for_url()
        assert "correct horse" not in program.output + program.errors
        login(url, "boss@studio.com", "correct horse")
        servers = program.server_processes()
        assert len(servers) >= 2
        for pid in servers:
            environment = Path(f"/proc/{pid}/environ").read_text()
            assert "correct horse" not in environment
        assert program.stop() == 0
        wait_until_gone(*servers)
        assert (tmp_path / "studio" / "postgres").is_dir()
        assert not (tmp_path / "data").exists()

    def test_a_terminal_is_asked_and_ctrl_c_stops(self, launch: Launch, data: Path, port: str) -> None:
        program = launch("serve", "--port", port, terminal=True)
        program.wait_for(r"E-mail \[admin@example.com\]")
        program.type("boss\n")
        program.wait_for("Write an e-mail address")
        program.type("boss@studio.com\n")
        program.wait_for(r"Password \(empty: generate one\)")
        program.type("short\n")
        program.wait_for("8 characters or more")
        program.type("long enough\n")
        program.wait_for("Again")
        program.type("long enough\n")
        url = program.wait_for_url()
        assert "long enough" not in program.output
        login(url, "boss@studio.com", "long enough")
        program.type("\x03")
        assert program.exit_code() == 0
        assert "Unexpected" not in program.output
        assert not postgres_processes(data)

    def test_ctrl_c_at_the_question(self, launch: Launch, data: Path, port: str) -> None:
        program = launch("serve", "--port", port, terminal=True)
        program.wait_for("E-mail")
        program.type("\x03")
        assert program.exit_code() != 0
        assert not postgres_processes(data)
        again = launch("serve", "--port", port)
        again.wait_for(r"Password: (\S+)")


class TestCrash:
    def test_kill_loses_nothing_acknowledged(self, launch: Launch, used_data: Path, port: str) -> None:
        first = launch("serve", "--port", port)
        admin = login(first.wait_for_url(), "admin@example.com", PASSWORD)
        servers = first.server_processes()
        assert servers
        created = admin.post("/data/departments", json={"name": "Editorial", "color": "#123456"})
        assert created.status_code == 201, first.errors
        first.stop(signal.SIGKILL)

        second = launch("serve", "--port", port)
        second.wait_for_url()
        wait_until_gone(*servers, seconds=5)
        names = {row["name"] for row in admin.get("/data/departments").json()}
        assert "Editorial" in names
        assert second.stop() == 0
        assert not postgres_processes(used_data), "PostgreSQL of the killed program was joined and stopped"

    def test_what_is_killed_is_started_again(self, launch: Launch, used_data: Path, port: str) -> None:
        program = launch("serve", "--port", port)
        url = program.wait_for_url()
        (server,) = program.server_processes()
        os.kill(server, signal.SIGKILL)
        wait_until_gone(server)
        answer = httpx.Client(transport=httpx.HTTPTransport(retries=8)).get(f"{url}/", timeout=30)
        assert answer.status_code == 200

        admin = login(url, "admin@example.com", PASSWORD)
        created = admin.post("/data/departments", json={"name": "Editorial", "color": "#123456"})
        assert created.status_code == 201
        database = postmaster.running(used_data / "postgres")
        assert database is not None
        os.kill(database.pid, signal.SIGKILL)
        deadline = time.monotonic() + 60
        # its backends may answer for a moment after it
        while (answer := admin.get("/data/departments")).status_code != 200 or ENDED not in program.errors:
            assert answer.status_code in (200, 503)
            assert time.monotonic() < deadline
        assert "Editorial" in {row["name"] for row in answer.json()}
        assert program.stop() == 0
        assert not postgres_processes(used_data)

    def test_killed_while_it_sets_up(self, launch: Launch, port: str) -> None:
        first = launch("serve", "--port", port)
        while "Bringing the database schema" not in first.errors:
            assert first.process.poll() is None
        first.stop(signal.SIGKILL)
        second = launch("serve", "--port", port)
        url = second.wait_for_url()
        password = second.wait_for(r"Password: (\S+)")[1]
        admin = login(url, "admin@example.com", password)
        assert len(admin.get("/data/departments").json()) == 6


class TestRefusal:
    @pytest.fixture
    def refused(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
        """What is said when the server does not start; it has made nothing then."""
        monkeypatch.chdir(data.parent)

        def serve(*options: str, code: int = 1, **environment: str) -> str:
            result = CliRunner().invoke(program, ["serve", *options], env=environment)
            assert result.exit_code == code, result.output
            assert "Traceback" not in result.stderr
            assert not data.exists()
            return result.stderr

        return serve

    def test_a_port_in_use(self, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(address, "ORPHANS_MAY_TAKE", 0)
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            said = refused("--port", str(port))
        assert f"Port {port} of 127.0.0.1 is in use" in said
        assert f"--port {port + 1}" in said

    def test_an_address_of_another_machine(self, refused: Callable[..., str], port: str) -> None:
        said = refused("--port", port, "--host", "192.0.2.1")
        assert "192.0.2.1 is not an address of this machine" in said
        assert "0.0.0.0 for the whole network" in said

    def test_wrong_settings(self, refused: Callable[..., str]) -> None:
        said = refused("--port", "http", code=2, DB_PORT="0", ENABLE_JOB_QUEUE="perhaps")
        assert "port (from --port): http is not acceptable" in said
        assert "db_port (from environment variable DB_PORT): 0 is not acceptable" in said
        assert "Write yes or no" in said

    def test_an_administrator_who_cannot_be(self, refused: Callable[..., str]) -> None:
        said = refused("--admin-email", "boss", code=2)
        assert "admin_email (from --admin-email): boss is not acceptable" in said
        said = refused("--admin-password", "short", code=2)
        assert "admin_password (from --admin-password)" in said
        assert "8 characters or more" in said

    def test_the_published_secret_key(self, refused: Callable[..., str], port: str) -> None:
        said = refused("--port", port, code=2, SECRET_KEY="mysecretkey")
        assert "secret_key (from environment variable SECRET_KEY)" in said
        assert "mysecretkey" not in said

    def test_a_database_out_of_reach(self, launch: Launch, data: Path, port: str) -> None:
        program = launch("serve", "--port", port, DATABASE_URL="postgresql://me:hush@127.0.0.1:1/kitsu")
        assert program.exit_code() == 1
        assert "The database cannot be used" in program.errors
        assert "hush" not in program.errors
        assert "Traceback" not in program.errors
        assert not postgres_processes(data)


class TestExistingDatabase:
    def test_one_made_by_kitsu_is_used_as_it_is(self, launch: Launch, data: Path, port: str, kitsu_dsn: str) -> None:
        ada = "5e1f3a52-9c1b-4c59-8c1e-0d8a4b8b6a11"
        with psycopg.connect(kitsu_dsn) as connection:
            hashed = bcrypt.hashpw(b"ada's old password", bcrypt.gensalt(4)).decode()
            connection.execute(
                "UPDATE person SET id = %s, password = %s, active = true, has_avatar = true", [ada, hashed]
            )
        picture = data / "zou" / "previews" / "pictures" / "thumbnails" / ada[:3] / ada[3:6] / ada
        picture.parent.mkdir(parents=True)
        Image.new("RGB", (8, 8), "red").save(picture, "PNG")
        before = describe(kitsu_dsn)

        program = launch("serve", "--port", port, **environment_of_kitsu(kitsu_dsn, data / "zou" / "previews"))
        url = program.wait_for_url()
        assert "Settings of Kitsu that are not used here: KV_HOST" in program.errors
        assert "Administrator" not in program.output
        client = login(url, "ada@studio.test", "ada's old password")
        answer = client.get(f"/pictures/thumbnails/persons/{ada}.png")
        assert answer.content == picture.read_bytes(), program.errors
        assert not (data / "postgres").exists()
        assert not (data / "secret_key").exists()
        with psycopg.connect(kitsu_dsn) as connection:
            assert connection.execute("SELECT email FROM person").fetchall() == [("ada@studio.test",)]
            assert connection.execute("SELECT count(*) FROM department").fetchone() == (0,)
            connection.execute("INSERT INTO studio (id, name, color) VALUES (gen_random_uuid(), 'Lyon', '#445566')")
        assert {row["name"] for row in client.get("/data/studios").json()} == {"Paris", "Lyon"}
        assert program.stop() == 0
        assert describe(kitsu_dsn) == before

    def test_two_servers_on_one_data_folder(self, launch: Launch, used_data: Path, port: str) -> None:
        first = launch("serve", "--port", port)
        first.wait_for_url()
        second = launch("serve", "--port", str(free_port()))
        url = second.wait_for_url()
        assert first.stop() == 0
        login(url, "admin@example.com", PASSWORD)
        assert second.stop(signal.SIGHUP) == 0, second.errors
        assert not postgres_processes(used_data)


def environment_of_kitsu(dsn: str, previews: Path) -> dict[str, str]:
    """What an operator of Kitsu has in the environment."""
    address = conninfo_to_dict(dsn)
    return {
        "DB_HOST": str(address["host"]),
        "DB_PORT": str(address["port"]),
        "DB_USERNAME": str(address["user"]),
        "DB_PASSWORD": str(address.get("password", "")),
        "DB_DATABASE": str(address["dbname"]),
        "SECRET_KEY": "the key of that studio, kept",
        "KV_HOST": "redis",
        "PREVIEW_FOLDER": str(previews),
    }


def test_help_for_a_newcomer() -> None:
    said = CliRunner().invoke(program, ["--help"]).output
    assert "Start with `multiplane serve`" in said
    for command in ("serve", "migrate", "create-admin", "settings"):
        assert re.search(rf"\b{command}\b +\w", said)


@pytest.mark.usefixtures("used_data")
def test_the_server_processes_read_no_other_file(launch: Launch, tmp_path: Path, port: str) -> None:
    (tmp_path / "multiplane.toml").write_text("no_such_setting = 1\n")
    (tmp_path / "studio.toml").write_text('cors_allowed_origins = ["https://ui.studio.com"]\n')
    program = launch("serve", "--port", port, "--config", "studio.toml")
    answer = httpx.get(program.wait_for_url(), headers={"Origin": "https://ui.studio.com"})
    assert answer.headers["access-control-allow-origin"] == "https://ui.studio.com"
    assert program.stop() == 0
