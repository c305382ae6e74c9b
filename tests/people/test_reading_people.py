"""Who sees what of people: three forms, filters, and the secrets nobody sees (01-auth C.4, 02-models 3.1)."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from tests.people.people import CLIENT, HIDDEN, MINIMAL, SAFE, Row, path_of
from tests.support.api import Api
from tests.support.roles import as_each_role
from tests.support.studio import ROLES, Studio, unique

FORMS = dict.fromkeys(ROLES, MINIMAL) | {"admin": SAFE, "client": CLIENT, "outsider": MINIMAL}
READ = FORMS | {"admin": SAFE | {"departments"}, "manager": SAFE | {"departments"}, "outsider": SAFE | {"departments"}}


def listed(api: Api, **query: Any) -> list[Row]:
    found: list[Row] = api.get("/data/persons", params=query)
    return found


def one(api: Api, person: Row, **query: Any) -> Row:
    """The person in the caller's list."""
    found = listed(api, **{"id": person["id"], **query})
    assert len(found) == 1
    return found[0]


class TestList:
    @as_each_role(default=200)
    def test_the_form_depends_on_the_role(self, studio: Studio, role: str, status: int) -> None:
        project = studio.project()
        mate = studio.member(project, departments=[studio.department()])
        answer = studio.team(project)[role].get("/data/persons", status, params={"id": mate["id"]})
        if status == 200:
            assert [row.keys() for row in answer] == [FORMS[role]]
            assert answer[0]["type"] == "Person"

    def test_holds_bots_guests_and_inactive_people_and_no_preview_account(self, studio: Studio) -> None:
        department = studio.department()
        for kind in ({"is_bot": True}, {"is_guest": True}, {"active": False}, {"archived": True}):
            studio.person(departments=[department], **kind)
        studio.person("client", departments=[department], preview_project_id=studio.project()["id"])
        for role in ("admin", "manager", "user"):
            client = studio.client_of(studio.person(role))
            assert len(listed(client, departments=department["id"])) == 4

    def test_a_client_sees_the_teams_of_their_open_projects(self, studio: Studio) -> None:
        open_project, closed = studio.project(), studio.project(is_open=False)
        client = studio.member(open_project, "client")
        studio.join(closed, client)
        mate, former, stranger = studio.member(open_project), studio.member(closed), studio.person()

        seen = {row["id"] for row in listed(studio.client_of(client))}
        assert {client["id"], mate["id"]} <= seen
        assert not {former["id"], stranger["id"]} & seen
        assert studio.client_of(studio.person("client")).get("/data/persons") == []

    def test_pages_count_what_a_client_may_see(self, studio: Studio) -> None:
        project = studio.project()
        client = studio.client_of(studio.member(project, "client"))
        studio.member(project)
        page = listed(client, page=1, limit=1)
        assert isinstance(page, dict)
        assert (page["total"], page["nb_pages"], len(page["data"])) == (2, 2, 1)
        assert page["data"][0].keys() == CLIENT

    def test_departments_are_there_when_asked_for(self, studio: Studio) -> None:
        department = studio.department()
        person = studio.person(departments=[department])
        artist = studio.client_of(studio.person())
        assert "departments" not in one(studio.admin, person)
        assert one(studio.admin, person, relations="true")["departments"] == [department["id"]]
        assert one(artist, person)["departments"] == []
        assert one(artist, person, relations="true")["departments"] == [department["id"]]

    def test_fields_narrow_what_the_role_may_see(self, studio: Studio) -> None:
        person = studio.person()
        asked = "first_name, email, password, departments"
        assert one(studio.admin, person, fields=asked).keys() == {"id", "type", "first_name", "email"}
        artist = studio.client_of(studio.person())
        assert one(artist, person, fields=asked).keys() == {"id", "type", "first_name", "departments"}


class TestFilters:
    def test_administrators_filter_on_everything_served(self, studio: Studio) -> None:
        person = studio.person(
            phone="0123456789", country="FR", desktop_login=unique("ws"), shotgun_id=uuid4().int % 2**31,
            ldap_uid=uuid4().hex, last_presence="2026-01-02", expiration_date="2026-03-04",
            preferred_two_factor_authentication="totp",
        )  # fmt: skip
        served = one(studio.admin, person)
        filters = {
            key: str(value) for key, value in served.items() if value is not None and not key.endswith("_at")
        } | {"type": "ignored"}
        assert len(filters) > 35
        for key, value in filters.items():
            assert one(studio.admin, person, **{key: value})["id"] == person["id"]
        for key in ("phone", "country", "role", "position", "locale", "timezone", "display_date_format", "ldap_uid"):
            assert listed(studio.admin, id=person["id"], **{key: "something else"}) == []

    @pytest.mark.parametrize("key", sorted(HIDDEN))
    def test_nobody_filters_on_secrets(self, studio: Studio, key: str) -> None:
        for client in studio.team(studio.project()).values():
            if client.token:
                refused = client.get("/data/persons", 400, params={key: "x"})
                assert refused == {"error": True, "message": f"Filtering on {key} is not allowed.", "data": None}

    def test_others_filter_on_what_they_may_see(self, studio: Studio) -> None:
        department, branch = (
            studio.department(),
            studio.admin.post("/data/studios", {"name": unique("S"), "color": "#1"}),
        )
        person = studio.person(
            "supervisor", departments=[department], studio_id=branch["id"], desktop_login=unique("ws")
        )
        artist = studio.client_of(studio.person())
        allowed = {
            "id": person["id"], "first_name": person["first_name"], "last_name": "Test",
            "full_name": f"{person['first_name']} Test", "has_avatar": "false", "active": "true",
            "departments": department["id"], "studio_id": branch["id"], "role": "supervisor",
            "desktop_login": person["desktop_login"], "email": person["email"].upper(), "is_bot": "no", "is_guest": "0",
        }  # fmt: skip
        assert [row["id"] for row in listed(artist, **allowed)] == [person["id"]]
        for key in sorted(SAFE - allowed.keys() - {"type"}):
            refused = artist.get("/data/persons", 400, params={key: "1"})
            assert refused["message"] == f"Filtering on {key} is not allowed."

    @pytest.mark.parametrize(
        ("first", "last", "full"),
        [("Ema", "Doe", "Ema Doe"), ("Ema", "", "Ema"), ("", "Doe", "Doe"), ("A B", "C", "A B C")],
    )
    def test_the_full_name_has_no_stray_space(self, studio: Studio, first: str, last: str, full: str) -> None:
        person = studio.person(first_name=first, last_name=last)
        assert one(studio.admin, person)["full_name"] == full
        assert one(studio.admin, person, full_name=full)["id"] == person["id"]
        assert listed(studio.admin, id=person["id"], full_name=f"{full} ") == []

    def test_lists_of_values_and_bad_values(self, studio: Studio) -> None:
        people = [studio.person(role) for role in ("user", "vendor", "client")]
        ids = "[" + ",".join(f'"{person["id"]}"' for person in people) + "]"
        assert len(listed(studio.admin, id=ids)) == 3
        assert len(listed(studio.admin, id=ids, role='["vendor", "client"]')) == 2
        assert listed(studio.admin, role="emperor") == []
        assert len(listed(studio.admin, email=f'["{people[0]["email"].upper()}", "x"]')) == 1
        assert studio.admin.get("/data/persons", 400, params={"studio_id": "x"})["message"] == "Invalid UUID value: x"
        assert studio.admin.get("/data/persons", 400, params={"active": "perhaps"})["message"] == (
            "Invalid boolean value: perhaps"
        )
        studio.admin.get("/data/persons", 400, params={"departments": "x"})
        listed(studio.admin, nonsense="1", type="Person")


class TestOne:
    @as_each_role(default=200)
    def test_the_form_depends_on_the_role(self, studio: Studio, role: str, status: int) -> None:
        project, department = studio.project(), studio.department()
        mate = studio.member(project, departments=[department])
        answer = studio.team(project)[role].get(path_of(mate), status)
        if status == 200:
            assert answer.keys() == READ[role]
            assert answer.get("departments", [department["id"]]) == [department["id"]]

    def test_one_sees_the_small_form_of_oneself(self, studio: Studio) -> None:
        artist = studio.person()
        assert studio.client_of(artist).get(path_of(artist)).keys() == MINIMAL

    def test_a_client_sees_nobody_outside_their_open_projects(self, studio: Studio) -> None:
        closed = studio.project(is_open=False)
        client = studio.member(closed, "client")
        api = studio.client_of(client)
        api.get(path_of(studio.member(closed)), 403)
        api.get(path_of(studio.person()), 403)
        assert api.get(path_of(client)).keys() == CLIENT

    def test_without_relations(self, studio: Studio) -> None:
        person = studio.person(departments=[studio.department()])
        assert studio.admin.get(path_of(person), params={"relations": "false"}).keys() == SAFE

    def test_unknown_and_malformed_ids(self, studio: Studio) -> None:
        studio.admin.get(f"/data/persons/{uuid4()}", 404)
        assert studio.admin.get("/data/persons/nobody", 400)["message"] == "Malformed ID."


class TestPasswordHashes:
    def test_are_for_administrators_who_ask(self, studio: Studio) -> None:
        person = studio.person(password=b"$2b$12$abc")
        assert one(studio.admin, person, with_pass_hash="true")["password"] == "$2b$12$abc"
        assert one(studio.admin, studio.person(), with_pass_hash="true")["password"] is None
        assert "password" not in one(studio.admin, person)
        for role in ("manager", "user", "vendor"):
            assert "password" not in one(studio.client_of(studio.person(role)), person, with_pass_hash="true")


class TestSecrets:
    """Every answer that can hold a person is searched for every secret of one."""

    SECRETS = (
        "$2b$12$SECRETHASH", "TOTPSECRET", "MAILSECRET", "RECOVERYCODE", "DEVICEKEY", "JTISECRET",
        "https://issuer.secret", "OIDCSUBJECT", "SAMLSUBJECT",
    )  # fmt: skip

    @pytest.fixture
    def holder(self, studio: Studio) -> Row:
        person = studio.person(
            departments=[studio.department()],
            password=b"$2b$12$SECRETHASH",
            totp_secret="TOTPSECRET",
            email_otp_secret="MAILSECRET",
            otp_recovery_codes=[b"RECOVERYCODE"],
            jti=f"JTISECRET{uuid4().hex[:8]}",
            oidc_issuer="https://issuer.secret",
            oidc_subject=f"OIDCSUBJECT{uuid4().hex[:8]}",
            saml_subject=f"SAMLSUBJECT{uuid4().hex[:8]}",
            saml_issuer="https://issuer.secret",
            last_login_failed=datetime(2001, 2, 3, tzinfo=UTC).replace(tzinfo=None),
        )
        studio.rows.run(
            "UPDATE person SET fido_credentials = ARRAY[%s::jsonb] WHERE id = %s",
            '{"device_name": "key", "credential_id": "DEVICEKEY"}',
            person["id"],
        )
        return person

    def test_are_in_no_answer(self, studio: Studio, holder: Row) -> None:
        project = studio.project()
        studio.join(project, holder)
        start = studio.now()
        answers = [studio.admin.request("PUT", path_of(holder), json={"phone": "1"}).text]
        for client in (*studio.team(project).values(), studio.client_of(holder)):
            for path in ("/data/persons", path_of(holder)):
                for query in ("", "?relations=true", "?fields=" + ",".join(sorted(HIDDEN)), "?page=1&limit=1000"):
                    answers.append(client.request("GET", path + query).text)
            answers.append(client.request("GET", "/auth/authenticated").text)
        answers.append(studio.client_of(holder).request("PUT", path_of(holder), json={"phone": "2"}).text)
        answers.append(str(studio.events_since(start)))

        assert any(holder["id"] in answer for answer in answers)
        assert [(secret, text[:80]) for secret in self.SECRETS for text in answers if secret in text] == []
        assert not any(f'"{key}"' in text for key in HIDDEN - {"password"} for text in answers)

    def test_a_new_person_is_answered_without_theirs(self, studio: Studio) -> None:
        body = {
            "first_name": "A", "last_name": "B", "email": f"{uuid4().hex}@example.com", "password": "a plain password",
            "totp_enabled": True, "totp_secret": "TOTPSECRET",
        }  # fmt: skip
        start = studio.now()
        text = studio.admin.request("POST", "/data/persons", json=body).text
        assert '"totp_enabled":true' in text
        assert not any(word in text + str(studio.events_since(start)) for word in ("plain", "$2b$", "TOTPSECRET"))
