"""From what a client sent to a posted comment and its answer (04-tasks 4.4)."""

from collections.abc import Sequence
from dataclasses import replace

from multiplane.attachments.service import Stored
from multiplane.comments import forms
from multiplane.comments.posting import Draft, post
from multiplane.database.rows import Row
from multiplane.database.session import Session
from multiplane.ids import path_id
from multiplane.people.service import safe_person


def own_draft(session: Session, task: Row, draft: Draft) -> Draft:
    """A draft as the caller may post it: only managers choose the author, the date, and whether clients read it.

    An empty author is the caller.
    """
    if not session.user.manages(task["project_id"]):
        return replace(draft, author_id=session.user.id, for_client=False, created_at="")
    return replace(draft, author_id=path_id(draft.author_id) if draft.author_id else session.user.id)


async def post_and_answer(
    session: Session, task: Row, draft: Draft, stored: Sequence[Stored] = (), *, named_author: bool = False
) -> Row:
    """Post a comment on a locked task; the served object. 404 for an unknown author or status.

    `named_author`: the author was named by the request, so the answer has their departments.
    """
    author = await safe_person(session, draft.author_id)
    posted = await post(session, task, draft, stored)
    if not named_author:
        del author["departments"]
    shown = forms.author_for(session.user.role_in(task["project_id"]), author)
    return await forms.created_comment(session, posted.comment, posted.status, shown, posted.files)
