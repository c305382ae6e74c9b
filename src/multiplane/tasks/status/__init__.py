"""How a task moves from one status to another (04-tasks 1.2, 1.4)."""

from multiplane.tasks.status.service import StatusChange, apply_status, default_status, replay

__all__ = ["StatusChange", "apply_status", "default_status", "replay"]
