"""Making a new event that is like one there was."""

import secrets
from typing import Any, TypeVar

from django.db import models

from openevent.accounts import holding
from openevent.accounts.models import User
from openevent.events import revising
from openevent.events.models import Event, EventCopyright, EventRole, Faq, FaqType, SocialLink, Sponsor
from openevent.events.models.event import new_identifier, new_uid
from openevent.program.models import Microlocation, SessionType, SpeakersCall, Track

Row = TypeVar("Row", bound=models.Model)
Name = EventRole.Name

PARTS: tuple[type[models.Model], ...] = (
    *(Track, Microlocation, SessionType, SpeakersCall),
    *(Sponsor, SocialLink, EventCopyright),
)


def copy(event: Event, *, by: User) -> Event:
    """A new draft with the event's facts, team and parts, owned by `by`; the number of statements is constant.

    Whoever owned the event organizes the copy. Sessions, speakers, favourites, feedback and invitations stay behind.
    """
    with revising.locked(event.pk) as event:
        made = _event(event)
        _team(event, made, by)
        for part in PARTS:
            _insert(part, event, made)
        _questions(event, made)
        revising.bump(made, revising.Kind.CREATED, made, by=by)
    return made


def _event(event: Event) -> Event:
    """The event's facts in a row of their own: nobody has seen it, and the site's staff has not put it forward."""
    now = revising.now()
    anew: dict[str, Any] = {
        "identifier": new_identifier(),
        "uid": new_uid(),
        "state": Event.State.DRAFT,
        "source": "",
        "chat_room_name": "",
        "schedule_published_on": None,
        "deleted_at": None,
        "own_revised_at": None,
        "changed_at": None,
        "created_at": now,
        "revised_at": now,
        **dict.fromkeys(("revision", "reactions", "sequence", "own_sequence"), 0),
        **dict.fromkeys(("is_featured", "is_promoted", "is_demoted", "is_announced"), False),
    }
    made = Event(**_facts(event) | anew)
    made.save(force_insert=True)
    return made


def _team(event: Event, made: Event, by: User) -> None:
    """The same people in the same roles, but for the one owner."""
    there = holding.all_held([by.pk, *event.roles.values_list("user_id", flat=True)])
    if by.pk not in there:
        raise holding.AccountClosed
    held = {(by.pk, Name.OWNER)}
    for user_id, role in event.roles.values_list("user_id", "role"):
        if user_id != by.pk and user_id in there:
            held.add((user_id, Name.ORGANIZER if role == Name.OWNER else Name(role)))
    EventRole.objects.bulk_create(EventRole(event=made, user_id=user, role=role) for user, role in sorted(held))


def _questions(event: Event, made: Event) -> None:
    """The questions under the copies of their kinds."""
    kinds = _insert(FaqType, event, made)
    faqs = [Faq(**_facts(faq) | {"event_id": made.pk}) for faq in event.faqs.filter(deleted_at=None)]
    for faq in faqs:
        faq.faq_type = kinds.get(faq.faq_type_id or 0)
    Faq.objects.bulk_create(faqs)


def _insert(part: type[Row], event: Event, made: Event) -> dict[int, Row]:
    """Copy the event's living rows of one kind; the copies by the ids of what they are copies of."""
    rows = part._default_manager.filter(event=event).order_by("pk")
    if part is not FaqType:
        rows = rows.filter(deleted_at=None)
    copies = {row.pk: part(**_facts(row) | _of_its_own(row) | {"event_id": made.pk}) for row in rows}
    part._default_manager.bulk_create(copies.values())
    return copies


def _of_its_own(row: models.Model) -> dict[str, Any]:
    """What a copy must not share: a secret, a chat room."""
    if isinstance(row, SpeakersCall) and row.hash:
        return {"hash": secrets.token_hex(16)}
    return {"chat_room_name": ""} if isinstance(row, Microlocation) else {}


def _facts(row: models.Model) -> dict[str, Any]:
    """All columns of the row but its id."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
