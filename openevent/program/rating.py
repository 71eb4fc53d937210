"""Rating: events by those who come, sessions by the team. From 1 to 5, in halves."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.events.revising import locked
from openevent.lib import models, passages
from openevent.lib.errors import Conflicting, Forbidden, Refused, Unknown
from openevent.program import reacting
from openevent.program.models import Feedback, Session

LOWEST, HIGHEST = 1, 5
CHANGEABLE = frozenset({"rating", "comment"})


class NotARating(Refused):
    """A rating is a number from 1 to 5."""


class RatedAlready(Conflicting):
    """The user has rated this."""


class TooEarly(Forbidden):
    """The event has not begun."""


class NotChangeable(Refused):
    """The member of a feedback is not changed."""


def rate_session(session: Session, *, by: User, rating: float | Decimal, comment: str = "") -> Feedback:
    """Rate the session; once for each user. Raises NotARating, RatedAlready."""
    return _add(Feedback(session=session, user=by), session.event_id, {"rating": rating, "comment": comment})


def rate(session: Session, *, by: User, rating: float | Decimal, comment: str = "") -> Feedback:
    """What the user now says of the session, for the first time or instead of what was said. Raises NotARating."""
    with locked(session.event_id):
        said = Feedback.objects.filter(session=session, user=by, deleted_at=None).first()
        if said is None:
            return rate_session(session, by=by, rating=rating, comment=comment)
        return change(said, by=by, rating=rating, comment=comment)


def rate_event(event: Event, *, by: User, rating: float | Decimal, comment: str = "") -> Feedback:
    """Rate the event, once it has begun; once for each user. Raises NotARating, RatedAlready, TooEarly."""
    if event.starts_at > timezone.now():
        raise TooEarly(_("The event can be rated once it has begun."))
    return _add(Feedback(event=event, user=by), event.pk, {"rating": rating, "comment": comment})


def change(feedback: Feedback, *, by: User, **facts: Any) -> Feedback:  # noqa: ARG001 - every act says by whom
    """Give the feedback another rating or comment. Raises NotARating, NotChangeable, Unknown."""
    with locked(_event_id(feedback)) as event:
        feedback.refresh_from_db()
        if feedback.deleted_at is not None:
            raise Unknown(_("This feedback was taken back."))
        before = feedback.rating
        if _put(feedback, facts):
            models.check(feedback)
            feedback.save(update_fields=["rating", "comment"])
            _count(feedback, event, number=0, stars=feedback.rating - before)
    return feedback


def remove(feedback: Feedback, *, by: User) -> Feedback:  # noqa: ARG001 - as above
    """Take the feedback back. What was taken back stays so."""
    return _set_deleted(feedback, deleted=True)


def restore(feedback: Feedback, *, by: User) -> Feedback:  # noqa: ARG001 - as above
    """Bring back a feedback that was taken back. Raises RatedAlready where the user has given another since."""
    return _set_deleted(feedback, deleted=False)


def in_halves(rating: object) -> Decimal:
    """The rating to the nearest half, upwards from the middle. Raises NotARating."""
    try:
        exact = Decimal(str(rating))
    except InvalidOperation:
        exact = Decimal("NaN")
    if not exact.is_finite() or not LOWEST <= exact <= HIGHEST:
        raise NotARating(
            _("A rating is a number from %(lowest)s to %(highest)s.") % {"lowest": LOWEST, "highest": HIGHEST},
            pointer="/data/attributes/rating",
        )
    return (exact * 2).quantize(Decimal(1), ROUND_HALF_UP) / 2


def _add(feedback: Feedback, event_id: int, facts: dict[str, Any]) -> Feedback:
    _put(feedback, facts)
    models.check(feedback)
    with locked(event_id) as event:
        _save(feedback)
        _count(feedback, event, number=1, stars=feedback.rating)
    return feedback


def _put(feedback: Feedback, facts: dict[str, Any]) -> set[str]:
    for name in sorted(facts.keys() - CHANGEABLE):
        raise NotChangeable(_("A feedback's %(member)s cannot be changed.") % {"member": name.replace("_", "-")})
    comment = partial(passages.kept, member="comment")
    cleaners: dict[str, Callable[[Any], Any]] = {"rating": in_halves, "comment": comment}
    kept = {name: cleaners[name](value) for name, value in facts.items()}
    changed = {name for name, value in kept.items() if getattr(feedback, name) != value}
    for name in changed:
        setattr(feedback, name, kept[name])
    return changed


def _set_deleted(feedback: Feedback, *, deleted: bool) -> Feedback:
    with locked(_event_id(feedback)) as event:
        feedback.refresh_from_db()
        if (feedback.deleted_at is not None) != deleted:
            feedback.deleted_at = timezone.now() if deleted else None
            _save(feedback)
            sign = -1 if deleted else 1
            _count(feedback, event, number=sign, stars=sign * feedback.rating)
    return feedback


def _save(feedback: Feedback) -> None:
    try:
        with transaction.atomic():
            feedback.save()
    except IntegrityError as error:
        if feedback.session_id is None:
            sentence, what = _("You have rated this event already."), "event"
        else:
            sentence, what = _("You have rated this session already."), "session"
        raise RatedAlready(sentence, pointer=f"/data/relationships/{what}") from error


def _count(feedback: Feedback, event: Event, *, number: int, stars: Decimal) -> None:
    """Keep the sums of a session that is rated (an event has none), and note that answers read otherwise now."""
    if feedback.session_id is not None:
        Session.objects.filter(pk=feedback.session_id).update(
            rating_count=F("rating_count") + number, rating_sum=F("rating_sum") + stars
        )
    reacting.count(event.pk)


def _event_id(feedback: Feedback) -> int:
    if feedback.session is not None:
        return feedback.session.event_id
    assert feedback.event_id is not None  # noqa: S101 - the table's constraint, told to the type checker
    return feedback.event_id
