"""Routes that make pictures of stored movies (06-previews-playlists 6.4)."""

from litestar import Response

from multiplane.access.user import CurrentUser
from multiplane.errors import BadRequest
from multiplane.previews.extraction import service
from multiplane.previews.workshop import Workshop
from multiplane.web import query
from multiplane.web.body import AnyRequest
from multiplane.web.parameters import INTEGER
from multiplane.web.routing import SIGNED_IN, get

PREVIEW = "/actions/preview-files/{preview_file_id:str}"
TAGS = ["preview files"]


@get(PREVIEW + "/extract-frame", access=SIGNED_IN, tags=TAGS, query={"frame_number": INTEGER})
async def extract_frame(request: AnyRequest, user: CurrentUser, preview_file_id: str) -> Response[bytes]:
    number = query.text(request, "frame_number") or "0"
    if query.INTEGER.fullmatch(number) is None:
        raise BadRequest("Wrong value for parameter frame_number.")
    shop = Workshop.of_state(request.app.state)
    return _picture(await service.frame(shop, user, preview_file_id, int(number)))


@get(PREVIEW + "/extract-tile", access=SIGNED_IN, tags=TAGS)
async def extract_tiles(request: AnyRequest, user: CurrentUser, preview_file_id: str) -> Response[bytes]:
    return _picture(await service.tiles(Workshop.of_state(request.app.state), user, preview_file_id))


def _picture(content: bytes) -> Response[bytes]:
    return Response(content, media_type="image/png", headers={"Cache-Control": "no-cache"})
