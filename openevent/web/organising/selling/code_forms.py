"""What is asked of a code."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openevent.events.models import Event
from openevent.lib import money, shares
from openevent.tickets.models import DiscountCode, Ticket
from openevent.tickets.models.ticket import TicketQuerySet
from openevent.web.forms import Form, Line, Moment
from openevent.web.organising.selling.ticket_forms import amount, count

Type = DiscountCode.Type
TYPES = ((Type.PERCENT.value, _("a percentage")), (Type.AMOUNT.value, _("an amount")))


class CodeForm(Form):
    """What all codes have."""

    code = Line(label=_("Code"), max_length=100, help_text=_("Buyers type it; capital or small letters are the same."))
    tickets = forms.TypedMultipleChoiceField(
        label=_("For these tickets"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one ticket: the code works for no other.")},
    )
    tickets_number = count(
        _("For so many tickets in all"), required=False, help_text=_("Left empty, there is no limit.")
    )
    min_quantity = count(_("At least, in one order"), least=0, initial=1)
    max_quantity = count(_("At most, in one order"), required=False, help_text=_("Left empty, there is no limit."))
    valid_from = Moment(label=_("Valid from"), required=False)
    valid_till = Moment(label=_("Valid until"), required=False, help_text=_("Left empty, until the event ends."))
    is_active = forms.BooleanField(label=_("It can be used"), required=False, initial=True)

    def __init__(self, data: Any = None, *, event: Event, code: Any = None, **further: Any) -> None:
        super().__init__(data, initial=self.of_code(code, event) if code else None, **further)
        self.event = event
        for name in ("valid_from", "valid_till"):
            field = self.fields[name]
            if isinstance(field, Moment):
                field.timezone = event.timezone
        linked = [ticket.pk for ticket in code.tickets.all()] if code else []
        self.rows = {row.pk: row for row in self.fitting().filter(event=event) | Ticket.objects.filter(pk__in=linked)}
        tickets = self.fields["tickets"]
        if isinstance(tickets, forms.TypedMultipleChoiceField):
            tickets.choices = [(row.pk, row.name) for row in self.rows.values() if row.deleted_at is None]
            if not code:
                tickets.initial = [number for number, _name in tickets.choices]
            if not tickets.choices:
                tickets.help_text = self.none_fits()
        if code:
            self.watch(code)

    def fitting(self) -> TicketQuerySet:
        """The tickets that such a code can be for."""
        return Ticket.objects.living()

    def none_fits(self) -> Any:
        """What is said where there is no such ticket."""
        return ""

    def of_code(self, code: Any, event: Event) -> dict[str, Any]:  # noqa: ARG002 - of a discount it says the currency
        """What the fields hold of a code that is there."""
        found = {name: getattr(code, name) for name in self.base_fields if name not in ("tickets", "value")}
        return {**found, "tickets": [ticket.pk for ticket in code.tickets.all()]}

    def facts(self) -> dict[str, Any]:
        """What the act takes."""
        return {**self.cleaned_data, "tickets": [self.rows[number] for number in self.cleaned_data["tickets"]]}


class DiscountForm(CodeForm):
    """A code that makes tickets cheaper."""

    type = forms.ChoiceField(label=_("It takes off"), choices=TYPES)
    value = amount(_("How much"), required=True, help_text=_("Percent, or an amount in the event’s currency."))
    field_order = ("code", "type", "value")

    def fitting(self) -> TicketQuerySet:
        """Those that cost something."""
        return Ticket.objects.living().exclude(type=Ticket.Type.FREE)

    def none_fits(self) -> Any:
        """As above."""
        return _("No ticket of the event costs anything: there is nothing to take off.")

    def of_code(self, code: Any, event: Event) -> dict[str, Any]:
        """With the value, in percent or whole units."""
        is_share = code.type == Type.PERCENT
        units = shares.percent(code.value).normalize() if is_share else None
        if units is None:
            units = money.major(code.value, event.payment_currency) if event.payment_currency else Decimal(0)
        return {**super().of_code(code, event), "value": format(units, "f")}


class AccessForm(CodeForm):
    """A code that opens hidden tickets."""

    valid_from = Moment(label=_("Valid from"), initial=timezone.now)

    def fitting(self) -> TicketQuerySet:
        """Those that are hidden."""
        return Ticket.objects.living().filter(is_hidden=True)

    def none_fits(self) -> Any:
        """As above."""
        return _("No ticket of the event is hidden. Hide one first.")
