"""Routes of chats (04-tasks 4.10)."""

from litestar import Response

from multiplane.access.user import CurrentUser
from multiplane.attachments import service as attachments
from multiplane.chats import service
from multiplane.chats.schemas import NewMessage
from multiplane.database.session import Session
from multiplane.storage.intake import intake
from multiplane.web.authentication import database_of
from multiplane.web.body import AnyRequest
from multiplane.web.responses import answer, created, deleted
from multiplane.web.routing import PERSON, SIGNED_IN, delete, get, post
from multiplane.web.uploads import received

CHAT = "/data/entities/{entity_id:str}/chat"
MESSAGE = CHAT + "/messages/{chat_message_id:str}"


@get(CHAT, access=SIGNED_IN, writes=True, tags=["chats"])
async def get_chat(session: Session, entity_id: str) -> Response[bytes]:
    return answer(await service.whole_chat(session, entity_id))


@get(CHAT + "/messages", access=SIGNED_IN, writes=True, tags=["chats"])
async def get_messages(session: Session, entity_id: str) -> Response[bytes]:
    return answer(await service.messages(session, entity_id))


@post(CHAT + "/messages", access=SIGNED_IN, body=NewMessage, tags=["chats"], files=())
async def post_message(request: AnyRequest, user: CurrentUser, entity_id: str) -> Response[bytes]:
    state = request.app.state
    async with (
        received(request) as form,
        intake(state.storage) as taken,
        database_of(request).transaction(user) as session,
    ):
        chat = await service.writable_chat(session, entity_id)
        body = await form.read(NewMessage)
        uploads = form.file_of_each_field()
        stored = await attachments.store(taken, uploads, thumbnails_within=state.settings.max_image_pixels)
        message = await service.post_message(session, chat, body.message, stored)
    return created(message)


@get(MESSAGE, access=SIGNED_IN, writes=True, tags=["chats"])
async def get_message(session: Session, entity_id: str, chat_message_id: str) -> Response[bytes]:
    return answer(await service.message(session, entity_id, chat_message_id))


@delete(MESSAGE, access=SIGNED_IN, tags=["chats"])
async def delete_message(session: Session, entity_id: str, chat_message_id: str) -> Response[None]:
    await service.delete_message(session, entity_id, chat_message_id)
    return deleted()


@post("/actions/user/chats/{entity_id:str}/join", access=PERSON, status=200, tags=["chats"])
async def join_chat(session: Session, entity_id: str) -> Response[bytes]:
    return answer(await service.join(session, entity_id))


@delete("/actions/user/chats/{entity_id:str}/join", access=PERSON, tags=["chats"])
async def leave_chat(session: Session, entity_id: str) -> Response[None]:
    await service.leave(session, entity_id)
    return deleted()


@get("/data/user/chats", access=PERSON, tags=["chats"])
async def my_chats(session: Session) -> Response[bytes]:
    return answer(await service.joined_chats(session))
