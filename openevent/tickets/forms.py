"""What attendees must say before their order is finished."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext

from openevent.events.models import Event
from openevent.lib.errors import Refused
from openevent.tickets.models import Attendee, CustomForm, Order

# Without an address nobody hears anything: asked by every form.
ALWAYS = "email"
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


class MissingFields(Refused):
    """Some attendee has not said what the form asks."""

    def __init__(self, names: Iterable[str]) -> None:
        shown = [name.replace("_", " ").capitalize() for name in names]
        super().__init__(
            gettext("Missing required fields %(shown)s") % {"shown": shown}, pointer="/data/relationships/attendees"
        )


def check(order: Order) -> None:
    """Raise MissingFields where a living attendee of the order left out what the event's form requires."""
    event = order.event
    if not event.is_ticket_form_enabled:
        return
    fields = _required(event)
    asked = {name if name in ASKABLE else "complex_field_values" for name, _ in fields}
    for attendee in Attendee.objects.living().filter(order=order).values("ticket__form_id", *sorted(asked)):
        wanted = [name for name, form_id in fields if form_id in ("", attendee["ticket__form_id"])]
        if missing := [name for name in wanted if not _is_said(attendee, name)]:
            raise MissingFields(missing)


def _required(event: Event) -> list[tuple[str, str]]:
    """What is required, each with the form of the tickets that it is asked for; by its identifier."""
    rows = CustomForm.objects.filter(event=event, form=CustomForm.Form.ATTENDEE, is_required=True, deleted_at=None)
    found = [(ALWAYS, ""), *rows.values_list("field_identifier", "form_id")]
    return list(dict.fromkeys(found))


def _is_said(attendee: Mapping[str, Any], name: str) -> bool:
    if name in ASKABLE:
        return attendee[name] not in ("", None)
    return (attendee["complex_field_values"] or {}).get(name) not in ("", None)
