"""The commands that change a studio's database: what they print, and the rows and events they leave."""

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bcrypt
import jwt
import psycopg
import pytest
from click import Context
from click.testing import CliRunner, Result

from multiplane.app import create_api
from multiplane.cli.logs import configure_logs
from multiplane.cli.program import COMMANDS, program
from multiplane.settings import load_settings

SECRET = "a secret key that is long enough for tests"
Command = Callable[..., Result]
Query = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def run(empty_dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command on a database that `migrate` has just made."""
    monkeypatch.chdir(tmp_path)
    environment = {"DATABASE_URL": empty_dsn, "SECRET_KEY": SECRET, "BCRYPT_LOG_ROUNDS": "4"}

    def invoke(*arguments: str, code: int = 0, **more: str) -> Result:
        result = CliRunner().invoke(program, arguments, env={**environment, **more})
        assert result.exit_code == code, result.output
        return result

    invoke("migrate")
    return invoke


@pytest.fixture
def query(empty_dsn: str) -> Query:
    def rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(empty_dsn) as connection:
            return connection.execute(sql.encode(), values).fetchall()

    return rows


class TestMigrate:
    def test_leaves_the_schema_and_one_task_type(self, run: Command, query: Query) -> None:
        again = run("migrate")
        assert again.stdout == "The schema is up to date.\n"
        rows = query("SELECT name, for_entity, color, priority, short_name, department_id FROM task_type")
        assert rows == [("Concept", "Concept", "#8D6E63", 1, "", None)]
        assert query("SELECT * FROM api_event") == []

    def test_refuses_a_database_of_another_kind(self, run: Command, empty_dsn: str) -> None:
        with psycopg.connect(empty_dsn) as connection:
            connection.execute("UPDATE public.alembic_version SET version_num = 'abcdef'")
        result = run("migrate", code=1)
        assert "abcdef" in result.stderr
        assert "Traceback" not in result.output


class TestInitData:
    @pytest.mark.parametrize(
        ("domain", "counts"),
        [("2d", (4, 9, 4)), ("3D", (6, 13, 4)), ("vfx", (8, 16, 5)), ("Games", (7, 8, 5))],
    )
    def test_fills_a_studio_once(self, run: Command, query: Query, domain: str, counts: tuple[int, int, int]) -> None:
        departments, task_types, asset_types = counts
        for _ in range(2):
            run("init-data", "--domain", domain)
            assert query("SELECT count(*) FROM department") == [(departments,)]
            assert query("SELECT count(*) FROM task_type") == [(task_types,)]
            assert query("SELECT count(*) FROM entity_type") == [(7 + asset_types,)]
            assert query("SELECT count(*) FROM task_status") == [(9,)]
            assert query("SELECT name FROM project_status ORDER BY name") == [("Closed",), ("Open",)]
            events: dict[str, int] = dict(query("SELECT name, count(*) FROM api_event GROUP BY name"))
            assert events == {
                "asset-type:new": asset_types,
                "department:new": departments,
                "task-type:new": task_types - 1,
                "task-status:new": 9,
            }
        assert query("SELECT count(*) FROM api_event WHERE user_id IS NOT NULL") == [(0,)]

    def test_refuses_another_domain(self, run: Command, query: Query) -> None:
        assert "4d" in run("init-data", "--domain", "4d", code=2).stderr
        assert query("SELECT count(*) FROM department") == [(0,)]


class TestCreateAdmin:
    def test_makes_super_admin(self, run: Command, query: Query) -> None:
        result = run("create-admin", "Boss@Studio.com", "--password", "correct horse", DEFAULT_LOCALE="fr_FR")
        assert "correct horse" not in result.output
        ((person_id, first, last, email, role, phone, login, locale, password, active),) = query(
            "SELECT id, first_name, last_name, email, role, phone, desktop_login, locale, password, active FROM person"
        )
        assert (first, last, email, role) == ("Super", "Admin", "boss@studio.com", "admin")
        assert (phone, login, locale, active) == ("", "", "fr_FR", True)
        assert bcrypt.checkpw(b"correct horse", password)
        events = query("SELECT name, data, user_id FROM api_event")
        assert events == [("person:new", {"person_id": str(person_id)}, None)]

    def test_upgrades_a_person_and_keeps_the_password(self, run: Command, query: Query) -> None:
        query(
            "INSERT INTO person (id, first_name, last_name, email, role, password) "
            "VALUES (gen_random_uuid(), 'Ada', 'L', 'ada@studio.com', 'user', 'kept') RETURNING id"
        )
        assert "unchanged" in run("create-admin", "ADA@studio.com", "--password", "long enough").output
        assert query("SELECT role, password, first_name FROM person") == [("admin", b"kept", "Ada")]
        assert query("SELECT name FROM api_event") == [("person:update",)]
        assert "already" in run("create-admin", "ada@studio.com", "--password", "long enough").output
        assert query("SELECT count(*) FROM api_event") == [(1,)]

    def test_takes_the_password_of_the_environment(self, run: Command, query: Query) -> None:
        run("create-admin", "boss@studio.com", MULTIPLANE_ADMIN_PASSWORD="from outside")
        ((password,),) = query("SELECT password FROM person")
        assert bcrypt.checkpw(b"from outside", password)

    @pytest.mark.parametrize(
        ("arguments", "environment", "message"),
        [
            (("boss@studio.com", "--password", "short"), {}, "8 characters or more"),
            (("boss", "--password", "long enough"), {}, "boss is not an e-mail address"),
            (("boss@studio.com",), {}, "Give the password with --password"),
            (("boss@studio.com", "--password", "long enough"), {"USER_LIMIT": "0"}, "User limit reached"),
        ],
    )
    def test_refuses(
        self,
        run: Command,
        query: Query,
        arguments: tuple[str, ...],
        environment: dict[str, str],
        message: str,
    ) -> None:
        assert message in run("create-admin", *arguments, code=1, **environment).stderr
        assert query("SELECT count(*) FROM person") == [(0,)]


class TestCreateBot:
    def test_prints_a_token_that_is_its_own(self, run: Command, query: Query) -> None:
        options = ("--email", "bot@studio.com", "--name", "Publisher", "--expiration-date", "2099-12-31")
        result = run("create-bot", *options, "--role", "supervisor")
        claims = jwt.decode(result.stdout.strip(), SECRET, ["HS256"])
        ((person_id, name, role, is_bot, jti, expiration),) = query(
            "SELECT id, first_name, role, is_bot, jti, expiration_date::text FROM person"
        )
        assert (name, role, is_bot, expiration) == ("Publisher", "supervisor", True, "2099-12-31")
        assert (claims["sub"], claims["jti"]) == (str(person_id), jti)
        assert claims["identity_type"] == "bot"
        assert query("SELECT name FROM api_event") == [("person:new",)]

    def test_refuses_a_date_in_the_past(self, run: Command, query: Query) -> None:
        options = ("--email", "bot@studio.com", "--name", "Old", "--expiration-date", "2001-01-01")
        assert "past" in run("create-bot", *options, code=1).stderr
        assert query("SELECT count(*) FROM person") == [(0,)]


class TestAccounts:
    @pytest.fixture(autouse=True)
    def _boss(self, run: Command) -> None:
        run("create-admin", "boss@studio.com", "--password", "correct horse")

    def test_change_password(self, run: Command, query: Query) -> None:
        query("UPDATE person SET login_failed_attemps = 5 RETURNING id")
        run("change-password", "BOSS@studio.com", "--password", "another one")
        ((password, failures),) = query("SELECT password, login_failed_attemps FROM person")
        assert bcrypt.checkpw(b"another one", password)
        assert failures == 0
        assert "8 characters" in run("change-password", "boss@studio.com", "--password", "short", code=1).stderr
        assert query("SELECT password FROM person") == [(password,)]

    def test_activation(self, run: Command, query: Query) -> None:
        run("set-person-as-active", "boss@studio.com", "--unactive")
        assert query("SELECT active FROM person") == [(False,)]
        assert "limit" in run("set-person-as-active", "boss@studio.com", code=1, USER_LIMIT="0").stderr
        run("set-person-as-active", "boss@studio.com")
        assert query("SELECT active FROM person") == [(True,)]
        names = query("SELECT name FROM api_event ORDER BY created_at")
        assert names == [("person:new",), ("person:update",), ("person:update",)]

    def test_second_factors(self, run: Command, query: Query) -> None:
        query(
            "UPDATE person SET totp_enabled = true, totp_secret = 'seed', desktop_login = 'boss', "
            "preferred_two_factor_authentication = 'totp', otp_recovery_codes = ARRAY['x'::bytea] "
            "RETURNING id"
        )
        run("disable-two-factor-authentication", "boss")
        columns = "totp_enabled, totp_secret, preferred_two_factor_authentication, otp_recovery_codes"
        assert query(f"SELECT {columns} FROM person") == [(False, None, None, None)]

    @pytest.mark.parametrize(
        "command",
        [
            ("change-password", "nobody@studio.com", "--password", "long enough"),
            ("set-person-as-active", "nobody@studio.com"),
            ("disable-two-factor-authentication", "nobody@studio.com"),
        ],
    )
    def test_nobody_of_that_name(self, run: Command, command: tuple[str, ...]) -> None:
        assert "There is no person" in run(*command, code=1).stderr


class TestSettings:
    def test_shows_values_and_sources_but_no_secret(self, tmp_path: Path) -> None:
        file = tmp_path / "studio.toml"
        file.write_text('port = 1234\nmail_password = "hush"\n')
        environment = {"ADMIN_TOKEN": "hush", "KV_HOST": "redis", "MULTIPLANE_PROT": "1"}
        result = CliRunner().invoke(program, ["settings", "--config", str(file)], env=environment)
        assert result.exit_code == 0
        lines = {line.split()[0]: " ".join(line.split()[1:]) for line in result.stdout.splitlines()}
        assert lines["port"] == f"1234 {file}, line 1, key port"
        assert lines["admin_token"] == "********** environment variable ADMIN_TOKEN"
        assert lines["host"] == "127.0.0.1 default"
        assert "hush" not in result.output
        assert "KV_HOST" in result.stderr
        assert "MULTIPLANE_PROT" in result.stderr

    def test_writes_its_documentation(self) -> None:
        result = CliRunner().invoke(program, ["settings", "--markdown"])
        assert result.stdout.startswith("# Settings\n")


class TestOperatingPage:
    PAGE = (Path(__file__).parents[2] / "docs" / "operating.md").read_text()

    def test_names_every_command_and_no_other(self) -> None:
        named = set(re.findall(r"`multiplane ([a-z-]+)", self.PAGE)) | set(
            re.findall(r" multiplane ([a-z-]+)", self.PAGE)
        )
        assert set(COMMANDS) <= named
        assert {name for name in named if "-" in name} <= {*COMMANDS, "--help"}

    def test_names_only_options_there_are(self) -> None:
        options = {
            option
            for name in COMMANDS
            for parameter in (program.get_command(Context(program), name) or program).params
            for option in parameter.opts
        }
        assert set(re.findall(r"--[a-z][a-z-]+", self.PAGE)) <= options | {"--help"}


class TestJobs:
    def test_shows_what_was_given_up_and_lets_it_be_tried_again(self, run: Command, query: Query) -> None:
        assert run("jobs").stdout == "There are no jobs.\n"
        for key in ("a", "a", None):
            query(
                "WITH job AS (INSERT INTO multiplane.pgqueuer (priority, status, entrypoint, attempts, dedupe_key) "
                "VALUES (0, 'failed', 'purge', 5, %s) RETURNING id) "
                "INSERT INTO multiplane.pgqueuer_log (job_id, status, priority, entrypoint, traceback) SELECT id, "
                "'failed', 0, 'purge', jsonb_build_object('exception_type', 'OSError', 'exception_message', 'full') "
                "FROM job RETURNING id",
                key,
            )
        shown = run("jobs").stdout
        assert shown.startswith("purge: 0 waiting, 0 running, 3 failed\n")
        assert shown.count("OSError: full") == 3
        assert run("jobs", "--retry").stdout.startswith("2 jobs will be tried again.\npurge: 2 waiting")
        assert query("SELECT DISTINCT attempts FROM multiplane.pgqueuer WHERE status = 'queued'") == [(0,)]


class TestRemoveOldData:
    def test_removes_what_is_older_only(self, run: Command, query: Query) -> None:
        for days in (1, 89, 91, 200):
            query(
                "INSERT INTO api_event (id, name, created_at) "
                "VALUES (gen_random_uuid(), %s, (now() AT TIME ZONE 'utc') - %s * interval '1 day') RETURNING id",
                f"old:{days}",
                days,
            )
        said = run("remove-old-data").stdout
        assert "2 events deleted." in said
        assert query("SELECT name FROM api_event ORDER BY name") == [("old:1",), ("old:89",)]
        run("remove-old-data", "--days", "30")
        assert query("SELECT name FROM api_event") == [("old:1",)]
        run("remove-old-data", "--days", "-1", code=2)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_server_leaves_the_log_as_the_program_sets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    monkeypatch.setattr(root, "level", root.level)
    settings = load_settings(environment={"SECRET_KEY": SECRET})
    configure_logs(settings)
    before = list(root.handlers)
    create_api(settings)
    assert (root.handlers, root.level) == (before, logging.WARNING)
