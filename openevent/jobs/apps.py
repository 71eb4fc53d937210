"""The Django app of jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Owns the table of jobs."""

    name = "openevent.jobs"
    label = "jobs"
    verbose_name = "Jobs"
