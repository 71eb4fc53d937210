"""An iCalendar text taken apart: components, their properties, values as they stand there (RFC 5545, 3.1 and 3.4)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from icalendar.parser import Contentline, Contentlines
from icalendar.parser.property import unescape_backslash

from openevent.calendars.refusals import NotACalendar


@dataclass(frozen=True, kw_only=True, slots=True)
class Property:
    """A property: its parameters (names in capitals) and its value, not unescaped."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as TEXT (RFC 5545, 3.3.11)."""
        return str(unescape_backslash(self.value))


@dataclass(frozen=True, kw_only=True, slots=True)
class Component:
    """A component, with its properties and sub-components in their order; names are in capitals."""

    name: str
    properties: list[Property] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Property]:
        """The properties of this name."""
        return (found for found in self.properties if found.name == name)

    def first(self, *names: str) -> Property | None:
        """The first property of the first of these names that occurs."""
        return next((found for name in names for found in self.all(name)), None)

    def text(self, *names: str) -> str:
        """The TEXT of the first such property, or ""."""
        found = self.first(*names)
        return found.text if found else ""


Line = tuple[str, Property | None]


def calendar(data: bytes) -> Component:
    """The first VCALENDAR in an .ics file; raises NotACalendar."""
    return composed(lines(data))


def composed(found_lines: Iterable[Line]) -> Component:
    """The first VCALENDAR that these lines make; raises NotACalendar."""
    outermost = Component(name="")
    stack = [outermost]
    for _, found in found_lines:
        if found and found.name == "BEGIN":
            stack.append(_begun(stack[-1], found))
        elif found and found.name == "END":
            _end(stack, found)
        elif found:
            stack[-1].properties.append(found)
    return _calendar(outermost, unfinished=stack[1:])


def lines(data: bytes) -> Iterator[Line]:
    """The unfolded content lines, each with the property in it; None for a line that is none.

    icalendar splits the lines, but does not make its own objects of them: it would look up zones in the system's
    database before it looks at those in the file, and remember a file's zones for the next file.
    """
    found = Contentlines.from_ical(data)  # type: ignore[no-untyped-call] # icalendar leaves it without annotations
    return ((str(line), _property(line)) for line in found if line)


def _property(line: Contentline) -> Property | None:
    """The property in a content line; None for a line that is none, which other programs overlook, too."""
    try:
        name, parameters, value = line.raw_parts()
    except ValueError:
        return None
    values = {key.upper(): ", ".join(found) if isinstance(found, list) else found for key, found in parameters.items()}
    return Property(name=name.upper(), parameters=values, value=value)


def _begun(parent: Component, line: Property) -> Component:
    component = Component(name=line.value.strip().upper())
    parent.components.append(component)
    return component


def _end(stack: list[Component], line: Property) -> None:
    if len(stack) == 1 or stack[-1].name != line.value.strip().upper():
        raise NotACalendar(f"This is no calendar file: it ends a {line.value[:32]!r} that it did not begin.")
    stack.pop()


def _calendar(outermost: Component, *, unfinished: list[Component]) -> Component:
    if unfinished:
        raise NotACalendar(f"This calendar file is incomplete: its {unfinished[-1].name[:32]!r} does not end.")
    for component in outermost.components:
        if component.name == "VCALENDAR":
            return component
    raise NotACalendar("This is no calendar file: it holds no VCALENDAR.")
