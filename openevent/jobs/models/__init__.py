"""The tables of jobs."""

from openevent.jobs.models.job import Job

__all__ = ["Job"]
