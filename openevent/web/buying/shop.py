"""The page on which an event's tickets are chosen, priced and ordered."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from openevent.accounts.clients import client
from openevent.accounts.limits import TooManyAttempts
from openevent.accounts.models import User
from openevent.accounts.repeating import Claim
from openevent.events import contacting
from openevent.events.access import somebody
from openevent.events.models import Event
from openevent.lib import addresses, urls
from openevent.lib.errors import Refused
from openevent.tickets import guessing, ordering, showing
from openevent.tickets.models import Order, Ticket, WaitingEntry
from openevent.tickets.ordering import Unverified
from openevent.tickets.quoting import Basket, Quote, WrongCode
from openevent.web.buying import amounts
from openevent.web.buying.choosing import CODES, Choice
from openevent.web.once import carried, kept, once
from openevent.web.public.events import public
from openevent.web.rendering import is_live, led, page, reader, render, to_sign_in
from openevent.web.shown import Shown


@dataclass(kw_only=True)
class Shop:
    """What somebody has chosen, and what it costs where it can be had."""

    event: Event
    form: Choice
    client: str  # from where the words are tried out that are said as codes
    quote: Quote | None = None
    basket: Basket | None = None
    must_prove: bool = False

    @classmethod
    def of(cls, event: Event, data: Mapping[str, Any] | None, *, client: str) -> "Shop":
        """The event's shop, with what is chosen in it."""
        now, wrong = timezone.now(), None
        try:
            with guessing.counted(client, code := access_code(data)):
                tickets = list(showing.on_show(event, code=code, now=now).select_related("event"))
        except (WrongCode, TooManyAttempts) as refusal:
            tickets, wrong = list(showing.on_show(event, now=now).select_related("event")), refusal
        found = cls(event=event, form=Choice(data, tickets=tickets, now=now), client=client)
        found.basket = found.form.basket() if found.form.is_valid() else None
        if wrong is not None:
            found.form.refuse(wrong)
        elif found.basket is not None:
            found.quote = found._quoted(found.basket)
        return found

    def _quoted(self, basket: Basket) -> Quote | None:
        with self.form.refusing(), guessing.counted(self.client, basket.discount_code, basket.access_code):
            return ordering.offered(basket, now=self.form.now)
        return None

    @property
    def address(self) -> str:
        """The page with what is chosen."""
        return self.form.address(self.event)


def access_code(data: Mapping[str, Any] | None) -> str:
    """The code that opens hidden tickets, as it was said; empty where none was."""
    return str(data.get("access_code", ""))[:100].strip() if data is not None else ""


@page
def tickets(request: HttpRequest, key: str) -> HttpResponse:
    """`/e/{identifier}/tickets`: what there is to buy, and what the choice in the address costs."""
    event = public(key)
    if request.method == "POST":
        return _sent(request, event)
    return _shown(request, Shop.of(event, request.GET or None, client=client(request.META)))


def _sent(request: HttpRequest, event: Event) -> HttpResponse:
    """The price of what is chosen, or an order of it, at no other price than the page has shown."""
    shop = Shop.of(event, request.POST, client=client(request.META))
    if request.POST.get("act") != "order":
        return led(f"{shop.address}#price")
    if shop.basket is None or shop.quote is None:
        if not shop.form.errors:
            shop.form.add_error(None, _("Choose how many tickets you want."))
        return _shown(request, shop, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    total = shop.quote.amount.total
    if total and request.POST.get("seen") != str(total):
        messages.warning(request, _("This is what your choice costs. Order it if that is right."))
        return led(f"{shop.address}#price")
    user = somebody(request.user)
    if user is None:
        return to_sign_in(request, shop.address)
    return _ordered(request, shop, shop.basket, user)


def _ordered(request: HttpRequest, shop: Shop, basket: Basket, buyer: User) -> HttpResponse:
    def do(claim: Claim) -> HttpResponse:
        def answer(made: Order) -> HttpResponse:
            return kept(claim, addresses.order_page(made.identifier))

        return ordering.hold(basket, by=buyer, language=language(buyer), then=answer)

    try:
        return once(request, buyer, "order on a page", repr(basket), do)
    except Unverified:
        shop.must_prove = True
    except Refused as refusal:
        shop.form.refuse(refusal)
    return _shown(request, shop, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _waits_for_proof(shop: Shop, user: User) -> bool:
    """Whether something here is only had with a proven address, and the reader's is not."""
    is_free = any(ticket.type == Ticket.Type.FREE for ticket in shop.form.tickets.values())
    return ordering.must_prove(user) and (is_free or (shop.quote is not None and not shop.quote.amount.total))


def language(buyer: User) -> str:
    """In which the buyer wants letters: the account's, or that of the page."""
    return (buyer.language_prefrence or translation.get_language() or "")[:35]


def _shown(request: HttpRequest, shop: Shop, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    event, user = shop.event, somebody(request.user)
    waits: dict[int, int] = {}
    if user is not None:
        own = WaitingEntry.objects.open().filter(user=reader(request), ticket__event=event)
        waits = dict(own.values_list("ticket", "pk"))
    offers = shop.form.offers(event)
    context: dict[str, Any] = {
        "title": _("Tickets for %(event)s") % {"event": event.name},
        "shown": Shown.of(event),
        "canonical": urls.absolute(addresses.ticket_shop(event.identifier)),
        "form": shop.form,
        "offers": [(offer, waits.get(offer.ticket.pk)) for offer in offers],
        "is_any": any(offer.quantity for offer in offers),
        "has_codes": any(shop.form.data.get(name) for name in CODES),
        "is_live": is_live(request),
        "bill": amounts.of_quote(shop.quote) if shop.quote else None,
        **carried(),
        "here": addresses.ticket_shop(event.identifier),
        "is_reachable": contacting.is_reachable(event),
        "is_somebody": user is not None,
        "must_prove": user is not None and (shop.must_prove or _waits_for_proof(shop, user)),
        "has_priced": any(ticket.type == Ticket.Type.PAID for ticket in shop.form.tickets.values()),
        "chosen": shop.address,
    }
    return render(request, "buying/tickets.html", context, status=status)
