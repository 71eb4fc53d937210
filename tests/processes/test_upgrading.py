"""A server that was installed earlier, with the software of today."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes.stack import Stack

pytestmark = pytest.mark.processes


def made(stack: Stack) -> set[str]:
    """What a database consists of, in whatever order it came."""
    return set(_parts(stack.folder / "data" / "openevent.sqlite3"))


def _parts(file: Path) -> Iterator[str]:
    with closing(sqlite3.connect(file)) as database:
        for kind, name, words in database.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master"):
            if kind == "table":
                yield from (f"{name} {column[1:]}" for column in database.execute(f'PRAGMA table_xinfo("{name}")'))
                yield from (f"{name} {constraint}" for constraint in re.findall(r'CONSTRAINT "\w+"', words))
            else:
                yield f"{name} {words}"


def test_a_database_of_any_age_comes_to_the_same_tables(tmp_path: Path) -> None:
    old, new = (Stack(folder=tmp_path / name) for name in ("old", "new"))
    subprocess.run([sys.executable, "-m", "tests.processes.halfway"], env=old.environment, check=True)
    before = made(old)

    old.run("migrate")
    new.folder.mkdir()
    new.migrate()

    assert made(old) == made(new)
    assert len(before) + 50 < len(made(new))
    assert any("CREATE TRIGGER check_in_stays" in part for part in made(new))
    assert any('CONSTRAINT "ticket_not_oversold"' in part for part in made(new))
