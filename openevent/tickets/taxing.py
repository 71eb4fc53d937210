"""The tax of an event."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from openevent.accounts.mailboxes import checked_email
from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib import shares, text
from openevent.lib.errors import Conflicting, Forbidden
from openevent.lib.models import WrongValue
from openevent.tickets.keeping import Facts, Keeper, Links
from openevent.tickets.models import Tax

LINES = frozenset({"name", "tax_id", "registered_company", "contact_name", "country", "city", "state", "zip", "phone"})


class TaxDisabled(Forbidden):
    """The event's team has switched the tax off."""


class OneTax(Conflicting):
    """An event has one tax."""


def add(tax: Tax, *, by: User) -> Tax:
    """Save the event's tax; `rate` is in percent. Raises TaxDisabled, OneTax, WrongValue."""
    return KEEPER.add(tax, by=by)


def change(tax: Tax, *, by: User, **facts: Any) -> Tax:
    """Give the tax these facts; what was ordered keeps the former one. Raises Refused."""
    return KEEPER.change(tax, by=by, **facts)


def remove(tax: Tax, *, by: User) -> Tax:
    """The event has no tax any more."""
    return KEEPER.remove(tax, by=by)


def restore(tax: Tax, *, by: User) -> Tax:
    """Bring the tax back. Raises OneTax where there is another."""
    return KEEPER.restore(tax, by=by)


def _clean(_tax: Tax, _event: Event, facts: Facts) -> Facts:
    kept: Facts = {name: text.one_line(value) if name in LINES else value for name, value in facts.items()}
    if isinstance(rate := kept.get("rate"), Decimal):
        try:
            kept["rate"] = shares.parts(rate)
        except shares.NotAShare as error:
            raise WrongValue(_("rate: %(error)s") % {"error": error}, pointer="/data/attributes/rate") from error
    if kept.get("email"):
        kept["email"] = checked_email(kept["email"])
    return kept


def _check(tax: Tax, event: Event, _links: Links) -> None:
    if not event.is_tax_enabled and tax._state.adding:
        raise TaxDisabled(_("Tax is switched off for this event: switch it on first."))
    if tax.deleted_at is None and Tax.objects.filter(event=event, deleted_at=None).exclude(pk=tax.pk).exists():
        raise OneTax(_("The event has a tax already. Change it, or delete it first."))


KEEPER: Keeper[Tax] = Keeper(clean=_clean, check=_check)
