"""What the editor's script says, in the reader's language; `%(name)s` stands for what it puts in."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """The sentences by the names that the script knows them by."""
    return {
        "unsaved": _(
            "%(session)s: %(from)s – %(to)s, %(room)s. "
            "Saved by itself in a moment; Enter saves at once, Escape takes it back."
        ),
        "kept": _("%(session)s: left where it was."),
        "noRoom": _("No room"),
        "fixed": _("Locked: only organizers move it."),
        "block": _("%(session)s, %(from)s – %(to)s, %(room)s"),
        "waiting": _("%(session)s, not in the schedule, %(minutes)s minutes"),
        "minutes": _("%(minutes)s min"),
        "undone": _("Undone."),
        "redone": _("Done again."),
        "lost": _("The server cannot be reached. Nothing is saved until it can; trying again …"),
        "unsent": _("The server cannot be reached: this is not saved. Save it again in a moment."),
        "failed": _("Not moved: something went wrong on the server. Load the page again."),
        "back": _("The server is back."),
        "gone": _("You do not see this schedule any more. Load the page again."),
        "count": _("Conflicts: %(count)s"),
        "none": _("No conflicts."),
        "more": _("And more than are listed here."),
        "until": _("ends the day after"),
        "since": _("since the day before"),
    }
