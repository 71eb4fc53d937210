"""What is asked where an order is moved on."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openevent.lib import money
from openevent.tickets.models import Attendee, Order
from openevent.tickets.naming import MODES
from openevent.tickets.paying.ways import SWITCHES
from openevent.web.forms import Form, Line, Words
from openevent.web.organising.selling.ticket_forms import amount
from openevent.web.organising.selling.words import person

LONGEST_NOTE = 10_000


class PaidForm(Form):
    """How the money came."""

    payment_mode = forms.ChoiceField(label=gettext_lazy("How it came"))

    def __init__(self, data: Any = None, *, order: Order, **further: Any) -> None:
        super().__init__(data, initial={"payment_mode": order.payment_mode}, **further)
        self.thought = order.payment_mode
        # The way in which the order was placed stays one, also when the event takes no new orders so any more.
        taken = [mode for mode in Order.OFFLINE if mode == self.thought or getattr(order.event, SWITCHES[mode])]
        self.ways = taken if order.amount else [Order.Mode.FREE]
        field = self.fields["payment_mode"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(mode), MODES[mode]) for mode in self.ways]

    def facts(self) -> dict[str, Any]:
        """What the act takes: a way only where the money came otherwise than was thought."""
        mode = self.cleaned_data["payment_mode"]
        return {} if mode == self.thought else {"payment_mode": mode}


class CancelForm(Form):
    """Why it is cancelled."""

    cancel_note = Words(
        label=gettext_lazy("Why"),
        required=False,
        rows=3,
        max_length=2000,
        help_text=gettext_lazy("The buyer reads it."),
    )


class NotesForm(Form):
    """What the team notes of an order."""

    order_notes = Words(
        label=gettext_lazy("Notes"),
        required=False,
        rows=3,
        max_length=LONGEST_NOTE,
        help_text=gettext_lazy("The buyer can read them, too."),
    )

    def __init__(self, data: Any = None, *, order: Order, **further: Any) -> None:
        super().__init__(data, initial=self.known(order), **further)
        self.watch(order)


class RefundForm(Form):
    """How much goes back, and who loses the ticket."""

    ALL, PEOPLE, AMOUNT = "all", "people", "amount"
    what = forms.ChoiceField(
        label=gettext_lazy("What goes back"),
        initial=ALL,
        widget=forms.RadioSelect,
        choices=[
            (ALL, gettext_lazy("All that is left of what was paid: the order is cancelled")),
            (PEOPLE, gettext_lazy("What was paid for these people: they lose their tickets")),
            (AMOUNT, gettext_lazy("This amount: everybody keeps the ticket")),
        ],
    )
    attendees = forms.TypedMultipleChoiceField(
        label=gettext_lazy("People"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    amount = amount(gettext_lazy("Amount"))
    reason = Line(
        label=gettext_lazy("Why"), required=False, max_length=500, help_text=gettext_lazy("The buyer reads it.")
    )

    def __init__(self, data: Any = None, *, order: Order, **further: Any) -> None:
        super().__init__(data, **further)
        self.order = order
        people = Attendee.objects.living().filter(order=order).select_related("ticket").order_by("pk")
        field = self.fields["attendees"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(row.pk, f"{person(row)} ({row.ticket.name})") for row in people]
        self.fields["amount"].label = f"{self.fields['amount'].label} ({order.currency})"

    def clean(self) -> dict[str, Any]:
        """What was chosen has what it needs."""
        said = dict(super().clean() or {})
        if said.get("what") == self.PEOPLE and not said.get("attendees"):
            self.add_error("attendees", _("Say who."))
        if said.get("what") == self.AMOUNT:
            try:
                said["units"] = money.minor(said.get("amount") or 0, self.order.currency)
            except money.NotMoney as error:
                self.add_error("amount", str(error))
            if "units" in said and not said["units"]:
                self.add_error("amount", _("Say how much."))
        return said

    @property
    def wanted(self) -> dict[str, Any]:
        """What the act takes: an amount in minor units, attendees; neither for all."""
        said = self.cleaned_data
        return {
            "amount": said["units"] if said["what"] == self.AMOUNT else None,
            "attendees": said["attendees"] if said["what"] == self.PEOPLE else [],
        }
