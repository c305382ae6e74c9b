"""Bodies of the signing-in routes."""

from typing import Any

from pydantic import BaseModel, Field


class Credentials(BaseModel):
    """POST /auth/login. `email` is an e-mail address or a workstation login; unused factors come as null."""

    email: str = Field(min_length=1)
    password: str = "default"  # noqa: S105 - marks an account that must choose its password
    totp: str | None = None
    email_otp: str | None = None
    fido_authentication_response: dict[str, Any] | None = None
    recovery_code: str | None = None
