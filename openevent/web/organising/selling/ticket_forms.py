"""What is asked of a kind of ticket."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openevent.events.models import Event
from openevent.lib import money, text
from openevent.tickets import offering
from openevent.tickets.models import Ticket
from openevent.web.forms import Form, Line, Moment, Words

Type = Ticket.Type
TYPES = ((Type.FREE.value, _("Free")), (Type.PAID.value, _("With a price")), (Type.DONATION.value, _("Donation")))
MOST_TAGS, LONGEST_TAG = 20, 255
BIGGEST = 2_147_483_647  # that every database stores as a number of places
NEEDED = {
    "price": _("needed for “With a price”"),
    "min_price": _("for a donation, optional"),
    "max_price": _("for a donation, optional"),
}
MONEY = ("price", "min_price", "max_price")
PLAIN = (
    *("name", "type", "quantity", "min_order", "max_order", "sales_starts_at", "sales_ends_at", "description"),
    *("is_description_visible", "is_hidden", "is_fee_absorbed", "auto_checkin_enabled", "form_id"),
)


def amount(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    """An amount of money in whole units of the event's currency."""
    shown = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_digits=16,
        decimal_places=4,
        widget=shown,
        help_text=help_text,
    )


def count(label: Any, *, least: int = 1, **further: Any) -> forms.IntegerField:
    """A number of things."""
    return forms.IntegerField(label=label, min_value=least, max_value=BIGGEST, **further)


class TicketForm(Form):
    """A kind of ticket; money in whole units, times as clocks at the event show them."""

    needed = NEEDED
    name = Line(label=_("Name"), max_length=255)
    type = forms.ChoiceField(label=_("Kind"), choices=TYPES)
    price = amount(_("Price"))
    min_price = amount(_("Least amount"))
    max_price = amount(_("Highest amount"), help_text=_("Left empty, buyers may give as much as they like."))
    quantity = count(_("How many there are"), initial=100)
    min_order = count(_("At least, in one order"), least=0, initial=1)
    max_order = count(_("At most, in one order"), initial=offering.MOST_IN_ORDER)
    sales_starts_at = Moment(label=_("Sold from"))
    sales_ends_at = Moment(label=_("Sold until"))
    description = Words(label=_("Description"), required=False, rows=4, max_length=10_000)
    is_description_visible = forms.BooleanField(label=_("Show the description to buyers"), required=False)
    tags = Line(label=_("Tags"), required=False, max_length=2000, help_text=_("Words with commas between them."))
    is_hidden = forms.BooleanField(label=_("Hidden: only who has an access code sees and buys it"), required=False)
    is_fee_absorbed = forms.BooleanField(label=_("We bear the site’s fee, and buyers do not"), required=False)
    auto_checkin_enabled = forms.BooleanField(
        label=_("Holders need no scan: they are in when the event begins"), required=False
    )
    form_id = Line(
        label=_("Form of its own"),
        required=False,
        max_length=255,
        help_text=_("A word. Questions of the attendee form that have the same word are asked for this ticket alone."),
    )

    def __init__(self, data: Any = None, *, event: Event, ticket: Ticket | None = None, **further: Any) -> None:
        initial = of_ticket(ticket, event.payment_currency) if ticket else at_first(event)
        super().__init__(data, initial=initial, **further)
        for name in ("sales_starts_at", "sales_ends_at"):
            field = self.fields[name]
            if isinstance(field, Moment):
                field.timezone = event.timezone
        if event.payment_currency:
            for name in MONEY:
                self.fields[name].label = f"{self.fields[name].label} ({event.payment_currency})"
        if ticket is not None:
            self.watch(ticket)

    def clean_tags(self) -> list[str]:
        """The words, each once."""
        words = [text.one_line(word)[:LONGEST_TAG] for word in self.cleaned_data["tags"].split(",")]
        return list(dict.fromkeys(filter(None, words)))[:MOST_TAGS]

    def clean(self) -> dict[str, Any]:
        """Of few tickets no order takes more than there are, where nobody said how many it takes at most."""
        said = super().clean()
        most, quantity = said.get("max_order"), said.get("quantity")
        if most and quantity and quantity < most and "max_order" not in self.changed_data:
            said["max_order"] = max(quantity, said.get("min_order") or 0)
        return said

    def facts(self) -> dict[str, Any]:
        """What the act takes; an amount that is left empty is nothing, or of the highest no limit."""
        said = self.cleaned_data
        found = {name: said[name] for name in PLAIN}
        if said["type"] == Type.PAID:
            found["price"] = said["price"] or Decimal(0)
        if said["type"] == Type.DONATION:
            found |= {"min_price": said["min_price"] or Decimal(0), "max_price": said["max_price"]}
        return found


def of_ticket(ticket: Ticket, currency: str) -> dict[str, Any]:
    """What the fields hold of a ticket that is there."""
    found = {name: getattr(ticket, name) for name in PLAIN}
    for name in MONEY:
        units = getattr(ticket, name)
        found[name] = money.major(units, currency) if units and currency else None
    tags = ticket.ticket_tags.filter(deleted_at=None).values_list("name", flat=True)
    return {**found, "tags": ", ".join(tags)}


def at_first(event: Event) -> dict[str, Any]:
    """What they hold of a new one: it is free, and sold from now on until the event begins."""
    now = timezone.now().replace(second=0, microsecond=0)
    until: datetime = event.starts_at if event.starts_at > now else event.ends_at
    return {"sales_starts_at": now, "sales_ends_at": until, "type": Type.FREE, "is_description_visible": True}
