"""What somebody wants to buy, as bodies say it."""

from decimal import Decimal
from typing import Any

from rest_framework.request import Request

from openevent.api import reading
from openevent.api.jsonapi.amounts import exact
from openevent.lib.errors import Malformed
from openevent.tickets.quoting import Basket, Item, NoTickets

MOST_ITEMS = 100


def read(request: Request) -> Basket:
    """The basket in the body; raises Malformed."""
    body = reading.members(request)
    items = body.get("tickets")
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        raise Malformed(f"“tickets” is an array of at most {MOST_ITEMS} objects.", pointer="/tickets")
    found = tuple(item(one, f"/tickets/{at}") for at, one in enumerate(items))
    if not found:
        raise NoTickets
    return Basket(items=found, discount_code=code(body, "discount-code"), access_code=code(body, "access-code"))


def item(said: object, pointer: str) -> Item:
    """So many of one ticket, as `{"id": …, "quantity": 1, "price": …}` says it; raises Malformed."""
    if not isinstance(said, dict):
        raise Malformed("Each ticket is an object with an “id”.", pointer=pointer)
    key, quantity, price = said.get("id"), said.get("quantity", 1), said.get("price")
    text = str(key) if isinstance(key, str | int) and not isinstance(key, bool) else ""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Malformed("“id” is the id of a ticket.", pointer=f"{pointer}/id")
    if not isinstance(quantity, int) or isinstance(quantity, bool) or abs(quantity) >= 2**31:
        raise Malformed("“quantity” is a whole number.", pointer=f"{pointer}/quantity")
    return Item(ticket=int(text), quantity=quantity, price=money(price, f"{pointer}/price"))


def money(said: object, pointer: str) -> Decimal | None:
    """The price that a buyer says, if one is said; raises Malformed."""
    number = exact(said)
    if said is not None and not (isinstance(number, Decimal) and number.is_finite()):
        raise Malformed("“price” is a number.", pointer=pointer)
    return number if isinstance(number, Decimal) else None


def code(body: dict[str, Any], name: str) -> str:
    """The id or the word of a code, if one is said; raises Malformed."""
    said = body.get(name)
    if isinstance(said, int) and not isinstance(said, bool):
        return str(said)
    if said is not None and not isinstance(said, str):
        raise Malformed(f"“{name}” is the id or the word of a code.", pointer=f"/{name}")
    return (said or "")[:100]
