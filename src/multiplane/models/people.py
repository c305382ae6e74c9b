"""People, their departments and studios, absences and login records."""

from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Day, Json, Record, Relation, Timestamp, Uuid
from .choices import POSITIONS, ROLES, SENIORITIES


class Person(Record, Base):
    """A human account, a bot, or a guest of a shared playlist."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("oidc_issuer", "oidc_subject", name="person_oidc_identity_uc"),
        UniqueConstraint("saml_issuer", "saml_subject", name="person_saml_identity_uc"),
        Index(
            "only_one_email_by_person",
            "email",
            "is_bot",
            unique=True,
            postgresql_where=text("is_bot IS NOT TRUE"),
        ),
    )

    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(255), info={"kind": "email"})
    phone: Mapped[str | None] = mapped_column(String(30))
    country: Mapped[str | None] = mapped_column(String(2))
    contract_type: Mapped[str] = mapped_column(
        String(255),
        default="open-ended",
        server_default=text("'open-ended'"),
        info={"choices": ("open-ended", "fixed-term", "short-term", "freelance", "apprentice", "internship")},
    )
    active: Mapped[bool | None] = mapped_column(default=True)
    archived: Mapped[bool | None] = mapped_column(default=False)
    last_presence: Mapped[Day | None]
    password: Mapped[bytes | None] = mapped_column(LargeBinary, info={"hidden": True})
    desktop_login: Mapped[str | None] = mapped_column(String(80))
    login_failed_attemps: Mapped[int | None] = mapped_column(default=0, info={"hidden": True})
    last_login_failed: Mapped[Timestamp | None] = mapped_column(info={"hidden": True})
    totp_enabled: Mapped[bool | None] = mapped_column(default=False)
    totp_secret: Mapped[str | None] = mapped_column(String(32), info={"hidden": True})
    email_otp_enabled: Mapped[bool | None] = mapped_column(default=False)
    email_otp_secret: Mapped[str | None] = mapped_column(String(32), info={"hidden": True})
    fido_enabled: Mapped[bool | None] = mapped_column(default=False)
    fido_credentials: Mapped[list[Any] | None] = mapped_column(ARRAY(JSONB), info={"hidden": True})
    otp_recovery_codes: Mapped[list[bytes] | None] = mapped_column(ARRAY(LargeBinary), info={"hidden": True})
    preferred_two_factor_authentication: Mapped[str | None] = mapped_column(
        String(255), info={"choices": ("totp", "email_otp", "fido")}
    )
    shotgun_id: Mapped[int | None] = mapped_column(unique=True)
    timezone: Mapped[str | None] = mapped_column(String(50), info={"setting": "default_timezone", "kind": "timezone"})
    locale: Mapped[str | None] = mapped_column(String(10), info={"setting": "default_locale", "kind": "locale"})
    use_12_hour_clock: Mapped[bool | None] = mapped_column(default=False)
    display_date_format: Mapped[str | None] = mapped_column(String(20), default="YYYY-MM-DD")
    data: Mapped[Json | None]
    role: Mapped[str] = mapped_column(String(255), default="user", info={"choices": ROLES})
    position: Mapped[str | None] = mapped_column(String(255), default="artist", info={"choices": POSITIONS})
    seniority: Mapped[str | None] = mapped_column(String(255), default="mid", info={"choices": SENIORITIES})
    daily_salary: Mapped[int | None] = mapped_column(default=0)
    has_avatar: Mapped[bool | None] = mapped_column(default=False)
    notifications_enabled: Mapped[bool | None] = mapped_column(default=False)
    notifications_slack_enabled: Mapped[bool | None] = mapped_column(default=False)
    notifications_slack_userid: Mapped[str | None] = mapped_column(String(60), default="")
    notifications_mattermost_enabled: Mapped[bool | None] = mapped_column(default=False)
    notifications_mattermost_userid: Mapped[str | None] = mapped_column(String(60), default="")
    notifications_discord_enabled: Mapped[bool | None] = mapped_column(default=False)
    notifications_discord_userid: Mapped[str | None] = mapped_column(String(60), default="")
    is_bot: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    is_guest: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    preview_project_id: Mapped[Uuid | None] = mapped_column(ForeignKey("project.id"), index=True, unique=True)
    preview_opened_at: Mapped[Timestamp | None]
    preview_open_until: Mapped[Timestamp | None]
    jti: Mapped[str | None] = mapped_column(String(60), unique=True, info={"hidden": True})
    expiration_date: Mapped[Day | None]
    is_generated_from_ldap: Mapped[bool | None] = mapped_column(default=False)
    ldap_uid: Mapped[str | None] = mapped_column(String(60), unique=True)
    oidc_issuer: Mapped[str | None] = mapped_column(Text, info={"hidden": True})
    oidc_subject: Mapped[str | None] = mapped_column(String(255), info={"hidden": True})
    saml_issuer: Mapped[str | None] = mapped_column(Text, info={"hidden": True})
    saml_subject: Mapped[str | None] = mapped_column(String(255), info={"hidden": True})
    studio_id: Mapped[Uuid | None] = mapped_column(ForeignKey("studio.id"), index=True)

    relations: ClassVar[dict[str, Relation]] = {
        "departments": Relation("department_link", own="person_id", other="department_id", target="Department"),
    }


class Department(Record, Base):
    """A department of the studio."""

    __tablename__ = "department"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    color: Mapped[str] = mapped_column(String(7))
    archived: Mapped[bool | None] = mapped_column(default=False)


class DepartmentLink(Base):
    """A person belongs to a department."""

    __tablename__ = "department_link"
    __table_args__ = (UniqueConstraint("person_id", "department_id", name="department_link_uc"),)

    person_id: Mapped[Uuid] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    department_id: Mapped[Uuid] = mapped_column(ForeignKey("department.id"), primary_key=True, index=True)


class Studio(Record, Base):
    """A branch or partner studio a person belongs to."""

    __tablename__ = "studio"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    color: Mapped[str] = mapped_column(String(7))
    archived: Mapped[bool | None] = mapped_column(default=False)


class DayOff(Record, Base):
    """An absence of a person, both days included."""

    __tablename__ = "day_off"
    __table_args__ = (
        UniqueConstraint("person_id", "date", name="day_off_uc"),
        CheckConstraint("date <= end_date", name="day_off_date_check"),
    )

    date: Mapped[Day]
    end_date: Mapped[Day]
    description: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[Uuid | None] = mapped_column(ForeignKey("person.id"), index=True)


class LoginLog(Record, Base):
    """A successful login."""

    __tablename__ = "login_log"

    person_id: Mapped[Uuid] = mapped_column(ForeignKey("person.id"), index=True)
    ip_address: Mapped[str | None] = mapped_column(String(50), info={"kind": "ip"})
    origin: Mapped[str | None] = mapped_column(String(255), info={"choices": ("web", "script")})


class DesktopLoginLog(Record, Base):
    """A day on which a person opened a desktop session."""

    __tablename__ = "desktop_login_log"

    person_id: Mapped[Uuid] = mapped_column(ForeignKey("person.id"), index=True)
    date: Mapped[Timestamp]
