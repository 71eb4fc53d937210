"""How the command speaks: results on standard output, progress and refusals on standard error."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from openevent.lib.errors import Refused

as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as one line of JSON.")


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a refusal into its sentence and exit status 1."""
    try:
        yield
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal


@contextmanager
def bar(words: str) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error; the block is given a function that takes percents."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(words, total=100)
        try:
            yield lambda percent: progress.update(task, completed=percent)
        except BaseException:
            progress.update(task, visible=False)  # the bar of what came to nothing says nothing
            raise


def say_json(result: dict[str, Any]) -> None:
    """Print the result as one line of JSON."""
    click.echo(json.dumps(result, ensure_ascii=False))
