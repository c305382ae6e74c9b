"""Bots and API tokens: minted once, one at a time, to the end of a day (01-auth A.12)."""

import calendar
from datetime import UTC, date, datetime, timedelta
from typing import Any

import jwt
import pytest
from tests.people.people import SAFE, Row, newcomer, path_of, stored
from tests.support.api import Api
from tests.support.studio import Studio

TODAY = datetime.now(UTC).date()
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
REVOKED = {"msg": "Token has been revoked"}


def new_bot(studio: Studio, **values: Any) -> Row:
    bot: Row = studio.admin.post("/data/persons", newcomer(is_bot=True, **values))
    return bot


def claims_of(studio: Studio, token: str) -> Row:
    return jwt.decode(token, studio.secret, ["HS256"], options={"verify_exp": False})


def midnight_after(day: date) -> int:
    return calendar.timegm((day + timedelta(days=1)).timetuple())


class TestBot:
    def test_comes_with_its_token(self, studio: Studio) -> None:
        bot = new_bot(studio, role="supervisor")
        assert bot.keys() == SAFE | {"departments", "access_token"}
        claims = claims_of(studio, bot["access_token"])
        assert claims.keys() == {"fresh", "iat", "jti", "type", "sub", "nbf", "identity_type"}
        assert (claims["sub"], claims["type"], claims["identity_type"]) == (bot["id"], "access", "bot")
        user = Api(studio.base_url, bot["access_token"]).get("/auth/authenticated")["user"]
        assert (user["id"], user["role"], user["is_bot"]) == (bot["id"], "supervisor", True)

    def test_token_is_shown_once(self, studio: Studio) -> None:
        bot = new_bot(studio)
        assert "access_token" not in studio.admin.get(path_of(bot))
        assert "access_token" not in studio.admin.put(path_of(bot), {"phone": "1"})
        Api(studio.base_url, bot["access_token"]).get("/data/departments")

    def test_token_ends_with_its_day(self, studio: Studio) -> None:
        for day in (TODAY, TOMORROW):
            bot = new_bot(studio, expiration_date=day.isoformat())
            assert bot["expiration_date"] == day.isoformat()
            assert claims_of(studio, bot["access_token"])["exp"] == midnight_after(day)

    def test_humans_get_none(self, studio: Studio) -> None:
        person = studio.admin.post("/data/persons", newcomer(expiration_date=TOMORROW.isoformat()))
        assert "access_token" not in person
        assert stored(studio, person)["jti"] is None

    def test_obeys_its_role(self, studio: Studio) -> None:
        project = studio.project()
        artist, admin = new_bot(studio), new_bot(studio, role="admin")
        studio.join(project, artist)
        Api(studio.base_url, artist["access_token"]).get("/data/plugins", 403)
        Api(studio.base_url, admin["access_token"]).get("/data/plugins")
        Api(studio.base_url, artist["access_token"]).get("/data/persons")

    def test_has_no_password(self, studio: Studio) -> None:
        bot = new_bot(studio, password="a password")
        body = {"email": bot["email"], "password": "a password"}
        Api(studio.base_url).post("/auth/login", body, 400)

    @pytest.mark.parametrize("truth", [True, 1])
    def test_is_one_however_the_truth_is_written(self, studio: Studio, truth: object) -> None:
        bot = studio.admin.post("/data/persons", newcomer(is_bot=truth))
        assert bot["is_bot"] is True
        assert "access_token" in bot


class TestNewToken:
    def test_replaces_the_old_one(self, studio: Studio) -> None:
        bot = new_bot(studio)
        first = Api(studio.base_url, bot["access_token"])
        first.get("/data/departments")
        renewed = studio.admin.put(path_of(bot), {"expiration_date": TOMORROW.isoformat()})
        assert first.get("/data/departments", 401) == REVOKED
        claims = claims_of(studio, renewed["access_token"])
        assert (claims["identity_type"], claims["exp"]) == ("bot", midnight_after(TOMORROW))
        Api(studio.base_url, renewed["access_token"]).get("/data/departments")

    @pytest.mark.parametrize("day", [None, TODAY.isoformat()])
    def test_is_made_even_for_the_same_day(self, studio: Studio, day: str | None) -> None:
        bot = new_bot(studio, expiration_date=day)
        renewed = studio.admin.put(path_of(bot), {"expiration_date": day})
        assert renewed["access_token"] != bot["access_token"]
        Api(studio.base_url, bot["access_token"]).get("/data/departments", 401)

    def test_is_not_made_for_a_day_that_passed(self, studio: Studio) -> None:
        bot = new_bot(studio)
        past = YESTERDAY.isoformat()
        refused = studio.admin.put(path_of(bot), {"expiration_date": past}, 400)
        assert refused["message"] == "Expiration date can't be in the past."
        studio.rows.run("UPDATE person SET expiration_date = %s WHERE id = %s", past, bot["id"])
        before = stored(studio, bot)["jti"]
        assert "access_token" not in studio.admin.put(path_of(bot), {"expiration_date": past})
        assert stored(studio, bot)["jti"] == before

    def test_expires(self, studio: Studio) -> None:
        bot = new_bot(studio)
        claims = claims_of(studio, bot["access_token"])
        late = jwt.encode({**claims, "exp": int(datetime.now(UTC).timestamp()) - 1}, studio.secret, "HS256")
        refused = Api(studio.base_url, late).get("/data/departments", 401)
        assert refused == {"error": True, "message": "Signature has expired"}

    def test_ends_with_its_bot(self, studio: Studio) -> None:
        bot = new_bot(studio)
        studio.admin.delete(path_of(bot))
        Api(studio.base_url, bot["access_token"]).get("/data/departments", 401)


class TestPersonalToken:
    def test_is_made_by_the_person(self, studio: Studio) -> None:
        person = studio.person("vendor")
        session = studio.client_of(person)
        answer = session.put(path_of(person), {"expiration_date": None})
        claims = claims_of(studio, answer["access_token"])
        assert claims["identity_type"] == "person_api"
        assert "exp" not in claims
        token = Api(studio.base_url, answer["access_token"])
        assert token.get("/auth/authenticated")["user"]["id"] == person["id"]
        session.get("/auth/authenticated")

    def test_one_per_person(self, studio: Studio) -> None:
        person = studio.person()
        session = studio.client_of(person)
        first = Api(studio.base_url, session.put(path_of(person), {"expiration_date": None})["access_token"])
        second = Api(studio.base_url, first.put(path_of(person), {"expiration_date": None})["access_token"])
        assert first.get("/data/departments", 401) == REVOKED
        second.get("/data/departments")

    def test_of_others_is_for_administrators(self, studio: Studio) -> None:
        person = studio.person()
        for role in ("manager", "user"):
            studio.client_of(studio.person(role)).put(path_of(person), {"expiration_date": None}, 403)
        assert stored(studio, person)["jti"] is None
        assert "access_token" in studio.admin.put(path_of(person), {"expiration_date": None})

    def test_bots_do_not_renew_themselves_unless_they_administer(self, studio: Studio) -> None:
        bot = new_bot(studio, expiration_date=TOMORROW.isoformat())
        client = Api(studio.base_url, bot["access_token"])
        answer = client.put(path_of(bot), {"expiration_date": None, "phone": "1"})
        assert (answer["expiration_date"], answer["phone"]) == (TOMORROW.isoformat(), "1")
        assert "access_token" not in answer
        admin = new_bot(studio, role="admin")
        answer = Api(studio.base_url, admin["access_token"]).put(path_of(admin), {"expiration_date": None})
        Api(studio.base_url, answer["access_token"]).get("/data/plugins")
