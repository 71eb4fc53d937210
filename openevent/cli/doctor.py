"""`openevent doctor`: whether a calendar is right, and what programs will show of it."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from openevent.calendars import zonedata
from openevent.calendars.checking import Finding, Report, Severity, check
from openevent.cli import fetching, talking

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_MOST_OF_A_KIND = 3


@click.command()
@click.argument("source", metavar="URL|FILE")
@talking.as_json
def doctor(source: str, as_json: bool) -> None:
    """Check a calendar: is it right, and what will programs show?

    URL is the address of any feed (https, http or webcal), FILE an .ics file, - standard input: iCalendar only. The
    exit status is 1 where there are errors. No database is needed.
    """
    with talking.refusals():
        report, fetched = _report(source)
    if as_json:
        talking.say_json({"source": source, **fetched, **_members(report)})
    else:
        _say(report)
    if report.count(Severity.ERROR):
        raise SystemExit(1)


def _report(source: str) -> tuple[Report, dict[str, str]]:
    """What is to be said of the file; and for an address, the one that was used."""
    if not fetching.is_address(source):
        return check(_read(source)), {}
    click.echo(f"Fetching {source} …", err=True)
    found = fetching.fetch(source)
    if found.fell_back:
        click.echo(
            f"No connection over https: {found.address} was used, without encryption. Programs that take webcal: for "
            "https: find no calendar there.",
            err=True,
        )
    report = check(found.data, headers=found.headers, redirects=found.redirects, repeated=found.repeated)
    return report, {"address": found.address}


def _read(source: str) -> bytes:
    try:
        with click.open_file(source, "rb") as file:
            data: bytes = file.read(fetching.BIGGEST + 1)
    except OSError as error:
        raise click.ClickException(f"{source} cannot be read: {error.strerror}") from error
    if len(data) > fetching.BIGGEST:
        raise click.ClickException(fetching.too_big())
    return data


def _members(report: Report) -> dict[str, Any]:
    members = asdict(report)
    for name in ("starts_at", "ends_at"):
        members[name] = members[name].isoformat() if members[name] else None
    return {**members, **{f"{severity}s": report.count(severity) for severity in Severity}}


def _say(report: Report) -> None:
    console = Console(highlight=False)
    console.print(Text(head(report), style="bold"), soft_wrap=True)
    if report.findings:
        console.print()
        console.print(_findings(report.findings))
    console.print()
    console.print(Text(_sum(report)))
    if report.programs:
        console.print()
        console.print(_programs(report))


def head(report: Report) -> str:
    """What the calendar holds: “Summit: 12 sessions, 24–26 October 2026, Europe/Berlin”."""
    parts = ["1 session" if report.sessions == 1 else f"{report.sessions} sessions"]
    if report.starts_at and report.ends_at:
        parts.append(_days(report.starts_at, report.ends_at, report.zone))
    parts.append(report.zone)
    name = "".join(letter if letter.isprintable() else " " for letter in report.name).strip()
    return f"{name}: {', '.join(parts)}" if name else ", ".join(parts)


def _days(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    here = zonedata.zone(zone)
    # What ends at midnight does not take place on the next day.
    last = max(starts_at, ends_at - timedelta(seconds=1)).astimezone(here).date()
    first = starts_at.astimezone(here).date()
    if first == last:
        return f"{first.day} {first:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%B %Y}"
    begins = f"{first.day} {first:%B}" if first.year == last.year else f"{first.day} {first:%B %Y}"
    return f"{begins} – {last.day} {last:%B %Y}"


def _findings(findings: tuple[Finding, ...]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column()
    for severity, text in _lines(findings):
        table.add_row(Text(severity, style=_STYLES[severity]), Text(text))
    return table


def _lines(findings: tuple[Finding, ...]) -> Iterator[tuple[Severity, str]]:
    """The findings, of each kind a few: a fault that every session has is read once, not a thousand times."""
    for (severity, code), alike in groupby(findings, key=lambda finding: (finding.severity, finding.code)):
        kind = list(alike)
        yield from ((severity, finding.detail) for finding in kind[:_MOST_OF_A_KIND])
        if (more := len(kind) - _MOST_OF_A_KIND) > 0:
            yield severity, f"… and {more} more of this kind ({code}); --json lists them all."


def _sum(report: Report) -> str:
    counted = {severity: report.count(severity) for severity in Severity}
    if not counted[Severity.ERROR] and not counted[Severity.WARNING]:
        return "The calendar is right."
    return ", ".join(f"{number} {severity}{'' if number == 1 else 's'}" for severity, number in counted.items())


def _programs(report: Report) -> Table:
    table = Table(title="What programs will show", title_justify="left", show_lines=True)
    for name in ("Program", "When it asks for the calendar", "What to know"):
        table.add_column(name)
    for shown in report.programs:
        table.add_row(Text(shown.program), Text(shown.refresh), Text("\n".join(shown.notes)))
    return table
