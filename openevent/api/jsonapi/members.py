"""The members of a resource: how columns are read from documents and written into them."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, TypeVar

from django.db import models
from rest_framework import serializers as rest
from rest_framework.fields import empty
from rest_framework_json_api import serializers as library
from rest_framework_json_api.utils import format_field_name

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, tzinfo=UTC)
SMALLEST, BIGGEST = -(2**31), 2**31 - 1
MOST_NAMED = 12  # choices in a refusal
Row = TypeVar("Row", bound=models.Model)


class Defaulted(rest.Field):  # type: ignore[type-arg]  # it is not generic when it runs
    """A member whose column holds something always: `null` stands for what it holds at first."""

    def __init__(self, *, at_first: Any = empty, **kwargs: Any) -> None:
        self.at_first = at_first
        if at_first is not empty:
            kwargs["allow_null"] = True
        super().__init__(**kwargs)

    def run_validation(self, data: Any = empty) -> Any:
        """The value; what the column holds at first for null."""
        if data is None and self.at_first is not empty:
            return self.at_first() if callable(self.at_first) else self.at_first
        return super().run_validation(data)


class Text(rest.CharField):
    """A string; `null` stands for a column that says nothing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["trim_whitespace"] = False
        if kwargs.get("allow_blank"):
            kwargs["allow_null"] = True
        super().__init__(**kwargs)

    def run_validation(self, data: Any = empty) -> Any:
        """The text; empty for null."""
        return "" if data is None and self.allow_null else super().run_validation(data)

    def to_internal_value(self, data: Any) -> str:
        """The text; raises for what is none, numbers too."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)

    def to_representation(self, value: Any) -> Any:
        """The text; null for one that says nothing."""
        return str(value) if value else None


class Choice(Defaulted, rest.ChoiceField):
    """One of some words; `null` where none was chosen, and in what is new where there is one to begin with."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        if kwargs.get("allow_blank"):
            kwargs["allow_null"] = True
        super().__init__(choices=choices, **kwargs)
        words = [str(word) for word in self.choices if word]
        if len(words) <= MOST_NAMED:
            self.error_messages["invalid_choice"] = f"“{{input}}” is none of {', '.join(words)}."

    def run_validation(self, data: Any = empty) -> Any:
        """The word; empty for null, which takes back no word that was chosen once."""
        if data is None and self.at_first is not empty and getattr(self.root, "partial", False):
            self.fail("null")
        return "" if data is None and self.allow_blank else super().run_validation(data)

    def to_internal_value(self, data: Any) -> Any:
        """The word; raises for everything else."""
        if not isinstance(data, str):
            self.fail("invalid_choice", input=str(data)[:100])
        return super().to_internal_value(data)

    def to_representation(self, value: Any) -> Any:
        """The word; null for none."""
        return str(value) if value else None


class Truth(Defaulted, rest.BooleanField):
    """true or false, and nothing that merely looks like it."""

    def to_internal_value(self, data: Any) -> bool:
        """The value; raises for words and numbers."""
        if not isinstance(data, bool):
            self.fail("invalid", input=str(data)[:100])
        return data


class Whole(Defaulted, rest.IntegerField):
    """A whole number of 32 bits, as every database stores it."""

    def __init__(self, **kwargs: Any) -> None:
        # SQLite would take 64 bits, and the column's own bounds say so.
        kwargs["min_value"] = max(kwargs.get("min_value", SMALLEST), SMALLEST)
        kwargs["max_value"] = min(kwargs.get("max_value", BIGGEST), BIGGEST)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> int:
        """The number; raises for texts, fractions and truth values."""
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class Number(Defaulted, rest.FloatField):
    """A finite number."""

    def to_internal_value(self, data: Any) -> float:
        """The number; raises for texts, truth values and what is infinite."""
        if not isinstance(data, int | float) or isinstance(data, bool):
            self.fail("invalid")
        try:
            value = float(data)
        except OverflowError:
            self.fail("invalid")
        if not math.isfinite(value):
            self.fail("invalid")
        return value


class Instant(rest.DateTimeField):
    """ISO 8601 with a time; without an offset it is UTC. Between the years 1900 and 2999, which calendars can show."""

    def to_internal_value(self, value: Any) -> datetime:
        """The instant in UTC; raises for a bare date."""
        if not isinstance(value, str) or len(value) > 40:
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss+hh:mm")
        try:
            moment = datetime.fromisoformat(value.strip())
            if len(value.strip()) <= 10:  # a bare date
                self.fail("date")
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss+hh:mm")
        if not EARLIEST <= moment <= LATEST:
            raise rest.ValidationError("A date of this server lies between the years 1900 and 2999.")
        return moment

    def to_representation(self, value: Any) -> Any:
        """UTC with its offset: 2099-12-13T09:00:00+00:00."""
        return value.astimezone(UTC).isoformat() if value else None


class Json(Defaulted, rest.JSONField):
    """A list or an object; what may be in it, the domain says."""


class Computed(rest.SerializerMethodField):
    """A member that a method of the serializer makes; `schema` says of which kind it is (JSON Schema)."""

    def __init__(self, *, schema: dict[str, Any], **kwargs: Any) -> None:
        self.schema = schema
        super().__init__(**kwargs)


class Serializer(library.ModelSerializer[Row]):
    """A resource's attributes; `Meta.model`, `Meta.resource_name`, `Meta.fields`, and what is only read or private.

    `Meta.private` names the members that the public view leaves out, `Meta.reviews` those that are the team's alone,
    `Meta.says` has what the description is to say of some. Relationships are declared with the resource.
    """

    serializer_field_mapping = {
        **library.ModelSerializer.serializer_field_mapping,
        models.CharField: Text,
        models.TextField: Text,
        models.URLField: Text,
        models.EmailField: Text,
        models.BooleanField: Truth,
        models.IntegerField: Whole,
        models.PositiveIntegerField: Whole,
        models.FloatField: Number,
        models.DecimalField: Number,
        models.DateTimeField: Instant,
        models.JSONField: Json,
    }
    serializer_choice_field = Choice
    _reserved_field_names: frozenset[str] = frozenset()  # the published API has members named “type”

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        """The library's field for the kind and the length; all else that must hold, the act checks, once."""
        field_class, kwargs = super().build_standard_field(field_name, model_field)
        kwargs.pop("validators", None)
        if issubclass(field_class, Defaulted) and not model_field.null and model_field.has_default():
            kwargs["at_first"] = model_field.default
        if field_class is Number:
            for digits in ("decimal_places", "max_digits"):
                kwargs.pop(digits, None)
        return field_class, kwargs

    def get_extra_kwargs(self) -> dict[str, Any]:
        """What Meta says of its members."""
        said: dict[str, Any] = super().get_extra_kwargs()
        for name, words in getattr(self.Meta, "says", {}).items():
            said.setdefault(name, {})["help_text"] = words
        return said

    def get_validators(self) -> list[Any]:
        """None: what belongs together is judged by the act."""
        return []


@dataclass(frozen=True, kw_only=True)
class Member:
    """An attribute as documents name it, and how it is had from a row."""

    name: str  # dasherized
    column: str  # of the row
    read: Callable[[Any], Any]
    show: Callable[[Any], Any] | None  # None: as it is


AS_IT_IS = (Truth, Whole, Number, Json, rest.BooleanField, rest.IntegerField)


def members(serializer: type[Serializer[Any]]) -> tuple[Member, ...]:
    """The attributes that documents show, in their order."""
    instance = serializer()
    return tuple(
        _member(instance, name, field)
        for name, field in instance.fields.items()
        if not field.write_only and name != "id"
    )


def _member(serializer: Serializer[Any], name: str, field: Any) -> Member:
    dashed = format_field_name(name)
    if isinstance(field, rest.SerializerMethodField):
        return Member(name=dashed, column="", read=getattr(serializer, str(field.method_name)), show=None)
    if (of_row := getattr(field, "of_row", None)) is not None:  # a number whose unit another column says
        return Member(name=dashed, column="", read=of_row(), show=None)
    show = None if isinstance(field, AS_IT_IS) else _shown(field)
    return Member(name=dashed, column=str(field.source), read=attrgetter(str(field.source)), show=show)


def _shown(field: Any) -> Callable[[Any], Any]:
    def show(value: Any) -> Any:
        return None if value is None else field.to_representation(value)

    return show
