"""How an order is paid, and what is on its invoice."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from openevent.accounts.models import User
from openevent.tickets import finishing
from openevent.tickets.models import Order
from openevent.tickets.paying import ways
from openevent.web.forms import Form, Line

Mode, Status = Order.Mode, Order.Status
WAYS: Mapping[Order.Mode, str | Promise] = {
    Mode.STRIPE: gettext_lazy("By card, and what else Stripe takes"),
    Mode.BANK: gettext_lazy("By bank transfer"),
    Mode.CHEQUE: gettext_lazy("By cheque"),
    Mode.ONSITE: gettext_lazy("At the door"),
    Mode.INVOICE: gettext_lazy("Against an invoice"),
}
NEEDED = gettext_lazy("An invoice needs this.")
# The account's own member for each of an order's, and what browsers know it by (HTML 4.10.18.7).
KNOWN = {
    "company": ("company", "organization"),
    "address": ("billing_address", "street-address"),
    "zipcode": ("billing_zip_code", "postal-code"),
    "city": ("billing_city", "address-level2"),
    "state": ("billing_state", "address-level1"),
    "country": ("billing_country", "country-name"),
    "tax_business_info": ("billing_tax_info", "off"),
}


class Paying(Form):
    """What is asked of the whole order: how it is paid, the address on the invoice, whether its terms are taken."""

    payment_mode = forms.ChoiceField(label=gettext_lazy("How do you pay?"), widget=forms.RadioSelect())
    is_billing_enabled = forms.BooleanField(required=False, label=gettext_lazy("I need my address on the invoice"))
    company = Line(required=False, max_length=255, label=gettext_lazy("Company or name"))
    address = Line(required=False, max_length=500, label=gettext_lazy("Street and number"))
    zipcode = Line(required=False, max_length=255, label=gettext_lazy("Postal code"))
    city = Line(required=False, max_length=255, label=gettext_lazy("City"))
    state = Line(required=False, max_length=255, label=pgettext_lazy("address", "State"))
    country = Line(required=False, max_length=255, label=gettext_lazy("Country"))
    tax_business_info = Line(required=False, max_length=255, label=gettext_lazy("Tax number"))
    terms = forms.BooleanField(label=gettext_lazy("I have read this and agree."))

    def __init__(self, data: QueryDict | None, *, order: Order, user: User) -> None:
        known = {name: getattr(order, name) or getattr(user, mine) for name, (mine, _) in KNOWN.items()}
        super().__init__(data, initial={**known, "is_billing_enabled": order.is_billing_enabled})
        self.order = order
        self.is_asked_for_address = order.amount > 0
        self.must_say_address = order.amount > 0 and order.event.is_billing_info_mandatory
        self.is_payable = True
        self.has_terms = bool(order.event.refund_policy or order.event.code_of_conduct)
        for name, (_mine, browsers) in KNOWN.items():
            self.fields[name].widget.attrs["autocomplete"] = browsers
        self._need_address()
        if order.amount > 0:
            self._offer_ways()
        self._drop()

    def _need_address(self) -> None:
        """What an invoice needs is needed always, or with the tick."""
        for name in finishing.ADDRESS:
            self.fields[name].required = self.must_say_address
            self.fields[name].error_messages["required"] = NEEDED
        self.needed = dict.fromkeys(finishing.ADDRESS, gettext_lazy("needed for an invoice"))

    def _offer_ways(self) -> None:
        found = ways.of(self.order)
        self.fields["payment_mode"].choices = [(str(way), WAYS[way]) for way in found]  # type: ignore[attr-defined]  # of a choice
        if len(found) == 1:
            self.initial["payment_mode"] = str(found[0])
        if not found:  # it is held since before the last way fell away
            self.is_payable = False
            del self.fields["payment_mode"]

    def _drop(self) -> None:
        """What is not asked of this order."""
        dropped: set[str] = set() if self.has_terms else {"terms"}
        if not self.is_asked_for_address:
            dropped |= {"payment_mode", "is_billing_enabled", *KNOWN}
        if self.must_say_address:
            dropped.add("is_billing_enabled")
        for name in dropped & self.fields.keys():
            del self.fields[name]

    @property
    def billing(self) -> list[forms.BoundField]:
        """The fields of the address."""
        return [self[name] for name in KNOWN if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """There is a way to pay, and an address on an invoice is whole."""
        if not self.is_payable:
            self.refuse(ways.Unpayable())
        if self.wants_address:
            for name in sorted((finishing.ADDRESS & self.fields.keys()) - self.errors.keys()):
                if not self.cleaned_data.get(name):
                    self.add_error(name, NEEDED)
        return self.cleaned_data

    @property
    def wants_address(self) -> bool:
        """Whether an address goes on the invoice."""
        return self.must_say_address or bool(self.cleaned_data.get("is_billing_enabled"))

    def facts(self) -> dict[str, Any]:
        """What was said, as `finishing.amend` takes it, with the status to which it leads."""
        if self.order.amount == 0:
            return {"status": Status.COMPLETED}
        mode = self.cleaned_data["payment_mode"]
        status = Status.PENDING if mode == Mode.STRIPE else Status.PLACED
        address = {name: self.cleaned_data[name] for name in KNOWN} if self.wants_address else {}
        return {"status": status, "payment_mode": mode, "is_billing_enabled": self.wants_address, **address}
