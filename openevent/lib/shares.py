"""Shares: percent in documents, whole parts per million in tables."""

from decimal import Decimal

from django.utils.translation import gettext

PERCENT = 10_000  # of a percent there are so many parts


class NotAShare(ValueError):  # noqa: N818 - as refusals are named
    """A number that is no share."""


def parts(percent: Decimal) -> int:
    """The percentage in parts per million; raises NotAShare unless it lies between 0 and 100, with four decimals."""
    if not 0 <= percent <= 100:
        raise NotAShare(gettext("A percentage lies between 0 and 100."))
    found = percent * PERCENT
    if found != int(found):
        raise NotAShare(gettext("A percentage has at most four decimals."))
    return int(found)


def percent(parts: int) -> Decimal:
    """Parts per million as a percentage."""
    return Decimal(parts) / PERCENT
