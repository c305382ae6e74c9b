"""Routes of comments, replies and their attachments (04-tasks 4.4 to 4.7)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Response

from multiplane.attachments import service as attachments
from multiplane.comments import batch, listing, removal, replies, service
from multiplane.comments.authorization import require_posting
from multiplane.comments.drafting import own_draft, post_and_answer
from multiplane.comments.posting import Draft
from multiplane.comments.publishing import fill_slots
from multiplane.comments.schemas import (
    Batch,
    BatchComment,
    BatchCommentOfTask,
    BatchOfTasks,
    CommentMove,
    CopyClientComments,
    Many,
    NewComment,
    NewReply,
)
from multiplane.comments.tasks import find_task, locked_task
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.previews.receiving import Wishes
from multiplane.previews.workshop import Workshop
from multiplane.storage.intake import Intake, intake
from multiplane.web import query
from multiplane.web.authentication import database_of
from multiplane.web.body import AnyRequest, read_array, read_body, validate
from multiplane.web.crud.pages import Page
from multiplane.web.parameters import FLAG, PAGES
from multiplane.web.responses import answer, created, deleted
from multiplane.web.routing import SIGNED_IN, delete, get, post
from multiplane.web.uploads import Form, received

COMMENTS = "/data/tasks/{task_id:str}/comments"
COMMENT = COMMENTS + "/{comment_id:str}"
ACTIONS = "/actions/tasks/{task_id:str}"
ACTIONS_ON_COMMENT = ACTIONS + "/comments/{comment_id:str}"


WISHES = {"normalize": FLAG, "no_job": FLAG}


@asynccontextmanager
async def uploading(request: AnyRequest) -> AsyncIterator[tuple[Form, Intake, Session]]:
    """A body that may hold files, and then `storing`: the body is whole before the transaction begins."""
    async with received(request) as form, storing(request) as (taken, session):
        yield form, taken, session


@asynccontextmanager
async def storing(request: AnyRequest) -> AsyncIterator[tuple[Intake, Session]]:
    """A transaction, and the store for its files: they go again when it is refused."""
    async with (
        intake(request.app.state.storage) as taken,
        database_of(request).transaction(request.scope["user"]) as session,
    ):
        yield taken, session


@post(ACTIONS + "/comment", access=SIGNED_IN, body=NewComment, tags=["comments"], files=())
async def post_comment(request: AnyRequest, task_id: str) -> Response[bytes]:
    async with uploading(request) as (form, taken, session):
        task = await find_task(session, task_id)
        body = await form.read(NewComment)
        await require_posting(session, task, body.task_status_id)
        stored = await attachments.store(taken, form.file_of_each_field())
        task = await locked_task(session, task["id"])
        await require_posting(session, task, body.task_status_id)
        draft = own_draft(session, task, _draft(body))
        named = bool(body.person_id) and session.user.manages(task["project_id"])
        comment = await post_and_answer(session, task, draft, stored, named_author=named)
    return created(comment)


def _draft(body: NewComment) -> Draft:
    return Draft(
        author_id=body.person_id,
        task_status_id=body.task_status_id,
        text=body.comment,
        checklist=body.checklist,
        links=body.links,
        for_client=body.for_client,
        created_at=body.created_at,
    )


@post("/actions/projects/{project_id:str}/tasks/comment-many", access=SIGNED_IN, tags=["comments"], body=Many)
async def comment_many(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    return created(await batch.comment_many(session, project_id, await read_array(request)))


@post(ACTIONS + "/batch-comment", access=SIGNED_IN, tags=["comments"], body=Batch, files=(), query=WISHES)
async def batch_comment_task(request: AnyRequest, task_id: str) -> Response[bytes]:
    async with received(request) as form:
        items = [(task_id, validate(BatchComment, item)) for item in await batch.batch_items(form)]
        return created(await _post_batch(request, form, items))


@post("/actions/tasks/batch-comment", access=SIGNED_IN, tags=["comments"], body=BatchOfTasks, files=(), query=WISHES)
async def batch_comment(request: AnyRequest) -> Response[bytes]:
    async with received(request) as form:
        bodies = [validate(BatchCommentOfTask, item) for item in await batch.batch_items(form)]
        return created(await _post_batch(request, form, [(body.task_id, body) for body in bodies]))


async def _post_batch(request: AnyRequest, form: Form, items: list[tuple[str, BatchComment]]) -> list[Row]:
    """Post the comments in one transaction, then receive their previews, each in its own."""
    async with storing(request) as (taken, session):
        comments, slots = await batch.post_batch(session, taken, items, batch.files_of_items(form.files))
    wishes = Wishes(query.flag(request, "normalize", True), query.flag(request, "no_job"))
    await fill_slots(Workshop.of_state(request.app.state), request.scope["user"], slots, wishes)
    return comments


@post(
    "/actions/projects/{project_id:str}/tasks/copy-client-comments",
    access=SIGNED_IN,
    body=CopyClientComments,
    tags=["comments"],
)
async def copy_client_comments(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    body = await read_body(request, CopyClientComments)
    return created(await batch.copy_client_comments(session, project_id, body))


@get(COMMENTS, access=SIGNED_IN, tags=["comments"])
async def task_comments(session: Session, task_id: str) -> Response[bytes]:
    return answer(await listing.comments_of_task(session, task_id))


@get("/data/projects/{project_id:str}/comments", access=SIGNED_IN, tags=["comments"], query=PAGES)
async def project_comments(request: AnyRequest, session: Session, project_id: str) -> Response[bytes]:
    page = Page.of(request, request.app.state.settings.nb_records_per_page)
    return answer(await listing.comments_of_project(session, project_id, page))


@get(COMMENT, access=SIGNED_IN, tags=["comments"])
async def get_comment(session: Session, task_id: str, comment_id: str) -> Response[bytes]:
    return answer(await service.read_comment(session, task_id, comment_id))


@delete(COMMENT, access=SIGNED_IN, tags=["comments"])
async def delete_comment(session: Session, task_id: str, comment_id: str) -> Response[None]:
    await removal.remove_from_task(session, task_id, comment_id)
    return deleted()


@post(COMMENT + "/ack", access=SIGNED_IN, status=200, tags=["comments"])
async def acknowledge_comment(session: Session, task_id: str, comment_id: str) -> Response[bytes]:
    return answer(await service.acknowledge(session, task_id, comment_id))


@post(COMMENT + "/reply", access=SIGNED_IN, body=NewReply, status=200, tags=["comments"], files=())
async def reply_to_comment(request: AnyRequest, task_id: str, comment_id: str) -> Response[bytes]:
    async with uploading(request) as (form, taken, session):
        task, comment = await replies.answerable_comment(session, task_id, comment_id)
        body = await form.read(NewReply)
        stored = await attachments.store(taken, form.file_of_each_field())
        reply = await replies.reply(session, task, comment, body.text, stored)
    return answer(reply)


@delete(COMMENT + "/reply/{reply_id:str}", access=SIGNED_IN, status=200, tags=["comments"])
async def delete_reply(session: Session, task_id: str, comment_id: str, reply_id: str) -> Response[bytes]:
    return answer(await replies.remove_reply(session, task_id, comment_id, reply_id))


@post(ACTIONS_ON_COMMENT + "/move", access=SIGNED_IN, body=CommentMove, status=200, tags=["comments"])
async def move_comment(request: AnyRequest, session: Session, task_id: str, comment_id: str) -> Response[bytes]:
    body = await read_body(request, CommentMove)
    return answer(await removal.move(session, task_id, comment_id, body.target_task_id))


@post(ACTIONS_ON_COMMENT + "/add-attachment", access=SIGNED_IN, tags=["comments"], files=())
async def add_attachment(request: AnyRequest, task_id: str, comment_id: str) -> Response[bytes]:
    async with uploading(request) as (form, taken, session):
        task, comment = await service.attachable_comment(session, task_id, comment_id)
        stored = await attachments.store(taken, form.file_of_each_field())
        files = await service.attach(session, task, comment, stored)
    return created(files)


@delete(COMMENT + "/attachments/{attachment_file_id:str}", access=SIGNED_IN, tags=["comments"])
async def delete_attachment(session: Session, task_id: str, comment_id: str, attachment_file_id: str) -> Response[None]:
    await service.detach(session, task_id, comment_id, attachment_file_id)
    return deleted()
