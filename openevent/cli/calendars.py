"""`openevent import --event`: a calendar brought into an event that is there."""

from typing import IO

import click

from openevent.cli import talking
from openevent.events.models import Event
from openevent.imports import calendar
from openevent.imports.calendar import Plan

LOOKED_AT = 4096  # bytes, of which one sees what a file is


def bring(file: IO[bytes], identifier: str, *, dry_run: bool, as_json: bool) -> None:
    """Bring the calendar into the event, or say only what it would change there."""
    event = Event.objects.by_key(identifier)
    if event is None:
        raise click.ClickException(f"There is no event {identifier}.")
    with talking.refusals(), talking.bar("Comparing" if dry_run else "Importing") as progress:
        incoming = calendar.opened(file, zone=event.timezone)
        if dry_run:
            plan = calendar.compare(event, incoming)
        else:
            plan = calendar.apply(event, incoming, by=None, progress=progress)
        progress(100)
    _say(event, plan, dry_run=dry_run, as_json=as_json)


def check_is_none(file: IO[bytes]) -> None:
    """Refuse a calendar where an archive is wanted, and say how it is brought in."""
    if not file.seekable():
        return  # a pipe cannot be looked into first; what is in it will be refused as no archive
    start = file.read(LOOKED_AT)
    file.seek(0)
    if calendar.is_calendar(start):
        raise click.ClickException(
            "This is a calendar, not an archive. Say into which event it goes: --event IDENTIFIER (--dry-run to try)."
        )


def _say(event: Event, plan: Plan, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        talking.say_json({"identifier": event.identifier, "dry_run": dry_run, **plan.as_json()})
        return
    for what, names in plan.parts.items():
        click.echo(f"made for it: {what} {', '.join(f'“{name}”' for name in names)}")
    for step in plan.told():
        click.echo(str(step))
    click.echo(f"{event.identifier} {event.name}: {plan.sentence}{' (nothing was changed)' if dry_run else ''}")
