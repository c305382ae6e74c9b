"""Who may change metadata descriptors."""

from collections.abc import Collection

from multiplane.access.user import CurrentUser


def may_write(user: CurrentUser, project_id: str, departments: Collection[str]) -> bool:
    """Rule DEPTS (01-auth C.3): a manager, or a supervisor all of whose departments are concerned.

    A supervisor without departments may change any descriptor that has some.
    """
    if user.manages(project_id):
        return True
    return (
        user.is_member(project_id)
        and user.role_in(project_id) == "supervisor"
        and bool(departments)
        and user.departments <= set(departments)
    )
