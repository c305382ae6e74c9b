"""Who may do what with playlists (01-auth C.3, 06-previews-playlists 10.1)."""

from multiplane.access.user import CurrentUser
from multiplane.database.rows import Row


def may_read(user: CurrentUser, playlist: Row) -> bool:
    """PLAYLIST-READ: a member, never a vendor; clients what is for them."""
    if not user.has_access(playlist["project_id"]):
        return False
    role = user.role_in(playlist["project_id"])
    return role != "vendor" and (role != "client" or bool(playlist["for_client"]))


def may_edit(user: CurrentUser, playlist: Row) -> bool:
    """PLAYLIST-EDIT: a manager; a supervisor what is theirs or nobody's."""
    project_id = playlist["project_id"]
    if user.manages(project_id):
        return True
    return user.supervises(project_id) and playlist["created_by"] in (None, user.id)
