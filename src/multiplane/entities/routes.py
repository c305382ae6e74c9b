"""The route modules of entities, one per noun."""

from types import ModuleType

from multiplane.entities.asset_types import routes as asset_types
from multiplane.entities.assets import routes as assets
from multiplane.entities.boards import routes as boards
from multiplane.entities.concepts import routes as concepts
from multiplane.entities.deletion import routes as deletion
from multiplane.entities.edits import routes as edits
from multiplane.entities.episodes import routes as episodes
from multiplane.entities.previews import routes as previews
from multiplane.entities.scenes import routes as scenes
from multiplane.entities.sequences import routes as sequences
from multiplane.entities.shots import routes as shots
from multiplane.entities.tasks import routes as tasks

ENTITY_MODULES: tuple[ModuleType, ...] = (
    asset_types,
    assets,
    boards,
    concepts,
    deletion,
    edits,
    episodes,
    previews,
    scenes,
    sequences,
    shots,
    tasks,
)
