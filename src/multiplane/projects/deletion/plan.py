"""What goes with a project, table by table.

Each `Doomed` set becomes a temporary table of ids, filled in this order; then each `Step` is one statement. So the
number of statements is the same for ten shots and for ten thousand, and nothing travels to the server and back.
"""

from dataclasses import dataclass

from multiplane.storage.keys import Bucket


@dataclass(frozen=True, slots=True)
class Doomed:
    """Rows of a table that go: those for which one of the columns is the project, or in an earlier set."""

    table: str
    of_project: str | None
    """The column that holds the project."""
    through: tuple[tuple[str, str], ...] = ()
    """Columns that refer to another doomed table: (column, table)."""

    @property
    def ids(self) -> str:
        """The temporary table of their ids."""
        return f"doomed_{self.table}"


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of the rows of a table whose column is in a doomed set: deleted, or the column set to null."""

    table: str
    column: str
    doomed: str
    detach: bool = False


DOOMED = (
    Doomed("entity", "project_id"),
    Doomed("task", "project_id", (("entity_id", "entity"),)),
    Doomed("comment", None, (("object_id", "task"),)),
    Doomed("preview_file", None, (("task_id", "task"),)),
    Doomed("working_file", None, (("task_id", "task"), ("entity_id", "entity"))),
    Doomed(
        "asset_instance",
        None,
        (("asset_id", "entity"), ("scene_id", "entity"), ("target_asset_id", "entity"), ("entity_id", "entity")),
    ),
    Doomed(
        "output_file",
        None,
        (("entity_id", "entity"), ("temporal_entity_id", "entity"), ("asset_instance_id", "asset_instance")),
    ),
    Doomed("playlist", "project_id"),
    Doomed("build_job", None, (("playlist_id", "playlist"),)),
    Doomed("metadata_descriptor", "project_id"),
    Doomed("budget", "project_id"),
    Doomed("production_schedule_version", "project_id"),
    Doomed(
        "production_schedule_version_task_link",
        None,
        (("production_schedule_version_id", "production_schedule_version"), ("task_id", "task")),
    ),
    Doomed("search_filter_group", "project_id"),
    Doomed("chat", None, (("object_id", "entity"),)),
    Doomed("chat_message", None, (("chat_id", "chat"),)),
    Doomed("attachment_file", None, (("comment_id", "comment"), ("chat_message_id", "chat_message"))),
)
"""Entities and tasks take everything under them along."""

PREVIEW_ACCOUNTS = Doomed("person", "preview_project_id")


def _delete(table: str, *columns: tuple[str, str]) -> tuple[Step, ...]:
    return tuple(Step(table, column, doomed) for column, doomed in columns)


def _detach(table: str, *columns: tuple[str, str]) -> tuple[Step, ...]:
    return tuple(Step(table, column, doomed, detach=True) for column, doomed in columns)


STEPS: tuple[Step, ...] = (
    # feeds
    *_delete("news", ("task_id", "task"), ("comment_id", "comment")),
    *_detach("news", ("preview_file_id", "preview_file")),
    *_delete(
        "notification",
        ("task_id", "task"),
        ("comment_id", "comment"),
        ("playlist_id", "playlist"),
    ),
    *_delete("subscription", ("task_id", "task"), ("entity_id", "entity")),
    # playlists
    *_delete("playlist_share_link", ("playlist_id", "playlist")),
    *_delete("build_job", ("id", "build_job")),
    *_delete("playlist", ("id", "playlist")),
    *_detach("playlist", ("episode_id", "entity")),
    # conversations
    *_delete("attachment_file", ("id", "attachment_file")),
    *_delete("chat_message", ("id", "chat_message")),
    *_delete("chat_participant", ("chat_id", "chat")),
    *_delete("chat", ("id", "chat")),
    *_delete("comment_mentions", ("comment", "comment")),
    *_delete("comment_department_mentions", ("comment", "comment")),
    *_delete("comment_acknoledgments", ("comment", "comment")),
    *_delete("comment_preview_link", ("comment", "comment"), ("preview_file", "preview_file")),
    *_delete("comment", ("id", "comment")),
    *_detach("comment", ("preview_file_id", "preview_file")),
    # previews and files
    *_detach("entity", ("preview_file_id", "preview_file")),
    *_delete("preview_file_storage_state", ("preview_file_id", "preview_file")),
    *_delete("preview_file", ("id", "preview_file")),
    *_detach("preview_file", ("source_file_id", "output_file")),
    *_delete("output_file", ("id", "output_file")),
    *_detach("output_file", ("source_file_id", "working_file")),
    *_delete("working_file", ("id", "working_file")),
    # schedule
    *_delete(
        "production_schedule_version_task_link_person_link",
        ("production_schedule_version_task_link_id", "production_schedule_version_task_link"),
    ),
    *_delete("production_schedule_version_task_link", ("id", "production_schedule_version_task_link")),
    *_detach("production_schedule_version", ("production_schedule_from", "production_schedule_version")),
    *_detach("project", ("from_schedule_version_id", "production_schedule_version")),
    *_delete("production_schedule_version", ("id", "production_schedule_version")),
    # tasks
    *_delete("time_spent", ("task_id", "task")),
    *_delete("task_person_link", ("task_id", "task")),
    *_delete("task", ("id", "task")),
    # entities
    *_delete("asset_instance_link", ("entity_id", "entity"), ("asset_instance_id", "asset_instance")),
    *_delete("asset_instance", ("id", "asset_instance")),
    *_delete("entity_link", ("entity_in_id", "entity"), ("entity_out_id", "entity")),
    *_delete("entity_concept_link", ("entity_in_id", "entity"), ("entity_out_id", "entity")),
    *_delete("entity_version", ("entity_id", "entity")),
    *_detach("entity", ("parent_id", "entity"), ("source_id", "entity")),
    *_delete("entity", ("id", "entity")),
    # the rest
    *_delete("department_metadata_descriptor_link", ("metadata_descriptor_id", "metadata_descriptor")),
    *_delete("metadata_descriptor", ("id", "metadata_descriptor")),
    *_delete("budget_entry", ("budget_id", "budget")),
    *_delete("budget", ("id", "budget")),
    *_delete("search_filter", ("search_filter_group_id", "search_filter_group")),
    *_delete("search_filter_group", ("id", "search_filter_group")),
)
"""In an order that never leaves a row pointing at one that is gone."""

STORED: dict[str, tuple[tuple[Bucket, str], ...]] = {
    "preview_file": (
        ("pictures", "original"),
        ("pictures", "thumbnails"),
        ("pictures", "thumbnails-square"),
        ("pictures", "previews"),
        ("pictures", "tiles"),
        ("movies", "source"),
        ("movies", "previews"),
        ("movies", "lowdef"),
        ("files", "previews"),
    ),
    "attachment_file": (("files", "attachments"), ("pictures", "thumbnails")),
    "working_file": (("files", "working"),),
    "build_job": (("movies", "playlists"),),
    "person": (("pictures", "thumbnails"),),
    "project": (("pictures", "thumbnails"),),
}
"""What owns stored objects, and the names these may have (00-conventions 17.2)."""

OF_PROJECT = ("milestone", "schedule_item", "search_filter", "api_event")
"""Tables whose rows go because of their own `project_id`, and which nothing else refers to."""

PREVIEW_ACCOUNT: tuple[Step, ...] = (
    *_delete("notification", ("person_id", "person")),
    *_delete("login_log", ("person_id", "person")),
    *_delete("desktop_login_log", ("person_id", "person")),
    *_delete("department_link", ("person_id", "person")),
    *_delete("project_person_link", ("person_id", "person")),
    *_detach("api_event", ("user_id", "person")),
    *_delete("person", ("id", "person")),
)
"""The preview account goes also without `force`; it only ever reads, so little refers to it."""
