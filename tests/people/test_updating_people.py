"""PUT /data/persons/{id}: who may change what, and every refusal (02-models 3.1, 01-auth C.4)."""

from typing import Any
from uuid import uuid4

import pytest
from tests.people.people import SAFE, Row, events_of, newcomer, path_of, stored
from tests.support.roles import as_each_role
from tests.support.studio import Studio, unique

FORMAT = "One of the provided values has an invalid format."


@as_each_role(admin=200)
def test_people_are_changed_by_administrators(studio: Studio, role: str, status: int) -> None:
    project = studio.project()
    mate = studio.member(project)
    studio.team(project)[role].put(path_of(mate), {"phone": "1"}, status)
    assert stored(studio, mate)["phone"] == ("1" if status == 200 else None)


@pytest.mark.parametrize("role", ["admin", "manager", "supervisor", "user", "client", "vendor"])
def test_people_change_themselves_and_get_the_whole_answer(studio: Studio, role: str) -> None:
    department = studio.department()
    person, start = studio.person(role, departments=[department]), studio.now()
    answer = studio.client_of(person).put(path_of(person), {"first_name": "New", "phone": "123", "timezone": "UTC"})
    assert answer.keys() == SAFE | {"departments"}
    assert (answer["full_name"], answer["phone"], answer["timezone"]) == ("New Test", "123", "UTC")
    assert answer["departments"] == [department["id"]]
    assert events_of(studio, start, "person:update") == [{"person_id": person["id"]}]


NEVER: Row = {
    "password": "new", "jti": "x", "totp_enabled": True, "totp_secret": "x", "email_otp_enabled": True,
    "email_otp_secret": "x", "fido_enabled": True, "fido_credentials": [], "otp_recovery_codes": [],
    "preferred_two_factor_authentication": "totp", "preview_opened_at": "2026-01-01T00:00:00",
    "preview_open_until": "2026-01-01T00:00:00", "id": str(uuid4()), "created_at": "2001-01-01",
}  # fmt: skip


class TestDropped:
    def ours(self, studio: Studio) -> Row:
        branch = studio.admin.post("/data/studios", {"name": unique("Studio"), "color": "#000000"})
        return {
            "role": "admin", "departments": [studio.department()["id"]], "active": False, "is_bot": True,
            "archived": True, "login_failed_attemps": 7, "last_login_failed": "2026-01-01T00:00:00",
            "is_generated_from_ldap": True, "ldap_uid": uuid4().hex, "oidc_issuer": "x", "oidc_subject": uuid4().hex,
            "saml_issuer": "x", "saml_subject": uuid4().hex, "last_presence": "2026-01-01", "studio_id": branch["id"],
            "daily_salary": 999, "position": "lead", "seniority": "senior", "contract_type": "freelance",
            "is_guest": True, "shotgun_id": uuid4().int % 2**31,
        }  # fmt: skip

    def test_what_only_other_routes_change(self, studio: Studio) -> None:
        person = studio.person(password=b"$2b$12$x")
        before = stored(studio, person)
        for client in (studio.admin, studio.client_of(person)):
            client.put(path_of(person), {**NEVER, "preview_project_id": studio.project()["id"]})
        after = stored(studio, person)
        assert {key: value for key, value in after.items() if value != before[key]}.keys() == {"updated_at"}

    @pytest.mark.parametrize("role", ["manager", "supervisor", "user", "client", "vendor"])
    def test_what_people_may_not_change_of_themselves(self, studio: Studio, role: str) -> None:
        person = studio.person(role)
        before = stored(studio, person)
        answer = studio.client_of(person).put(path_of(person), self.ours(studio))
        after = stored(studio, person)
        assert {key: value for key, value in after.items() if value != before[key]}.keys() == {"updated_at"}
        assert answer["departments"] == []

    def test_administrators_change_all_of_it(self, studio: Studio) -> None:
        person, changes = studio.person(), self.ours(studio)
        answer = studio.admin.put(path_of(person), changes)
        served = {key: value for key, value in changes.items() if key in answer}
        assert {key: answer[key] for key in served} == served
        assert stored(studio, person)["oidc_subject"] == changes["oidc_subject"]

    def test_unknown_keys_and_a_whole_person_sent_back(self, studio: Studio) -> None:
        person = studio.person(departments=[studio.department()], phone="1")
        whole = studio.admin.get(path_of(person))
        whole.pop("expiration_date")
        answer = studio.admin.put(path_of(person), {**whole, "nonsense": 1, "phone": "2"})
        assert {**answer, "updated_at": ""} == {**whole, "phone": "2", "expiration_date": None, "updated_at": ""}

    def test_an_empty_update_moves_the_date_and_is_told(self, studio: Studio) -> None:
        person = studio.person()
        studio.rows.run("UPDATE person SET updated_at = '2001-01-01' WHERE id = %s", person["id"])
        start = studio.now()
        assert not studio.admin.put(path_of(person), {})["updated_at"].startswith("2001")
        assert events_of(studio, start, "person:update") == [{"person_id": person["id"]}]


class TestRefusals:
    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"role": "emperor"}, "Invalid role"),
            ({"contract_type": None}, "Invalid contract_type"),
            ({"country": "Atlantis"}, "Invalid country code, expected an ISO 3166-1 alpha-2 code."),
            (
                {"locale": "xx_YY_ZZ"},
                "Invalid locale, expected a name available in Python Babel (e.g. en_US, fr_FR).",
            ),
            (
                {"display_date_format": "x"},
                "Invalid display_date_format, expected one of: YYYY-MM-DD, DD/MM/YYYY, MM/DD/YYYY.",
            ),
            ({"two_factor_authentication": None}, "Invalid two_factor_authentication"),
            ({"email": None}, "An email address must have an @-sign."),
            ({"email": "nobody"}, "An email address must have an @-sign."),
            ({"expiration_date": "2001-01-01"}, "Expiration date can't be in the past."),
            ({"expiration_date": ""}, "Expiration date is not valid."),
            ({"position": "boss"}, "Invalid position"),
            (
                {"last_presence": "soon"},
                "Invalid date format for 'last_presence': 'soon'. Expected an ISO 8601 date or datetime.",
            ),
        ],
        ids=str,
    )
    def test_change_nothing(self, studio: Studio, values: dict[str, Any], message: str) -> None:
        person = studio.person()
        before, start = stored(studio, person), studio.now()
        refused = studio.admin.put(path_of(person), {"phone": "9", **values}, 400)
        assert refused == {"error": True, "message": message, "data": None}
        assert stored(studio, person) == before
        assert studio.events_since(start) == []

    @pytest.mark.parametrize("values", [{"timezone": "Nowhere"}, {"active": "no"}, {"departments": ["x"]}], ids=str)
    def test_of_the_database(self, studio: Studio, values: dict[str, Any]) -> None:
        assert studio.admin.put(path_of(studio.person()), values, 400) == {"message": FORMAT}

    def test_of_a_taken_address(self, studio: Studio) -> None:
        person, other = studio.person(), studio.person()
        refused = studio.admin.put(path_of(person), {"email": other["email"].upper()}, 400)
        assert refused == {"error": True, "message": "Email already in use.", "data": None}
        bot = studio.person(is_bot=True)
        assert studio.admin.put(path_of(person), {"email": bot["email"]})["email"] == bot["email"]
        assert studio.admin.put(path_of(bot), {"email": other["email"]})["email"] == other["email"]

    def test_an_address_that_stays_is_not_looked_at(self, studio: Studio) -> None:
        odd = studio.person(email=f"guest-{uuid4().hex[:8]}@nowhere.invalid")
        assert studio.admin.put(path_of(odd), {"email": odd["email"].upper()})["email"] == odd["email"]
        nameless = studio.person(email=None)
        assert studio.admin.put(path_of(nameless), {"email": None})["email"] is None

    def test_a_second_factor_name_is_accepted_and_not_stored(self, studio: Studio) -> None:
        person = studio.person()
        answer = studio.admin.put(path_of(person), {"two_factor_authentication": "totp"})
        assert answer["preferred_two_factor_authentication"] is None

    def test_of_missing_people(self, studio: Studio) -> None:
        studio.admin.put(f"/data/persons/{uuid4()}", {}, 404)
        assert studio.admin.put("/data/persons/x", {}, 400)["message"] == "Malformed ID."
        studio.client_of(studio.person()).put(f"/data/persons/{uuid4()}", {}, 404)

    def test_a_preview_account_has_its_own_routes(self, studio: Studio) -> None:
        preview = studio.person("client", preview_project_id=studio.project()["id"])
        studio.admin.put(path_of(preview), {"first_name": "X"}, 403)


class TestDepartments:
    def test_are_replaced(self, studio: Studio) -> None:
        first, second, third = (studio.department() for _ in range(3))
        person = studio.person(departments=[first, second])
        answer = studio.admin.put(path_of(person), {"departments": [second["id"], {"id": third["id"]}, str(uuid4())]})
        assert set(answer["departments"]) == {second["id"], third["id"]}
        assert studio.admin.put(path_of(person), {"departments": []})["departments"] == []


class TestProtectedAccounts:
    def test_are_left_to_themselves(self, fresh_studio: Any) -> None:
        studio = fresh_studio(protected_accounts="boss@example.com; other@example.com")
        boss = studio.person("admin", email="boss@example.com")
        before = stored(studio, boss)
        inactive = "Can't set this person as inactive it's a protected account."
        for value in (False, 0, None):
            assert studio.admin.put(path_of(boss), {"active": value}, 403)["message"] == inactive
        for role in ("user", "admin"):
            refused = studio.admin.put(path_of(boss), {"role": role, "phone": "1"}, 403)
            assert refused["message"] == "Can't change the role of this person it's a protected account."
        studio.admin.put(path_of(boss), {"email": "mine@example.com"}, 403)
        studio.admin.put(path_of(boss), {"is_bot": True}, 403)
        refused = studio.admin.delete(f"{path_of(boss)}?force=true", 403)
        assert refused["message"] == "Can't delete this person it's a protected account."
        assert stored(studio, boss) == before

        answer = studio.admin.put(path_of(boss), {"phone": "1", "email": "Boss@example.com", "expiration_date": None})
        assert answer["phone"] == "1"
        assert "access_token" not in answer
        own = studio.client_of(boss)
        assert "access_token" in own.put(path_of(boss), {"expiration_date": None})
        assert own.put(path_of(boss), {"role": "manager"})["role"] == "manager"

        bot = studio.admin.post("/data/persons", newcomer(email="other@example.com", is_bot=True))
        studio.admin.put(path_of(bot), {"active": False})
