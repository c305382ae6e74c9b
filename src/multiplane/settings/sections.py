"""Every setting with its type, default and meaning, by section (names of Kitsu: 00-conventions 17)."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, SecretStr

from multiplane.settings.kinds import (
    Accounts,
    BlankIsNone,
    CommaAccounts,
    EmailAddress,
    Folder,
    LocaleName,
    Names,
    Timezone,
    beside,
    setting,
)

Text = Annotated[str | None, BlankIsNone]
Secret = Annotated[SecretStr | None, BlankIsNone]


def _own_name(settings: dict[str, Any]) -> str:
    return f"localhost:{settings['port']}"


def _protocol(settings: dict[str, Any]) -> str:
    host = settings["domain_name"].rpartition(":")[0] or settings["domain_name"]
    return "http" if host in {"localhost", "127.0.0.1"} else "https"


class Section(BaseModel):
    """Base of the sections: immutable, no unknown names, defaults checked like values."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, hide_input_in_errors=True)


class ServerSettings(Section):
    """Server"""

    data: Folder = setting("data", "Folder that holds everything the server keeps.", names=())
    host: str = setting("127.0.0.1", "Address to listen on; 0.0.0.0 for the whole network.", names=())
    port: int = setting(8080, "Port to listen on.", names=(), ge=1, le=65535)
    workers: int = setting(1, "Number of server processes.", names=(), ge=1, le=256)
    ui: Folder | None = setting(None, "Folder of a built web interface to serve.", names=())
    realtime_socket: Folder | None = setting(
        None,
        "Unix socket of the process that runs the live stream for several workers; `multiplane serve` sets it.",
        names=(),
    )
    admin_email: Annotated[str | None, EmailAddress, BlankIsNone] = setting(
        None, "E-mail address of the administrator made at first start.", names=()
    )
    admin_password: Secret = setting(
        None, "Password of that administrator; when absent, one is generated and printed once.", names=()
    )
    debug: bool = setting(False, "Error answers with stack traces, and a weak secret_key is allowed.")
    log_level: Literal["debug", "info", "warning", "error"] = setting("info", "Least level logged.", names=())
    cache: bool = setting(True, "`off` turns every cache of the server off.", names=())
    tmp_dir: Folder = setting(beside("tmp"), "Scratch space of uploads.", default_text="`<data>/tmp`")
    max_content_length: int = setting(10 * 1024**3, "Largest request body in bytes; 0: no limit.", ge=0)
    cors_allowed_origins: Names = setting((), "Origins allowed to call from a browser, separated by `;`.")
    event_handlers_folder: Folder = setting(
        beside("event_handlers"), "Folder of the event handlers.", default_text="`<data>/event_handlers`"
    )
    plugin_folder: Folder = setting(beside("plugins"), "Folder of the plugins.", default_text="`<data>/plugins`")


class StudioSettings(ServerSettings):
    """Studio"""

    domain_name: str = setting(
        _own_name,
        "Host (and port) by which people reach the server: links in e-mails, single sign-on, passkeys.",
        default_text="`localhost:<port>`",
        min_length=1,
    )
    domain_protocol: Literal["http", "https"] = setting(
        _protocol, "Protocol of those links.", default_text="`https`; `http` for a local domain_name"
    )
    nb_records_per_page: int = setting(100, "Rows of a page of a listing.", ge=1)
    user_limit: int = setting(100, "Largest number of active human accounts.", ge=0)
    default_timezone: Timezone = setting("Europe/Paris", "Time zone of new persons.")
    default_locale: LocaleName = setting("en_US", "Language of new persons and of e-mails.")
    default_file_tree: str = setting("default", "File tree given to productions imported from ShotGrid.")
    is_self_hosted: bool = setting(True, "Told to the web interface.")
    crisp_token: str = setting("", "Crisp support chat, told to the web interface.")


class DatabaseSettings(StudioSettings):
    """Database"""

    database_url: Secret = setting(
        None,
        "Whole address, `postgresql://user:password@host:port/name`; wins over the db_ settings.",
        names=("DATABASE_URL",),
    )
    db_host: Text = setting(
        None,
        "Host or socket folder of a PostgreSQL server. With neither database_url nor any of db_host, "
        "db_port, db_username, db_password, db_database, the server runs its own one in the data folder.",
    )
    db_port: int = setting(5432, "Its port.", ge=1, le=65535)
    db_username: str = setting("postgres", "Role to connect as.")
    db_password: SecretStr = setting(
        SecretStr("mysecretpassword"), "Password of that role.", default_text="the one of Kitsu"
    )
    db_database: str = setting("zoudb", "Name of the database.")
    db_pool_size: int = setting(10, "Connections kept open by each process.", ge=1)
    db_max_overflow: int = setting(20, "Connections opened beyond those under load.", ge=0)
    db_pool_pre_ping: bool = setting(True, "Test a connection before it is used.")
    db_pool_recycle: int = setting(3600, "Age in seconds after which a connection is replaced.", ge=-1)


class AuthSettings(DatabaseSettings):
    """Signing in"""

    secret_key: Secret = setting(
        None,
        "Signs tokens and cookies. Keep the one of Kitsu when you move to Multiplane: tokens stay valid.",
        default_text="generated into `<data>/secret_key`",
    )
    auth_strategy: Literal["auth_local_classic", "auth_local_no_password", "auth_remote_ldap"] = setting(
        "auth_local_classic", "Who checks the password."
    )
    bcrypt_log_rounds: int = setting(12, "Cost of password hashes.", ge=4, le=31)
    min_password_length: int = setting(8, "Least number of characters of a new password.", ge=1)
    protected_accounts: Accounts = setting(
        (), "E-mail addresses whose role and activation others cannot change, separated by `;`."
    )
    enforce_2fa: bool = setting(False, "Everybody must set up a second factor.")
    two_factor_exempt_users: CommaAccounts = setting(
        (), "E-mail addresses exempt from enforce_2fa, separated by `,`.", names=("2FA_EXEMPT_USERS",)
    )
    admin_token: Secret = setting(None, "Bearer token of `/admin/*`; those routes do not exist without it.")


class LdapSettings(AuthSettings):
    """Directory (LDAP)"""

    ldap_host: str = setting("127.0.0.1", "Host of the directory.")
    ldap_port: int = setting(389, "Its port.", ge=1, le=65535)
    ldap_ssl: bool = setting(False, "Connect with TLS.")
    ldap_base_dn: str = setting("cn=Users,dc=zou,dc=local", "Base of the accounts.")
    ldap_group: str = setting("", "Only members of this group.")
    ldap_domain: str = setting("zou.local", "Domain of Active Directory accounts.")
    ldap_is_ad: bool = setting(False, "The directory is an Active Directory.")
    ldap_is_ad_simple: bool = setting(False, "Active Directory with simple binds.")
    ldap_fallback: bool = setting(False, "Admins may sign in with their local password when the directory fails.")
    ldap_user: str = setting("", "Account that reads the directory for its synchronisation.")
    ldap_password: SecretStr = setting(
        SecretStr("password"), "Password of that account.", default_text="the one of Kitsu"
    )
    email_domain: str = setting("studio.local", "Domain of the addresses made for accounts without one.")
    ldap_excluded_accounts: CommaAccounts = setting(
        (), "Accounts that the synchronisation leaves out, separated by `,`."
    )


class SingleSignOnSettings(LdapSettings):
    """Single sign-on"""

    saml_enabled: bool = setting(False, "Sign in with SAML.")
    saml_idp_name: str = setting("", "Name of the identity provider on the login page.")
    saml_metadata_url: str = setting("", "Address of its metadata.")
    saml_skip_2fa: bool = setting(False, "No second factor after SAML.")
    saml_subject_attribute: str = setting("", "Attribute that identifies a person; empty: the name id.")
    oidc_enabled: bool = setting(False, "Sign in with OpenID Connect.")
    oidc_idp_name: str = setting("", "Name of the identity provider on the login page.")
    oidc_discovery_url: str = setting("", "Address of its discovery document.")
    oidc_client_id: str = setting("", "Client id given by the provider.")
    oidc_client_secret: Secret = setting(None, "Client secret given by the provider.")
    oidc_scopes: str = setting("openid email profile", "Scopes asked for.")
    oidc_email_claim: str = setting("email", "Claim that holds the e-mail address.")
    oidc_given_name_claim: str = setting("given_name", "Claim that holds the first name.")
    oidc_family_name_claim: str = setting("family_name", "Claim that holds the last name.")
    oidc_require_email_verified: bool = setting(True, "Refuse addresses the provider has not verified.")
    oidc_skip_2fa: bool = setting(False, "No second factor after OpenID Connect.")


class MailSettings(SingleSignOnSettings):
    """E-mail"""

    mail_enabled: bool = setting(True, "Whether e-mails are sent.")
    mail_server: str = setting("localhost", "SMTP server.")
    mail_port: int = setting(25, "Its port.", ge=1, le=65535)
    mail_username: str = setting("", "Account on it.")
    mail_password: Secret = setting(None, "Password of that account.")
    mail_use_tls: bool = setting(False, "Upgrade the connection with STARTTLS.")
    mail_use_ssl: bool = setting(False, "Connect with TLS.")
    mail_default_sender: str = setting("no-reply@your-studio.com", "Sender of the e-mails.")
    mail_debug: bool = setting(False, "Log the talk with the server.")
    mail_debug_body: bool = setting(False, "Log the bodies of e-mails.")
    mail_check_deliverability: bool = setting(True, "Check in the DNS that new e-mail addresses can receive mail.")


class FileSettings(MailSettings):
    """Files and previews"""

    preview_folder: Folder = setting(
        beside("previews"),
        "Root of the local file store.",
        names=("PREVIEW_FOLDER", "THUMBNAIL_FOLDER"),
        default_text="`<data>/previews`",
    )
    fs_backend: Literal["local", "s3"] = setting("local", "Where files are kept.")
    fs_bucket_prefix: str = setting("", "Prefix of the buckets pictures, movies and files.")
    fs_s3_region: Text = setting(None, "Region of the S3 store.")
    fs_s3_endpoint: Text = setting(None, "Address of an S3 store that is not at Amazon.")
    fs_s3_access_key: Secret = setting(None, "Access key.")
    fs_s3_secret_key: Secret = setting(None, "Secret key.")
    fs_s3_create_bucket: bool = setting(False, "Make missing buckets.")
    fs_s3_aes256_encrypted: bool = setting(False, "Objects are encrypted with our own key (SSE-C).")
    fs_s3_aes256_key: Secret = setting(None, "That key.")
    client_cache_max_age: int = setting(604800, "Seconds during which browsers keep files.", ge=0)
    media_max_concurrent_requests: int = setting(
        0, "Pictures and movies sent at once by each process; 0: no limit.", ge=0
    )
    media_slot_wait_timeout: float = setting(30, "Seconds a request waits for its turn; 0: for ever.", ge=0)
    max_image_pixels: int = setting(400_000_000, "Largest uploaded picture in pixels.", ge=1)
    preview_save_source_file: bool = setting(False, "Keep the uploaded movie beside the encoded ones.")
    skip_normalization_full: bool = setting(False, "Store movies as uploaded.")
    skip_normalization_highdef: bool = setting(False, "Make the low-definition movie only.")
    movie_highdef_bitrate: int = setting(28, "Mbit/s of high-definition movies.", ge=1)
    movie_lowdef_bitrate: int = setting(6, "Mbit/s of low-definition movies.", ge=1)
    movie_encoding_preset: Literal[
        "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"
    ] = setting("medium", "Speed of the movie encoder: slower makes smaller files.")
    movie_vbv_bufsize_factor: float = setting(2, "Encoder buffer, in seconds of the bitrate.", ge=0)
    preview_missing_file_recheck_delay: int = setting(3600, "Seconds before a missing file is looked for again.", ge=0)
    remove_files: bool = setting(False, "Delete stored files with the preview or comment they belong to.")
    log_file_not_found: bool = setting(False, "Log files that are missing in the store.")


class JobSettings(FileSettings):
    """Background jobs"""

    enable_job_queue: bool = setting(False, "Encode movies, send mails and so on after the answer instead of before.")
    job_queue_timeout: int = setting(3600, "Longest run of one job in seconds.", ge=1)


class MonitoringSettings(JobSettings):
    """Monitoring"""

    prometheus_metrics_enabled: bool = setting(False, "Metrics at `/metrics`, for administrators.")
    sentry_enabled: bool = setting(False, "Report server errors to Sentry.")
    sentry_dsn: Secret = setting(None, "Address given by Sentry.")
    sentry_sr: float = setting(1.0, "Share of requests traced.", ge=0, le=1)
    sentry_debug_url: Text = setting(None, "A route that fails on purpose, to try Sentry.")
    sentry_kitsu_enabled: bool = setting(False, "Report errors of the web interface to Sentry.")
    sentry_kitsu_dsn: str = setting("", "Address given by Sentry for it.")
    sentry_kitsu_sr: float = setting(0.1, "Share traced there.", ge=0, le=1)


SECTIONS: tuple[type[Section], ...] = (
    ServerSettings,
    StudioSettings,
    DatabaseSettings,
    AuthSettings,
    LdapSettings,
    SingleSignOnSettings,
    MailSettings,
    FileSettings,
    JobSettings,
    MonitoringSettings,
)

# Names of Kitsu that with nothing to act on here: no Redis, Nomad, search server, Swift or telemetry.
UNUSED_NAMES = frozenset(
    {
        "DEBUG_HOST",
        "DEBUG_PORT",
        "TELEMETRY_URL",
        "DB_DRIVER",
        "DB_POOL_RESET_ON_RETURN",
        "KV_HOST",
        "KV_PORT",
        "KV_PASSWORD",
        "CACHE_TYPE",
        "INDEXER_KEY",
        "INDEXER_HOST",
        "INDEXER_PORT",
        "INDEXER_PROTOCOL",
        "INDEXER_TIMEOUT",
        "FS_SWIFT_AUTHURL",
        "FS_SWIFT_USER",
        "FS_SWIFT_TENANT_NAME",
        "FS_SWIFT_KEY",
        "FS_SWIFT_REGION_NAME",
        "FS_SWIFT_CREATE_CONTAINER",
        "FS_SWIFT_AUTH_VERSION",
        "FS_SWIFT_AES256_ENCRYPTED",
        "FS_SWIFT_AES256_KEY",
        "FS_SWIFT_POOL_SIZE",
        "FS_SWIFT_TIMEOUT",
        "FS_SWIFT_RETRIES",
        "FS_SWIFT_TOKEN_CACHE_TTL",
        "FS_SWIFT_ETAG_MISMATCH_POLICY",
        "SYNC_SOURCE_MOVIE_FILES",
        "ENABLE_JOB_QUEUE_REMOTE",
        "JOB_QUEUE_NOMAD_HOST",
        "JOB_QUEUE_NOMAD_PLAYLIST_JOB",
        "JOB_QUEUE_NOMAD_NORMALIZE_JOB",
        "JOB_QUEUE_NOMAD_TILE_JOB",
        "EVENT_STREAM_HOST",
        "EVENT_STREAM_PORT",
        "SYNC_LOGIN",
        "SYNC_PASSWORD",
    }
)
