"""DELETE /data/persons/{id}: who may, what blocks it, and what goes along when it is forced (02-models 3.1)."""

from typing import Any
from uuid import uuid4

import pytest
from tests.people.people import Row, events_of, path_of
from tests.support.roles import as_each_role
from tests.support.studio import Studio, unique

from multiplane import models

STILL_LINKED = {"error": True, "message": "Some data are still linked to given person."}


@as_each_role(admin=204)
def test_people_are_deleted_by_administrators(studio: Studio, role: str, status: int) -> None:
    person, start = studio.person(departments=[studio.department()]), studio.now()
    studio.team(studio.project())[role].delete(path_of(person), status)
    left = studio.rows.all("SELECT id FROM person WHERE id = %s", person["id"])
    assert len(left) == (0 if status == 204 else 1)
    assert events_of(studio, start, "person:delete") == ([{"person_id": person["id"]}] if status == 204 else [])


def test_nobody_deletes_themselves(studio: Studio) -> None:
    for role in ("admin", "user"):
        person = studio.person(role)
        studio.client_of(person).delete(path_of(person), 403)


def test_unknown_and_malformed_ids(studio: Studio) -> None:
    studio.admin.delete(f"/data/persons/{uuid4()}", 404)
    assert studio.admin.delete("/data/persons/x", 400)["message"] == "Malformed ID."


class Life:
    """A person with something in every table that refers to people."""

    def __init__(self, studio: Studio) -> None:
        self.studio, self.rows = studio, studio.rows
        self.project = studio.project()
        self.person = studio.member(self.project, departments=[studio.department()])
        self.other = studio.member(self.project)
        self.todo, self.done = studio.task_status(is_default=False), studio.task_status(is_done=True)
        self.shot = studio.shot(self.project, created_by=self.person["id"])
        self.task = studio.task(self.shot, assignees=[self.person, self.other], assigner_id=self.person["id"])
        self.rows.run("UPDATE task SET duration = 300 WHERE id = %s", self.task["id"])
        self._comments()
        self._records()

    def insert(self, model: Any, **values: Any) -> Row:
        return self.rows.insert(model, **values)

    def comment(self, author: Row, **values: Any) -> Row:
        given = {"object_id": self.task["id"], "object_type": "Task", "text": "", "person_id": author["id"]}
        return self.insert(models.Comment, **given, task_status_id=self.todo["id"], **values)

    def _comments(self) -> None:
        mine, theirs = self.person["id"], self.other["id"]
        self.kept = self.comment(self.other, editor_id=mine, created_at="2026-01-01T10:00:00")
        self.gone = self.comment(self.person, created_at="2026-01-02T10:00:00")
        for comment in (self.kept, self.gone):
            self.insert(models.CommentMention, comment=comment["id"], person=mine)
            self.insert(models.CommentAcknowledgement, comment=comment["id"], person=mine)
            self.insert(models.News, author_id=mine, comment_id=comment["id"], task_id=self.task["id"])
        self.insert(models.CommentAcknowledgement, comment=self.gone["id"], person=theirs)
        for receiver, author in ((mine, theirs), (theirs, mine)):
            self.insert(models.Notification, type="comment", person_id=receiver, author_id=author)
        about = {"type": "reply", "person_id": theirs, "author_id": theirs, "comment_id": self.gone["id"]}
        self.insert(models.Notification, **about)

    def _records(self) -> None:
        mine, theirs = self.person["id"], self.other["id"]
        self.insert(models.ApiEvent, name="task:update", data={}, user_id=mine)
        group = self.insert(models.SearchFilterGroup, list_type="todo", person_id=mine)
        self.insert(models.SearchFilter, list_type="todo", person_id=mine)
        self.insert(models.SearchFilter, list_type="todo", person_id=theirs, search_filter_group_id=group["id"])
        self.insert(models.DesktopLoginLog, person_id=mine, date="2026-01-01T00:00:00")
        self.insert(models.LoginLog, person_id=mine, origin="web")
        self.insert(models.Subscription, person_id=mine, task_id=self.task["id"])
        for person, minutes in ((mine, 200), (theirs, 100)):
            self.insert(
                models.TimeSpent, person_id=person, task_id=self.task["id"], date="2026-01-05", duration=minutes
            )
        self.insert(models.DayOff, person_id=mine, date="2026-02-01", end_date="2026-02-02")
        self.working = self.insert(models.WorkingFile, name="w", revision=1, person_id=mine, task_id=self.task["id"])
        self.preview = self.insert(models.PreviewFile, name="p", person_id=mine, task_id=self.task["id"])
        kind = self.insert(models.OutputType, name=unique("Type"), short_name="t")
        status = self.insert(models.FileStatus, name=unique("Status"), color="#000000")
        self.output = self.insert(
            models.OutputFile, name="o", revision=1, person_id=mine, entity_id=self.shot["id"],
            output_type_id=kind["id"], file_status_id=status["id"],
        )  # fmt: skip
        budget = self.insert(models.Budget, name="b", project_id=self.project["id"])
        self.entry = self.insert(
            models.BudgetEntry, budget_id=budget["id"], department_id=self.studio.department()["id"], person_id=mine,
            start_date="2026-01-01", months_duration=1, daily_salary=100.0, exceptions={},
        )  # fmt: skip
        self.version = self.insert(models.EntityVersion, name="1", entity_id=self.shot["id"], person_id=mine)
        self.playlist = self.insert(models.Playlist, name=unique("P"), project_id=self.project["id"], created_by=mine)
        self.link = self.insert(
            models.PlaylistShareLink, token=uuid4().hex, playlist_id=self.playlist["id"], created_by=mine
        )
        chat = self.insert(models.Chat, object_id=self.shot["id"])
        self.insert(models.ChatParticipant, chat_id=chat["id"], person_id=mine)
        message = self.insert(models.ChatMessage, chat_id=chat["id"], person_id=mine, text="hello")
        self.file = self.insert(models.AttachmentFile, name="f", chat_message_id=message["id"])


def references(studio: Studio, person: Row) -> dict[str, int]:
    """How many rows of each column refer to a person, by the foreign keys of the database itself."""
    keys = studio.rows.all(
        """
        SELECT key.conrelid::regclass::text AS table, attribute.attname AS column
        FROM pg_constraint AS key
        JOIN pg_attribute AS attribute ON attribute.attrelid = key.conrelid AND attribute.attnum = key.conkey[1]
        WHERE key.contype = 'f' AND key.confrelid = 'person'::regclass
        """
    )
    count = "SELECT count(*) AS count FROM {} WHERE {} = %s"
    return {
        f"{key['table']}.{key['column']}": studio.rows.one(count.format(key["table"], key["column"]), person["id"])[
            "count"
        ]
        for key in keys
    }


class TestWithoutForce:
    @pytest.mark.parametrize("query", ["", "?force=false", "?force=1"])
    def test_any_reference_blocks(self, studio: Studio, query: str) -> None:
        person = studio.person(departments=[studio.department()])
        studio.rows.insert(models.LoginLog, person_id=person["id"], origin="web")
        before, start = references(studio, person), studio.now()
        assert studio.admin.delete(path_of(person) + query, 400) == STILL_LINKED
        assert references(studio, person) == before
        assert before["department_link.person_id"] == 1
        assert studio.events_since(start) == []

    def test_a_whole_life_blocks_and_stays(self, studio: Studio) -> None:
        life = Life(studio)
        before = references(studio, life.person)
        assert studio.admin.delete(path_of(life.person), 400) == STILL_LINKED
        assert references(studio, life.person) == before


class TestForced:
    def test_leaves_no_reference(self, studio: Studio) -> None:
        life = Life(studio)
        before = references(studio, life.person)
        forgotten = "production_schedule_version_task_link_person_link.person_id"
        assert {key for key, count in before.items() if not count} == {forgotten}

        studio.admin.delete(f"{path_of(life.person)}?force=true")

        assert set(references(studio, life.person).values()) == {0}
        studio.admin.get(path_of(life.person), 404)

    def test_keeps_what_others_need(self, studio: Studio) -> None:
        life = Life(studio)
        admin = studio.admin.get("/auth/authenticated")["user"]["id"]
        studio.admin.delete(f"{path_of(life.person)}?force=True")
        kept = {
            ("task", "assigner_id"): life.task, ("working_file", "person_id"): life.working,
            ("preview_file", "person_id"): life.preview, ("output_file", "person_id"): life.output,
            ("budget_entry", "person_id"): life.entry, ("entity", "created_by"): life.shot,
            ("entity_version", "person_id"): life.version, ("playlist", "created_by"): life.playlist,
            ("comment", "editor_id"): life.kept, ("attachment_file", "chat_message_id"): life.file,
        }  # fmt: skip
        for (table, column), row in kept.items():
            found = studio.rows.one(f"SELECT {column} AS value FROM {table} WHERE id = %s", row["id"])
            assert found == {"value": None}, table
        link = studio.rows.one("SELECT created_by::text FROM playlist_share_link WHERE id = %s", life.link["id"])
        assert link == {"created_by": admin}
        assert studio.rows.all("SELECT person_id FROM project_person_link WHERE person_id = %s", life.other["id"])
        assert studio.rows.one("SELECT duration FROM task WHERE id = %s", life.task["id"]) == {"duration": 100.0}
        filters = studio.rows.all("SELECT id FROM search_filter WHERE person_id = %s", life.other["id"])
        assert filters == []

    def test_tells_what_it_removes(self, studio: Studio) -> None:
        life, start = Life(studio), studio.now()
        studio.admin.delete(f"{path_of(life.person)}?force=true")
        project = {"project_id": life.project["id"]}
        told = [(event["name"], event["data"]) for event in studio.events_since(start)]
        assert [data for name, data in told if name == "comment:delete"] == [
            {"comment_id": life.gone["id"], "task_id": life.task["id"], **project}
        ]
        assert len([name for name, _ in told if name == "news:delete"]) == 2
        assert ("task:update", {"task_id": life.task["id"], **project}) in told
        assert [data for name, data in told if name == "person:delete"] == [{"person_id": life.person["id"]}]

    def test_is_all_or_nothing(self, studio: Studio) -> None:
        """A table of the studio's own refers to people: nothing may be lost when that stops the deletion."""
        life = Life(studio)
        before, start = references(studio, life.person), studio.now()
        table = f"extension_{uuid4().hex[:8]}"
        studio.rows.run(f"CREATE TABLE {table} (person_id uuid REFERENCES person (id))")
        try:
            studio.rows.run(f"INSERT INTO {table} VALUES (%s)", life.person["id"])
            assert studio.admin.delete(f"{path_of(life.person)}?force=true", 400) == STILL_LINKED
        finally:
            studio.rows.run(f"DROP TABLE {table}")
        assert references(studio, life.person) == before
        assert studio.events_since(start) == []

    def test_of_somebody_without_a_past(self, studio: Studio) -> None:
        studio.admin.delete(f"{path_of(studio.person())}?force=true")
