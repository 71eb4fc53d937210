"""Settings come from the environment; a bad value is refused with a sentence."""

import os
import subprocess
import sys

import pytest
from django.db import connection


def test_the_suite_runs_on_the_database_that_was_asked_for(pytestconfig: pytest.Config, db: None) -> None:
    assert connection.vendor == pytestconfig.getoption("database")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("JOB_LEASE", "soon", "JOB_LEASE must be a number of seconds"),
        ("JOB_LEASE", "0", "JOB_LEASE must be more than 0 seconds"),
        ("SITE_URL", "events.example.org", "SITE_URL must be an absolute address"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL"),
        ("JOB_ATTEMPTS", "many", "JOB_ATTEMPTS"),
        ("DEBUG", "perhaps", "DEBUG"),
        ("DATA_DIR", "/proc/nowhere", "DATA_DIR, /proc/nowhere, cannot be used"),
    ],
)
def test_a_bad_value_is_refused_by_name_without_a_trace(name: str, value: str, sentence: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "openevent", "--help"],
        env={**os.environ, name: value},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
