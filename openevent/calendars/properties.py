"""Components and their typed properties, from which writers of several formats draw (RFC 5545, 3.1, 3.2.20 and 3.4)."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

# A local time is a datetime without zone, beside a parameter TZID; one with a zone is in UTC. A place is its latitude
# and longitude in degrees, an offset is east of UTC.
Value = str | int | datetime | timedelta | tuple[float, float]
Parameters = tuple[tuple[str, tuple[str, ...]], ...]


class Type(enum.StrEnum):
    """What a value is, by the names that jCal and xCal write (RFC 7265, 3.6; RFC 6321, 3.6)."""

    CAL_ADDRESS = "cal-address"
    DATE_TIME = "date-time"
    DURATION = "duration"
    FLOAT = "float"
    INTEGER = "integer"
    TEXT = "text"
    URI = "uri"
    UTC_OFFSET = "utc-offset"


@dataclass(frozen=True, kw_only=True, slots=True)
class Property:
    """A property: its name in capitals, its values, all of one type, and its parameters without VALUE."""

    name: str
    type: Type
    values: tuple[Value, ...]
    parameters: Parameters = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Component:
    """A component, with its properties and sub-components in the order in which they are written."""

    name: str
    properties: tuple[Property, ...]
    components: tuple["Component", ...] = ()


def component(name: str, properties: Iterable[Property], components: Iterable[Component] = ()) -> Component:
    """A component with its properties in icalendar's order: a few that readers want first, then by name."""
    places = _PLACES.get(name, {})
    ordered = sorted(properties, key=lambda found: (places.get(found.name, len(places)), found.name))
    return Component(name=name, properties=tuple(ordered), components=tuple(components))


def text(name: str, *values: str, **parameters: str) -> Property:
    """A property of TEXT values (RFC 5545, 3.3.11)."""
    return Property(name=name, type=Type.TEXT, values=values, parameters=_parameters(parameters))


def uri(name: str, value: str, **parameters: str | tuple[str, ...]) -> Property:
    """A property with a URI (RFC 5545, 3.3.13)."""
    return Property(name=name, type=Type.URI, values=(value,), parameters=_parameters(parameters))


def date_time(name: str, moment: datetime, **parameters: str) -> Property:
    """A property with a DATE-TIME (RFC 5545, 3.3.5)."""
    return Property(name=name, type=Type.DATE_TIME, values=(moment,), parameters=_parameters(parameters))


def calendar_address(name: str, address: str, **parameters: str) -> Property:
    """A property with a CAL-ADDRESS (RFC 5545, 3.3.3)."""
    return Property(name=name, type=Type.CAL_ADDRESS, values=(address,), parameters=_parameters(parameters))


def geo(place: tuple[float, float]) -> Property:
    """A place (RFC 5545, 3.8.1.6)."""
    return Property(name="GEO", type=Type.FLOAT, values=(place,))


def _parameters(given: "dict[str, str] | dict[str, str | tuple[str, ...]]") -> Parameters:
    """The parameters that have a value, by name."""
    listed = ((name, (value,) if isinstance(value, str) else value) for name, value in sorted(given.items()))
    return tuple((name, values) for name, values in listed if any(values))


_FIRST = {
    "VCALENDAR": ("VERSION", "PRODID", "CALSCALE", "METHOD", "DESCRIPTION", "X-WR-CALDESC", "NAME", "X-WR-CALNAME"),
    "VEVENT": ("SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE"),
}
_PLACES = {component: {name: place for place, name in enumerate(names)} for component, names in _FIRST.items()}
