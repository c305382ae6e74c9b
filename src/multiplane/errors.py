"""The refusals a service may raise. `multiplane.web.errors` turns each into its documented answer, in one place.

Shapes and texts: 00-conventions 5.
"""

from typing import Any

FORBIDDEN = (
    "You don't have the permission to access the requested resource. "
    "It is either read-protected or not readable by the server."
)
NOT_FOUND = (
    "The requested URL was not found on the server. "
    "If you entered the URL manually please check your spelling and try again."
)
UNAUTHORIZED = (
    "The server could not verify that you are authorized to access the URL requested. "
    "You either supplied the wrong credentials (e.g. a bad password), "
    "or your browser doesn't understand how to supply the credentials required."
)
BAD_REQUEST = "The browser (or proxy) sent a request that this server could not understand."
NOT_JSON = "Did not attempt to load JSON data because the request Content-Type was not 'application/json'."
TOO_LARGE = "The data value transmitted exceeds the capacity limit."
METHOD_NOT_ALLOWED = "The method is not allowed for the requested URL."


class ApiError(Exception):
    """A refusal with an HTTP status and a JSON body."""

    status = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def body(self) -> dict[str, Any]:
        """The JSON body of the answer (shape E1)."""
        return {"error": True, "message": self.message}

    def headers(self) -> dict[str, str]:
        """Headers the answer carries beside the usual ones."""
        return {}


class BadRequest(ApiError):
    """400 with a `data` key, null or an object (shape E2)."""

    status = 400

    def __init__(self, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.data = data

    def body(self) -> dict[str, Any]:
        return {"error": True, "message": self.message, "data": self.data}


class FieldErrors(BadRequest):
    """400 of a body that does not fit its schema; every failing field is named."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__("Validation error.", {"errors": errors})


class PlainRefusal(ApiError):
    """400 without the `error` key (shape E3): generic writes and some older routes."""

    status = 400

    def body(self) -> dict[str, Any]:
        return {"message": self.message}


class SimpleBadRequest(ApiError):
    """400 of shape E1."""

    status = 400


class Unauthorized(ApiError):
    """401: no such account, or an inactive one."""

    status = 401

    def __init__(self, message: str = UNAUTHORIZED) -> None:
        super().__init__(message)


class UnknownAccount(Unauthorized):
    """401: the token's account is gone."""


class InactiveAccount(Unauthorized):
    """401: the account may not be used now."""


class TokenRefused(ApiError):
    """401 or 422 of a token that is missing, malformed or revoked (shape E4)."""

    def __init__(self, message: str, status: int = 422) -> None:
        super().__init__(message)
        self.status = status

    def body(self) -> dict[str, Any]:
        return {"msg": self.message}


class TwoFactorRequired(ApiError):
    """403 of a session that must set up a second factor first."""

    status = 403

    def __init__(self) -> None:
        super().__init__("Two-factor authentication setup is required. Please configure 2FA before accessing the API.")

    def body(self) -> dict[str, Any]:
        return {"error": True, "two_factor_authentication_required": True, "message": self.message}


class Forbidden(ApiError):
    """403."""

    status = 403

    def __init__(self, message: str = FORBIDDEN) -> None:
        super().__init__(message)


class NotFound(ApiError):
    """404; every text starts the same way."""

    status = 404

    def __init__(self, message: str = NOT_FOUND) -> None:
        super().__init__(f"404 Not Found: {message}")


class PlainNotFound(NotFound):
    """404 of shape E3, with a text of its own: writes of project templates."""

    def __init__(self, message: str) -> None:
        ApiError.__init__(self, message)

    def body(self) -> dict[str, Any]:
        return {"message": self.message}


class MissingFile(ApiError):
    """404 of a file that is not (yet) there; never cached."""

    status = 404

    def __init__(self, message: str = "Preview file was not found.") -> None:
        super().__init__(message)

    def headers(self) -> dict[str, str]:
        return {"Cache-Control": "no-store"}


class MethodNotAllowed(ApiError):
    """405; `allowed` are the methods the path has, where they are known."""

    status = 405

    def __init__(self, allowed: str = "") -> None:
        super().__init__(METHOD_NOT_ALLOWED)
        self.allowed = allowed

    def headers(self) -> dict[str, str]:
        return {"Allow": self.allowed} if self.allowed else {}


class Conflict(ApiError):
    """409."""

    status = 409


class TooLarge(ApiError):
    """413."""

    status = 413

    def __init__(self) -> None:
        super().__init__(TOO_LARGE)


class NotJson(ApiError):
    """415: a route that reads raw JSON was sent something else."""

    status = 415

    def __init__(self) -> None:
        super().__init__(NOT_JSON)


class Unavailable(ApiError):
    """503: the database or a lock could not be had; asking again helps."""

    status = 503

    def headers(self) -> dict[str, str]:
        return {"Retry-After": "5", "Cache-Control": "no-store"}
