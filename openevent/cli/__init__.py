"""The `openevent` command."""

import os

import click
import django
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openevent.settings")
try:
    django.setup()
except ImproperlyConfigured as refusal:
    raise SystemExit(f"openevent: {refusal}") from refusal

from openevent.cli import archives, people, server

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
]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="open-event-server", message="Open Event Server %(version)s")
def main() -> None:
    """Open Event Server: run an event here, and every calendar that shows it is right.

    Settings come from the environment; files live under DATA_DIR (./data). Results go to standard output, progress
    and refusals to standard error. The exit status is 0, 1 for a refusal, 2 for a wrong call.
    """


for command in COMMANDS:
    main.add_command(command)
