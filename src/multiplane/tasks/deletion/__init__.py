"""Removing tasks with everything that hangs on them."""

from multiplane.tasks.deletion.service import remove_tasks

__all__ = ["remove_tasks"]
