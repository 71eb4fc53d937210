"""What people think of events and sessions: to be looked at."""

from django.contrib import admin

from openevent.events.acting import ReadOnlyAdmin
from openevent.program.models import FavouriteSession, Feedback


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyAdmin[Feedback]):
    """Look up who rated what."""

    list_display = ["rating", "event", "session", "user"]
    list_filter = ["rating", ("deleted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["event", "session", "user"]
    search_fields = ["comment", "event__name", "=event__identifier", "session__title", "user__email"]
    ordering = ["-id"]


@admin.register(FavouriteSession)
class FavouriteSessionAdmin(ReadOnlyAdmin[FavouriteSession]):
    """Look up who wants to see which session."""

    list_display = ["session", "user", "created_at"]
    list_select_related = ["session", "user"]
    search_fields = ["session__title", "session__event__name", "=session__event__identifier", "user__email"]
    ordering = ["-id"]
