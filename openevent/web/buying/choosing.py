"""Choosing tickets: the form, what of it makes a basket, and the address that says the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openevent.events.models import Event
from openevent.lib import addresses, money
from openevent.lib.errors import Refused
from openevent.lib.spoken import locale
from openevent.tickets import ordering, showing
from openevent.tickets.models import Ticket
from openevent.tickets.quoting import Basket, Item
from openevent.tickets.stock import SoldOut
from openevent.web import words
from openevent.web.buying import amounts, moments
from openevent.web.forms import Form, Line

MOST_CHOICES = 30  # of more one types the number
DEAREST = 10**13  # more is no price, and is refused where prices are read (`lib.money`)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A ticket as the page shows it: with fields where it can be bought, else with a sentence why not."""

    ticket: Ticket
    price: str
    about: str
    why_not: str
    is_sold_out: bool
    left: str
    line: str  # where one waits for it
    quantity: forms.BoundField | None
    own_price: forms.BoundField | None


class Code(Line):
    """A code that somebody was told."""

    def __init__(self, **further: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(required=False, max_length=100, widget=widget, **further)


class Price(forms.DecimalField):
    """What somebody wants to pay for one ticket, in whole units of the currency."""

    def __init__(self, *, currency: str = "", **further: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 8})
        super().__init__(required=False, max_value=DEAREST, widget=widget, **further)
        self.currency = currency

    def to_python(self, value: Any) -> Any:
        """The amount, as it is written in the reader's language."""
        if value in self.empty_values:
            return None
        try:
            return money.read(str(value), self.currency, str(locale()))
        except money.NotMoney as error:
            raise forms.ValidationError(str(error), code="invalid") from error


class Coded(Form):
    """What goes with tickets: codes that make them cheaper, or open them."""

    discount_code = Code(label=gettext_lazy("Discount code"))
    access_code = Code(label=gettext_lazy("Access code"))


CODES = tuple(Coded.base_fields)


class Choice(Coded):
    """So many of each ticket, prices of donations, codes."""

    def __init__(self, data: Mapping[str, Any] | None, *, tickets: Iterable[Ticket], now: datetime) -> None:
        super().__init__(data)
        self.now = now
        self.tickets = {ticket.pk: ticket for ticket in tickets}
        for ticket in self.tickets.values():
            if not why_not(ticket, now):
                self.fields[f"q{ticket.pk}"] = _quantity(ticket)
                if ticket.type == Ticket.Type.DONATION:
                    currency = ticket.event.payment_currency
                    label = _("Your price for one, in %(currency)s") % {"currency": currency}
                    self.fields[f"p{ticket.pk}"] = Price(label=label, currency=currency)

    def clean(self) -> dict[str, Any]:
        """Each ticket by its own rules, so that what is wrong stands beside it."""
        for pk, ticket in self.tickets.items():
            if quantity := self.cleaned_data.get(f"q{pk}"):
                self._check(ticket, quantity)
        return self.cleaned_data

    def _check(self, ticket: Ticket, quantity: int) -> None:
        name = f"q{ticket.pk}"
        try:
            ordering.check_ticket(ticket, quantity, self.now)
        except Refused as refusal:
            self.add_error(name, str(refusal))
        if ticket.available < quantity:
            self.add_error(name, _("There are %(count)s left.") % {"count": ticket.available})

    def refuse(self, refusal: Refused) -> None:
        """Beside the ticket that it is about, if it says which."""
        if isinstance(refusal, SoldOut) and f"q{refusal.ticket.pk}" in self.fields:
            self.add_error(f"q{refusal.ticket.pk}", str(refusal))
        else:
            super().refuse(refusal)

    def basket(self) -> Basket | None:
        """What is chosen; None for nothing."""
        said = self.cleaned_data
        items = tuple(
            Item(ticket=pk, quantity=quantity, price=said.get(f"p{pk}"))
            for pk in self.tickets
            if (quantity := said.get(f"q{pk}"))
        )
        return Basket(items=items, **{name: said.get(name, "") for name in CODES}) if items else None

    def address(self, event: Event) -> str:
        """The page with this choice in it."""
        said = [(name, self.data.get(name, "")) for name in self.fields if not name.startswith(("q", "p"))]
        counted = {name: self.data.get(name, "") for name in self.fields if name.startswith("q")}
        said += [(name, value) for name, value in counted.items() if value not in ("", "0")]
        said += [
            (name, self.data.get(name, ""))
            for name in self.fields
            if name.startswith("p") and counted[f"q{name[1:]}"] not in ("", "0")
        ]
        query = urlencode([(name, value[:100]) for name, value in said if value], errors="replace")
        return f"{addresses.ticket_shop(event.identifier)}{query and '?'}{query}"

    def offers(self, event: Event) -> list[Offer]:
        """The tickets in their order."""
        return [self._offer(ticket, event) for ticket in self.tickets.values()]

    def _offer(self, ticket: Ticket, event: Event) -> Offer:
        name, own = f"q{ticket.pk}", f"p{ticket.pk}"
        left = _("%(count)s left") % {"count": ticket.available} if event.show_remaining_tickets else ""
        return Offer(
            ticket=ticket,
            price=amounts.of_ticket(ticket, event.payment_currency),
            about=words.shown(ticket.description) if ticket.is_description_visible else "",
            why_not=why_not(ticket, self.now),
            is_sold_out=_is_on_sale(ticket, self.now) and showing.is_sold_out(ticket),
            left=left,
            line=waiting_line(ticket, str(self.data.get("access_code", ""))),
            quantity=self[name] if name in self.fields else None,
            own_price=self[own] if own in self.fields else None,
        )


def waiting_line(ticket: Ticket, code: str) -> str:
    """The page on which one gets in line for the ticket: for a hidden one it needs the code, as the shop does."""
    said = urlencode({"access_code": code[:100]}, errors="replace") if ticket.is_hidden and code else ""
    return f"{addresses.ticket_shop(ticket.event.identifier)}/{ticket.pk}/wait{said and '?'}{said}"


def why_not(ticket: Ticket, now: datetime) -> str:
    """Why the ticket cannot be bought now; empty if it can."""
    if now < ticket.sales_starts_at:
        return _("On sale from %(when)s") % {"when": moments.words(ticket.sales_starts_at, ticket.event)}
    if not _is_on_sale(ticket, now):
        return _("Not on sale any more")
    return _("Sold out") if showing.is_sold_out(ticket) else ""


def _is_on_sale(ticket: Ticket, now: datetime) -> bool:
    return ticket.sales_starts_at <= now < ticket.sales_ends_at


def _quantity(ticket: Ticket) -> forms.Field:
    least, most = max(1, ticket.min_order), min(ticket.max_order, ticket.available)
    label = _("How many “%(ticket)s”") % {"ticket": ticket.name}
    if most - least >= MOST_CHOICES:
        shown = forms.NumberInput(attrs={"min": 0, "max": most, "inputmode": "numeric"})
        return forms.IntegerField(required=False, min_value=0, max_value=10**6, widget=shown, label=label)
    choices = [(number, str(number)) for number in (0, *range(least, most + 1))]
    # What an address says that was made before is judged by the rules of the ticket, and not by this list.
    return forms.IntegerField(
        required=False, min_value=0, max_value=10**6, widget=forms.Select(choices=choices), label=label
    )
