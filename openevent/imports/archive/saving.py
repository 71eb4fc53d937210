"""A clean archive written into the tables: everything or nothing, one statement a table."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from openevent.accounts import holding
from openevent.accounts.models import User
from openevent.events import access, revising
from openevent.events.models import Event, EventCopyright, EventRole, SocialLink, Sponsor
from openevent.events.models.event import IDENTIFIER, new_identifier
from openevent.imports.archive import bulk
from openevent.imports.archive.places import quoted
from openevent.imports.archive.refusals import ChangedMeanwhile, ImportedAlready
from openevent.imports.archive.rows import Archive, EventRow
from openevent.program.models import (
    Microlocation,
    Session,
    SessionSpeaker,
    SessionType,
    Speaker,
    SpeakersCall,
    Track,
)
from openevent.tickets.models import CustomForm

Row = TypeVar("Row", bound=models.Model)


def save(
    archive: Archive,
    *,
    owner: User | None,
    by: User | None,
    state: Event.State,
    again: bool,
    within: Callable[[Event], None],
) -> Event:
    """Write the archive as a new event of `owner`; `within` is called in the same transaction, at its end.

    Raises ImportedAlready, unless a second event is asked for with `again`, and ChangedMeanwhile.
    """
    try:
        with transaction.atomic():
            is_second = _is_second(archive.event.source, by, again=again)
            event = _event(archive.event, state, is_second=is_second)
            if owner is not None:
                holding.held(owner)
                EventRole.objects.create(event=event, user=owner, role=EventRole.Name.OWNER)
            _belongings(archive, event)
            _programme(archive, event)
            if is_second:
                _give_uids_of_its_own(event)
            revising.bump(event, revising.Kind.IMPORTED, event, by=by)
            within(event)
    except IntegrityError as error:
        raise ChangedMeanwhile(
            _("Somebody changed the same data while the archive was written. Nothing was imported; please try again.")
        ) from error
    return event


def _is_second(source: str, by: User | None, *, again: bool) -> bool:
    """Whether the asker may know of an event that was made of this archive before. Raises ImportedAlready."""
    events = Event.objects.living()
    if by is not None:
        # Two imports of one person wait for each other, so that the later one sees what the earlier one made.
        User.objects.select_for_update(no_key=True).filter(pk=by.pk).first()
        events = events if access.is_staff(by) else events.run_by(by)
    earlier = events.filter(source=source).first()
    if earlier is not None and not again:
        raise ImportedAlready(
            _(
                "This archive was imported before, as event %(identifier)s %(name)s. "
                "To make a second event of it, say so: by the tick below the file, on a terminal by --again, "
                "in the API by again."
            )
            % {"identifier": earlier.identifier, "name": quoted(earlier.name)}
        )
    return earlier is not None


def _event(row: EventRow, state: Event.State, *, is_second: bool) -> Event:
    """The event, under the archive's identifier where that is well-formed and free: addresses stay."""
    keeps = not is_second and IDENTIFIER.fullmatch(row.identifier)
    is_free = keeps and not Event.objects.filter(identifier=row.identifier).exists()
    return Event.objects.create(
        **row.facts,
        identifier=row.identifier if is_free else new_identifier(),
        source=row.source,
        state=state,
    )


def _belongings(archive: Archive, event: Event) -> None:
    bulk.insert(Sponsor, [Sponsor(event=event, **facts) for facts in archive.sponsors])
    bulk.insert(SocialLink, [SocialLink(event=event, **facts) for facts in archive.social_links])
    if archive.copyright is not None:
        EventCopyright.objects.create(event=event, **archive.copyright)
    if archive.speakers_call is not None:
        SpeakersCall.objects.create(event=event, **archive.speakers_call)
    bulk.insert(CustomForm, [CustomForm(event=event, **facts) for facts in archive.custom_forms])


def _programme(archive: Archive, event: Event) -> None:
    tracks = bulk.insert(Track, [Track(event=event, **facts) for facts in archive.tracks])
    rooms = bulk.insert(Microlocation, [Microlocation(event=event, **facts) for facts in archive.microlocations])
    types = bulk.insert(SessionType, [SessionType(event=event, **facts) for facts in archive.session_types])
    speakers = bulk.insert(Speaker, [Speaker(event=event, **facts) for facts in archive.speakers])
    sessions = bulk.insert(
        Session,
        [
            Session(
                event=event,
                uid=f"{row.key}-{archive.event.identifier or event.identifier}",
                track=_at(tracks, row.track),
                microlocation=_at(rooms, row.microlocation),
                session_type=_at(types, row.session_type),
                **row.facts,
            )
            for row in archive.sessions
        ],
    )
    speaking = [
        SessionSpeaker(session=session, speaker=speakers[number], position=position)
        for session, row in zip(sessions, archive.sessions, strict=True)
        for position, number in enumerate(row.speakers)
    ]
    bulk.insert(SessionSpeaker, speaking)


def _at(rows: list[Row], number: int | None) -> Row | None:
    return None if number is None else rows[number]


def _give_uids_of_its_own(event: Event) -> None:
    """Tell the second event's sessions from the first one's, which a calendar may show beside them."""
    own = Concat(Cast("pk", models.CharField()), Value(f"-{event.identifier}"))
    Session.objects.filter(event=event).update(uid=own)
