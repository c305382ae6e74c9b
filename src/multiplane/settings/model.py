"""The settings as one typed, immutable object."""

import re
from pathlib import Path
from typing import Self
from urllib.parse import quote, urlencode

from pydantic import SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from multiplane.settings.sections import MonitoringSettings

KITSU_DEFAULT_KEY = "mysecretkey"
_POSTGRESQL = re.compile(r"(postgresql|postgres)(\+\w+)?://.+")


class Settings(MonitoringSettings):
    """All settings; get one from `load_settings`. Secrets are `SecretStr`: shown as stars everywhere."""

    @field_validator("secret_key")
    @classmethod
    def _refuse_published_key(cls, key: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if key is not None and key.get_secret_value() == KITSU_DEFAULT_KEY and not info.data.get("debug"):
            raise ValueError(
                "It is the published default of Kitsu: anybody could sign in with it. "
                "Write a long random text, or leave it out and one is generated."
            )
        return key

    @field_validator("database_url")
    @classmethod
    def _only_postgresql(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not _POSTGRESQL.fullmatch(url.get_secret_value()):
            raise ValueError("Only PostgreSQL is supported: write postgresql://user:password@host:5432/name.")
        return url

    @field_validator("ui")
    @classmethod
    def _a_built_interface(cls, folder: Path | None) -> Path | None:
        if folder is not None and not (folder / "index.html").is_file():
            raise ValueError("Write the folder of a built web interface: the one that holds index.html.")
        return folder

    @model_validator(mode="after")
    def _long_enough(self) -> Self:
        password = self.admin_password
        if password is not None and len(password.get_secret_value()) < self.min_password_length:
            advice = f"Write {self.min_password_length} characters or more."
            raise PydanticCustomError("value_error", "short", {"setting": "admin_password", "error": advice})
        return self

    @property
    def uses_embedded_database(self) -> bool:
        """True when no database is configured, so that the server runs its own in the data folder."""
        return self.database_url is None and self.db_host is None

    @property
    def database_dsn(self) -> str | None:
        """Address of the configured database (`postgresql://...`, with password); None: the embedded one."""
        if self.database_url is not None:
            url = self.database_url.get_secret_value()
            return "postgresql://" + url.partition("://")[2]
        if self.db_host is None:
            return None
        login = f"{quote(self.db_username, safe='')}:{quote(self.db_password.get_secret_value(), safe='')}"
        name = quote(self.db_database, safe="")
        if self.db_host.startswith("/"):
            place = urlencode({"host": self.db_host, "port": self.db_port})
            return f"postgresql://{login}@/{name}?{place}"
        host = f"[{self.db_host}]" if ":" in self.db_host else self.db_host
        return f"postgresql://{login}@{host}:{self.db_port}/{name}"

    @property
    def public_url(self) -> str:
        """Address under which people reach the server, without a slash at the end."""
        return f"{self.domain_protocol}://{self.domain_name}"

    @property
    def signing_key(self) -> str:
        """The secret that signs tokens. RuntimeError when `ensure_secret_key` has not run."""
        if self.secret_key is None:
            raise RuntimeError("There is no secret key yet: ensure_secret_key() comes first.")
        return self.secret_key.get_secret_value()

    @property
    def secret_key_file(self) -> Path:
        """Where a generated secret key is kept."""
        return self.data / "secret_key"

    def to_environment(self) -> dict[str, str]:
        """The settings as `MULTIPLANE_*` variables from which `load_settings` makes the same settings again.

        The first administrator is left out: it is made once, before the server starts.
        """
        left_out = {"admin_email", "admin_password"}
        values = {name: getattr(self, name) for name in type(self).model_fields if name not in left_out}
        return {
            f"MULTIPLANE_{name.upper()}": _as_text(name, value) for name, value in values.items() if value is not None
        }


def _as_text(name: str, value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, tuple):
        return ("," if name in {"two_factor_exempt_users", "ldap_excluded_accounts"} else ";").join(value)
    return str(value)
