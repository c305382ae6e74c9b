"""Bodies of the comment routes."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, RootModel

from multiplane.web.body import parse_json


def _opened(value: Any) -> Any:
    """Lists travel as JSON text in forms; an empty text or null is an empty list."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        try:
            return parse_json(value.encode())
        except ValueError:
            raise ValueError("Invalid JSON") from None
    return value


def _text_or_nothing(value: Any) -> Any:
    return "" if value is None else value


Checklist = Annotated[list[dict[str, Any]], BeforeValidator(_opened)]
Links = Annotated[list[str], BeforeValidator(_opened)]


class NewComment(BaseModel):
    """POST /actions/tasks/{id}/comment."""

    task_status_id: str
    comment: str = ""
    checklist: Checklist = Field(default_factory=list)
    links: Links = Field(default_factory=list)
    for_client: bool = False
    person_id: str = ""
    created_at: str = ""


class CommentOfMany(BaseModel):
    """One item of POST /actions/projects/{id}/tasks/comment-many."""

    object_id: str
    task_status_id: str
    comment: str
    links: Links = Field(default_factory=list)


class BatchComment(BaseModel):
    """One item of POST /actions/tasks/{id}/batch-comment."""

    task_status_id: str
    text: str
    checklist: Checklist = Field(default_factory=list)
    links: Links = Field(default_factory=list)
    person_id: str | None = None
    created_at: str | None = None


class BatchCommentOfTask(BatchComment):
    """One item of POST /actions/tasks/batch-comment."""

    task_id: str


class Many(RootModel[list[CommentOfMany]]):
    """POST /actions/projects/{id}/tasks/comment-many."""


class Batch(BaseModel):
    """POST /actions/tasks/{id}/batch-comment; in a form, the comments are JSON text."""

    comments: list[BatchComment]


class BatchOfTasks(BaseModel):
    """POST /actions/tasks/batch-comment."""

    comments: list[BatchCommentOfTask]


class CopyClientComments(BaseModel):
    """POST /actions/projects/{id}/tasks/copy-client-comments."""

    task_ids: list[UUID] = Field(min_length=1)
    prefix: str = ""


class NewReply(BaseModel):
    """POST /data/tasks/{id}/comments/{id}/reply."""

    text: Annotated[str, BeforeValidator(_text_or_nothing)] = ""


class CommentMove(BaseModel):
    """POST /actions/tasks/{id}/comments/{id}/move."""

    target_task_id: str
