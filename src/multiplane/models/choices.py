"""Codes of the choice columns that several tables share, in declared order (02-objects)."""

IMPORT_SOURCES = ("csv", "shotgun")
POSITIONS = ("supervisor", "lead", "artist")
SENIORITIES = ("senior", "mid", "junior")
ROLES = ("user", "admin", "supervisor", "manager", "client", "vendor")
VALIDATION_STATUSES = ("validated", "rejected", "neutral")
PRODUCTION_STYLES = (
    "2d",
    "2dpaper",
    "3d",
    "2d3d",
    "ar",
    "vfx",
    "stop-motion",
    "motion-design",
    "archviz",
    "commercial",
    "catalog",
    "immersive",
    "nft",
    "video-game",
    "vr",
)


def board_roles() -> list[str]:
    """Roles whose boards show a task status unless its link to a project says otherwise."""
    return ["user", "admin", "supervisor", "manager", "vendor"]
