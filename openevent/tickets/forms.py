"""What the form of an event asks of attendees, and what of it they must say before their order is finished."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from openevent.events.models import Event
from openevent.lib.errors import Refused
from openevent.tickets.models import Attendee, CustomForm, Order

# Without an address nobody hears anything: asked by every form.
ALWAYS = "email"
# Asked first, unless the form has them elsewhere or leaves them out.
NAMES = ("firstname", "lastname", ALWAYS)
# The members of an attendee that a form can ask for.
ASKABLE = frozenset(
    {
        *("firstname", "lastname", "email", "address", "city", "state", "country", "job_title", "phone", "company"),
        *("tax_business_info", "billing_address", "home_address", "shipping_address", "work_address", "work_phone"),
        *("gender", "home_wiki", "wiki_scholarship", "native_language", "fluent_language", "website", "blog"),
        *("twitter", "facebook", "github", "instagram", "linkedin", "age_group", "birth_date"),
        *("accept_video_recording", "accept_share_details", "accept_receive_emails", "is_consent_form_field"),
        *("is_consent_form_field_photo", "is_consent_form_field_email", "is_consent_of_refund_policy"),
    }
)
# What somebody who comes has said, or was said about them.
OF_PERSON = frozenset({*ASKABLE, "complex_field_values", "attendee_notes"})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One thing that is asked of who comes, as this field of the form has it; of what is asked anyway there is none."""

    identifier: str
    is_required: bool
    field: CustomForm | None = None


class MissingFields(Refused):
    """Some attendee has not said what the form asks."""

    def __init__(self, names: Iterable[str]) -> None:
        shown = [name.replace("_", " ").capitalize() for name in names]
        super().__init__(
            gettext("Missing required fields %(shown)s") % {"shown": shown}, pointer="/data/relationships/attendees"
        )


def fields(event: Event) -> list[CustomForm]:
    """The fields of the event's form, in its order; of one that is switched off none (1 query)."""
    if not event.is_ticket_form_enabled:
        return []
    return list(CustomForm.objects.filter(event=event, form=CustomForm.Form.ATTENDEE, deleted_at=None))


def asked(event: Event, fields: Iterable[CustomForm], form_id: str) -> list[Asked]:
    """What is asked of who comes with a ticket of this form, each thing once; `fields` are those of the event's form.

    What is asked of all tickets, and of these too, is worded as for these, and required if either field says so.
    """
    known: dict[str, list[CustomForm]] = {}
    for field in fields:
        if field.form_id in ("", form_id):
            known.setdefault(field.field_identifier, []).append(field)
    if not any(field.is_included for field in known.get(ALWAYS, ())):
        known.pop(ALWAYS, None)
    anyway = [
        Asked(identifier=name, is_required=name == ALWAYS and event.is_ticket_form_enabled)
        for name in NAMES
        if name not in known
    ]
    included = ([field for field in same if field.is_included] for same in known.values())
    return [*anyway, *(_once(same) for same in included if same)]


def _once(same: Sequence[CustomForm]) -> Asked:
    """What these fields ask for, as one of them."""
    closest = max(same, key=lambda field: bool(field.form_id))
    name = closest.field_identifier
    return Asked(identifier=name, is_required=name == ALWAYS or any(field.is_required for field in same), field=closest)


def check(order: Order) -> None:
    """Raise MissingFields where a living attendee of the order left out what the event's form requires."""
    event = order.event
    if not event.is_ticket_form_enabled:
        return
    rows = fields(event)
    names = {ALWAYS, *(row.field_identifier for row in rows if row.is_required)}
    said = {name if name in ASKABLE else "complex_field_values" for name in names}
    for attendee in Attendee.objects.living().filter(order=order).values("ticket__form_id", *sorted(said)):
        wanted = [one.identifier for one in asked(event, rows, attendee["ticket__form_id"]) if one.is_required]
        if missing := [name for name in wanted if not _is_said(attendee, name)]:
            raise MissingFields(missing)


def _is_said(attendee: Mapping[str, Any], name: str) -> bool:
    if name in ASKABLE:
        return attendee[name] not in ("", None)
    return (attendee["complex_field_values"] or {}).get(name) not in ("", None)
