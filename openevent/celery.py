"""The Celery application: carries ids of jobs and letters to workers, and looks after them regularly."""

import os

from celery import Celery
from celery.signals import setup_logging, worker_process_init
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

from openevent.lib import processes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openevent.settings")

TRANSPORT_ALIASES["folders"] = "openevent.lib.folders:Transport"
app = Celery("openevent")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    [
        *("openevent.accounts", "openevent.exports", "openevent.imports", "openevent.jobs"),
        *("openevent.program", "openevent.tickets", "openevent.holders", "openevent.privacy"),
    ]
)
if settings.CELERY_BROKER_URL == settings.EMBEDDED_QUEUE:
    app.conf.worker_enable_remote_control = False  # nobody asks, and every question would be a file
app.conf.beat_scheduler = "celery.beat:Scheduler"  # in memory: no file that a kill could leave broken
app.conf.beat_schedule = {
    "jobs": {"task": "openevent.jobs.tasks.sweep", "schedule": settings.JOB_SWEEP.total_seconds()},
    "exports": {"task": "openevent.exports.tasks.sweep", "schedule": 600.0},
    "imports": {"task": "openevent.imports.tasks.sweep", "schedule": 600.0},
    "accounts": {"task": "openevent.accounts.tasks.sweep", "schedule": 3600.0},
    "proposals": {"task": "openevent.program.tasks.close_ended", "schedule": 3600.0},
    "holds": {"task": "openevent.tickets.tasks.expire", "schedule": 30.0},
    "waiting": {"task": "openevent.tickets.tasks.move_waiting_lists", "schedule": 60.0},
    "arrivals": {"task": "openevent.tickets.tasks.let_in", "schedule": 60.0},
    "papers": {"task": "openevent.tickets.tasks.sweep_papers", "schedule": 600.0},
    "erasures": {"task": "openevent.privacy.tasks.sweep", "schedule": 600.0},
    "books": {"task": "openevent.tickets.tasks.close_books", "schedule": 3600.0},
    "holders": {"task": "openevent.holders.tasks.sweep", "schedule": settings.HOLDERS_SWEEP.total_seconds()},
    "reports": {"task": "openevent.holders.tasks.report", "schedule": 300.0},
    "payments": {"task": "openevent.tickets.tasks.settle", "schedule": 60.0},
    "letters": {"task": "openevent.accounts.tasks.send_due", "schedule": 60.0},
}


@setup_logging.connect
def keep_our_logging(**_kwargs: object) -> None:
    """Being connected is all it does: Celery then leaves the logging of the settings alone."""


@worker_process_init.connect
def end_with_worker(**_kwargs: object) -> None:
    """A pool process whose worker was killed would go on alone, with a job that another worker will be given."""
    processes.end_with_parent()
