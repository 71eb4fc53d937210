"""Members that hold money and shares: numbers in documents, whole minor units and parts per million in tables."""

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import Any

from openevent.api.jsonapi.members import Number
from openevent.lib import money, shares


def exact(data: Any) -> Any:
    """The number as it is written, not as a computer halves it."""
    return Decimal(repr(data)) if isinstance(data, int | float) and not isinstance(data, bool) else data


class Exact(Number):
    """A number that is read exactly; `shown` makes one of a row."""

    def to_internal_value(self, data: Any) -> Decimal:  # type: ignore[override]  # not a float, on purpose
        """The number; raises for texts, truth values and what is infinite."""
        super().to_internal_value(data)
        found: Decimal = exact(data)
        return found

    def of_row(self) -> Callable[[Any], Any]:
        """What reads the member from a row."""
        raise NotImplementedError


class Amount(Exact):
    """An amount of money, in whole units of the currency that the row names."""

    def __init__(self, *, currency: str, **kwargs: Any) -> None:
        self.currency = currency  # the path from the row to it
        super().__init__(**kwargs)

    def of_row(self) -> Callable[[Any], Any]:
        """A number with the decimals of the currency; null for none."""
        units, currency = attrgetter(str(self.source)), attrgetter(self.currency)

        def read(row: Any) -> float | None:
            found = units(row)
            return None if found is None else in_currency(found, currency(row))

        return read


class Percent(Exact):
    """A share in percent."""

    def of_row(self) -> Callable[[Any], Any]:
        """A number; null for none."""
        parts = attrgetter(str(self.source))

        def read(row: Any) -> float | None:
            found = parts(row)
            return None if found is None else in_percent(found)

        return read


def in_currency(units: int, currency: str) -> float:
    """The amount as a JSON number; without a currency there is no amount but 0."""
    return float(money.major(units, currency)) if units else 0.0


def in_percent(parts: int) -> float:
    """The share as a JSON number."""
    return float(shares.percent(parts))
