"""What a fresh studio starts with (02-models 10)."""

from multiplane.studio.seed.domains import DOMAINS
from multiplane.studio.seed.service import is_fresh, seed_schema, seed_studio

__all__ = ["DOMAINS", "is_fresh", "seed_schema", "seed_studio"]
