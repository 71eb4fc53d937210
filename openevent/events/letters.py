"""What letters about events say."""

from datetime import UTC

from openevent.accounts.models import User
from openevent.events.models import RoleInvite
from openevent.lib import addresses, text, urls

INVITATION = """\
Hello,

{inviter} invites you to the team of the event

    {event}

as its {role}.
{more}
To accept or to decline, open

    {page}

and sign in with this address, {email}, or register
with it. It is good until {until} UTC. Keep it to yourself. If you
do not know what this is about, you need not do anything.

The code, for programs ({docs}):

    {secret}
"""


HANDED_OVER = """
Who accepts takes the event over: it has one owner, who may do
everything with it. Its present owner becomes an organizer.
"""


def invitation(invite: RoleInvite, secret: str, *, by: User) -> tuple[str, str]:
    """Subject and text of the letter that brings somebody the secret of an invitation."""
    words = INVITATION.format(
        inviter=_name(by),
        event=invite.event.name,
        role=RoleInvite.RoleName(invite.role).label,
        more=HANDED_OVER if invite.role == RoleInvite.RoleName.OWNER else "",
        email=invite.email,
        page=urls.absolute(addresses.invitation(secret)),
        docs=urls.absolute("/v1/docs"),
        secret=secret,
        until=invite.expires_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M"),
    )
    return f"Invitation: {invite.event.name}", words


def _name(user: User) -> str:
    """How somebody is called in a letter, without the address."""
    return text.one_line(user.public_name or user.full_name) or "Somebody of its team"
