"""What the server holds about a person with an account: as a speaker, as an author, and what they think."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from openevent.accounts.models import User
from openevent.accounts.personal import CHUNK, Part, Row, columns, proven_address
from openevent.events.personal import named
from openevent.program.models import FavouriteSession, Feedback, Session, SessionSpeaker, Speaker

NOT_SAID = frozenset({"id", "event", "user"})  # of a speaker: what leads elsewhere
SESSION = (
    *("title", "subtitle", "language", "level", "short_abstract", "long_abstract", "comments", "starts_at", "ends_at"),
    *(
        "state",
        "submitted_at",
        "slides_url",
        "video_url",
        "audio_url",
        "signup_url",
        "stream_url",
        "website",
        "twitter",
    ),
    *("facebook", "github", "linkedin", "instagram", "gitlab", "mastodon", "slides", "complex_field_values"),
    *("created_at", "deleted_at"),
)
FEEDBACK = ("rating", "comment", "deleted_at")


def profiles(user: User, address: str) -> Q:
    """The speakers that are the person: by the account, or by a proven address where no account is behind it.

    Where a closed account's address is somebody else's by now, so is a speaker that is known by the address alone.
    """
    is_own = bool(address) and not User.objects.filter(email=address, is_verified=True).exclude(pk=user.pk).exists()
    return Q(user=user) | (Q(user=None, email=address) if is_own else Q(pk__in=()))


def _speakers(user: User) -> Iterator[Row]:
    names = [field.name for field in Speaker._meta.concrete_fields if field.name not in NOT_SAID]
    mine = Speaker.objects.filter(profiles(user, proven_address(user))).select_related("event").order_by("pk")
    return (named(one.event) | columns(one, names) for one in mine.iterator(chunk_size=CHUNK))


def _sessions(user: User) -> Iterator[Row]:
    """What the person proposed, entered for a team, or speaks in; with whom, is somebody else's data."""
    speaking = SessionSpeaker.objects.filter(session=OuterRef("pk"), speaker__user=user)
    mine = Session.objects.filter(Q(creator=user) | Exists(speaking)).select_related("event").order_by("pk")
    spoken = set(mine.filter(Exists(speaking)).values_list("pk", flat=True))
    for one in mine.iterator(chunk_size=CHUNK):
        is_proposed = one.is_proposal and one.creator_id == user.pk
        # What was entered for a team is the team's, and says by now what others wrote.
        told = SESSION if is_proposed or one.pk in spoken else ("created_at",)
        yield named(one.event) | {"is-proposed-by-you": is_proposed} | columns(one, told)


def _favourites(user: User) -> Iterator[Row]:
    found = FavouriteSession.objects.filter(user=user).select_related("session__event").order_by("pk")
    for one in found.iterator(chunk_size=CHUNK):
        yield named(one.session.event) | {"session": one.session.title} | columns(one, ("created_at",))


def _feedback(user: User) -> Iterator[Row]:
    found = Feedback.objects.filter(user=user).select_related("event", "session__event").order_by("pk")
    for one in found.iterator(chunk_size=CHUNK):
        session = one.session
        about = {"session": session.title if session else None}
        yield named(session.event if session else one.event) | about | columns(one, FEEDBACK)


FAVOURITES = frozenset({"program.FavouriteSession.user"})
PARTS = (
    Part(name="speakers", rows=_speakers, links=frozenset({"program.Speaker.user"})),
    Part(name="sessions", rows=_sessions, links=frozenset({"program.Session.creator"})),
    Part(name="favourite-sessions", rows=_favourites, links=FAVOURITES),
    Part(name="feedback", rows=_feedback, links=frozenset({"program.Feedback.user"})),
)
