"""jCal: iCalendar in JSON (RFC 7265)."""

from collections.abc import Iterator
from typing import Any

import orjson

from openevent.calendars import extended, publishing
from openevent.calendars.document import Calendar
from openevent.calendars.outline import Outline, outline
from openevent.calendars.properties import Component, Parameters, Property


def stream(calendar: Calendar) -> Iterator[bytes]:
    """The pieces of the file: the head with the time zone, one piece an entry, the tail."""
    return _pieces(outline(calendar))


def rich(calendar: Calendar) -> Iterator[bytes]:
    """The same with all that the document knows, as in `rich.stream`."""
    return _pieces(publishing.rich(calendar))


def _pieces(outlined: Outline) -> Iterator[bytes]:
    calendar = outlined.calendar
    zones = b",\n".join(orjson.dumps(_component(zone)) for zone in calendar.components)
    yield b'["vcalendar",%b,[\n%b' % (orjson.dumps([_property(found) for found in calendar.properties]), zones)
    comma = b",\n" if zones else b""
    for event in outlined.events:
        yield comma + orjson.dumps(_component(event))
        comma = b",\n"
    yield b"\n]]\n"


def _component(component: Component) -> list[Any]:
    """Name, properties, sub-components (RFC 7265, 3.3)."""
    return [
        component.name.lower(),
        [_property(found) for found in component.properties],
        [_component(inner) for inner in component.components],
    ]


def _property(found: Property) -> list[Any]:
    """Name, parameters, type, values (RFC 7265, 3.4); a place is one value of two numbers."""
    values = [extended.spelled(found.type, value) for value in found.values]
    return [found.name.lower(), _parameters(found.parameters), found.type.value, *values]


def _parameters(parameters: Parameters) -> dict[str, str | list[str]]:
    return {name.lower(): values[0] if len(values) == 1 else list(values) for name, values in parameters}
