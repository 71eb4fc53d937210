"""`openevent import`, `export` and `demonstration`: events in and out of files."""

import io
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import click

from openevent import demonstration as conference
from openevent.accounts import joining
from openevent.accounts.models import User
from openevent.cli import calendars, demonstrating, talking
from openevent.events import team
from openevent.events.models import Event, EventRole
from openevent.exports import building
from openevent.exports.kinds import FORMAT_KINDS
from openevent.exports.made import Made
from openevent.exports.options import Options
from openevent.imports import archive

DEMONSTRATOR = ("olga@example.org", "demonstration")


@click.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--owner", metavar="EMAIL", help="Whose event it becomes; an account is made if there is none.")
@click.option("--publish", is_flag=True, help="Show the event to everyone at once; else it is a draft.")
@click.option("--again", is_flag=True, help="Make a second event, with new uids, of an archive that is here already.")
@click.option(
    "--event", "identifier", metavar="IDENTIFIER", help="Bring a calendar into this event, its sessions known by uid."
)
@click.option("--dry-run", is_flag=True, help="With --event: say what the calendar would change, and change nothing.")
@talking.as_json
def import_(
    file: IO[bytes],
    owner: str | None,
    publish: bool,
    again: bool,
    identifier: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make an event of an archive, or bring a calendar into an event: all of it, or nothing.

    FILE is an Open Event archive (a .zip of JSON files), of which an event is made; or with --event a calendar (.ics,
    schedule.xml or schedule.json), whose sessions are brought into that event. - is standard input.

    Without --owner the event belongs to the first super admin (`user create --admin`), if there is one.
    """
    if identifier is not None:
        if owner or publish or again:
            raise click.UsageError("--owner, --publish and --again are for archives, not for calendars (--event).")
        calendars.bring(file, identifier, dry_run=dry_run, as_json=as_json)
        return
    if dry_run:
        raise click.UsageError("--dry-run is for calendars: say with --event into which event.")
    calendars.check_is_none(file)
    with talking.refusals():
        imported = _take_over(file, owner or _first_chief(), publish=publish, again=again)
    event, warnings = imported.event, [warning.as_json() for warning in imported.warnings]
    if as_json:
        talking.say_json({"identifier": event.identifier, "id": str(event.pk), "warnings": warnings})
        return
    for warning in warnings:
        place = " ".join(str(warning[part]) for part in ("file", "row", "field") if warning[part])
        rows = f" Rows: {', '.join(map(str, warning['rows'][:20]))}." if "rows" in warning else ""
        click.echo(f"Not taken over: {place}: {warning['reason']}{rows}", err=True)
    _say_whose(event)
    click.echo(f"{event.identifier} {event.name}")


def _say_whose(event: Event) -> None:
    role = event.roles.filter(role=EventRole.Name.OWNER).select_related("user").first()
    if role is None:
        click.echo("The event belongs to nobody yet: the site's staff reach it under /admin/.", err=True)
    elif not role.user.has_usable_password():
        email = role.user.email
        click.echo(f"{email} has no password yet: `openevent user password {email}` gives one.", err=True)


def _take_over(
    file: IO[bytes], owner: str, *, publish: bool, again: bool, then: Callable[[Event, User], None] | None = None
) -> archive.Imported:
    """The archive as an event of this address' account; where that must be made, it is made with the event.

    `then` is done in the same transaction, for the account.
    """
    address = joining.checked_email(owner) if owner else ""

    def hand_over(imported: archive.Imported) -> None:
        if address:
            account = joining.known_or_new(address)
            team.appoint(account, EventRole.Name.OWNER, imported.event, by=None)
            if then is not None:
                then(imported.event, account)

    with talking.bar("Importing") as progress:
        return archive.take_over(
            file, owner=None, by=None, publish=publish, again=again, progress=progress, within=hand_over
        )


def _first_chief() -> str:
    chief = User.objects.filter(is_super_admin=True, is_blocked=False, deleted_at=None).order_by("pk").first()
    return chief.email if chief else ""


@click.command()
@click.argument("identifier")
@click.option("--format", "format_name", type=click.Choice(sorted(FORMAT_KINDS)), default="ics", show_default=True)
@click.option(
    "--output", required=True, type=click.Path(dir_okay=False, allow_dash=True), help="- for standard output."
)
@click.option("--rich", is_flag=True, help="With what only some programs understand (RFC 7986, RFC 9073).")
@click.option("--cancelled", is_flag=True, help="With sessions that were public and do not take place.")
@click.option(
    "--select",
    multiple=True,
    metavar="QUERY",
    help="Only some sessions, as in a feed's address: track=3&day=2026-10-24. Also profile=rich and cancelled=true. "
    "Several are read as one.",
)
@talking.as_json
def export(
    identifier: str, format_name: str, output: str, rich: bool, cancelled: bool, select: tuple[str, ...], as_json: bool
) -> None:
    """Write an event's schedule into a calendar file."""
    event = Event.objects.by_key(identifier)
    if event is None:
        raise click.ClickException(f"There is no event {identifier}.")
    if output == "-" and as_json:
        raise click.UsageError("Standard output cannot take both the file and the JSON line.")
    with talking.refusals(), talking.bar("Exporting") as progress:
        asked = Options.written("&".join(part.removeprefix("?") for part in select))
        options = replace(asked, rich=rich or asked.rich, cancelled=cancelled or asked.cancelled)
        made = building.make(event, FORMAT_KINDS[format_name], options)
        size = _write(made, output, progress)
        progress(100)
    skipped = [session.as_json() for session in made.skipped]
    for session in skipped:
        click.echo(f"Left out: session {session['session']} “{session['title']}”: {session['reason']}", err=True)
    result: dict[str, Any] = {"identifier": event.identifier, "file": output, "size": size, "skipped": skipped}
    if as_json:
        talking.say_json(result)


def _write(made: Made, output: str, progress: Callable[[int], None]) -> int:
    if output == "-":
        size = building.write(made, sys.stdout.buffer, progress=progress)
        sys.stdout.buffer.flush()
        return size
    target = Path(output)
    try:
        if target.exists() and not target.is_file():
            return _write_into(target, made, progress)  # a pipe or a device is written to, never put away
        target = target.resolve()  # through a link, the file that it means
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            size = _write_into(draft, made, progress)
            draft.replace(target)  # all of it, or the file as it was
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error
    return size


def _write_into(path: Path, made: Made, progress: Callable[[int], None]) -> int:
    with path.open("wb") as file:
        return building.write(made, file, progress=progress)


@click.command()
def demonstration() -> None:
    """Put the demonstration conference into the database, unless it is there, with an account to try it."""
    email, password = DEMONSTRATOR
    with talking.refusals():
        if User.objects.by_email(email) is None:
            joining.join(email, password, verified=True)
        if not Event.objects.filter(identifier=conference.IDENTIFIER).exists():
            file = io.BytesIO(conference.archive())
            _take_over(file, email, publish=True, again=False, then=demonstrating.sell)
    click.echo(f"The demonstration conference is event {conference.IDENTIFIER}; {email} organises it.", err=True)
    olga = User.objects.by_email(email)
    if olga is not None and olga.check_password(password):
        warning = "to try things out on this machine, not for the internet"
        click.echo(f"The account's password is “{password}”: {warning}.", err=True)
