"""What all codes share: a word that buyers type, for some tickets, so often, in its time."""

import secrets
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib.text import storable

EXACT = 2**53  # other programs read no bigger number exactly (RFC 8259, 6)
AnyCode = TypeVar("AnyCode", bound="Code")


def new_id() -> int:
    """An id that nobody guesses: whoever buys names the code by it, so who counts through ids finds none."""
    return secrets.randbelow(EXACT - 1) + 1


class CodeQuerySet(models.QuerySet[AnyCode]):
    """Questions about codes."""

    def living(self) -> "CodeQuerySet[AnyCode]":
        """Codes that are not deleted."""
        return self.filter(deleted_at=None)

    def named(self, event: Event, key: str) -> AnyCode | None:
        """The event's living code with this id, or with this word in whatever case it is written."""
        found = self.living().filter(event=event)
        if key.isascii() and key.isdigit() and len(key) < 17 and (by_id := found.filter(pk=int(key)).first()):
            return by_id
        return self.by_word(event, key)

    def by_word(self, event: Event, word: str) -> AnyCode | None:
        """The event's living code with this word, in whatever case it is written."""
        return self.living().filter(event=event, code__iexact=storable(word)).first()

    def take(self, code_id: int, places: int) -> bool:
        """Use the code for so many tickets, if it is good for so many: one statement; whether it did."""
        left = Q(tickets_number=None) | Q(taken__lte=F("tickets_number") - places)
        return bool(self.living().filter(left, pk=code_id).update(taken=F("taken") + places))

    def give_back(self, code_id: int, places: int) -> None:
        """The tickets are not bought after all."""
        self.filter(pk=code_id).update(taken=F("taken") - places)


class Code(models.Model):
    """A word that opens something for buyers; `taken` counts the tickets for which it is used."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="%(class)ss")
    marketer = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="%(class)ss")
    code = models.CharField(max_length=100)
    tickets_number = models.PositiveIntegerField(null=True, blank=True)  # for so many tickets in all; none: no limit
    taken = models.PositiveIntegerField(default=0, editable=False)
    min_quantity = models.PositiveIntegerField(default=1)
    max_quantity = models.PositiveIntegerField(null=True, blank=True)  # in one order; none: no limit
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_till = models.DateTimeField(null=True, blank=True)  # none: until the event ends
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code

    def is_valid_at(self, now: datetime) -> bool:
        """Whether the code can be used now; `event` must be loaded."""
        until = self.valid_till or self.event.ends_at
        return (self.valid_from is None or self.valid_from <= now) and now <= until


def constraints(name: str) -> list[Any]:
    """What the database holds of a table of codes."""
    return [
        models.UniqueConstraint("event", Lower("code"), condition=Q(deleted_at=None), name=f"{name}_once_an_event"),
        models.CheckConstraint(condition=~Q(code=""), name=f"{name}_is_a_word"),
        models.CheckConstraint(
            condition=Q(tickets_number=None) | Q(taken__lte=F("tickets_number")), name=f"{name}_not_overused"
        ),
        models.CheckConstraint(condition=Q(taken__gte=0), name=f"{name}_taken_is_counted_up"),
        models.CheckConstraint(
            condition=Q(max_quantity=None) | Q(min_quantity__lte=F("max_quantity")), name=f"{name}_range_of_quantities"
        ),
        models.CheckConstraint(
            condition=Q(valid_from=None) | Q(valid_till=None) | Q(valid_from__lte=F("valid_till")),
            name=f"{name}_valid_till_after_from",
        ),
    ]
