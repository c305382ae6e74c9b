"""The rules of 01-auth C.3 as the members of the cast that pass them, and the rule of each operation."""

from dataclasses import dataclass
from pathlib import Path

from tests.permissions.world import CAST

EVERYBODY = frozenset(CAST)
VENDORS = {"vendor", "contractor"}
OFF_TEAM = {"outsider", "stranger"}

ADMIN = frozenset({"admin"})
MANAGE = frozenset({"admin", "manager", "promoted", "bot"})
STUDIO_MANAGER = frozenset({"admin", "manager", "demoted", "bot", "outsider"})
SUPERVISE_TYPE = MANAGE | {"supervisor"}
SUPERVISE = SUPERVISE_TYPE | {"other_supervisor"}
TEAM = EVERYBODY - OFF_TEAM
ENTITY = TEAM - {"vendor"}
PERSON = EVERYBODY - {"bot"}
ACT = SUPERVISE_TYPE | {"worker", "client", "contractor"}

RULES: dict[str, frozenset[str]] = {
    "public": EVERYBODY,
    "signed-in": EVERYBODY,
    "person": PERSON,
    "person-entity": PERSON & ENTITY,
    "no-vendor": EVERYBODY - VENDORS,
    "admin": ADMIN,
    "studio-manager": STUDIO_MANAGER,
    "studio-supervisor": STUDIO_MANAGER | {"supervisor", "other_supervisor"},
    "manage": MANAGE,
    "supervise": SUPERVISE,
    "supervise-type": SUPERVISE_TYPE,
    "team": TEAM,
    "team-no-vendor": TEAM - VENDORS,
    "team-no-client": TEAM - {"client"},
    "staff": TEAM - VENDORS - {"client"},
    "team-or-studio-manager": TEAM | STUDIO_MANAGER,
    "entity": ENTITY,
    "entity-no-client": ENTITY - {"client"},
    "act": ACT,
    "act-no-client": ACT - {"client"},
    "annotate": SUPERVISE_TYPE | {"client"},
    "output": MANAGE | {"worker", "contractor"},
}
"""`entity` is ACCESS and ENTITY, `act` TASK-ACT, `supervise-type` SUPERVISE-TYPE and TASK-EDIT, and so on. Roles named
`studio-` are those of the studio, whatever the production says; the others are those of the production.
`public` is for callers without a token too."""


@dataclass(frozen=True)
class Operation:
    """A line of the table."""

    rule: str
    method: str
    path: str
    """As the route table writes it without types; it may have a query."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def route(self) -> tuple[str, str]:
        return self.method, self.path.partition("?")[0]

    @property
    def skips(self) -> bool:
        """Whether those without the right get an answer, and nothing of what they asked for (a `~` in the table)."""
        return self.rule.endswith("~")

    @property
    def allowed(self) -> list[str]:
        """Who passes, in the order of the cast."""
        return [name for name in CAST if name in RULES[self.rule.removesuffix("~")]]

    @property
    def refused(self) -> list[str]:
        return [name for name in CAST if name not in RULES[self.rule.removesuffix("~")]]


def table() -> list[Operation]:
    """Every operation with its rule."""
    lines = Path(__file__).with_name("operations.txt").read_text().splitlines()
    return [Operation(*line.split()) for line in lines if line.strip()]
