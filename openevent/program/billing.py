"""Who is named as giving a session, and in which order."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events.revising import Kind
from openevent.lib.errors import Unknown
from openevent.program.models import Session, SessionSpeaker, Speaker


class NotYourSpeaker(Unknown):
    """Somebody below the team names others as speakers."""


def named(session: Session) -> dict[int, SessionSpeaker]:
    """Who gives the session now, by the speaker's id, in order; those of removed speakers wait unseen."""
    return {link.speaker_id: link for link in session.speaking.filter(speaker__deleted_at=None)}


def check_own(session: Session, speakers: Sequence[Speaker], by: User) -> None:
    """Raise NotYourSpeaker for a new speaker that is not the account's own."""
    present = named(session)
    for speaker in speakers:
        if speaker.user_id != by.pk and speaker.pk not in present:
            raise NotYourSpeaker(
                _("There is no speaker of yours with the id %(pk)s. Only the event's team adds others.")
                % {"pk": speaker.pk},
                pointer="/data/relationships/speakers",
            )


def place(session: Session, links: dict[int, SessionSpeaker], wanted: Sequence[Speaker]) -> None:
    """Make exactly these the speakers, each in its place: at most three statements."""
    gone = [link.pk for speaker, link in links.items() if speaker not in {one.pk for one in wanted}]
    session.speaking.filter(pk__in=gone).delete()
    kept, new = [], []
    for position, speaker in enumerate(wanted):
        link = links.get(speaker.pk)
        if link is None:
            new.append(SessionSpeaker(session=session, speaker=speaker, position=position))
        elif link.position != position:
            link.position = position
            kept.append(link)
    SessionSpeaker.objects.bulk_create(new)
    SessionSpeaker.objects.bulk_update(kept, ["position"])


def kinds(before: set[int], after: set[int]) -> list[Kind]:
    """What happened to the session: speakers came, speakers went, or only their order changed."""
    came = [Kind.LINKED] if after - before else []
    went = [Kind.UNLINKED] if before - after else []
    return came + went or [Kind.CHANGED]
