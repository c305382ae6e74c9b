"""Canceling and removing entities with everything that hangs on them (03-entities 8)."""

from multiplane.entities.deletion.service import cancel_entities, remove_entities

__all__ = ["cancel_entities", "remove_entities"]
