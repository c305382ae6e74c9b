"""The end of a production (02-models 4.1, 05-projects-people 3.1)."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from psycopg.errors import ForeignKeyViolation
from tests.conftest import administer, database_at
from tests.support.api import Api
from tests.support.database import Rows
from tests.support.roles import as_each_role
from tests.support.studio import Studio, unique

from multiplane import models
from multiplane.database.session import Database
from multiplane.jobs.registry import JobContext
from multiplane.models.base import Base
from multiplane.projects.deletion.jobs import index_main_previews
from multiplane.projects.deletion.plan import DOOMED, OF_PROJECT, PREVIEW_ACCOUNT, PREVIEW_ACCOUNTS, STEPS
from multiplane.projects.deletion.queries import HAS_PREVIEW_INDEX, MAY_SKIP_CHECKS
from multiplane.projects.deletion.service import prepare
from multiplane.settings import load_settings

Row = dict[str, Any]

CONFLICT = {"message": "The change conflicts with records referencing this one."}


@pytest.fixture
def closed(studio: Studio) -> Row:
    return studio.project(is_open=False)


def delete(client: Api, project: Row, status: int = 204, *, force: bool = False) -> Any:
    params = {"force": "true"} if force else None
    return client.delete(f"/data/projects/{project['id']}", status, params=params)


def is_there(studio: Studio, table: str, row: Row) -> bool:
    return bool(studio.rows.all(f"SELECT 1 FROM {table} WHERE id = %s", row["id"]))


class Production:
    """A closed production with a row in every table that may belong to one, next to one that must stay."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.project = studio.project(is_open=False)
        self.person = studio.member(self.project)
        self.department = studio.department()
        self.episode = studio.episode(self.project)
        self.sequence = studio.sequence(self.project, self.episode)
        self.shot = studio.shot(self.project, self.sequence)
        self.asset = studio.asset(self.project, source_id=self.episode["id"])
        self.concept = studio.entity(self.project, "Concept")
        self.task_type = studio.task_type()
        self.task = studio.task(self.shot, self.task_type, [self.person])
        self._entities()
        self._review()
        self._files()
        self._planning()
        self._rest()

    def add(self, model: type[Base], **values: Any) -> Row:
        return self.studio.rows.insert(model, **values)

    def _entities(self) -> None:
        shot, asset = self.shot["id"], self.asset["id"]
        self.add(models.EntityLink, entity_in_id=shot, entity_out_id=asset)
        self.add(models.EntityConceptLink, entity_in_id=self.concept["id"], entity_out_id=asset)
        self.add(models.EntityVersion, name="1", entity_id=shot, person_id=self.person["id"])
        scene = self.studio.entity(self.project, "Scene")
        self.instance = self.add(models.AssetInstance, asset_id=asset, scene_id=scene["id"], number=1, name="i")
        self.add(models.AssetInstanceLink, entity_id=shot, asset_instance_id=self.instance["id"])
        self.add(models.Subscription, person_id=self.person["id"], task_id=self.task["id"])
        self.add(
            models.Subscription,
            person_id=self.person["id"], entity_id=self.sequence["id"], task_type_id=self.task_type["id"],
        )  # fmt: skip
        self.add(models.TimeSpent, duration=60, date="2026-01-01", task_id=self.task["id"], person_id=self.person["id"])

    def _review(self) -> None:
        person, task = self.person["id"], self.task["id"]
        self.preview = self.add(models.PreviewFile, task_id=task, person_id=person, name=unique("pf"))
        self.studio.rows.run(
            "UPDATE entity SET preview_file_id = %s WHERE id = %s", self.preview["id"], self.shot["id"]
        )
        self.studio.rows.run("UPDATE task SET last_preview_file_id = %s WHERE id = %s", self.preview["id"], task)
        self.comment = self.add(
            models.Comment,
            object_id=task, object_type="Task", person_id=person, preview_file_id=self.preview["id"],
            task_status_id=self.studio.task_status()["id"],
        )  # fmt: skip
        comment = self.comment["id"]
        self.add(models.CommentPreviewLink, comment=comment, preview_file=self.preview["id"])
        self.add(models.CommentMention, comment=comment, person=person)
        self.add(models.CommentDepartmentMention, comment=comment, department=self.department["id"])
        self.add(models.CommentAcknowledgement, comment=comment, person=person)
        self.attachment = self.add(models.AttachmentFile, name="a", comment_id=comment)
        self.add(models.PreviewFileStorageState, preview_file_id=self.preview["id"], bucket="b", prefix="p", state="ok")
        self.add(models.News, author_id=person, comment_id=comment, task_id=task, preview_file_id=self.preview["id"])
        self.playlist = self.add(
            models.Playlist, name=unique("P"), project_id=self.project["id"], episode_id=self.episode["id"]
        )
        self.build = self.add(models.BuildJob, playlist_id=self.playlist["id"])
        self.add(models.PlaylistShareLink, token=uuid4().hex, playlist_id=self.playlist["id"], created_by=person)
        for values in ({"comment_id": comment, "task_id": task}, {"playlist_id": self.playlist["id"]}):
            self.add(models.Notification, type="comment", person_id=person, author_id=person, **values)

    def _files(self) -> None:
        self.working = self.add(
            models.WorkingFile,
            name="main", task_id=self.task["id"], entity_id=self.shot["id"], person_id=self.person["id"],
        )  # fmt: skip
        status = self.add(models.FileStatus, name=unique("S"), color="#000")
        self.output = self.add(
            models.OutputFile,
            name="main", revision=1, entity_id=self.asset["id"], temporal_entity_id=self.shot["id"],
            asset_instance_id=self.instance["id"], source_file_id=self.working["id"], file_status_id=status["id"],
        )  # fmt: skip
        self.studio.rows.run(
            "UPDATE preview_file SET source_file_id = %s WHERE id = %s", self.output["id"], self.preview["id"]
        )

    def _planning(self) -> None:
        project = self.project["id"]
        version = self.add(models.ProductionScheduleVersion, name="V1", project_id=project)
        self.add(
            models.ProductionScheduleVersion, name="V2", project_id=project, production_schedule_from=version["id"]
        )
        self.studio.rows.run("UPDATE project SET from_schedule_version_id = %s WHERE id = %s", version["id"], project)
        link = self.add(
            models.ProductionScheduleVersionTaskLink,
            production_schedule_version_id=version["id"], task_id=self.task["id"],
        )  # fmt: skip
        self.add(
            models.ProductionScheduleVersionTaskLinkPersonLink,
            production_schedule_version_task_link_id=link["id"], person_id=self.person["id"],
        )  # fmt: skip
        self.add(models.Milestone, name="M", project_id=project)
        self.add(models.ScheduleItem, project_id=project, task_type_id=self.task_type["id"])
        budget = self.add(models.Budget, name="B", project_id=project)
        self.add(
            models.BudgetEntry,
            budget_id=budget["id"], department_id=self.department["id"], start_date="2026-01-01",
            months_duration=1, daily_salary=1.0,
        )  # fmt: skip

    def _rest(self) -> None:
        project, person = self.project["id"], self.person["id"]
        descriptor = self.add(
            models.MetadataDescriptor, project_id=project, entity_type="Shot", name="F", field_name="f"
        )
        self.add(
            models.DepartmentMetadataDescriptorLink,
            metadata_descriptor_id=descriptor["id"], department_id=self.department["id"],
        )  # fmt: skip
        group = self.add(models.SearchFilterGroup, list_type="shot", person_id=person, project_id=project)
        self.add(
            models.SearchFilter,
            list_type="shot", person_id=person, project_id=project, search_filter_group_id=group["id"],
        )  # fmt: skip
        chat = self.add(models.Chat, object_id=self.shot["id"], object_type="entity")
        message = self.add(models.ChatMessage, chat_id=chat["id"], person_id=person, text="hello")
        self.add(models.ChatParticipant, chat_id=chat["id"], person_id=person)
        self.chat_attachment = self.add(models.AttachmentFile, name="c", chat_message_id=message["id"])
        self.add(models.ApiEvent, name="task:new", project_id=project, data={})
        software = self.add(models.Software, name=unique("S"), short_name="s", file_extension=".s")
        self.add(
            models.ProjectTaskTypeSoftwareLink,
            project_id=project, task_type_id=self.task_type["id"], software_id=software["id"],
        )  # fmt: skip
        self.add(models.ProjectTaskTypeLink, project_id=project, task_type_id=self.task_type["id"])
        self.preview_account = self.studio.person("client", preview_project_id=project)
        self.studio.join(self.project, self.preview_account)
        self.add(models.LoginLog, person_id=self.preview_account["id"], ip_address="::1", origin="web")


def counts(studio: Studio) -> dict[str, int]:
    """Rows of every table of the contract's schema, events aside."""
    tables = [table for table in Base.metadata.sorted_tables if table.schema is None]
    query = " UNION ALL ".join(
        f"SELECT '{table.name}' AS name, count(*) AS rows FROM \"{table.name}\"" for table in tables
    )
    return {row["name"]: row["rows"] for row in studio.rows.all(query) if row["name"] != "api_event"}


def orphans(studio: Studio) -> Iterator[str]:
    """Foreign keys with a row that refers to nothing."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys if table.schema is None else ():
            query = (
                f'SELECT 1 FROM "{table.name}" AS child LEFT JOIN "{key.column.table.name}" AS parent '
                f"ON parent.id = child.{key.parent.name} "
                f"WHERE child.{key.parent.name} IS NOT NULL AND parent.id IS NULL LIMIT 1"
            )
            if studio.rows.all(query):
                yield f"{table.name}.{key.parent.name}"


class TestWithoutForce:
    def test_removes_the_project_and_its_links(self, studio: Studio, closed: Row) -> None:
        person = studio.member(closed)
        studio.rows.insert(models.ProjectTaskTypeLink, project_id=closed["id"], task_type_id=studio.task_type()["id"])
        studio.rows.insert(models.ProductionScheduleVersion, name="V", project_id=closed["id"])
        moment = studio.now()
        delete(studio.admin, closed)
        studio.admin.get(f"/data/projects/{closed['id']}", 404)
        assert is_there(studio, "person", person)
        events = [(event["name"], event["data"], event["project_id"]) for event in studio.events_since(moment)]
        assert events == [("project:delete", {"project_id": closed["id"]}, None)]

    def test_removes_the_preview_account(self, studio: Studio, closed: Row) -> None:
        account = studio.person("client", preview_project_id=closed["id"])
        studio.join(closed, account)
        studio.rows.insert(models.LoginLog, person_id=account["id"], ip_address="::1", origin="web")
        moment = studio.now()
        delete(studio.admin, closed)
        assert not is_there(studio, "person", account)
        names = [event["name"] for event in studio.events_since(moment)]
        assert names == ["person:delete", "project:delete"]

    def test_content_keeps_a_project(self, studio: Studio, closed: Row) -> None:
        account = studio.person("client", preview_project_id=closed["id"])
        studio.shot(closed)
        assert delete(studio.admin, closed, 400) == CONFLICT
        assert is_there(studio, "project", closed)
        assert is_there(studio, "person", account)

    def test_an_event_keeps_a_project(self, studio: Studio, closed: Row) -> None:
        studio.rows.insert(models.ApiEvent, name="task:new", project_id=closed["id"], data={})
        assert delete(studio.admin, closed, 400) == CONFLICT

    @pytest.mark.parametrize("force", [False, True])
    def test_an_open_project_is_refused_whoever_asks(self, studio: Studio, project: Row, force: bool) -> None:
        for client in (studio.admin, studio.client_of(studio.person())):
            answer = delete(client, project, 400, force=force)
            assert answer == {"error": True, "message": "Only closed projects can be deleted"}
        assert is_there(studio, "project", project)

    @as_each_role(admin=204)
    @pytest.mark.parametrize("force", [False, True])
    def test_is_for_administrators(self, studio: Studio, closed: Row, force: bool, role: str, status: int) -> None:
        delete(studio.team(closed)[role], closed, status, force=force)

    def test_unknown_and_malformed(self, studio: Studio) -> None:
        delete(studio.admin, {"id": uuid4()}, 404)
        delete(studio.admin, {"id": "nope"}, 400)


class TestWithForce:
    def test_takes_everything_along_and_nothing_else(self, studio: Studio) -> None:
        Production(studio)
        before = counts(studio)
        production = Production(studio)
        delete(studio.admin, production.project, force=True)
        assert list(orphans(studio)) == []
        kept = {"person", "department", "task_type", "task_status", "file_status", "software", "project_status"}
        grown = {name: after - before[name] for name, after in counts(studio).items() if after != before[name]}
        assert grown.keys() <= kept
        assert not is_there(studio, "person", production.preview_account)
        assert is_there(studio, "person", production.person)

    def test_a_second_one_works_as_well(self, studio: Studio) -> None:
        """The sets of the first are gone with its transaction, also on the same connection."""
        for production in [Production(studio) for _ in range(3)]:
            delete(studio.admin, production.project, force=True)
            assert not is_there(studio, "project", production.project)

    def test_other_projects_are_only_detached(self, studio: Studio, project: Row) -> None:
        production = Production(studio)
        asset = studio.asset(project, source_id=production.episode["id"], preview_file_id=production.preview["id"])
        studio.rows.insert(models.EntityLink, entity_in_id=asset["id"], entity_out_id=production.asset["id"])
        playlist = studio.rows.insert(
            models.Playlist, name=unique("P"), project_id=project["id"], episode_id=production.episode["id"]
        )
        delete(studio.admin, production.project, force=True)
        left = studio.rows.one("SELECT source_id, preview_file_id FROM entity WHERE id = %s", asset["id"])
        assert left == {"source_id": None, "preview_file_id": None}
        assert studio.rows.one("SELECT episode_id FROM playlist WHERE id = %s", playlist["id"])["episode_id"] is None
        assert studio.rows.all("SELECT 1 FROM entity_link WHERE entity_in_id = %s", asset["id"]) == []

    def test_what_casts_its_assets_elsewhere_is_counted_again(self, studio: Studio, project: Row) -> None:
        production = Production(studio)
        shot, own = studio.shot(project, studio.sequence(project)), studio.asset(project)
        body = [{"asset_id": asset["id"], "nb_occurences": 1} for asset in (production.asset, own)]
        studio.admin.put(f"/data/projects/{project['id']}/entities/{shot['id']}/casting", body)
        moment = studio.now()
        delete(studio.admin, production.project, force=True)
        assert studio.rows.one("SELECT nb_entities_out AS n FROM entity WHERE id = %s", shot["id"])["n"] == 1
        [told] = [event["data"] for event in studio.events_since(moment) if event["name"] == "shot:casting-update"]
        assert told == {
            "shot_id": shot["id"],
            "project_id": project["id"],
            "nb_entities_out": 1,
            "added_asset_ids": [],
            "removed_asset_ids": [],
        }

    def test_only_the_end_of_the_project_stays_in_the_log(self, studio: Studio) -> None:
        production = Production(studio)
        moment = studio.now()
        delete(studio.admin, production.project, force=True)
        events = [(event["name"], event["project_id"]) for event in studio.events_since(moment)]
        assert events == [("person:delete", None), ("project:delete", None)]
        assert studio.rows.all("SELECT 1 FROM api_event WHERE project_id = %s", production.project["id"]) == []

    def test_a_failure_half_way_leaves_everything(self, studio: Studio) -> None:
        """A table that only this database has refers to a task: its foreign key refuses the end of the project."""
        production = Production(studio)
        studio.rows.run("CREATE TABLE IF NOT EXISTS foreign_table (project_id uuid REFERENCES project (id))")
        studio.rows.run("INSERT INTO foreign_table VALUES (%s)", production.project["id"])
        before = counts(studio)
        assert delete(studio.admin, production.project, 400, force=True) == CONFLICT
        studio.rows.run("DROP TABLE foreign_table")
        assert counts(studio) == before
        delete(studio.admin, production.project, force=True)

    def test_twice_at_once_is_once(self, studio: Studio) -> None:
        production = Production(studio)
        path = f"/data/projects/{production.project['id']}"
        with ThreadPoolExecutor(4) as pool:
            answers = list(
                pool.map(lambda _: studio.admin.request("DELETE", path, params={"force": "true"}).status_code, range(4))
            )
        assert sorted(answers) == [204, 404, 404, 404]

    def test_content_made_meanwhile_is_refused_or_gone(self, studio: Studio) -> None:
        """Writers race with the deletion: whatever they are told, no row is left without its parent."""
        production = Production(studio)
        stop = time.monotonic() + 3

        def write(number: int) -> None:
            rows = Rows(studio.rows.connection.info.dsn)
            while time.monotonic() < stop:
                try:
                    rows.run(
                        "INSERT INTO time_spent (id, duration, date, task_id, person_id) "
                        "VALUES (gen_random_uuid(), 1, now() + %s * interval '1 day', %s, %s)",
                        number, production.task["id"], production.person["id"],
                    )  # fmt: skip
                    number += 10
                except ForeignKeyViolation:
                    return

        with ThreadPoolExecutor(5) as pool:
            writers = [pool.submit(write, number) for number in range(4)]
            time.sleep(0.3)
            delete(studio.admin, production.project, force=True)
            for writer in writers:
                writer.result()
        assert list(orphans(studio)) == []


class TestWithoutPrivilege:
    """Databases whose role may not leave out the foreign key checks."""

    def test_the_plan_works_with_every_check(self, studio: Studio, database_dsn: str) -> None:
        production = Production(studio)
        role = f"plain_{uuid4().hex[:8]}"
        studio.rows.run(f"CREATE ROLE {role} LOGIN")
        for schema in ("public", "multiplane"):
            studio.rows.run(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
            studio.rows.run(f"GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {role}")
            studio.rows.run(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA {schema} TO {role}")

        async def clear() -> None:
            database = await Database.connect(database_dsn.replace("postgres@", f"{role}@"), size=1)
            try:
                async with database.transaction() as session:
                    assert not await session.value(MAY_SKIP_CHECKS)
                    await prepare(session, production.project["id"], force=True)
            finally:
                await database.close()

        asyncio.run(clear())
        studio.rows.run(f"DROP OWNED BY {role}")
        studio.rows.run(f"DROP ROLE {role}")
        assert list(orphans(studio)) == []
        assert not is_there(studio, "task", production.task)
        assert not is_there(studio, "person", production.preview_account)
        delete(studio.admin, production.project)

    @pytest.mark.parametrize("owns", [True, False])
    def test_the_main_previews_get_an_index(self, postgres: str, template_database: str, owns: bool) -> None:
        """An attempt that failed before is made up for; a role that does not own the tables is no failure."""
        role = name = f"plain_{uuid4().hex[:8]}"
        administer(postgres, f"CREATE DATABASE {name} TEMPLATE {template_database}", f"CREATE ROLE {role} LOGIN")
        if owns:
            owner = (
                f"ALTER TABLE entity OWNER TO {role}",
                f"GRANT CREATE ON SCHEMA public TO {role}",
                "CREATE INDEX multiplane_entity_preview_file_id ON entity (preview_file_id)",
                "UPDATE pg_index SET indisvalid = false "
                "WHERE indexrelid = 'multiplane_entity_preview_file_id'::regclass",
            )
            administer(database_at(postgres, name), *owner)
        dsn = database_at(postgres, name).replace("postgres@", f"{role}@")

        async def index() -> bool:
            database = await Database.connect(dsn, size=1)
            try:
                await index_main_previews(JobContext(database, load_settings(environment={})), None)
                async with database.reading() as session:
                    return bool(await session.value(HAS_PREVIEW_INDEX))
            finally:
                await database.close()

        assert [asyncio.run(index()), asyncio.run(index())] == [owns, owns]


class TestStoredObjects:
    def stored(self, data: Path, bucket: str, prefix: str, object_id: str) -> Path:
        """Write an object where the local store keeps it (00-conventions 17.2)."""
        head, rest = f"{prefix}-{object_id}".split("-", 1)
        path = data / "previews" / bucket / head / rest[0:3] / rest[3:6] / rest
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"bytes")
        return path

    def test_are_removed_after_the_commit(self, studio: Studio, server_data: Path) -> None:
        production = Production(studio)
        kept = self.stored(server_data, "pictures", "original", str(uuid4()))
        registered = [
            ("pictures", "original", production.preview["id"]),
            ("pictures", "thumbnails-square", production.preview["id"]),
            ("files", "attachments", production.attachment["id"]),
        ]
        unregistered = [
            ("files", "attachments", production.chat_attachment["id"]),
            ("files", "working", production.working["id"]),
            ("movies", "playlists", production.build["id"]),
        ]
        for bucket, prefix, object_id in registered:
            studio.rows.insert(
                models.StoredFile, bucket=bucket, key=f"{prefix}-{object_id}", prefix=prefix, file_id=object_id
            )
        paths = [self.stored(server_data, *name) for name in (*registered, *unregistered)]
        delete(studio.admin, production.project, force=True)
        deadline = time.monotonic() + 20
        while any(path.exists() for path in paths) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert [path for path in paths if path.exists()] == []
        assert kept.exists()
        row = studio.rows.one(
            "SELECT * FROM stored_file WHERE file_id = %s AND prefix = 'original'", production.preview["id"]
        )
        assert row["deleted_at"]
        assert row["purge_forced"]

    def test_stay_when_the_deletion_is_refused(self, studio: Studio) -> None:
        production = Production(studio)
        object_id = production.preview["id"]
        studio.rows.insert(
            models.StoredFile, bucket="pictures", key=f"original-{object_id}", prefix="original", file_id=object_id
        )
        delete(studio.admin, production.project, 400)
        row = studio.rows.one("SELECT deleted_at FROM stored_file WHERE file_id = %s", object_id)
        assert row["deleted_at"] is None


def test_the_plan_names_every_reference_to_what_goes() -> None:
    """A column that refers to a doomed table must be a step, or its rows would be left behind."""
    sets = {doomed.table for doomed in (*DOOMED, PREVIEW_ACCOUNTS)}
    handled = {(step.table, step.column) for step in (*STEPS, *PREVIEW_ACCOUNT)}
    handled |= {(doomed.table, column) for doomed in DOOMED for column, _ in doomed.through}
    handled |= {(doomed.table, doomed.of_project) for doomed in (*DOOMED, PREVIEW_ACCOUNTS)}
    handled |= {(table, "project_id") for table in OF_PROJECT}
    missing = [
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in sets - {"person"} and (table.name, key.parent.name) not in handled
    ]
    assert missing == []


def test_the_plan_reaches_every_table_of_a_project() -> None:
    """Tables that refer to the project itself: part of the plan, links of the resource, or cascades."""
    handled = {doomed.table for doomed in (*DOOMED, PREVIEW_ACCOUNTS) if doomed.of_project} | set(OF_PROJECT)
    links = {relation.table for relation in models.Project.relations.values()}
    referring = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "project" and key.ondelete != "CASCADE"
    }
    assert referring - handled - links == set()
