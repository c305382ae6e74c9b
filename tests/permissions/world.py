"""One production with one of everything, and a cast of people who each stand for a way to be concerned by it."""

import re
from base64 import b64encode
from functools import cached_property
from typing import Any
from uuid import uuid4

from psycopg.types.json import Jsonb
from tests.support.api import Api
from tests.support.studio import Row, Studio, unique

from multiplane import models
from multiplane.access.tokens import issue_api_token

CAST: dict[str, tuple[str, str | None]] = {
    "admin": ("admin", None),
    "manager": ("manager", None),
    "promoted": ("user", "manager"),
    "demoted": ("manager", "user"),
    "supervisor": ("supervisor", None),
    "other_supervisor": ("supervisor", None),
    "artist": ("user", None),
    "worker": ("user", None),
    "client": ("client", None),
    "vendor": ("vendor", None),
    "contractor": ("vendor", None),
    "bot": ("manager", None),
    "outsider": ("manager", None),
    "stranger": ("user", None),
}
"""Who asks: the role in the studio, and on the production where it differs.

`supervisor` has no department, so all of them; `other_supervisor` has one that nothing here belongs to. `worker` and
`contractor` are assigned to every task, `artist` and `vendor` to none. `bot` is a bot on the team. `admin`,
`outsider` and `stranger` are not on the team.
"""
OFF_TEAM = ("admin", "outsider", "stranger")
DAY = "2026-03-02"
PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


MARK = "5ecret"
"""In every secret of every person; no answer and no event may hold it, in any spelling."""
SPELLINGS = (MARK, MARK.encode().hex(), b64encode(MARK.encode()).decode())


def secrets() -> dict[str, Any]:
    """The secrets of an account."""
    return {
        "password": MARK.encode(),
        "jti": f"{MARK}-{uuid4()}",
        "totp_secret": MARK,
        "email_otp_secret": MARK,
        "fido_credentials": [Jsonb({"device_name": "key", "public_key": {"1": MARK}})],
        "otp_recovery_codes": [MARK.encode()],
        "oidc_issuer": MARK,
        "oidc_subject": f"{MARK}-{uuid4()}",
        "saml_issuer": MARK,
        "saml_subject": f"{MARK}-{uuid4()}",
    }


class Cast:
    """The people, who play in one production after the other, and a client for each of them and for nobody."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.elsewhere = studio.department()
        self.people = {name: self._person(name, role) for name, (role, _) in CAST.items()}
        self.clients = {name: self._client(person) for name, person in self.people.items()}
        self.clients["anonymous"] = studio.anonymous()

    def _person(self, name: str, role: str) -> Row:
        if name == "bot":
            return self.studio.person(role, is_bot=True, **secrets())
        departments = [self.elsewhere] if name == "other_supervisor" else []
        return self.studio.person(role, departments=departments, **secrets())

    def _client(self, person: Row) -> Api:
        if not person["is_bot"]:
            return self.studio.client_of(person)
        return Api(self.studio.base_url, issue_api_token(self.studio.secret, person["id"], "bot", person["jti"], None))

    def secrets_told(self) -> list[str]:
        """The names of stored events that hold a secret."""
        told = self.studio.rows.all("SELECT DISTINCT name FROM api_event WHERE data::text LIKE %s", f"%{MARK}%")
        return [row["name"] for row in told]


class World:
    """The production. Every attribute is a row; `path` fills the parameters of an operation with their ids."""

    def __init__(self, cast: Cast, *, is_open: bool = True) -> None:
        self.cast, self.studio, self.insert = cast, cast.studio, cast.studio.rows.insert
        self.person = self.studio.person(**secrets())
        self._make_studio()
        self._make_production(is_open=is_open)
        self._make_work()
        self._make_conversations()
        self._make_plans()
        self._make_files()

    # -- what there is

    def _make_studio(self) -> None:
        studio, insert = self.studio, self.insert
        self.department = studio.department()
        self.task_type = studio.task_type(department=self.department)
        self.task_status = studio.task_status(is_client_allowed=True, is_artist_allowed=True)
        self.asset_type = studio.entity_type(unique("Kind"))
        self.studio_row = insert(models.Studio, name=unique("Studio"), color="#000000")
        self.software = insert(models.Software, name=unique("Software"), short_name="s", file_extension="s")
        self.hardware_item = insert(models.HardwareItem, name=unique("Hardware"), short_name="h")
        self.custom_action = insert(models.CustomAction, name="Action")
        self.status_automation = insert(models.StatusAutomation)
        self.background = insert(models.PreviewBackgroundFile, name="Sky", extension="hdr")
        self.project_status = insert(models.ProjectStatus, name=unique("S"), color="#000000")
        self.project_template = insert(models.ProjectTemplate, name=unique("Template"))
        self.plugin = insert(
            models.Plugin, plugin_id=unique("p"), name="P", version="1", maintainer_name="M", license="MIT"
        )
        self.output_type = insert(models.OutputType, name=unique("Output"), short_name="o")
        self.file_status = insert(models.FileStatus, name=unique("File"), color="#000000")
        self.salary_scale = insert(models.SalaryScale, department_id=self.department["id"])

    def _make_production(self, *, is_open: bool) -> None:
        studio = self.studio
        self.project = studio.project(is_open=is_open, is_client_stats_visible=True)
        for name, person in self.cast.people.items():
            if name not in OFF_TEAM:
                studio.join(self.project, person, CAST[name][1])
        studio.join(self.project, self.person)
        of_project: dict[str, Any] = {"project_id": self.project["id"]}
        self.insert(models.ProjectTaskTypeLink, **of_project, task_type_id=self.task_type["id"], priority=1)
        self.insert(models.ProjectTaskStatusLink, **of_project, task_status_id=self.task_status["id"], priority=1)
        self.insert(models.ProjectAssetTypeLink, **of_project, asset_type_id=self.asset_type["id"])
        self.insert(models.ProjectStatusAutomationLink, **of_project, status_automation_id=self.status_automation["id"])
        self.insert(
            models.ProjectPreviewBackgroundFileLink, **of_project, preview_background_file_id=self.background["id"]
        )
        self.episode = studio.episode(self.project)
        self.sequence = studio.sequence(self.project, self.episode)
        self.shot = studio.shot(self.project, self.sequence)
        self.asset = studio.entity(self.project, self.asset_type["name"])
        self.prop = studio.entity(self.project, self.asset_type["name"])
        self.scene = studio.entity(self.project, "Scene", parent_id=self.sequence["id"])
        self.edit = studio.entity(self.project, "Edit", parent_id=self.episode["id"])
        self.folder = studio.entity(self.project, "ConceptFolder")
        self.concept = studio.entity(self.project, "Concept")
        self.link = self.insert(models.EntityLink, entity_in_id=self.shot["id"], entity_out_id=self.asset["id"])
        self.insert(models.EntityLink, entity_in_id=self.asset["id"], entity_out_id=self.prop["id"])
        self.descriptor = self.insert(
            models.MetadataDescriptor, **of_project, entity_type="Shot", name=unique("D"), field_name=unique("d")
        )
        self.instance = self.insert(
            models.AssetInstance, asset_id=self.asset["id"], scene_id=self.scene["id"], name="1"
        )
        self.insert(models.AssetInstanceLink, entity_id=self.shot["id"], asset_instance_id=self.instance["id"])

    def _make_work(self) -> None:
        workers = [self.cast.people["worker"], self.cast.people["contractor"], self.person]
        entities = (self.shot, self.asset, self.prop, self.sequence, self.episode, self.scene, self.edit, self.concept)
        tasks = [
            self.studio.task(entity, self.task_type, workers, task_status_id=self.task_status["id"])
            for entity in entities
        ]
        self.task = tasks[0]
        self.other_task = tasks[1]
        self.preview = self.insert(
            models.PreviewFile, name="p", task_id=self.task["id"], person_id=self.person["id"], status="ready",
            extension="png", revision=1,
        )  # fmt: skip
        self.time_spent = self.insert(
            models.TimeSpent, task_id=self.task["id"], person_id=self.person["id"], date=DAY, duration=60
        )
        self.subscription = self.insert(
            models.Subscription, task_id=self.task["id"], person_id=self.person["id"], entity_id=self.shot["id"]
        )

    def _make_conversations(self) -> None:
        self.reply_id = str(uuid4())
        by: dict[str, Any] = {"person_id": self.person["id"]}
        reply = {"id": self.reply_id, "date": "2026-03-02T10:00:00", "text": "yes", **by}
        self.comment = self.insert(
            models.Comment, object_id=self.task["id"], object_type="Task", task_status_id=self.task_status["id"],
            text="Look", replies=[reply], checklist=[], **by,
        )  # fmt: skip
        self.insert(models.CommentPreviewLink, comment=self.comment["id"], preview_file=self.preview["id"])
        self.attachment = self.insert(
            models.AttachmentFile, name="a.txt", size=1, extension="txt", mimetype="text/plain",
            comment_id=self.comment["id"],
        )  # fmt: skip
        author: dict[str, Any] = {"author_id": self.person["id"], "task_id": self.task["id"]}
        self.news = self.insert(models.News, comment_id=self.comment["id"], **author)
        self.notification = self.insert(models.Notification, type="comment", **by, **author)
        self.chat = self.insert(models.Chat, object_id=self.shot["id"], object_type="entity")
        for person in (self.person, *self.cast.people.values()):
            self.insert(models.ChatParticipant, chat_id=self.chat["id"], person_id=person["id"])
        self.chat_message = self.insert(models.ChatMessage, chat_id=self.chat["id"], text="Hello", **by)

    def _make_plans(self) -> None:
        of_project: dict[str, Any] = {"project_id": self.project["id"]}
        by: dict[str, Any] = {"person_id": self.person["id"]}
        self.playlist = self.insert(models.Playlist, name=unique("Dailies"), shots=[], **of_project)
        self.share_link = self.insert(
            models.PlaylistShareLink, playlist_id=self.playlist["id"], created_by=self.person["id"],
            token=f"{MARK}-{uuid4()}", password=MARK,
        )  # fmt: skip
        self.milestone = self.insert(models.Milestone, name="M", date=DAY, **of_project)
        self.schedule_item = self.insert(models.ScheduleItem, task_type_id=self.task_type["id"], **of_project)
        self.version = self.insert(models.ProductionScheduleVersion, name=unique("V"), **of_project)
        self.version_link = self.insert(
            models.ProductionScheduleVersionTaskLink,
            production_schedule_version_id=self.version["id"],
            task_id=self.task["id"],
        )
        self.budget = self.insert(models.Budget, name="B", currency="EUR", **of_project)
        self.budget_entry = self.insert(
            models.BudgetEntry, budget_id=self.budget["id"], department_id=self.department["id"], start_date=DAY,
            months_duration=1, daily_salary=1.0,
        )  # fmt: skip
        self.day_off = self.insert(models.DayOff, date="2026-08-01", end_date="2026-08-02", **by)
        self.search_filter = self.insert(models.SearchFilter, list_type="asset", **by, **of_project)
        self.filter_group = self.insert(models.SearchFilterGroup, list_type="asset", **by, **of_project)
        self.event = self.insert(models.ApiEvent, name="asset:new", data={}, **of_project)

    def _make_files(self) -> None:
        by: dict[str, Any] = {"person_id": self.person["id"]}
        self.working_file = self.insert(
            models.WorkingFile, name=unique("w"), task_id=self.task["id"], entity_id=self.shot["id"], revision=1,
            software_id=self.software["id"], **by,
        )  # fmt: skip
        self.output_file = self.insert(
            models.OutputFile, name=unique("o"), entity_id=self.shot["id"], file_status_id=self.file_status["id"],
            output_type_id=self.output_type["id"], task_type_id=self.task_type["id"], revision=1, **by,
        )  # fmt: skip
        self.organisation = self.studio.admin.get("/auth/authenticated")["organisation"]

    # -- how it is asked for

    @cached_property
    def instances(self) -> dict[str, Row]:
        """The object of each generic resource, by its collection."""
        return {
            "asset-instances": self.instance, "attachment-files": self.attachment, "budget-entries": self.budget_entry,
            "budgets": self.budget, "chat-messages": self.chat_message, "chats": self.chat, "comments": self.comment,
            "custom-actions": self.custom_action, "day-offs": self.day_off, "departments": self.department,
            "entities": self.shot, "entity-links": self.link, "entity-types": self.asset_type, "events": self.event,
            "file-status": self.file_status, "hardware-items": self.hardware_item,
            "metadata-descriptors": self.descriptor, "milestones": self.milestone, "news": self.news,
            "notifications": self.notification, "organisations": self.organisation, "output-files": self.output_file,
            "output-types": self.output_type, "persons": self.person, "playlists": self.playlist,
            "plugins": self.plugin, "preview-background-files": self.background, "preview-files": self.preview,
            "production-schedule-version-task-links": self.version_link,
            "production-schedule-versions": self.version, "project-status": self.project_status,
            "project-templates": self.project_template, "projects": self.project, "salary-scales": self.salary_scale,
            "schedule-items": self.schedule_item, "search-filter-groups": self.filter_group,
            "search-filters": self.search_filter, "softwares": self.software,
            "status-automations": self.status_automation, "studios": self.studio_row,
            "subscriptions": self.subscription, "task-status": self.task_status, "task-types": self.task_type,
            "tasks": self.task, "time-spents": self.time_spent, "working-files": self.working_file,
        }  # fmt: skip

    @cached_property
    def parameters(self) -> dict[str, str]:
        """What stands for each parameter of a path."""
        rows: dict[str, Row] = {
            "asset_id": self.asset, "asset_instance_id": self.instance, "asset_type_id": self.asset_type,
            "attachment_file_id": self.attachment, "background_id": self.background,
            "chat_message_id": self.chat_message, "comment_id": self.comment, "concept_folder_id": self.folder,
            "concept_id": self.concept, "descriptor_id": self.descriptor, "edit_id": self.edit,
            "entity_id": self.shot, "entity_link_id": self.link, "episode_id": self.episode, "news_id": self.news,
            "notification_id": self.notification, "person_id": self.person, "playlist_id": self.playlist,
            "preview_file_id": self.preview, "project_id": self.project, "scene_id": self.scene,
            "sequence_id": self.sequence, "shot_id": self.shot, "status_automation_id": self.status_automation,
            "task_id": self.task, "task_status_id": self.task_status, "task_type_id": self.task_type,
        }  # fmt: skip
        ids = {name: row["id"] for name, row in rows.items()}
        dates = {"date": DAY, "year": "2026", "month": "3", "day": "2", "week": "10"}
        return {**ids, **dates, "reply_id": self.reply_id, "entity_type": "shot"}

    def path(self, template: str, **other: str) -> str:
        """A path of the route table with the parameters filled in; `other` replaces some of them."""

        def value(match: re.Match[str]) -> str:
            name = match.group(1)
            if name == "instance_id" and name not in other:
                return str(self.instances[template.split("/")[2]]["id"])
            if name in ("file_name", "picture") and name not in other:
                return self._file_of(template)
            return str(other.get(name, self.parameters.get(name)))

        return PARAMETER.sub(value, template)

    def _file_of(self, template: str) -> str:
        """The name of a file: an id with the extension the route wants."""
        folder = template.split("/")[-2]
        rows = {
            "preview-files": (
                self.preview,
                ".mp4" if template.startswith("/movies/") and "tiles" not in template else ".png",
            ),
            "preview-background-files": (self.background, ".hdr" if "thumbnails" not in template else ".png"),
            "attachment-files": (self.attachment, ".png"),
            "organisations": (self.organisation, ""),
            "persons": (self.person, ""),
            "projects": (self.project, ""),
        }
        if folder not in rows:
            return "a.txt"
        row, extension = rows[folder]
        return f"{row['id']}{extension}"
