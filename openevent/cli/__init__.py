"""The `openevent` command."""

import os

import click
import django
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openevent.settings")
try:
    django.setup()
except ImproperlyConfigured as refusal:
    raise SystemExit(f"openevent: {refusal}") from refusal

from openevent.cli import archives, doctor, people, server

COMMANDS: list[click.Command] = [
    server.migrate,
    server.serve,
    server.web,
    server.worker,
    server.scheduler,
    people.user,
    archives.import_,
    archives.export,
    archives.demonstration,
    doctor.doctor,
]


class Commands(click.Group):
    """Commands that say so when the database is not there, which all but `doctor` need."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a database that is missing or was never set up is a refusal, not a trace."""
        try:
            return super().invoke(ctx)
        except (OperationalError, ProgrammingError) as error:
            reason = str(error).strip().splitlines()[0]
            raise click.ClickException(
                f"The database cannot be used: {reason}. `openevent migrate` makes its tables; DATABASE_URL, or "
                "DATA_DIR for the SQLite file, says where it is."
            ) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="open-event-server", message="Open Event Server %(version)s")
def main() -> None:
    """Open Event Server: run an event here, and every calendar that shows it is right.

    Settings come from the environment; files live under DATA_DIR (./data). Results go to standard output, progress
    and refusals to standard error. The exit status is 0, 1 for a refusal, 2 for a wrong call.
    """


for command in COMMANDS:
    main.add_command(command)
