"""Where settings come from, in which order, and what is said when one is wrong."""

import stat
from pathlib import Path

import pytest

from multiplane.settings import (
    Settings,
    SettingsError,
    ensure_secret_key,
    environment_names,
    load_settings,
    read_settings,
    unknown_names,
    unused_names,
)
from multiplane.settings.documentation import settings_page

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"

# Names that operators of Kitsu set: the name, a value as they write it, the setting, what it becomes.
KITSU_NAMES = [
    ("DEBUG", "on", "debug", True),
    ("DOMAIN_NAME", "kitsu.studio.com", "domain_name", "kitsu.studio.com"),
    ("DOMAIN_PROTOCOL", "https", "domain_protocol", "https"),
    ("TMP_DIR", "/scratch/zou", "tmp_dir", Path("/scratch/zou")),
    ("MAX_CONTENT_LENGTH", "0", "max_content_length", 0),
    (
        "CORS_ALLOWED_ORIGINS",
        "https://a.com;https://b.com",
        "cors_allowed_origins",
        ("https://a.com", "https://b.com"),
    ),
    ("NB_RECORDS_PER_PAGE", "50", "nb_records_per_page", 50),
    ("IS_SELF_HOSTED", "n", "is_self_hosted", False),
    ("CRISP_TOKEN", "crisp", "crisp_token", "crisp"),
    ("DEFAULT_TIMEZONE", "Asia/Tokyo", "default_timezone", "Asia/Tokyo"),
    ("DEFAULT_LOCALE", "fr_FR", "default_locale", "fr_FR"),
    ("USER_LIMIT", "7", "user_limit", 7),
    ("EVENT_HANDLERS_FOLDER", "/handlers", "event_handlers_folder", Path("/handlers")),
    ("PLUGIN_FOLDER", "/plugins", "plugin_folder", Path("/plugins")),
    ("DEFAULT_FILE_TREE", "studio", "default_file_tree", "studio"),
    ("DB_HOST", "db", "db_host", "db"),
    ("DB_PORT", "5433", "db_port", 5433),
    ("DB_USERNAME", "zou", "db_username", "zou"),
    ("DB_DATABASE", "kitsu", "db_database", "kitsu"),
    ("DB_POOL_SIZE", "3", "db_pool_size", 3),
    ("DB_MAX_OVERFLOW", "4", "db_max_overflow", 4),
    ("DB_POOL_PRE_PING", "false", "db_pool_pre_ping", False),
    ("DB_POOL_RECYCLE", "60", "db_pool_recycle", 60),
    ("AUTH_STRATEGY", "auth_remote_ldap", "auth_strategy", "auth_remote_ldap"),
    ("BCRYPT_LOG_ROUNDS", "10", "bcrypt_log_rounds", 10),
    ("MIN_PASSWORD_LENGTH", "12", "min_password_length", 12),
    (
        "PROTECTED_ACCOUNTS",
        "Boss@studio.com; root@studio.com",
        "protected_accounts",
        ("boss@studio.com", "root@studio.com"),
    ),
    ("ENFORCE_2FA", "True", "enforce_2fa", True),
    ("2FA_EXEMPT_USERS", "a@b.com,c@d.com", "two_factor_exempt_users", ("a@b.com", "c@d.com")),
    ("LDAP_HOST", "ldap", "ldap_host", "ldap"),
    ("LDAP_PORT", "636", "ldap_port", 636),
    ("LDAP_BASE_DN", "dc=x", "ldap_base_dn", "dc=x"),
    ("LDAP_GROUP", "cg", "ldap_group", "cg"),
    ("LDAP_DOMAIN", "x.local", "ldap_domain", "x.local"),
    ("LDAP_FALLBACK", "yes", "ldap_fallback", True),
    ("LDAP_IS_AD", "t", "ldap_is_ad", True),
    ("LDAP_IS_AD_SIMPLE", "y", "ldap_is_ad_simple", True),
    ("LDAP_SSL", "1", "ldap_ssl", True),
    ("LDAP_USER", "reader", "ldap_user", "reader"),
    ("EMAIL_DOMAIN", "studio.com", "email_domain", "studio.com"),
    ("LDAP_EXCLUDED_ACCOUNTS", "guest,krbtgt", "ldap_excluded_accounts", ("guest", "krbtgt")),
    ("SAML_ENABLED", "true", "saml_enabled", True),
    ("SAML_IDP_NAME", "Okta", "saml_idp_name", "Okta"),
    ("SAML_METADATA_URL", "https://idp/metadata", "saml_metadata_url", "https://idp/metadata"),
    ("SAML_SKIP_2FA", "on", "saml_skip_2fa", True),
    ("SAML_SUBJECT_ATTRIBUTE", "uid", "saml_subject_attribute", "uid"),
    ("OIDC_ENABLED", "true", "oidc_enabled", True),
    ("OIDC_IDP_NAME", "Google", "oidc_idp_name", "Google"),
    ("OIDC_DISCOVERY_URL", "https://idp/.well-known", "oidc_discovery_url", "https://idp/.well-known"),
    ("OIDC_CLIENT_ID", "client", "oidc_client_id", "client"),
    ("OIDC_SCOPES", "openid", "oidc_scopes", "openid"),
    ("OIDC_EMAIL_CLAIM", "mail", "oidc_email_claim", "mail"),
    ("OIDC_GIVEN_NAME_CLAIM", "first", "oidc_given_name_claim", "first"),
    ("OIDC_FAMILY_NAME_CLAIM", "last", "oidc_family_name_claim", "last"),
    ("OIDC_REQUIRE_EMAIL_VERIFIED", "off", "oidc_require_email_verified", False),
    ("OIDC_SKIP_2FA", "true", "oidc_skip_2fa", True),
    ("MAIL_ENABLED", "f", "mail_enabled", False),
    ("MAIL_SERVER", "smtp", "mail_server", "smtp"),
    ("MAIL_PORT", "587", "mail_port", 587),
    ("MAIL_USERNAME", "bot", "mail_username", "bot"),
    ("MAIL_USE_TLS", "true", "mail_use_tls", True),
    ("MAIL_USE_SSL", "true", "mail_use_ssl", True),
    ("MAIL_DEBUG", "true", "mail_debug", True),
    ("MAIL_DEBUG_BODY", "true", "mail_debug_body", True),
    ("MAIL_DEFAULT_SENDER", "kitsu@studio.com", "mail_default_sender", "kitsu@studio.com"),
    ("MAIL_CHECK_DELIVERABILITY", "0", "mail_check_deliverability", False),
    ("PREVIEW_FOLDER", "/previews", "preview_folder", Path("/previews")),
    ("THUMBNAIL_FOLDER", "/thumbnails", "preview_folder", Path("/thumbnails")),
    ("FS_BACKEND", "s3", "fs_backend", "s3"),
    ("FS_BUCKET_PREFIX", "studio-", "fs_bucket_prefix", "studio-"),
    ("FS_S3_REGION", "eu-west-3", "fs_s3_region", "eu-west-3"),
    ("FS_S3_ENDPOINT", "http://minio:9000", "fs_s3_endpoint", "http://minio:9000"),
    ("FS_S3_CREATE_BUCKET", "true", "fs_s3_create_bucket", True),
    ("FS_S3_AES256_ENCRYPTED", "true", "fs_s3_aes256_encrypted", True),
    ("CLIENT_CACHE_MAX_AGE", "60", "client_cache_max_age", 60),
    ("MEDIA_MAX_CONCURRENT_REQUESTS", "8", "media_max_concurrent_requests", 8),
    ("MEDIA_SLOT_WAIT_TIMEOUT", "2.5", "media_slot_wait_timeout", 2.5),
    ("MAX_IMAGE_PIXELS", "1000", "max_image_pixels", 1000),
    ("PREVIEW_SAVE_SOURCE_FILE", "true", "preview_save_source_file", True),
    ("SKIP_NORMALIZATION_FULL", "true", "skip_normalization_full", True),
    ("SKIP_NORMALIZATION_HIGHDEF", "true", "skip_normalization_highdef", True),
    ("MOVIE_HIGHDEF_BITRATE", "40", "movie_highdef_bitrate", 40),
    ("MOVIE_LOWDEF_BITRATE", "2", "movie_lowdef_bitrate", 2),
    ("MOVIE_ENCODING_PRESET", "fast", "movie_encoding_preset", "fast"),
    ("MOVIE_VBV_BUFSIZE_FACTOR", "3", "movie_vbv_bufsize_factor", 3.0),
    ("PREVIEW_MISSING_FILE_RECHECK_DELAY", "5", "preview_missing_file_recheck_delay", 5),
    ("REMOVE_FILES", "true", "remove_files", True),
    ("LOG_FILE_NOT_FOUND", "true", "log_file_not_found", True),
    ("ENABLE_JOB_QUEUE", "true", "enable_job_queue", True),
    ("JOB_QUEUE_TIMEOUT", "10", "job_queue_timeout", 10),
    ("SENTRY_ENABLED", "true", "sentry_enabled", True),
    ("SENTRY_SR", "0.5", "sentry_sr", 0.5),
    ("SENTRY_DEBUG_URL", "/boom", "sentry_debug_url", "/boom"),
    ("SENTRY_KITSU_ENABLED", "true", "sentry_kitsu_enabled", True),
    ("SENTRY_KITSU_DSN", "https://k@sentry/1", "sentry_kitsu_dsn", "https://k@sentry/1"),
    ("SENTRY_KITSU_SR", "0.2", "sentry_kitsu_sr", 0.2),
    ("PROMETHEUS_METRICS_ENABLED", "true", "prometheus_metrics_enabled", True),
]
KITSU_SECRETS = {
    "SECRET_KEY": "secret_key",
    "ADMIN_TOKEN": "admin_token",
    "DB_PASSWORD": "db_password",
    "LDAP_PASSWORD": "ldap_password",
    "OIDC_CLIENT_SECRET": "oidc_client_secret",
    "MAIL_PASSWORD": "mail_password",
    "FS_S3_ACCESS_KEY": "fs_s3_access_key",
    "FS_S3_SECRET_KEY": "fs_s3_secret_key",
    "FS_S3_AES256_KEY": "fs_s3_aes256_key",
    "SENTRY_DSN": "sentry_dsn",
}

# Wrong values: environment name, value, setting, and a part of what the operator is told to write.
WRONG = [
    ("MULTIPLANE_PORT", "eighty", "port", "whole number from 1 to 65535"),
    ("DB_PORT", "70000", "db_port", "whole number from 1 to 65535"),
    ("ENABLE_JOB_QUEUE", "maybe", "enable_job_queue", "yes or no"),
    ("FS_BACKEND", "swift", "fs_backend", "'local' or 's3'"),
    ("DOMAIN_PROTOCOL", "gopher", "domain_protocol", "'http' or 'https'"),
    ("DEFAULT_TIMEZONE", "Mars/Olympus", "default_timezone", "Europe/Paris"),
    ("DEFAULT_LOCALE", "klingon", "default_locale", "en_US"),
    ("BCRYPT_LOG_ROUNDS", "3", "bcrypt_log_rounds", "from 4 to 31"),
    ("SENTRY_SR", "2", "sentry_sr", "number from 0 to 1"),
    ("MOVIE_VBV_BUFSIZE_FACTOR", "-1", "movie_vbv_bufsize_factor", "0 or more"),
    ("MAX_IMAGE_PIXELS", "-1", "max_image_pixels", "1 or more"),
    ("DATABASE_URL", "mysql://root@db/kitsu", "database_url", "postgresql://user:password@host:5432/name"),
    ("SECRET_KEY", "mysecretkey", "secret_key", "long random text"),
    ("MULTIPLANE_UI", "/nowhere", "ui", "index.html"),
    ("MULTIPLANE_WORKERS", "0", "workers", "from 1 to 256"),
    ("MULTIPLANE_CACHE", "never", "cache", "yes or no"),
    ("MULTIPLANE_ADMIN_EMAIL", "boss", "admin_email", "admin@example.com"),
    ("MULTIPLANE_ADMIN_PASSWORD", "short", "admin_password", "8 characters or more"),
]


class TestOrder:
    def test_command_line_then_environment_then_file_then_default(self, tmp_path: Path) -> None:
        assert load_settings({}, {}, tmp_path).user_limit == 100
        (tmp_path / "multiplane.toml").write_text("user_limit = 1\n")
        assert load_settings({}, {}, tmp_path).user_limit == 1
        assert load_settings({}, {"USER_LIMIT": "2"}, tmp_path).user_limit == 2
        both = {"USER_LIMIT": "2", "MULTIPLANE_USER_LIMIT": "3"}
        assert load_settings({}, both, tmp_path).user_limit == 3
        assert load_settings({"user_limit": "4"}, both, tmp_path).user_limit == 4
        assert load_settings({"user_limit": None}, both, tmp_path).user_limit == 3

    def test_the_file_is_looked_for_in_three_places(self, tmp_path: Path) -> None:
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "multiplane.toml").write_text("port = 1001\n")
        assert load_settings({}, {}, tmp_path).port == 1001
        (tmp_path / "multiplane.toml").write_text("port = 1002\n")
        assert load_settings({}, {}, tmp_path).port == 1002
        (tmp_path / "named.toml").write_text("port = 1003\n")
        assert load_settings({}, {"MULTIPLANE_CONFIG": "named.toml"}, tmp_path).port == 1003
        assert load_settings({"config": "named.toml"}, {}, tmp_path).port == 1003

    def test_the_file_of_a_data_folder_given_elsewhere(self, tmp_path: Path) -> None:
        (tmp_path / "studio").mkdir()
        (tmp_path / "studio" / "multiplane.toml").write_text("port = 1001\n")
        assert load_settings({"data": "studio"}, {}, tmp_path).port == 1001
        assert load_settings({}, {"MULTIPLANE_DATA": "studio"}, tmp_path).port == 1001

    def test_every_source_is_named(self, tmp_path: Path) -> None:
        file = tmp_path / "multiplane.toml"
        file.write_text("# studio\nuser_limit = 5\n")
        _, sources = read_settings({"port": "81"}, {"DB_HOST": "db"}, tmp_path)
        assert sources["port"] == "--port"
        assert sources["db_host"] == "environment variable DB_HOST"
        assert sources["user_limit"] == f"{file}, line 2, key user_limit"
        assert "host" not in sources

    def test_a_database_named_in_the_environment_wins_over_an_address_in_the_file(self, tmp_path: Path) -> None:
        (tmp_path / "multiplane.toml").write_text('database_url = "postgresql://a@file/one"\n')
        settings = load_settings({}, {"DB_HOST": "elsewhere"}, tmp_path)
        assert settings.database_dsn == "postgresql://postgres:mysecretpassword@elsewhere:5432/zoudb"


class TestNames:
    @pytest.mark.parametrize(("variable", "text", "name", "value"), KITSU_NAMES)
    def test_names_of_kitsu(self, variable: str, text: str, name: str, value: object, tmp_path: Path) -> None:
        assert getattr(load_settings({}, {variable: text}, tmp_path), name) == value
        assert getattr(Settings(data=tmp_path), name) != value
        assert variable in environment_names(name)

    @pytest.mark.parametrize(("variable", "name"), KITSU_SECRETS.items())
    def test_secrets_of_kitsu(self, variable: str, name: str, tmp_path: Path) -> None:
        settings = load_settings({}, {variable: "hush-hush"}, tmp_path)
        assert getattr(settings, name).get_secret_value() == "hush-hush"
        assert "hush-hush" not in repr(settings) + str(settings) + settings.model_dump_json()

    def test_every_setting_has_our_own_name(self, tmp_path: Path) -> None:
        told = load_settings({}, {variable: text for variable, text, _, _ in KITSU_NAMES}, tmp_path)
        assert load_settings({}, told.to_environment(), Path("/")) == told

    def test_common_words_are_not_taken_from_the_environment(self, tmp_path: Path) -> None:
        environment = {"HOST": "::", "PORT": "1", "DATA": "x", "UI": "x", "CACHE": "x", "LOG_LEVEL": "x"}
        assert load_settings({}, environment, tmp_path) == load_settings({}, {}, tmp_path)

    def test_the_preview_folder_wins_over_the_thumbnail_folder(self, tmp_path: Path) -> None:
        both = {"THUMBNAIL_FOLDER": "/old", "PREVIEW_FOLDER": "/new"}
        assert load_settings({}, both, tmp_path).preview_folder == Path("/new")

    def test_names_without_effect_are_listed(self, tmp_path: Path) -> None:
        environment = {"KV_HOST": "redis", "JOB_QUEUE_NOMAD_HOST": "n", "DB_HOST": "db", "PATH": "/bin"}
        load_settings({}, environment, tmp_path)
        assert unused_names(environment) == ["JOB_QUEUE_NOMAD_HOST", "KV_HOST"]

    def test_a_slip_behind_our_prefix_is_noticed(self) -> None:
        known = {"MULTIPLANE_PORT": "1", "MULTIPLANE_KV_HOST": "x", "MULTIPLANE_CONFIG": "x", "PROT": "1"}
        assert unknown_names({**known, "MULTIPLANE_PROT": "1"}) == ["MULTIPLANE_PROT"]


class TestValues:
    @pytest.mark.parametrize("word", ["y", "yes", "t", "true", "on", "1", "YES", "True", "On"])
    def test_yes(self, word: str, tmp_path: Path) -> None:
        assert load_settings({}, {"REMOVE_FILES": word}, tmp_path).remove_files is True

    @pytest.mark.parametrize("word", ["n", "no", "f", "false", "off", "0", "NO", "False", "Off"])
    def test_no(self, word: str, tmp_path: Path) -> None:
        assert load_settings({}, {"MULTIPLANE_CACHE": word}, tmp_path).cache is False

    def test_an_empty_variable_is_not_set_but_an_empty_text_is_empty(self, tmp_path: Path) -> None:
        environment = {
            "DB_PORT": "",
            "REMOVE_FILES": " ",
            "DB_PASSWORD": "",
            "SECRET_KEY": "",
            "OIDC_SCOPES": "",
        }
        settings = load_settings({}, environment, tmp_path)
        assert (settings.db_port, settings.remove_files, settings.oidc_scopes) == (5432, False, "")
        assert settings.db_password.get_secret_value() == ""
        assert settings.secret_key is None

    def test_everything_lives_in_the_data_folder(self, tmp_path: Path) -> None:
        settings = load_settings({"data": "studio"}, {}, tmp_path)
        data = tmp_path / "studio"
        assert (settings.data, settings.preview_folder) == (data, data / "previews")
        assert (settings.tmp_dir, settings.plugin_folder) == (data / "tmp", data / "plugins")

    def test_relative_paths_start_where_they_were_written(self, tmp_path: Path) -> None:
        (tmp_path / "etc").mkdir()
        (tmp_path / "etc" / "studio.toml").write_text('preview_folder = "../store"\n')
        settings = load_settings({"config": "etc/studio.toml"}, {"TMP_DIR": "scratch"}, tmp_path)
        assert settings.preview_folder.resolve() == tmp_path / "store"
        assert settings.tmp_dir == tmp_path / "scratch"

    def test_values_of_a_file_keep_their_toml_types(self, tmp_path: Path) -> None:
        text = 'cache = false\nport = 81\nprotected_accounts = ["A@b.com"]\ncors_allowed_origins = "a;b"\n'
        (tmp_path / "multiplane.toml").write_text(text)
        settings = load_settings({}, {}, tmp_path)
        assert (settings.cache, settings.port) == (False, 81)
        assert settings.protected_accounts == ("a@b.com",)
        assert settings.cors_allowed_origins == ("a", "b")

    def test_links_are_plain_http_only_on_this_machine(self, tmp_path: Path) -> None:
        assert load_settings({"port": 90}, {}, tmp_path).public_url == "http://localhost:90"
        studio = load_settings({}, {"DOMAIN_NAME": "kitsu.studio.com"}, tmp_path)
        assert studio.public_url == "https://kitsu.studio.com"

    @pytest.mark.parametrize(
        ("environment", "address"),
        [
            ({}, None),
            ({"DB_PASSWORD": "p"}, "postgresql://postgres:p@localhost:5432/zoudb"),
            ({"DB_HOST": "h", "DB_PASSWORD": "a@b/c"}, "postgresql://postgres:a%40b%2Fc@h:5432/zoudb"),
            ({"DB_HOST": "::1"}, "postgresql://postgres:mysecretpassword@[::1]:5432/zoudb"),
            (
                {"DB_HOST": "/run/pg"},
                "postgresql://postgres:mysecretpassword@/zoudb?host=%2Frun%2Fpg&port=5432",
            ),
            ({"DATABASE_URL": "postgres://u:p@h/n"}, "postgresql://u:p@h/n"),
            ({"DATABASE_URL": "postgresql+psycopg://u:p@h/n", "DB_HOST": "x"}, "postgresql://u:p@h/n"),
        ],
    )
    def test_address_of_the_database(self, environment: dict[str, str], address: str | None, tmp_path: Path) -> None:
        settings = load_settings({}, environment, tmp_path)
        assert settings.database_dsn == address
        assert settings.uses_embedded_database is (address is None)


class TestRefusal:
    @pytest.mark.parametrize(("variable", "value", "name", "advice"), WRONG)
    def test_a_wrong_value(self, variable: str, value: str, name: str, advice: str, tmp_path: Path) -> None:
        with pytest.raises(SettingsError) as refusal:
            load_settings({}, {variable: value}, tmp_path)
        assert refusal.value.name == name
        assert refusal.value.source == f"environment variable {variable}"
        assert advice in refusal.value.advice
        assert len(refusal.value.problems) == 1

    def test_every_wrong_value_is_told_with_its_source(self, tmp_path: Path) -> None:
        file = tmp_path / "multiplane.toml"
        file.write_text('\nmail_port = "post"\n')
        with pytest.raises(SettingsError) as refusal:
            load_settings({"port": "x"}, {"DB_PORT": "y"}, tmp_path)
        told = {problem.name: problem.source for problem in refusal.value.problems}
        assert told == {
            "port": "--port",
            "db_port": "environment variable DB_PORT",
            "mail_port": f"{file}, line 2, key mail_port",
        }
        assert str(refusal.value).count("\n") == 2

    def test_unknown_keys_of_the_file_are_told_with_the_rest(self, tmp_path: Path) -> None:
        (tmp_path / "multiplane.toml").write_text('prot = 1\nworkers = "many"\n')
        with pytest.raises(SettingsError) as refusal:
            load_settings({}, {"MULTIPLANE_PORT": "http"}, tmp_path)
        assert {problem.name for problem in refusal.value.problems} == {"prot", "workers", "port"}
        assert "Write port instead" in str(refusal.value)

    def test_a_secret_is_not_repeated(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError) as refusal:
            load_settings({}, {"DATABASE_URL": "mysql://root:hush@db/x"}, tmp_path)
        assert "hush" not in str(refusal.value)

    def test_the_published_key_is_allowed_while_debugging(self, tmp_path: Path) -> None:
        settings = load_settings({}, {"SECRET_KEY": "mysecretkey", "DEBUG": "1"}, tmp_path)
        assert settings.signing_key == "mysecretkey"

    @pytest.mark.parametrize(
        ("text", "name", "advice"),
        [
            ("prot = 1", "prot", "Write port instead."),
            ("zzzzzz = 1", "zzzzzz", "Remove it"),
            ("[server]\nport = 1", "server", "instead"),
            ("port == 1", "config", "port = 8080"),
        ],
    )
    def test_a_wrong_file(self, text: str, name: str, advice: str, tmp_path: Path) -> None:
        (tmp_path / "multiplane.toml").write_text(text)
        with pytest.raises(SettingsError) as refusal:
            load_settings({}, {}, tmp_path)
        assert refusal.value.name == name
        assert str(tmp_path / "multiplane.toml") in refusal.value.source
        assert advice in refusal.value.advice

    def test_a_named_file_must_exist(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match=r"config \(from --config\): .*absent.toml is no file"):
            load_settings({"config": "absent.toml"}, {}, tmp_path)


class TestSecretKey:
    def test_generated_once_and_kept(self, tmp_path: Path) -> None:
        settings = load_settings({}, {}, tmp_path)
        with pytest.raises(RuntimeError):
            _ = settings.signing_key
        first = ensure_secret_key(settings)
        file = tmp_path / "data" / "secret_key"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert len(first.signing_key) == 64
        assert ensure_secret_key(settings).signing_key == first.signing_key
        assert load_settings({}, {}, tmp_path).signing_key == first.signing_key
        assert [entry.name for entry in file.parent.iterdir()] == ["secret_key"]

    def test_two_studios_have_two_keys(self, tmp_path: Path) -> None:
        keys = {ensure_secret_key(Settings(data=tmp_path / name)).signing_key for name in ("a", "b")}
        assert len(keys) == 2

    def test_a_given_key_is_not_written(self, tmp_path: Path) -> None:
        settings = ensure_secret_key(load_settings({}, {"SECRET_KEY": "given"}, tmp_path))
        assert settings.signing_key == "given"
        assert not settings.data.exists()

    def test_a_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("a file")
        with pytest.raises(SettingsError, match="MULTIPLANE_SECRET_KEY"):
            ensure_secret_key(load_settings({}, {}, tmp_path))


def test_the_page_is_true() -> None:
    assert PAGE.read_text() == settings_page(), "run: multiplane settings --markdown > docs/settings.md"
