"""What roles are called on pages, and what whoever has one may do."""

from django.utils.translation import gettext as _

from openevent.events.models import EventRole

Name = EventRole.Name


def titles() -> dict[str, str]:
    """Roles by name, the strongest first."""
    return {
        Name.OWNER: _("Owner"),
        Name.ORGANIZER: _("Organiser"),
        Name.COORGANIZER: _("Co-organiser"),
        Name.TRACK_ORGANIZER: _("Track organiser"),
        Name.REGISTRAR: _("Registrar"),
        Name.MODERATOR: _("Moderator"),
    }


def powers() -> dict[str, str]:
    """What each role may do, in a sentence."""
    return {
        Name.OWNER: _("May do everything, and hand the event over. There is one."),
        Name.ORGANIZER: _("May do everything that is not the owner’s alone, and invites people to the team."),
        Name.COORGANIZER: _("Edits the event, its programme and its tickets, publishes and exports it."),
        Name.TRACK_ORGANIZER: _("Keeps the tracks, and files sessions in them."),
        Name.REGISTRAR: _("Lets attendees in."),
        Name.MODERATOR: _("Is named as one who leads rooms; sees no pages of the team."),
    }
