"""The registry of plugins (02-models 9.1)."""

from uuid import uuid4

from tests.support import plain_resource
from tests.support.plain_resource import Collection
from tests.support.studio import Studio

PLUGINS = Collection(
    path="plugins",
    table="plugin",
    type="Plugin",
    body=lambda: {
        "plugin_id": f"plugin-{uuid4().hex[:8]}", "name": "Ticker", "version": "1.0.0", "maintainer_name": "Ema Doe",
        "license": "MIT",
    },
    defaults={
        "description": None, "maintainer_email": None, "website": None, "revision": None,
        "frontend_project_enabled": False, "frontend_studio_enabled": False, "icon": None,
    },
    change={"version": "1.1.0", "frontend_studio_enabled": True, "website": "https://example.com"},
    required=("plugin_id", "name", "version", "maintainer_name", "license"),
    unique_key="plugin_id",
)  # fmt: skip


def test_lives(studio: Studio) -> None:
    plain_resource.check_life(studio, PLUGINS)


def test_is_for_administrators(studio: Studio) -> None:
    plain_resource.check_rights(studio, PLUGINS)


def test_refuses(studio: Studio) -> None:
    plain_resource.check_refusals(studio, PLUGINS)


def test_addresses_are_stored_lower_case(studio: Studio) -> None:
    row = studio.admin.post("/data/plugins", {**PLUGINS.body(), "maintainer_email": "Ema@Example.com"})
    assert row["maintainer_email"] == "ema@example.com"
    found = studio.admin.get("/data/plugins", params={"maintainer_email": "EMA@example.com", "id": row["id"]})
    assert found == [row]
    changed = studio.admin.put(f"/data/plugins/{row['id']}", {"maintainer_email": "Other@Example.com"})
    assert changed["maintainer_email"] == "other@example.com"
