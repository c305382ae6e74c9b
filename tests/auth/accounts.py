"""Accounts that can sign in."""

from typing import Any
from uuid import uuid4

import bcrypt
import httpx
from tests.support.api import Api
from tests.support.studio import Studio

PASSWORD = "a password of the tests"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

Row = dict[str, Any]


def hashed(password: str) -> bytes:
    return bcrypt.hashpw(password.encode()[:72], bcrypt.gensalt(4))


def account(studio: Studio, role: str = "user", password: str | None = PASSWORD, **values: Any) -> Row:
    """A person with a password; `email` is theirs alone."""
    return studio.person(role, password=hashed(password) if password else None, **values)


def attempt(studio: Studio, login: str, password: str = PASSWORD, **body: Any) -> httpx.Response:
    """The answer to one login, whatever it is."""
    api = Api(studio.base_url)
    return api.request("POST", "/auth/login", json={"email": login, "password": password, **body})


def sign_in(studio: Studio, person: Row, password: str = PASSWORD) -> Row:
    """The body of a login that works."""
    response = attempt(studio, person["email"], password)
    assert response.status_code == 200, response.text
    body: Row = response.json()
    return body


def a_login() -> str:
    """A workstation login nobody else has."""
    return f"ws-{uuid4().hex[:12]}"
