"""Who reads the absences of whom (01-auth C.3, DAYOFF-READ)."""

from collections.abc import Collection
from typing import Literal

from multiplane.access.user import CurrentUser

Sight = Literal["all", "dates"]


def sight(
    user: CurrentUser, person_id: str | None, teams: Collection[str], departments: Collection[str]
) -> Sight | None:
    """What the user sees of a person's absences: `all`, the `dates` without the reason, or None for nothing.

    `teams` are the projects the person is on, `departments` the person's own.
    """
    if user.is_admin or user.id == person_id:
        return "all"
    if set(user.projects("manager")) & set(teams):
        return "all"
    shared = not user.departments or user.departments & set(departments)
    return "dates" if shared and set(user.projects("supervisor")) & set(teams) else None
