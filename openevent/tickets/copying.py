"""What a copy of an event sells: the same tickets, tags, discount codes, form and tax; nobody has bought any."""

from typing import Any, TypeVar

from django.db import models

from openevent.events.models import Event
from openevent.tickets.models import CustomForm, DiscountCode, Tax, Ticket, TicketTag
from openevent.tickets.models.code import new_id

Row = TypeVar("Row", Ticket, TicketTag, DiscountCode, Tax, CustomForm)


def copy(event: Event, made: Event) -> None:
    """Give the new event copies of what the other sells; access codes and orders stay behind.

    A constant number of statements; must run in the transaction in which the new event is made.
    """
    tickets = _insert(Ticket, event, made, taken=0, waiting=0)
    _insert(Tax, event, made)
    _insert(CustomForm, event, made)
    _relink(TicketTag.tickets.through, "tickettag_id", _insert(TicketTag, event, made), tickets)
    codes = _insert(DiscountCode, event, made, taken=0)
    _relink(DiscountCode.tickets.through, "discountcode_id", codes, tickets)


def _insert(kind: type[Row], event: Event, made: Event, **anew: Any) -> dict[int, Row]:
    """Copy the event's living rows of one kind; the copies by the ids of what they are copies of."""
    rows = kind._default_manager.filter(event=event, deleted_at=None).order_by("pk")
    copies = {row.pk: kind(**_facts(row) | _of_its_own(row) | anew | {"event_id": made.pk}) for row in rows}
    kind._default_manager.bulk_create(copies.values())
    return copies


def _of_its_own(row: models.Model) -> dict[str, Any]:
    """A code has an id that nobody guesses from another."""
    return {"id": new_id()} if isinstance(row, DiscountCode) else {}


def _relink(links: Any, column: str, copies: dict[int, Any], tickets: dict[int, Ticket]) -> None:
    """Link the copies with the copies of the tickets with which the originals are linked."""
    found = links._default_manager.filter(**{f"{column}__in": list(copies)}).values_list(column, "ticket_id")
    links._default_manager.bulk_create(
        links(**{column: copies[one].pk, "ticket_id": tickets[ticket].pk}) for one, ticket in found if ticket in tickets
    )


def _facts(row: models.Model) -> dict[str, Any]:
    """All columns of the row but its id."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
