"""A production with an episode, a sequence, shots and assets, and an ear on everything the server says."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from tests.support.api import Api
from tests.support.studio import Row, Studio

from multiplane.database.outbox import CHANNEL
from multiplane.models import EntityLink


@dataclass
class Production:
    """One show with one episode of one sequence."""

    studio: Studio
    project: Row
    episode: Row
    sequence: Row

    @property
    def path(self) -> str:
        return f"/data/projects/{self.project['id']}"

    def shot(self, **values: Any) -> Row:
        return self.studio.shot(self.project, self.sequence, **values)

    def asset(self, **values: Any) -> Row:
        return self.studio.asset(self.project, **values)

    def cast(self, container: Row, *assets: Row, client: Api | None = None, **options: Any) -> Any:
        """PUT these assets as the whole casting of a container."""
        body = [{"asset_id": asset["id"], "nb_occurences": 1} for asset in assets]
        path = f"{self.path}/entities/{container['id']}/casting"
        return (client or self.studio.admin).put(path, body, **options)

    def link(self, container: Row, asset: Row, **values: Any) -> Row:
        """A link straight in the database."""
        return self.studio.rows.insert(EntityLink, entity_in_id=container["id"], entity_out_id=asset["id"], **values)

    def links(self, container: Row) -> dict[str, dict[str, Any]]:
        """The stored links of a container, by asset."""
        rows = self.studio.rows.all(
            "SELECT entity_out_id::text, id::text, nb_occurences, label, data FROM entity_link "
            "WHERE entity_in_id = %s ORDER BY created_at",
            container["id"],
        )
        return {row.pop("entity_out_id"): row for row in rows}

    def count(self, container: Row) -> int:
        """The stored number of cast entities."""
        row = self.studio.rows.one("SELECT nb_entities_out AS n FROM entity WHERE id = %s", container["id"])
        return int(row["n"])

    def ready(self, task: Row) -> int:
        """The stored number of ready assets of a task."""
        return int(self.studio.rows.one("SELECT nb_assets_ready AS n FROM task WHERE id = %s", task["id"])["n"])


@pytest.fixture
def production(studio: Studio) -> Production:
    project = studio.project(production_type="tvshow")
    episode = studio.episode(project, name="E01")
    return Production(studio, project, episode, studio.sequence(project, episode, name="SQ01"))


class Ear:
    """Hears every event of a project, live ones too."""

    def __init__(self, dsn: str) -> None:
        self.connection = psycopg.connect(dsn, autocommit=True)
        self.connection.execute(f"LISTEN {CHANNEL}".encode())

    def heard(self, project: Row) -> list[tuple[str, dict[str, Any]]]:
        """Names and payloads (without the project) since the last call, in order."""
        messages = [
            message
            for notification in self.connection.notifies(timeout=0.3)
            for message in json.loads(notification.payload)
        ]
        return [
            (name, {key: value for key, value in payload.items() if key != "project_id"})
            for _, name, payload, project_id in messages
            if payload is not None and project_id == project["id"]
        ]


@pytest.fixture
def ear(server: str, database_dsn: str) -> Iterator[Ear]:
    ear = Ear(database_dsn)
    yield ear
    ear.connection.close()
