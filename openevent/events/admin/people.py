"""People on the admin pages: accounts that events may need, invitations and favourites to look at.

The secret of an invitation is not shown, nor its hash.
"""

from django.contrib import admin

from openevent.accounts.admin import UserAdmin
from openevent.accounts.models import User
from openevent.events import leaving
from openevent.events.acting import ReadOnlyAdmin
from openevent.events.models import FavouriteEvent, RoleInvite

admin.site.unregister(User)


@admin.register(User)
class EventUserAdmin(UserAdmin):
    """Accounts; none is closed that has a role in an event."""

    def close(self, user: User, by: User) -> None:
        """Delete the account; raises NeededStill."""
        leaving.delete_account(user, by=by)


@admin.register(RoleInvite)
class RoleInviteAdmin(ReadOnlyAdmin[RoleInvite]):
    """Look up who was invited to what, and what became of it."""

    fields = ["event", "email", "role", "status", "invited_by", "accepted_by", "created_at", "expires_at"]
    list_display = ["email", "event", "role", "status", "invited_by", "created_at", "expires_at"]
    list_filter = ["status", "role"]
    list_select_related = ["event", "invited_by"]
    search_fields = ["email", "event__name", "=event__identifier"]
    ordering = ["-created_at", "-id"]


@admin.register(FavouriteEvent)
class FavouriteEventAdmin(ReadOnlyAdmin[FavouriteEvent]):
    """Look up which events are liked."""

    fields = ["event", "user", "created_at"]
    list_display = ["event", "user", "created_at"]
    list_select_related = ["event", "user"]
    search_fields = ["event__name", "=event__identifier", "user__email"]
