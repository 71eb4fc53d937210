"""xCal: iCalendar in XML (RFC 6321)."""

from collections.abc import Iterable, Iterator

from openevent.calendars import extended, publishing
from openevent.calendars.document import Calendar
from openevent.calendars.markup import text
from openevent.calendars.outline import Outline, outline
from openevent.calendars.properties import Component, Parameters, Property, Type, Value

NAMESPACE = "urn:ietf:params:xml:ns:icalendar-2.0"
_HEAD = f'<?xml version="1.0" encoding="utf-8"?>\n<icalendar xmlns="{NAMESPACE}">\n<vcalendar>\n'
_TAIL = "</components>\n</vcalendar>\n</icalendar>\n"


def stream(calendar: Calendar) -> Iterator[bytes]:
    """The pieces of the file: the head with the time zone, one piece an entry, the tail."""
    return _pieces(outline(calendar))


def rich(calendar: Calendar) -> Iterator[bytes]:
    """The same with all that the document knows, as in `rich.stream`."""
    return _pieces(publishing.rich(calendar))


def _pieces(outlined: Outline) -> Iterator[bytes]:
    calendar = outlined.calendar
    zones = "".join(map(_component, calendar.components))
    yield f"{_HEAD}{_properties(calendar.properties)}<components>\n{zones}".encode()
    for event in outlined.events:
        yield _component(event).encode()
    yield _TAIL.encode()


def _component(component: Component) -> str:
    """An element for properties and, if there are any, one for sub-components (RFC 6321, 3.3)."""
    name, inner = component.name.lower(), "".join(map(_component, component.components))
    components = f"<components>\n{inner}</components>\n" if inner else ""
    return f"<{name}>\n{_properties(component.properties)}{components}</{name}>\n"


def _properties(properties: Iterable[Property]) -> str:
    return f"<properties>\n{''.join(map(_property, properties))}</properties>\n"


def _property(found: Property) -> str:
    """Parameters, then values, each in an element named for its type (RFC 6321, 3.4)."""
    name = found.name.lower()
    values = "".join(_value(found.type, value) for value in found.values)
    return f"<{name}>{_parameters(found.parameters)}{values}</{name}>\n"


def _parameters(parameters: Parameters) -> str:
    if not parameters:
        return ""
    return f"<parameters>{''.join(_parameter(name, values) for name, values in parameters)}</parameters>"


def _parameter(name: str, values: tuple[str, ...]) -> str:
    # DERIVED is TRUE or FALSE, as RSVP is, which has a boolean here (RFC 6321, 3.5).
    if name == "DERIVED":
        return f"<derived><boolean>{values[0].lower()}</boolean></derived>"
    return f"<{name.lower()}>{''.join(map(_text, values))}</{name.lower()}>"


def _text(value: str) -> str:
    return f"<text>{text(value)}</text>"


def _value(kind: Type, value: Value) -> str:
    match extended.spelled(kind, value):
        case (latitude, longitude):
            # A place has parts instead of a type (RFC 6321, 3.4.1.2).
            return f"<latitude>{latitude}</latitude><longitude>{longitude}</longitude>"
        case spelled:
            return f"<{kind}>{text(str(spelled))}</{kind}>"
