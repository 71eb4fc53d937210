"""An iCalendar text taken apart: components, their properties, values as they stand there (RFC 5545, 3.1 and 3.4)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from icalendar.parser import Contentline
from icalendar.parser.property import unescape_backslash
from icalendar.parser_tools import to_unicode

from openevent.calendars.refusals import NotACalendar
from openevent.calendars.saying import said

_END_OF_LINE = re.compile(r"\r?\n")


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
    # Nothing is looked for property by property: an event may have as many of them as its file has lines.
    _named: dict[str, list[Property]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Note which properties there are of each name."""
        for found in self.properties:
            self._named.setdefault(found.name, []).append(found)

    def add(self, found: Property) -> None:
        """Put the property behind the others."""
        self.properties.append(found)
        self._named.setdefault(found.name, []).append(found)

    def all(self, name: str) -> Iterator[Property]:
        """The properties of this name."""
        return iter(self._named.get(name, ()))

    def first(self, *names: str) -> Property | None:
        """The first property of the first of these names that occurs."""
        return next((found for name in names for found in self.all(name)), None)

    def text(self, *names: str) -> str:
        """The TEXT of the first such property, or ""."""
        found = self.first(*names)
        return found.text if found else ""


class Line(NamedTuple):
    """An unfolded content line, the property in it (None for a line that is none), and in which line it begins."""

    text: str
    found: Property | None
    number: int


class _Begun(NamedTuple):
    """A component that does not end yet, and the line in which it begins."""

    component: Component
    number: int


def calendar(data: bytes) -> Component:
    """The first VCALENDAR in an .ics file; raises NotACalendar."""
    return composed(lines(data))


def composed(found_lines: Iterable[Line]) -> Component:
    """The first VCALENDAR that these lines make; raises NotACalendar."""
    outermost = Component(name="")
    stack = [_Begun(outermost, 0)]
    for _, found, number in found_lines:
        if found and found.name == "BEGIN":
            stack.append(_Begun(_begun(stack[-1].component, found), number))
        elif found and found.name == "END":
            _end(stack, found, number)
        elif found:
            stack[-1].component.add(found)
    return _calendar(outermost, unfinished=stack[1:])


def lines(data: bytes) -> Iterator[Line]:
    """The unfolded content lines.

    icalendar reads what stands in a line, but does not make its own objects of them: it would look up zones in the
    system's database before it looks at those in the file, and remember a file's zones for the next file.
    """
    text: str = to_unicode(data)
    return (Line(line, _property(line), number) for number, line in _unfolded(text) if line)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """The content lines, each with the number of the line in which it begins; empty lines are none."""
    begun, pieces = 1, list[str]()
    for number, line in enumerate(_END_OF_LINE.split(text), start=1):
        if number > 1 and line.startswith((" ", "\t")):
            pieces.append(line[1:])
        elif line:
            yield begun, "".join(pieces)
            begun, pieces = number, [line]
    yield begun, "".join(pieces)


def _property(line: str) -> Property | None:
    """The property in a content line; None for a line that is none, which other programs overlook, too."""
    try:
        name, parameters, value = Contentline(line).raw_parts()  # type: ignore[no-untyped-call] # icalendar leaves it without annotations
    except ValueError:
        return None
    values = {key.upper(): ", ".join(found) if isinstance(found, list) else found for key, found in parameters.items()}
    return Property(name=name.upper(), parameters=values, value=value)


def _begun(parent: Component, line: Property) -> Component:
    component = Component(name=line.value.strip().upper())
    parent.components.append(component)
    return component


def _end(stack: list[_Begun], line: Property, number: int) -> None:
    name, innermost = line.value.strip().upper(), stack[-1]
    if len(stack) > 1 and innermost.component.name == name:
        stack.pop()
        return
    if all(begun.component.name != name for begun in stack[1:]):
        raise NotACalendar(
            said(
                "This is no calendar file: line %(line)s ends a %(name)s that did not begin.",
                line=number,
                name=repr(name[:32]),
            )
        )
    raise NotACalendar(
        said(
            "This calendar file is damaged: the %(open)s that begins in line %(begins)s does not end before the "
            "%(name)s does, in line %(line)s.",
            open=repr(innermost.component.name[:32]),
            begins=innermost.number,
            name=repr(name),
            line=number,
        )
    )


def _calendar(outermost: Component, *, unfinished: list[_Begun]) -> Component:
    if unfinished:
        raise NotACalendar(
            said(
                "This calendar file is incomplete: the %(open)s that begins in line %(begins)s does not end.",
                open=repr(unfinished[-1].component.name[:32]),
                begins=unfinished[-1].number,
            )
        )
    for component in outermost.components:
        if component.name == "VCALENDAR":
            return component
    raise NotACalendar(said("This is no calendar file: it holds no VCALENDAR."))
