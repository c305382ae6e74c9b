"""Signing in: who gets in, what they are told, and what outsiders can learn (01-auth A.1 to A.10, B.1)."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from tests.auth.accounts import FIREFOX, PASSWORD, a_login, account, attempt, hashed, sign_in
from tests.realtime.test_live_events import wait_for
from tests.support.api import Api
from tests.support.studio import Studio, unique

WRONG = {"login": False, "message": "Wrong email or password."}
INACTIVE = {
    "error": True,
    "login": False,
    "unactive": True,
    "message": "User is unactive, he cannot log in.",
}
MISSING_CODE = {
    "error": True,
    "login": False,
    "missing_OTP": True,
    "message": "A two-factor authentication code is required.",
}
KITSU_HASH = b"$2b$12$vCdp6thICvIqFVcJWP4Te.BNLZUEsfk9acErNYvgzcJuMpXNpIvbC"
"""Of `mypassword`, as Kitsu stores it."""
TOO_MANY = {
    "error": True,
    "login": False,
    "too_many_failed_login_attemps": True,
    "message": "Too many failed login attempts, retry in a minute.",
}


class TestWhoGetsIn:
    def test_an_email_and_a_password(self, studio: Studio) -> None:
        department = studio.department()
        person = account(studio, "supervisor", departments=[department])

        body = sign_in(studio, person)

        assert body.keys() == {"user", "organisation", "login", "access_token", "refresh_token"}
        assert body["login"] is True
        assert (body["user"]["id"], body["user"]["departments"]) == (person["id"], [department["id"]])
        assert Api(studio.base_url, body["access_token"]).get("/auth/authenticated")["user"]["id"] == person["id"]

    def test_the_case_of_an_email_does_not_count(self, studio: Studio) -> None:
        person = account(studio)
        assert attempt(studio, person["email"].upper()).status_code == 200

    def test_a_workstation_login_in_its_exact_case(self, studio: Studio) -> None:
        login = a_login()
        account(studio, desktop_login=login)
        assert attempt(studio, login).status_code == 200
        assert attempt(studio, login.upper()).status_code == 400

    def test_an_email_counts_before_the_same_text_as_workstation_login(self, studio: Studio) -> None:
        owner = account(studio)
        account(studio, password="another password", desktop_login=owner["email"])
        assert sign_in(studio, owner)["user"]["id"] == owner["id"]
        assert attempt(studio, owner["email"], "another password").json() == WRONG

    def test_a_hash_made_by_kitsu(self, studio: Studio) -> None:
        person = studio.person(password=KITSU_HASH)
        sign_in(studio, person, "mypassword")

    def test_only_the_first_72_bytes_of_a_password_count(self, studio: Studio) -> None:
        long = "é" * 60
        person = account(studio, password=None)
        studio.rows.run("UPDATE person SET password = %s WHERE id = %s", hashed("é" * 36), person["id"])
        sign_in(studio, person, long)
        assert attempt(studio, person["email"], "é" * 35).json() == WRONG

    def test_credentials_in_the_query_string(self, studio: Studio) -> None:
        person = account(studio)
        query = {"email": person["email"], "password": PASSWORD}
        assert Api(studio.base_url).post("/auth/login", params=query, status=200)["login"] is True

    def test_null_factors_are_absent(self, studio: Studio) -> None:
        person = account(studio)
        unused = dict.fromkeys(("totp", "email_otp", "fido_authentication_response", "recovery_code"))
        assert attempt(studio, person["email"], **unused).status_code == 200

    def test_administrators_see_the_secrets_of_the_studio_and_others_do_not(self, studio: Studio) -> None:
        admin, artist = sign_in(studio, account(studio, "admin")), sign_in(studio, account(studio))
        assert {"chat_token_slack", "chat_webhook_mattermost"} <= admin["organisation"].keys()
        assert not {"chat_token_slack", "chat_webhook_mattermost"} & artist["organisation"].keys()


class TestTokens:
    def test_carry_the_documented_claims(self, studio: Studio) -> None:
        person = account(studio)
        body = sign_in(studio, person)
        access = jwt.decode(body["access_token"], studio.secret, ["HS256"])
        refresh = jwt.decode(body["refresh_token"], studio.secret, ["HS256"])

        assert access.keys() == {
            "fresh", "iat", "jti", "type", "sub", "nbf", "exp", "identity_type", "refresh_jti"
        }  # fmt: skip
        assert (access["sub"], access["type"], access["fresh"], access["identity_type"]) == (
            person["id"], "access", False, "person",
        )  # fmt: skip
        assert access["exp"] - access["iat"] == 7 * 86400
        assert (refresh["type"], refresh["exp"] - refresh["iat"]) == ("refresh", 15 * 86400)
        assert access["refresh_jti"] == refresh["jti"]
        assert jwt.get_unverified_header(body["access_token"]) == {"alg": "HS256", "typ": "JWT"}

    def test_browsers_keep_them_in_cookies(self, studio: Studio) -> None:
        person = account(studio)
        api = Api(studio.base_url)
        credentials = {"email": person["email"], "password": PASSWORD}
        answer = api.request("POST", "/auth/login", json=credentials, headers={"User-Agent": FIREFOX})

        cookies = {line.partition("=")[0]: line for line in answer.headers.get_list("set-cookie")}

        assert cookies.keys() == {"access_token_cookie", "refresh_token_cookie"}
        for name, path in (("access_token_cookie", "/"), ("refresh_token_cookie", "/auth/refresh-token")):
            parts = {part.strip().lower() for part in cookies[name].split(";")[1:]}
            assert {"httponly", "samesite=lax", "max-age=31540000", f"path={path}"} <= parts
            assert "secure" not in parts
        assert api.get("/auth/authenticated")["user"]["id"] == person["id"]

    @pytest.mark.parametrize("agent", ["CGWire Gazu 0.10.20", "python-requests/2.32", "curl/8.5.0"])
    def test_scripts_get_no_cookie(self, studio: Studio, agent: str) -> None:
        person = account(studio)
        credentials = {"email": person["email"], "password": PASSWORD}
        answer = Api(studio.base_url).request("POST", "/auth/login", json=credentials, headers={"User-Agent": agent})
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers


class TestLoginLog:
    @pytest.mark.parametrize(
        ("headers", "expected"),
        [
            ({}, ("127.0.0.1", "script")),
            ({"User-Agent": FIREFOX}, ("127.0.0.1", "web")),
            ({"X-Real-IP": "203.0.113.9"}, ("203.0.113.9", "script")),
            ({"X-Real-IP": "2001:db8::7"}, ("2001:db8::7", "script")),
            ({"X-Real-IP": "not an address"}, ("127.0.0.1", "script")),
        ],
    )
    def test_tells_where_a_login_came_from(
        self, studio: Studio, headers: dict[str, str], expected: tuple[str, str]
    ) -> None:
        person, start = account(studio), studio.now()
        credentials = {"email": person["email"], "password": PASSWORD}
        Api(studio.base_url).request("POST", "/auth/login", json=credentials, headers=headers)
        found = studio.rows.all("SELECT ip_address, origin FROM login_log WHERE person_id = %s", person["id"])
        assert [tuple(row.values()) for row in found] == [expected]
        assert studio.events_since(start) == []

    def test_a_refusal_is_told_to_the_operator_with_its_address(
        self, fresh_studio: Callable[..., Studio], tmp_path: Path
    ) -> None:
        studio = fresh_studio()
        person, headers = account(studio), {"X-Real-IP": "203.0.113.9"}
        body = {"email": person["email"], "password": "a wrong one"}
        Api(studio.base_url).request("POST", "/auth/login", json=body, headers=headers)

        def log() -> str:
            return "".join(path.read_text() for path in tmp_path.glob("server-*.log"))

        wait_for(lambda: "a login from 203.0.113.9 was refused: Wrong email or password." in log())
        assert "a wrong one" not in log()

    def test_does_not_hold_failures(self, studio: Studio) -> None:
        person = account(studio)
        attempt(studio, person["email"], "wrong")
        assert studio.rows.all("SELECT id FROM login_log WHERE person_id = %s", person["id"]) == []


class TestWhoDoesNot:
    def test_a_wrong_password_and_an_unknown_account_look_the_same(self, studio: Studio) -> None:
        wrong, unknown = attempt(studio, account(studio)["email"], "wrong"), attempt(studio, "nobody@example.com")
        assert wrong.status_code == unknown.status_code == 400
        assert wrong.content == unknown.content
        assert wrong.json() == WRONG

    @pytest.mark.parametrize(
        "values",
        [
            {"password": None},
            {"password": b"default"},
            {"password": b"not a hash"},
            {"password": b"$2b$12$damaged"},
            {"password": b""},
        ],
        ids=["none", "directory", "other", "damaged", "empty"],
    )
    def test_an_account_without_a_usable_hash(self, studio: Studio, values: dict[str, Any]) -> None:
        person = studio.person(**values)
        for password in ("default", "", "not a hash", PASSWORD):
            assert attempt(studio, person["email"], password).json() == WRONG

    def test_bots_and_guests(self, studio: Studio) -> None:
        bot, guest = account(studio, is_bot=True), account(studio, "client", is_guest=True)
        assert attempt(studio, bot["email"]).json() == WRONG
        assert attempt(studio, guest["email"]).json() == WRONG

    def test_the_human_is_found_behind_a_bot_with_the_same_address(self, studio: Studio) -> None:
        human = account(studio)
        account(studio, is_bot=True, email=human["email"], password="the bot's")
        assert attempt(studio, human["email"], "the bot's").json() == WRONG
        assert sign_in(studio, human)["user"]["id"] == human["id"]

    def test_an_inactive_account_is_told_only_after_its_password(self, studio: Studio) -> None:
        person = account(studio, active=False)
        assert attempt(studio, person["email"], "wrong").json() == WRONG
        refused = attempt(studio, person["email"])
        assert (refused.status_code, refused.json()) == (401, INACTIVE)

    @pytest.mark.parametrize("body", [{}, {"password": PASSWORD}, {"email": ""}])
    def test_a_body_without_account(self, studio: Studio, body: dict[str, str]) -> None:
        refused = Api(studio.base_url).post("/auth/login", body, status=400)
        assert refused["message"] == "Validation error."
        assert [error["field"] for error in refused["data"]["errors"]] == ["email"]

    @pytest.mark.parametrize(
        "login", ["\x00", "a\x00@example.com", "' OR 1=1 --", "x" * 10_000, "é@例え.jp", "%", "_@%"]
    )
    def test_odd_logins_are_unknown_accounts(self, studio: Studio, login: str) -> None:
        assert attempt(studio, login).json() == WRONG

    @pytest.mark.parametrize("password", ["\x00", "a\x00b", "x" * 10_000, "🙂", "\x7f"])
    def test_odd_passwords_are_wrong(self, studio: Studio, password: str) -> None:
        assert attempt(studio, account(studio)["email"], password).json() == WRONG

    def test_an_unknown_account_costs_as_much_time(self, fresh_studio: Callable[..., Studio]) -> None:
        studio = fresh_studio(bcrypt_log_rounds="11")
        people = [studio.person(password=KITSU_HASH.replace(b"$12$", b"$11$")) for _ in range(4)]
        attempt(studio, "warm@example.com")

        # in turn, and the quickest of each: what else the machine does is not measured
        logins = [(person["email"], f"nobody-{person['id']}@example.com") for person in people for _ in range(3)]
        times = [(_seconds(studio, known), _seconds(studio, unknown)) for known, unknown in logins]
        known, unknown = (min(column) for column in zip(*times, strict=True))

        assert abs(known / unknown - 1) < 0.35


class TestDefaultPassword:
    def test_asks_for_a_new_one_with_a_token(self, studio: Studio) -> None:
        person = account(studio, password="default")
        refused = attempt(studio, person["email"], "default")
        body = refused.json()
        assert refused.status_code == 400
        assert body.keys() == {"login", "default_password", "token"}
        assert (body["login"], body["default_password"], len(body["token"])) == (False, True, 64)
        kept = studio.rows.one(
            "SELECT value, expires_at - (now() AT TIME ZONE 'utc') AS life "
            "FROM multiplane.one_time_token WHERE key = %s",
            person["email"],
        )
        assert kept["value"] == body["token"]
        assert timedelta(hours=1, minutes=59) < kept["life"] <= timedelta(hours=2)

    def test_is_the_password_when_none_is_sent(self, studio: Studio) -> None:
        person = account(studio, password="default")
        assert Api(studio.base_url).post("/auth/login", {"email": person["email"]}, 400)["default_password"] is True

    def test_is_wrong_like_any_other(self, studio: Studio) -> None:
        assert attempt(studio, account(studio)["email"], "default").json() == WRONG

    def test_without_an_address_there_is_nothing_to_send(self, studio: Studio) -> None:
        login = a_login()
        account(studio, password="default", email=None, desktop_login=login)
        assert attempt(studio, login, "default").json() == WRONG


class TestPreviewAccount:
    def test_signs_in_while_its_window_is_open(self, studio: Studio) -> None:
        preview = account(studio, "client", **window(studio, opened=-60, until=3600))
        client = Api(studio.base_url, sign_in(studio, preview)["access_token"])
        assert client.get("/auth/authenticated")["user"]["id"] == preview["id"]

    def test_outside_the_window_it_is_inactive(self, studio: Studio) -> None:
        preview = account(studio, "client", **window(studio, opened=-7200, until=-3600))
        refused = attempt(studio, preview["email"])
        assert (refused.status_code, refused.json()) == (401, INACTIVE)

    def test_its_token_ends_with_the_window(self, studio: Studio) -> None:
        preview = account(studio, "client", **window(studio, opened=-60, until=3600))
        client = Api(studio.base_url, sign_in(studio, preview)["access_token"])
        studio.rows.run(
            "UPDATE person SET preview_open_until = now() AT TIME ZONE 'utc' - interval '1 second' WHERE id = %s",
            preview["id"],
        )
        client.get("/data/departments", 401)

    def test_a_token_of_an_earlier_window_is_refused(self, studio: Studio) -> None:
        preview = account(studio, "client", **window(studio, opened=-60, until=3600))
        client = Api(studio.base_url, sign_in(studio, preview)["access_token"])
        studio.rows.run(
            "UPDATE person SET preview_opened_at = now() AT TIME ZONE 'utc' + interval '2 seconds' WHERE id = %s",
            preview["id"],
        )
        client.get("/data/departments", 401)

    def test_reads_and_never_writes(self, studio: Studio) -> None:
        preview = account(studio, "client", **window(studio, opened=-60, until=3600))
        client = Api(studio.base_url, sign_in(studio, preview)["access_token"])
        client.get("/data/departments")
        client.put(f"/data/persons/{preview['id']}", {"phone": "1"}, 403)
        client.post("/data/day-offs", {"person_id": preview["id"], "date": "2026-01-01", "end_date": "2026-01-01"}, 403)
        client.delete(f"/data/persons/{preview['id']}", 403)


class TestSecondFactor:
    """Checking the codes themselves has its own tests; here nobody gets past the password without one."""

    @pytest.mark.parametrize("method", ["totp", "email_otp", "fido"])
    def test_the_password_alone_is_not_enough(self, studio: Studio, method: str) -> None:
        person = account(studio, **{f"{method}_enabled": True, "preferred_two_factor_authentication": method})
        refused = attempt(studio, person["email"])
        assert refused.status_code == 400
        assert refused.json() == {
            **MISSING_CODE,
            "preferred_two_factor_authentication": method,
            "two_factor_authentication_enabled": ["recovery_code", method],
        }

    def test_is_asked_only_after_the_password(self, studio: Studio) -> None:
        person = account(studio, totp_enabled=True)
        assert attempt(studio, person["email"], "wrong", totp="123456").json() == WRONG

    def test_a_factor_that_is_not_enabled_counts_as_absent(self, studio: Studio) -> None:
        person = account(studio, totp_enabled=True)
        assert attempt(studio, person["email"], email_otp="123456").json()["missing_OTP"] is True

    def test_wrong_codes_lock_the_account_and_missing_ones_do_not(self, studio: Studio) -> None:
        person = account(studio, totp_enabled=True, totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        for _ in range(6):
            assert "missing_OTP" in attempt(studio, person["email"]).json()
        for _ in range(5):
            refused = attempt(studio, person["email"], totp="not-it").json()
            assert refused == {
                "error": True,
                "login": False,
                "wrong_OTP": True,
                "message": "Wrong two-factor authentication code.",
            }
        assert attempt(studio, person["email"]).json() == TOO_MANY


class TestForcedSecondFactor:
    def test_a_session_without_one_may_only_set_it_up(self, fresh_studio: Callable[..., Studio]) -> None:
        studio = fresh_studio(enforce_2fa="true", two_factor_exempt_users="exempt@example.com")
        body = sign_in(studio, account(studio))
        assert body["two_factor_authentication_required"] is True
        client = Api(studio.base_url, body["access_token"])

        refused = client.get("/data/departments", 403)
        assert refused == {
            "error": True,
            "two_factor_authentication_required": True,
            "message": "Two-factor authentication setup is required. Please configure 2FA before accessing the API.",
        }
        assert client.get("/auth/authenticated")["authenticated"] is True

        refresher = Api(studio.base_url, body["refresh_token"])
        renewed = Api(studio.base_url, refresher.get("/auth/refresh-token")["access_token"])
        renewed.get("/data/departments", 403)
        studio.rows.run("UPDATE person SET totp_enabled = true WHERE id = %s", body["user"]["id"])
        freed = Api(studio.base_url, refresher.get("/auth/refresh-token")["access_token"])
        freed.get("/data/departments")
        assert client.get("/auth/logout") == {"logout": True}

        exempt = sign_in(studio, account(studio, email="exempt@example.com"))
        assert "two_factor_authentication_required" not in exempt
        Api(studio.base_url, exempt["access_token"]).get("/data/departments")


class TestWithoutPasswords:
    def test_any_password_lets_a_known_active_human_in(self, fresh_studio: Callable[..., Studio]) -> None:
        studio = fresh_studio(auth_strategy="auth_local_no_password")
        person = account(studio)
        assert attempt(studio, person["email"], "anything").status_code == 200
        assert attempt(studio, person["email"], "default").status_code == 200
        assert attempt(studio, "nobody@example.com", "anything").json() == WRONG
        assert attempt(studio, account(studio, is_bot=True)["email"], "anything").json() == WRONG
        assert attempt(studio, account(studio, "client", is_guest=True)["email"], "anything").json() == WRONG
        assert attempt(studio, account(studio, active=False)["email"], "anything").json() == INACTIVE


class TestFailure:
    def test_of_ours_is_told_as_a_login_and_without_detail(self, fresh_studio: Callable[..., Studio]) -> None:
        studio = fresh_studio()
        person = account(studio)
        studio.rows.run("ALTER TABLE login_log RENAME TO login_log_away")
        refused = attempt(studio, person["email"])
        assert (refused.status_code, refused.json()) == (
            500,
            {
                "error": True,
                "login": False,
                "message": "A server error occurred. Please contact your administrator.",
            },
        )
        studio.rows.run("ALTER TABLE login_log_away RENAME TO login_log")
        sign_in(studio, person)


def _seconds(studio: Studio, email: str) -> float:
    start = time.perf_counter()
    assert attempt(studio, email, unique("wrong")).json() == WRONG
    return time.perf_counter() - start


def window(studio: Studio, *, opened: int, until: int) -> dict[str, Any]:
    """The columns of a preview account whose window lies these seconds from now."""
    now = datetime.now(UTC).replace(tzinfo=None)
    return {
        "preview_project_id": studio.project()["id"],
        "preview_opened_at": now + timedelta(seconds=opened),
        "preview_open_until": now + timedelta(seconds=until),
    }
