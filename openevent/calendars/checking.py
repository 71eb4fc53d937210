"""Whether a calendar file is right, and what programs will show of it: the file's own doctor."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from openevent.calendars import components, programs
from openevent.calendars.checks import (
    answers,
    clocks,
    following,
    kinds,
    messages,
    moments,
    names,
    occurrence,
    octets,
    people,
    stamps,
    texts,
    zones,
)
from openevent.calendars.checks.answers import Answer
from openevent.calendars.checks.finding import Finding, Severity, error, note
from openevent.calendars.components import Component, Line
from openevent.calendars.itip import Method
from openevent.calendars.programs import Shown
from openevent.calendars.reckoning import Reckoning, reckoning
from openevent.calendars.refusals import Nonsense, NotACalendar
from openevent.calendars.saying import said

__all__ = ["Finding", "Report", "Severity", "Shown", "check"]

_ORDER = tuple(Severity)


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a calendar file holds, what is wrong with it (errors first), what programs make of it.

    `sessions` counts the events; `starts_at` and `ends_at` are their extent in UTC, None where no time can be read;
    `zone` is the one in which the file shows its times. Of a message about one event (RFC 5546) there are no
    `programs`, for none asks for it.
    """

    name: str = ""
    zone: str = "UTC"
    sessions: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    findings: tuple[Finding, ...]
    programs: tuple[Shown, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity."""
        return sum(finding.severity is severity for finding in self.findings)


def check(
    data: bytes,
    *,
    headers: Mapping[str, str] | None = None,
    redirects: tuple[str, ...] = (),
    repeated: int | None = None,
) -> Report:
    """What is to be said of this file; raises nothing.

    `headers` came with it, if it was fetched; then `redirects` are the addresses that the first one led to, and
    `repeated` is the status of a second request with the received validator, None where none was made.
    """
    answer = None
    if headers is not None:
        lowered = {name.lower(): value for name, value in headers.items()}
        answer = Answer(headers=lowered, redirects=redirects, repeated=repeated)
    lines = list(components.lines(data))
    received = list(answers.findings(answer, len(data))) if answer else []
    try:
        file = components.composed(lines)
    except NotACalendar as refusal:  # what else is wrong with a page or a picture is nobody's question
        return Report(findings=_sorted([*received, error("not-a-calendar", kinds.sentence(data) or refusal.sentence)]))
    return _report(file, lines, [*received, *octets.findings(data)], answer)


def _report(file: Component, lines: list[Line], about_bytes: list[Finding], answer: Answer | None) -> Report:
    events = [component for component in file.components if component.name == "VEVENT"]
    times = reckoning(file)
    message = messages.method(file, is_fetched=answer is not None)
    spans = list(_spans(events, times))
    return Report(
        name=file.text("NAME", "X-WR-CALNAME"),
        zone=times.home,
        sessions=sum(event.first("RECURRENCE-ID") is None for event in events),
        starts_at=min((start for start, _ in spans), default=None),
        ends_at=max((end for _, end in spans), default=None),
        findings=_sorted([*about_bytes, *_findings(file, events, lines, times, message, answer)]),
        programs=() if message else programs.shown(file),
    )


def _findings(
    file: Component,
    events: list[Component],
    lines: list[Line],
    times: Reckoning,
    message: Method | None,
    answer: Answer | None,
) -> Iterator[Finding]:
    yield from names.findings(lines)
    yield from _shape(file, events, lines)
    yield from messages.findings(file, events, message)
    yield from occurrence.findings(file, events, message)
    yield from people.findings(events, message)
    yield from texts.findings(events, message)
    yield from zones.findings(file, events, times)
    yield from moments.findings(events, times)
    yield from clocks.findings(events, times)
    yield from stamps.findings(events, message, answer.at if answer else None)
    if not message:
        yield from following.findings(file)


def _shape(file: Component, events: list[Component], lines: list[Line]) -> Iterator[Finding]:
    """What of the file was not looked at."""
    calendars = sum(
        found is not None and found.name == "BEGIN" and found.value.strip().upper() == "VCALENDAR"
        for _, found, _ in lines
    )
    if calendars > 1:
        yield error(
            "several-calendars",
            said(
                "The file holds %(count)s calendars; most programs read the first only, and so does this check. "
                "Put all events into one VCALENDAR.",
                count=calendars,
            ),
        )
    if any(event.first("RRULE") or event.first("RDATE") for event in events):
        yield note("repeating", said("Some events repeat; only their first dates were checked."))
    others = Counter(component.name for component in file.components) - Counter({"VEVENT": len(events)})
    for name in ("VTODO", "VJOURNAL"):
        if others[name]:
            unshown = said(
                "There are %(count)s %(name)s in the file, which most programs do not show.",
                count=others[name],
                name=name,
            )
            yield note("not-events", unshown)


def _spans(events: list[Component], times: Reckoning) -> Iterator[tuple[datetime, datetime]]:
    """From when to when the events are whose times can be read."""
    for event in events:
        if start := event.first("DTSTART"):
            try:
                yield times.instant(start), times.end(event, start)
            except Nonsense:
                continue


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first, those of one kind together; within a kind in the order of the file."""
    return tuple(sorted(findings, key=lambda finding: (_ORDER.index(finding.severity), finding.code)))
