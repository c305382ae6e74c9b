"""A session from login to logout, and what ends it (01-auth A.2, B.1; 00-conventions 5.3)."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import jwt
import pytest
from tests.auth.accounts import FIREFOX, PASSWORD, account, sign_in
from tests.support.api import Api
from tests.support.server import serving
from tests.support.studio import Studio

REVOKED = {"msg": "Token has been revoked"}
UNAUTHORIZED = {
    "error": True,
    "message": "The server could not verify that you are authorized to access the URL requested. "
    "You either supplied the wrong credentials (e.g. a bad password), "
    "or your browser doesn't understand how to supply the credentials required.",
}


class Session:
    """The two clients of one login."""

    def __init__(self, studio: Studio, role: str = "user") -> None:
        self.person = account(studio, role)
        body = sign_in(studio, self.person)
        self.access = Api(studio.base_url, body["access_token"])
        self.refresh = Api(studio.base_url, body["refresh_token"])


@pytest.fixture
def session(studio: Studio) -> Session:
    return Session(studio)


class TestAuthenticated:
    def test_tells_who_one_is(self, studio: Studio, session: Session) -> None:
        body = session.access.get("/auth/authenticated")
        assert body.keys() == {"authenticated", "user", "organisation"}
        assert body["authenticated"] is True
        assert body["user"]["id"] == session.person["id"]
        assert (body["user"]["departments"], body["user"]["fido_devices"]) == ([], [])
        assert body["organisation"]["type"] == "Organisation"
        assert "chat_token_slack" not in body["organisation"]

    def test_names_the_devices_and_nothing_of_their_keys(self, studio: Studio, session: Session) -> None:
        device = '{"device_name": "blue key", "credential_id": 97531, "public_key": {"1": 2}}'
        studio.rows.run(
            "UPDATE person SET fido_credentials = ARRAY[%s::jsonb] WHERE id = %s", device, session.person["id"]
        )
        response = session.access.request("GET", "/auth/authenticated")
        assert response.json()["user"]["fido_devices"] == ["blue key"]
        assert "97531" not in response.text

    def test_bots_may_ask(self, studio: Studio) -> None:
        body = {"first_name": "Bot", "last_name": "B", "email": f"{uuid4().hex}@example.com", "is_bot": True}
        bot = studio.admin.post("/data/persons", body)
        client = Api(studio.base_url, bot["access_token"])
        assert client.get("/auth/authenticated")["user"]["id"] == bot["id"]
        client.get("/auth/logout", 403)
        client.get("/auth/refresh-token", 422)

    def test_without_a_token(self, studio: Studio) -> None:
        assert studio.anonymous().get("/auth/authenticated", 401) == {
            "msg": 'Missing JWT in cookies or headers (Missing cookie "access_token_cookie"; '
            "Missing Authorization Header)"
        }


class TestLogout:
    def test_ends_both_tokens_of_the_session(self, session: Session) -> None:
        assert session.access.get("/auth/logout") == {"logout": True}
        assert session.access.get("/auth/authenticated", 401) == REVOKED
        assert session.refresh.get("/auth/refresh-token", 401) == REVOKED

    def test_ends_every_access_token_of_the_session(self, studio: Studio, session: Session) -> None:
        renewed = Api(studio.base_url, session.refresh.get("/auth/refresh-token")["access_token"])
        renewed.get("/auth/logout")
        assert session.access.get("/auth/authenticated", 401) == REVOKED

    def test_leaves_other_sessions_of_the_person(self, studio: Studio, session: Session) -> None:
        other = Api(studio.base_url, sign_in(studio, session.person)["access_token"])
        session.access.get("/auth/logout")
        other.get("/auth/authenticated")

    def test_is_known_to_another_server_at_once(
        self, studio: Studio, session: Session, database_dsn: str, tmp_path: Path
    ) -> None:
        with serving(database_dsn, tmp_path) as other_server:
            elsewhere = Api(other_server, session.access.token)
            elsewhere.get("/auth/authenticated")
            session.access.get("/auth/logout")
            assert elsewhere.get("/auth/authenticated", 401) == REVOKED

    def test_clears_the_cookies_of_a_browser(self, studio: Studio, session: Session) -> None:
        browser = Api(studio.base_url)
        browser.http.headers["User-Agent"] = FIREFOX
        browser.post("/auth/login", {"email": session.person["email"], "password": PASSWORD}, 200)
        response = browser.request("GET", "/auth/logout")
        assert response.json() == {"logout": True}
        assert {line.partition("=")[0] for line in response.headers.get_list("set-cookie")} == {
            "access_token_cookie",
            "refresh_token_cookie",
        }
        assert len(browser.http.cookies) == 0

    def test_leaves_a_personal_api_token_valid(self, studio: Studio, session: Session) -> None:
        path = f"/data/persons/{session.person['id']}"
        api_token = session.access.put(path, {"expiration_date": None})["access_token"]
        script = Api(studio.base_url, api_token)
        assert script.get("/auth/logout") == {"logout": True}
        script.get("/auth/authenticated")

    def test_of_a_person_who_is_gone(self, studio: Studio, session: Session) -> None:
        studio.rows.run("DELETE FROM login_log WHERE person_id = %s", session.person["id"])
        studio.rows.run("DELETE FROM person WHERE id = %s", session.person["id"])
        assert session.access.get("/auth/logout", 401) == {"msg": f"Error loading the user {session.person['id']}"}
        assert session.access.get("/auth/authenticated", 401) == UNAUTHORIZED


class TestRefresh:
    def test_gives_scripts_a_new_access_token(self, studio: Studio, session: Session) -> None:
        body = session.refresh.get("/auth/refresh-token")
        assert body.keys() == {"access_token"}
        claims = jwt.decode(body["access_token"], studio.secret, ["HS256"])
        refresh = jwt.decode(str(session.refresh.token), studio.secret, ["HS256"])
        assert (claims["sub"], claims["refresh_jti"]) == (session.person["id"], refresh["jti"])
        Api(studio.base_url, body["access_token"]).get("/auth/authenticated")
        session.refresh.get("/auth/refresh-token")

    def test_gives_browsers_a_cookie_once(self, studio: Studio, session: Session) -> None:
        browser = Api(studio.base_url)
        browser.http.headers["User-Agent"] = FIREFOX
        browser.post("/auth/login", {"email": session.person["email"], "password": PASSWORD}, 200)
        assert browser.get("/auth/refresh-token") == {"refresh": True}
        assert set(browser.http.cookies) == {"access_token_cookie"}
        browser.get("/auth/authenticated")
        browser.get("/auth/refresh-token", 401)

    def test_wants_a_refresh_token(self, session: Session) -> None:
        assert session.access.get("/auth/refresh-token", 422) == {"msg": "Only refresh tokens are allowed"}
        assert session.refresh.get("/auth/authenticated", 422) == {"msg": "Only non-refresh tokens are allowed"}

    def test_keeps_a_session_that_may_skip_the_second_factor(self, studio: Studio, session: Session) -> None:
        refresh = jwt.decode(str(session.refresh.token), studio.secret, ["HS256"])
        skipping = Api(studio.base_url, signed(studio, {**refresh, "skip_2fa_setup": True}))
        claims = jwt.decode(skipping.get("/auth/refresh-token")["access_token"], studio.secret, ["HS256"])
        assert claims["skip_2fa_setup"] is True


class TestDeactivation:
    def test_closes_the_sessions_that_are_used_and_they_stay_closed(self, studio: Studio, session: Session) -> None:
        path = f"/data/persons/{session.person['id']}"
        studio.admin.put(path, {"active": False})
        assert session.access.get("/data/departments", 401) == UNAUTHORIZED
        studio.admin.put(path, {"active": True})
        assert session.access.get("/data/departments", 401) == REVOKED
        assert session.refresh.get("/auth/refresh-token", 401) == REVOKED
        sign_in(studio, session.person)

    def test_an_api_token_works_again_with_its_person(self, studio: Studio, session: Session) -> None:
        path = f"/data/persons/{session.person['id']}"
        script = Api(studio.base_url, session.access.put(path, {"expiration_date": None})["access_token"])
        studio.admin.put(path, {"active": False})
        assert script.get("/data/departments", 401) == UNAUTHORIZED
        studio.admin.put(path, {"active": True})
        script.get("/data/departments")

    def test_a_new_role_counts_at_the_next_request(self, studio: Studio) -> None:
        session = Session(studio, "admin")
        session.access.get("/data/plugins")
        studio.admin.put(f"/data/persons/{session.person['id']}", {"role": "user"})
        session.access.get("/data/plugins", 403)


class TestForgedTokens:
    @pytest.mark.parametrize(
        ("change", "status", "answer"),
        [
            ({"exp": 1}, 401, {"error": True, "message": "Signature has expired"}),
            ({"nbf": 2**40}, 422, {"msg": "The token is not yet valid (nbf)"}),
            ({"sub": 7}, 422, {"msg": "Subject must be a string"}),
            ({"sub": "nobody"}, 401, UNAUTHORIZED),
            ({"sub": "7d9f1c62-0b51-4f0e-9c7e-2f1d5a8b3e46"}, 401, UNAUTHORIZED),
            ({"sub": None}, 401, UNAUTHORIZED),
            ({"jti": None}, 401, REVOKED),
            ({"identity_type": None}, 401, REVOKED),
            ({"identity_type": "root"}, 401, REVOKED),
            ({"identity_type": "bot"}, 401, REVOKED),
            ({"identity_type": "person_api"}, 401, REVOKED),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_claims_are_checked(
        self, studio: Studio, session: Session, change: dict[str, Any], status: int, answer: dict[str, Any]
    ) -> None:
        claims = jwt.decode(str(session.access.token), studio.secret, ["HS256"])
        changed = {key: value for key, value in {**claims, **change}.items() if value is not None}
        assert Api(studio.base_url, signed(studio, changed)).get("/auth/authenticated", status) == answer

    def test_another_key_or_algorithm_is_refused(self, studio: Studio, session: Session) -> None:
        claims = jwt.decode(str(session.access.token), studio.secret, ["HS256"])
        foreign = jwt.encode(claims, "another secret that is long enough for the hash", "HS256")
        assert Api(studio.base_url, foreign).get("/auth/authenticated", 422) == {"msg": "Signature verification failed"}
        for token in (jwt.encode(claims, studio.secret * 2, "HS512"), jwt.encode(claims, "", "none")):
            Api(studio.base_url, token).get("/auth/authenticated", 422)

    @pytest.mark.parametrize(
        ("header", "status", "text"),
        [
            ("Bearer", 422, "Bad Authorization header. Expected 'Authorization: Bearer <JWT>'"),
            ("Bearer a b", 422, "Bad Authorization header. Expected 'Authorization: Bearer <JWT>'"),
            ("Bearer nonsense", 422, "Not enough segments"),
            (
                "Basic dTpw",
                401,
                "Missing JWT in cookies or headers (Missing cookie \"access_token_cookie\"; Missing 'Bearer' type in "
                "'Authorization' header. Expected 'Authorization: Bearer <JWT>')",
            ),
        ],
    )
    def test_odd_headers(self, studio: Studio, header: str, status: int, text: str) -> None:
        answer = studio.anonymous().get("/auth/authenticated", status, headers={"Authorization": header})
        assert answer == {"msg": text}

    def test_the_cookie_counts_before_the_header(self, studio: Studio, session: Session) -> None:
        claims = jwt.decode(str(session.access.token), studio.secret, ["HS256"])
        expired = signed(studio, {**claims, "exp": int(time.time()) - 10})
        answer = session.access.get("/auth/authenticated", 401, headers={"Cookie": f"access_token_cookie={expired}"})
        assert answer["message"] == "Signature has expired"


class TestSecureCookies:
    def test_where_people_come_over_https(self, fresh_studio: Callable[..., Studio]) -> None:
        studio = fresh_studio(domain_protocol="https")
        credentials = {"email": account(studio)["email"], "password": PASSWORD}
        answer = Api(studio.base_url).request("POST", "/auth/login", json=credentials, headers={"User-Agent": FIREFOX})
        assert all("; secure" in line.lower() for line in answer.headers.get_list("set-cookie"))


def signed(studio: Studio, claims: dict[str, Any]) -> str:
    return jwt.encode(claims, studio.secret, "HS256")
