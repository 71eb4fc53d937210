"""Jobs on the admin pages."""

from django.contrib import admin

from openevent.events.acting import ReadOnlyAdmin
from openevent.jobs.models import Job


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin[Job]):
    """Look up what was asked for, how far it is, and why it failed."""

    list_display = ["id", "kind", "event", "state", "progress", "asked_by", "asked_at", "finished_at", "attempts"]
    list_filter = ["state", "kind", "asked_at"]
    list_select_related = ["event", "asked_by"]
    search_fields = ["=id", "event__name", "=event__identifier", "asked_by__email", "error"]
    ordering = ["-asked_at"]
