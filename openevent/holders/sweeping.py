"""What is told without anybody asking: notices that were lost on their way, and events that moved."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from openevent.events.models import Event
from openevent.holders import advising, choosing, telling
from openevent.holders.models import FollowedChoices
from openevent.tickets import telling as notices
from openevent.tickets.models import Attendee, Followed, Notice

RESEND = timedelta(seconds=30)  # a notice that nobody has taken for so long is sent again
MOST_AT_ONCE = 1000
AGAIN = timedelta(hours=1)  # so long after the last look at what people chose there is another one


def sweep() -> int:
    """Send again the notices that wait; says how many."""
    waiting = Notice.objects.filter(done_at=None, created_at__lte=timezone.now() - RESEND)
    sent = 0
    for notice_id in waiting.values_list("pk", flat=True)[:MOST_AT_ONCE]:
        if not notices.send(notice_id):
            break  # the broker is down: the others would wait for nothing
        sent += 1
    return sent


def follow() -> int:
    """Tell holders of tickets of the events that moved since they were told; says how many were.

    An event that changed has a higher revision than the one up to which its holders were told; how far that is, is
    noted only when all of them were, so that whoever kills the worker in between makes the next one begin again, and
    nobody is told twice.
    """
    told = 0
    held = Attendee.objects.living().filter(event=OuterRef("pk"), told_sequence__isnull=False)
    followed = Followed.objects.filter(event=OuterRef("pk"), revision__gte=OuterRef("revision"))
    # Of a draft nobody is told where it moves to; one that was deleted is cancelled.
    told_of = Q(state=Event.State.PUBLISHED) | Q(deleted_at__isnull=False)
    for event in Event.objects.filter(told_of, Exists(held), ~Exists(followed)):
        told += _follow(event)
    return told


def _follow(event: Event) -> int:
    moved = Q(known_sequence__lt=F("event__sequence") + F("event__own_sequence") + F("sequence"))
    behind = Q(is_invited=True) if event.deleted_at is not None else moved | Q(is_invited=False)
    holders = Attendee.objects.living().filter(behind, event=event, told_sequence__isnull=False)
    told = sum(telling.tell_of_move(event, pk) for pk in holders.order_by("pk").values_list("pk", flat=True))
    _note(event)
    return told


def _note(event: Event) -> None:
    """Note up to which revision the holders of the event's tickets were told."""
    if Followed.objects.filter(event=event).update(revision=event.revision):
        return
    try:
        with transaction.atomic():
            Followed.objects.create(event=event, revision=event.revision)
    except IntegrityError:  # another worker noted it in the same moment; the next round sees to the rest
        return


def follow_choices() -> int:
    """Tell of sessions that people chose, and that moved, came or went since; says how many letters.

    As with events: what they were told is noted with the letters, and how far the event was looked through only
    afterwards. What no count of the event tells, that somebody proved an address, say, is seen within the hour.
    """
    now = timezone.now()
    held = Attendee.objects.filter(event=OuterRef("pk"), order__completed_at__isnull=False)
    followed = FollowedChoices.objects.filter(
        event=OuterRef("pk"),
        revision__gte=OuterRef("revision"),
        reactions__gte=OuterRef("reactions"),
        at__gt=now - AGAIN,
    )
    told_of = Q(state=Event.State.PUBLISHED) | Q(deleted_at__isnull=False)
    coming = Event.objects.filter(told_of, ends_at__gt=now, is_calendar_mail_enabled=True)
    told = 0
    for event in coming.filter(Exists(held), ~Exists(followed)):
        told += sum(advising.tell(user, event.pk, now) for user in choosing.behind(event, now))
        FollowedChoices.objects.update_or_create(
            event=event, defaults={"revision": event.revision, "reactions": event.reactions, "at": now}
        )
    return told
