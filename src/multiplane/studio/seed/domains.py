"""The starting vocabulary of the four kinds of studio, as data (02-models 10.2)."""

from dataclasses import dataclass
from typing import NamedTuple


class Step(NamedTuple):
    """A task type: what it is done on, who does it, and its place."""

    name: str
    for_entity: str
    department: str | None
    color: str
    priority: int


class Status(NamedTuple):
    """A task status; `flags` are the boolean columns that are true."""

    name: str
    short_name: str
    color: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Domain:
    """One kind of studio."""

    asset_types: tuple[str, ...]
    departments: dict[str, str]
    steps: tuple[Step, ...]


CONCEPT_STEP = Step("Concept", "Concept", "Concept", "#8D6E63", 1)
"""The one row that the creation of the schema leaves (02-models 10.1)."""

PROJECT_STATUSES = (("Open", "#000000"), ("Closed", "#000000"))

ENTITY_TYPES = ("Shot", "Scene", "Sequence", "Episode", "Edit", "Concept", "ConceptFolder")

TASK_STATUSES = (
    Status("Todo", "todo", "#f5f5f5", ("is_default",)),
    Status("Work In Progress", "wip", "#3273dc", ("is_wip",)),
    Status("Waiting For Approval", "wfa", "#ab26ff", ("is_feedback_request",)),
    Status("Retake", "retake", "#ff3860", ("is_retake",)),
    Status("Done", "done", "#22d160", ("is_done",)),
    Status("Ready To Start", "ready", "#fbc02d"),
    Status("Neutral", "neutral", "#CCCCCC", ("is_default", "for_concept")),
    Status("Approved", "approved", "#66BB6A", ("for_concept",)),
    Status("Rejected", "rejected", "#E81123", ("for_concept",)),
)

_THREE_D_DEPARTMENTS = {
    "Modeling": "#78909C",
    "Animation": "#009688",
    "FX": "#26C6DA",
    "Compositing": "#F06292",
    "Concept": "#8D6E63",
    "Layout": "#7CB342",
}

_THREE_D_ASSET_STEPS = (
    Step("Concept", "Asset", "Concept", "#8D6E63", 1),
    Step("Modeling", "Asset", "Modeling", "#78909C", 2),
    Step("Shading", "Asset", "Modeling", "#64B5F6", 3),
    Step("Rigging", "Asset", "Animation", "#9CCC65", 4),
)

_THREE_D_SHOT_STEPS = (
    Step("Storyboard", "Shot", "Concept", "#43A047", 1),
    Step("Layout", "Shot", "Layout", "#7CB342", 2),
    Step("Animation", "Shot", "Animation", "#009688", 3),
    Step("Lighting", "Shot", "Compositing", "#F9A825", 4),
    Step("FX", "Shot", "FX", "#26C6DA", 5),
    Step("Rendering", "Shot", "Compositing", "#F06292", 6),
    Step("Compositing", "Shot", "Compositing", "#ff5252", 7),
)

THREE_D = Domain(
    asset_types=("Character", "Prop", "Environment", "FX"),
    departments=_THREE_D_DEPARTMENTS,
    steps=(
        *_THREE_D_ASSET_STEPS,
        *_THREE_D_SHOT_STEPS,
        Step("Edit", "Edit", "Compositing", "#9b298c", 8),
        CONCEPT_STEP,
    ),
)

TWO_D = Domain(
    asset_types=("Character", "Prop", "Background", "FX"),
    departments={
        "Concept": "#8D6E63",
        "Layout": "#7CB342",
        "Animation": "#009688",
        "Compositing": "#F06292",
    },
    steps=(
        Step("Concept", "Asset", "Concept", "#8D6E63", 1),
        Step("Storyboard", "Shot", "Concept", "#43A047", 1),
        Step("Layout", "Shot", "Layout", "#7CB342", 2),
        Step("Animation", "Shot", "Animation", "#009688", 3),
        Step("Clean-up", "Shot", "Animation", "#4DB6AC", 4),
        Step("Color", "Shot", "Compositing", "#F9A825", 5),
        Step("Compositing", "Shot", "Compositing", "#ff5252", 6),
        Step("Edit", "Edit", "Compositing", "#9b298c", 7),
        CONCEPT_STEP,
    ),
)

VFX = Domain(
    asset_types=("Character", "Prop", "Environment", "FX", "Vehicle"),
    departments={**_THREE_D_DEPARTMENTS, "Matchmove": "#5C6BC0", "DMP": "#8D6E63"},
    steps=(
        *_THREE_D_ASSET_STEPS,
        Step("Matchmove", "Shot", "Matchmove", "#5C6BC0", 1),
        Step("Rotomation", "Shot", "Matchmove", "#7986CB", 2),
        *_THREE_D_SHOT_STEPS,
        Step("DMP", "Shot", "DMP", "#A1887F", 8),
        Step("Edit", "Edit", "Compositing", "#9b298c", 9),
        CONCEPT_STEP,
    ),
)

GAMES = Domain(
    asset_types=("Character", "Prop", "Environment", "FX", "UI"),
    departments={
        "Game Design": "#7B1FA2",
        "Level Design": "#00897B",
        "Character Art": "#78909C",
        "Environment Art": "#43A047",
        "Animation": "#009688",
        "VFX": "#26C6DA",
        "QA": "#E53935",
    },
    steps=(
        Step("Game Design", "Asset", "Game Design", "#7B1FA2", 1),
        Step("Level Design", "Asset", "Level Design", "#00897B", 2),
        Step("Character Art", "Asset", "Character Art", "#78909C", 3),
        Step("Environment Art", "Asset", "Environment Art", "#43A047", 4),
        Step("Animation", "Asset", "Animation", "#009688", 5),
        Step("VFX", "Asset", "VFX", "#26C6DA", 6),
        CONCEPT_STEP._replace(department="Character Art"),
        Step("QA", "Shot", "QA", "#E53935", 1),
    ),
)

DOMAINS = {"2d": TWO_D, "3d": THREE_D, "vfx": VFX, "games": GAMES}
