"""Every background job, at once: importing a domain's `jobs.py` declares its jobs."""

from multiplane.jobs.registry import JOBS
from multiplane.previews import jobs as previews
from multiplane.projects.deletion import jobs as project_deletion
from multiplane.storage import jobs as storage

__all__ = ["JOBS", "previews", "project_deletion", "storage"]
