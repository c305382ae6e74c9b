"""Every background job, at once: importing a domain's `jobs.py` declares its jobs."""

from multiplane.jobs.registry import JOBS

__all__ = ["JOBS"]
