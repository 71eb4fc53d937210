"""Components as iCalendar text, line by line (RFC 5545, 3.1)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from openevent.calendars import timezones
from openevent.calendars.escaping import date_time, duration, parameter, text
from openevent.calendars.folding import fold
from openevent.calendars.outline import Outline
from openevent.calendars.properties import Component, Property, Type, Value

# These have no default type, so they always name theirs (RFC 7986, 5.7 to 5.11; RFC 9073, 6.5; RFC 9253, 8.2).
_TYPE_NAMED = frozenset({"CONFERENCE", "IMAGE", "LINK", "REFRESH-INTERVAL", "SOURCE", "STYLED-DESCRIPTION"})


def stream(outlined: Outline) -> Iterator[bytes]:
    """The pieces of an .ics file: the head with the time zone, one piece an event, the tail."""
    yield b"".join(_opened(outlined.calendar))
    for event in outlined.events:
        yield b"".join(_lines(event))
    yield _closed(outlined.calendar)


def _lines(component: Component) -> Iterator[bytes]:
    yield from _opened(component)
    yield _closed(component)


def _opened(component: Component) -> Iterator[bytes]:
    yield f"BEGIN:{component.name}\r\n".encode()
    for found in component.properties:
        yield fold(_line(found)) + b"\r\n"
    for inner in component.components:
        yield from _lines(inner)


def _closed(component: Component) -> bytes:
    return f"END:{component.name}\r\n".encode()


def _line(found: Property) -> bytes:
    named = [(name, ",".join(map(parameter, values))) for name, values in found.parameters]
    if found.name in _TYPE_NAMED:
        named.append(("VALUE", found.type.upper()))
    parameters = "".join(f";{name}={value}" for name, value in named)
    return f"{found.name}{parameters}:".encode() + b",".join(_value(found.type, value) for value in found.values)


def _value(kind: Type, value: Value) -> bytes:
    match value:
        case datetime():
            return f"{date_time(value)}{'Z' if value.tzinfo else ''}".encode()
        case timedelta():
            return (timezones.offset(value) if kind is Type.UTC_OFFSET else duration(value)).encode()
        case (latitude, longitude):
            return f"{latitude};{longitude}".encode()
        case str() if kind is Type.TEXT:
            return text(value)
        case _:
            return str(value).encode()
