"""What letters about events say, in the language that is spoken when they are written."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.accounts.models import User
from openevent.events.models import Event, RoleInvite
from openevent.lib import addresses, moments, text, urls

INVITATION = gettext_noop("""\
Hello,

%(inviter)s invites you to the team of the event

    %(event)s

as its %(role)s.
%(more)s
To accept or to decline, open

    %(page)s

and sign in with this address, %(email)s, or make
an account with it. It is good until %(until)s UTC. Keep it to
yourself. If you do not know what this is about, you need not do
anything.

The code, for programs (%(docs)s):

    %(secret)s
""")

# As the team's page calls them.
ROLES: dict[str, str] = {
    RoleInvite.RoleName.OWNER: gettext_noop("owner"),
    RoleInvite.RoleName.ORGANIZER: gettext_noop("organiser"),
    RoleInvite.RoleName.COORGANIZER: gettext_noop("co-organiser"),
    RoleInvite.RoleName.TRACK_ORGANIZER: gettext_noop("track organiser"),
    RoleInvite.RoleName.REGISTRAR: gettext_noop("registrar"),
    RoleInvite.RoleName.MODERATOR: gettext_noop("moderator"),
    RoleInvite.RoleName.ATTENDEE: gettext_noop("attendee"),
}

HANDED_OVER = gettext_noop("""
Who accepts takes the event over: it has one owner, who may do
everything with it. Its present owner becomes an organiser.
""")

QUESTION = gettext_noop("""\
%(writer)s writes about %(event)s:

%(words)s

Answer to %(writer)s.
""")
FROM_ANYBODY = gettext_noop("""\
Somebody who gives the address %(writer)s writes about %(event)s:

%(words)s

They have not shown that the address is theirs: do not answer to it
unless you know who writes.
""")


def invitation(invite: RoleInvite, secret: str, *, by: User) -> tuple[str, str]:
    """Subject and text of the letter that brings somebody the secret of an invitation."""
    name = invite.event.name
    return _("Invitation: %(event)s") % {"event": name}, _(INVITATION) % {
        "inviter": _name(by),
        "event": name,
        "role": _(ROLES[invite.role]),
        "more": _(HANDED_OVER) if invite.role == RoleInvite.RoleName.OWNER else "",
        "email": invite.email,
        "page": urls.absolute(addresses.invitation(secret)),
        "docs": urls.absolute(addresses.documentation()),
        "secret": secret,
        "until": moments.minute(invite.expires_at),
    }


def question(event: Event, words: str, *, by: User) -> tuple[str, str]:
    """Subject and text of the letter with what somebody asks who runs the event."""
    said = {"writer": by.email, "event": event.name, "words": words}
    return _("A question about %(event)s") % said, _(QUESTION if by.is_verified else FROM_ANYBODY) % said


def _name(user: User) -> str:
    """How somebody is called in a letter, without the address."""
    return text.one_line(user.public_name or user.full_name) or _("Somebody of its team")
