"""`openevent migrate`, `serve`, `worker`, `scheduler`: the server and its parts."""

import os
import sys
import threading
import warnings
from contextlib import nullcontext

import click
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from openevent.celery import app
from openevent.cli import talking
from openevent.lib import locks, ports, processes
from openevent.lib.processes import Child, Supervisor

address = (
    click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 for all."),
    click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535)),
    click.option(
        "--processes", "count", default=1, show_default=True, type=click.IntRange(1, 256), help="Web processes."
    ),
)


@click.command()
def migrate() -> None:
    """Make the database's tables, or bring them up to date."""
    _migrate()
    click.echo("The database is up to date.", err=True)


def _migrate() -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise click.ClickException(f"The database cannot be reached or changed: {error}") from error


def _is_migrated() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise click.ClickException(f"The database cannot be reached: {error}") from error


def _prepare() -> None:
    """A database of the server's own is brought up to date; one that is shared is not touched unasked."""
    if _is_migrated():
        return
    if connection.vendor != "sqlite":
        raise click.ClickException("The database is not up to date. Run `openevent migrate` first.")
    _migrate()


@click.command()
@address[0]
@address[1]
@address[2]
def serve(host: str, port: int, count: int) -> None:
    """Serve everything: the web and, unless CELERY_BROKER_URL names a broker, worker and scheduler too."""
    embedded = settings.CELERY_BROKER_URL == settings.EMBEDDED_QUEUE
    in_use = f"Another server works on {settings.DATA_DIR} already. End it first, or choose another DATA_DIR."
    with talking.refusals():
        ports.check_free(host, port)
        with locks.sole(settings.QUEUE_DIR, in_use) if embedded else nullcontext():
            _serve(host, port, count, embedded=embedded)


def _serve(host: str, port: int, count: int, *, embedded: bool) -> None:
    _prepare()
    os.environ.setdefault("LOCAL_URL", f"http://localhost:{port}")
    us = [sys.executable, "-m", "openevent"]
    children = [Child(name="web", command=[*us, "web", f"--host={host}", f"--port={port}", f"--processes={count}"])]
    if embedded:
        children += [Child(name=name, command=[*us, name]) for name in ("worker", "scheduler")]
    connection.close()
    threading.Thread(target=_announce, args=(host, port), daemon=True).start()
    Supervisor(children).run()
    click.echo("Open Event Server has ended.", err=True)


def _announce(host: str, port: int) -> None:
    """Say where the server is as soon as it answers there."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only compared
    if ports.wait_for_answer(near, port, patience=60):
        shown = "localhost" if near in {"127.0.0.1", "::1"} else f"[{near}]" if ":" in near else near
        click.echo(f"Open Event Server is at http://{shown}:{port}/ (Ctrl-C ends it).", err=True)


@click.command()
@address[0]
@address[1]
@address[2]
def web(host: str, port: int, count: int) -> None:
    """Serve the web only; worker and scheduler run apart."""
    processes.end_with_supervisor()
    with talking.refusals():
        ports.check_free(host, port)
    Granian(
        "openevent.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=count,
        blocking_threads=4,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


@click.command()
@click.option(
    "--concurrency",
    default=os.cpu_count() or 1,
    show_default="the number of processors",
    type=click.IntRange(1, 256),
    help="Jobs at the same time.",
)
def worker(concurrency: int) -> None:
    """Do the slow work: exports and imports."""
    processes.end_with_supervisor()
    _make_queue_folders()
    # As whom the worker runs is its operator's decision; Celery warns of root at every start.
    warnings.filterwarnings("ignore", message="You're running the worker")
    app.worker_main(
        [
            *("--quiet", "worker", f"--concurrency={concurrency}", "--loglevel", settings.LOG_LEVEL),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ]
    )


@click.command()
def scheduler() -> None:
    """Start what is done regularly: lost jobs are sent again, old files are deleted. One is enough."""
    processes.end_with_supervisor()
    _make_queue_folders()
    app.start(["--quiet", "beat", "--loglevel", settings.LOG_LEVEL, "--pidfile="])


def _make_queue_folders() -> None:
    if settings.CELERY_BROKER_URL == settings.EMBEDDED_QUEUE:
        for folder in ("messages", "control"):
            (settings.QUEUE_DIR / folder).mkdir(parents=True, exist_ok=True)
