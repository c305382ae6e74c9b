"""POST /data/persons: who may, what is stored, every refusal (02-models 3.1)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import bcrypt
import pytest
from tests.people.people import SAFE, address, events_of, newcomer, path_of, stored
from tests.support.api import Api
from tests.support.roles import as_each_role
from tests.support.studio import Studio, unique

UNKNOWN = "7d9f1c62-0b51-4f0e-9c7e-2f1d5a8b3e46"

LOCALE = "Invalid locale, expected a name available in Python Babel (e.g. en_US, fr_FR)."
COUNTRY = "Invalid country code, expected an ISO 3166-1 alpha-2 code."
FORMAT = "One of the provided values has an invalid format."


@as_each_role(admin=201)
def test_only_administrators_create_people(studio: Studio, role: str, status: int) -> None:
    body = newcomer()
    studio.team(studio.project())[role].post("/data/persons", body, status)
    found = studio.admin.get("/data/persons", params={"email": body["email"]})
    assert len(found) == (1 if status == 201 else 0)


class TestAnswer:
    def test_is_the_whole_person_with_the_defaults(self, studio: Studio) -> None:
        start = studio.now()
        person = studio.admin.post("/data/persons", {"first_name": "Ema", "last_name": "Doe"})

        assert person.keys() == SAFE | {"departments"}
        expected = {
            "first_name": "Ema", "last_name": "Doe", "full_name": "Ema Doe", "email": None, "phone": None,
            "country": None, "contract_type": "open-ended", "active": True, "archived": False, "role": "user",
            "position": "artist", "seniority": "mid", "daily_salary": 0, "timezone": "Europe/Paris",
            "locale": "en_US", "display_date_format": "YYYY-MM-DD", "use_12_hour_clock": False, "data": None,
            "has_avatar": False, "notifications_enabled": False, "notifications_slack_userid": "", "is_bot": False,
            "is_guest": False, "expiration_date": None, "departments": [], "studio_id": None, "type": "Person",
            "totp_enabled": False, "preferred_two_factor_authentication": None, "is_generated_from_ldap": False,
        }  # fmt: skip
        assert {key: person[key] for key in expected} == expected
        assert events_of(studio, start, "person:new") == [{"person_id": person["id"]}]

    def test_holds_what_was_given(self, studio: Studio) -> None:
        department = studio.department()
        body = newcomer(
            country=" fr ", locale=" fr_FR ", timezone="Asia/Tokyo", role="supervisor", contract_type="freelance",
            position="lead", seniority="senior", daily_salary="320", departments=[department["id"], str(uuid4())],
            data={"nested": [1]}, display_date_format="DD/MM/YYYY", phone=12, desktop_login="ema.doe",
        )  # fmt: skip
        person = studio.admin.post("/data/persons", body)
        assert (person["country"], person["locale"], person["timezone"]) == ("FR", "fr_FR", "Asia/Tokyo")
        assert (person["daily_salary"], person["phone"], person["data"]) == (320, "12", {"nested": [1]})
        assert person["departments"] == [department["id"]]
        assert studio.admin.get(path_of(person)) == person

    def test_ignores_what_only_the_server_sets(self, studio: Studio) -> None:
        mine = str(uuid4())
        body = newcomer(
            id=mine, created_at="2001-01-01", updated_at="2001-01-01", full_name="Somebody Else",
            preview_project_id=studio.project()["id"], preview_opened_at="2001-01-01", preview_open_until=None, jti="x",
        )  # fmt: skip
        person = studio.admin.post("/data/persons", body)
        assert person["id"] != mine
        assert not person["created_at"].startswith("2001")
        assert person["preview_project_id"] is None
        assert stored(studio, person)["jti"] is None

    def test_empty_country_and_locale_are_none(self, studio: Studio) -> None:
        person = studio.admin.post("/data/persons", newcomer(country="", locale=""))
        assert (person["country"], person["locale"]) == (None, None)


class TestPassword:
    def test_is_stored_hashed_and_opens_a_session(self, studio: Studio) -> None:
        body = newcomer(password="p")
        person = studio.admin.post("/data/persons", body)
        kept = bytes(stored(studio, person)["password"])
        assert kept.startswith(b"$2b$")
        assert bcrypt.checkpw(b"p", kept)
        login = Api(studio.base_url).post("/auth/login", {"email": body["email"], "password": "p"}, 200)
        assert login["user"]["id"] == person["id"]

    def test_without_one_nobody_signs_in(self, studio: Studio) -> None:
        for body in (newcomer(), newcomer(password=None)):
            person = studio.admin.post("/data/persons", body)
            assert stored(studio, person)["password"] is None
            Api(studio.base_url).post("/auth/login", {"email": body["email"], "password": "default"}, 400)

    def test_is_text(self, studio: Studio) -> None:
        assert studio.admin.post("/data/persons", newcomer(password=12345678), 400) == {"message": FORMAT}


class TestEmail:
    def test_is_stored_lower_case(self, studio: Studio) -> None:
        mixed = f"Ema.{uuid4().hex}@Example.COM"
        assert studio.admin.post("/data/persons", newcomer(email=f" {mixed} "))["email"] == mixed.lower()

    def test_belongs_to_one_human(self, studio: Studio) -> None:
        taken = studio.person()["email"]
        for same in (taken, taken.upper(), f" {taken}"):
            refused = studio.admin.post("/data/persons", newcomer(email=same), 400)
            assert refused == {"error": True, "message": "Email already in use.", "data": None}

    def test_may_be_shared_with_bots(self, studio: Studio) -> None:
        human = studio.person()
        for _ in range(2):
            assert studio.admin.post("/data/persons", newcomer(email=human["email"], is_bot=True))["is_bot"] is True
        bot = studio.admin.post("/data/persons", newcomer(is_bot=True))
        studio.admin.post("/data/persons", newcomer(email=bot["email"]))

    @pytest.mark.parametrize(
        "email", ["", "ema", "ema@", "@example.com", "a b@example.com", "a@b@example.com", 7, ["x"], "\x00@example.com"]
    )
    def test_must_be_one(self, studio: Studio, email: Any) -> None:
        refused = studio.admin.post("/data/persons", newcomer(email=email), 400)
        assert refused["error"] is True
        assert refused["message"]
        assert refused["data"] is None

    def test_without_at_sign(self, studio: Studio) -> None:
        refused = studio.admin.post("/data/persons", newcomer(email="ema"), 400)
        assert refused["message"] == "An email address must have an @-sign."

    def test_null_is_for_bots(self, studio: Studio) -> None:
        assert studio.admin.post("/data/persons", newcomer(email=None, is_bot=True))["email"] is None
        studio.admin.post("/data/persons", newcomer(email=None), 400)

    def test_of_two_creations_at_once_one_gets_it(self, studio: Studio) -> None:
        email = address()
        with ThreadPoolExecutor(8) as pool:
            answers = list(
                pool.map(lambda _: studio.admin.request("POST", "/data/persons", json=newcomer(email=email)), range(8))
            )
        assert sorted(answer.status_code for answer in answers) == [201] + [400] * 7
        assert len(studio.admin.get("/data/persons", params={"email": email})) == 1


YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()


class TestRefusals:
    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"role": "emperor"}, "Invalid role"),
            ({"role": None}, "Invalid role"),
            ({"role": ["admin"]}, "Invalid role"),
            ({"contract_type": "eternal"}, "Invalid contract_type"),
            ({"country": "France"}, COUNTRY),
            ({"country": "XX"}, COUNTRY),
            ({"country": "EU"}, COUNTRY),
            ({"country": 33}, COUNTRY),
            ({"locale": "Klingon"}, LOCALE),
            ({"locale": 1}, LOCALE),
            ({"locale": "../../etc"}, LOCALE),
            (
                {"display_date_format": "DD.MM.YYYY"},
                "Invalid display_date_format, expected one of: YYYY-MM-DD, DD/MM/YYYY, MM/DD/YYYY.",
            ),
            ({"two_factor_authentication": "sms"}, "Invalid two_factor_authentication"),
            ({"expiration_date": "tomorrow"}, "Expiration date is not valid."),
            ({"expiration_date": "2099-1-1"}, "Expiration date is not valid."),
            ({"expiration_date": "2099-02-30"}, "Expiration date is not valid."),
            ({"expiration_date": 20990101}, "Expiration date is not valid."),
            ({"expiration_date": YESTERDAY}, "Expiration date can't be in the past."),
            ({"position": "boss"}, "Invalid position"),
            ({"seniority": "ancient"}, "Invalid seniority"),
        ],
        ids=str,
    )
    def test_with_a_message(self, studio: Studio, values: dict[str, Any], message: str) -> None:
        body, start = newcomer(**values), studio.now()
        refused = studio.admin.post("/data/persons", body, 400)
        assert refused == {"error": True, "message": message, "data": None}
        assert studio.admin.get("/data/persons", params={"email": body["email"]}) == []
        assert studio.events_since(start) == []

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"two_factor_authentication": "totp"},
             "'two_factor_authentication' is an invalid keyword argument for Person"),
            ({"nonsense": 1}, "'nonsense' is an invalid keyword argument for Person"),
            ({"type": "Person"}, "'type' is an invalid keyword argument for Person"),
            ({"access_token": "x"}, "'access_token' is an invalid keyword argument for Person"),
            ({"first_name": None}, "A required field is missing."),
            ({"first_name": "x" * 81}, FORMAT),
            ({"first_name": "a\x00b"}, FORMAT),
            ({"phone": "1" * 31}, FORMAT),
            ({"active": "yes"}, FORMAT),
            ({"is_bot": "yes"}, FORMAT),
            ({"timezone": "Mars/Olympus"}, FORMAT),
            ({"timezone": 7}, FORMAT),
            ({"shotgun_id": 2**31}, FORMAT),
            ({"daily_salary": "much"}, FORMAT),
            ({"studio_id": "x"}, FORMAT),
            ({"studio_id": UNKNOWN}, "The change conflicts with records referencing this one."),
            ({"departments": ["x"]}, FORMAT),
            ({"departments": "x"}, FORMAT),
            ({"otp_recovery_codes": ["ABC"]}, FORMAT),
            ({"fido_credentials": [{"device_name": "x"}]}, FORMAT),
        ],
        ids=lambda value: str(value)[:50],
    )  # fmt: skip
    def test_of_the_database(self, studio: Studio, values: dict[str, Any], message: str) -> None:
        assert studio.admin.post("/data/persons", newcomer(**values), 400) == {"message": message}

    def test_of_a_missing_name(self, studio: Studio) -> None:
        assert studio.admin.post("/data/persons", {"email": address()}, 400) == {
            "message": "A required field is missing."
        }

    def test_of_a_taken_external_id(self, studio: Studio) -> None:
        taken = uuid4().int % 2**31
        studio.admin.post("/data/persons", newcomer(shotgun_id=taken))
        assert studio.admin.post("/data/persons", newcomer(shotgun_id=taken), 400) == {
            "message": "A record with the same unique values already exists."
        }

    @pytest.mark.parametrize("body", [None, [], "x", 7])
    def test_of_what_is_not_an_object(self, studio: Studio, body: Any) -> None:
        text = {"content": "null", "headers": {"Content-Type": "application/json"}} if body is None else {"json": body}
        assert studio.admin.request("POST", "/data/persons", **text).status_code == 400

    def test_second_factors_are_taken_as_they_are(self, studio: Studio) -> None:
        body = newcomer(totp_enabled=True, totp_secret="A" * 32, preferred_two_factor_authentication="totp")
        person = studio.admin.post("/data/persons", body)
        assert (person["totp_enabled"], person["preferred_two_factor_authentication"]) == (True, "totp")
        assert stored(studio, person)["totp_secret"] == "A" * 32

    def test_a_read_person_can_be_posted_back_without_its_type(self, studio: Studio) -> None:
        person = studio.admin.get(path_of(studio.person(desktop_login=unique("ws"))))
        person.pop("type")
        again = studio.admin.post("/data/persons", {**person, "email": address()})
        assert again["full_name"] == person["full_name"]
