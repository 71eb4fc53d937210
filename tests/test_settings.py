"""Settings come from the environment; a bad value is refused with a sentence."""

import os
import stat
import subprocess
import sys
from pathlib import Path

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
        ("SITE_URL", "http://[", "SITE_URL must be an absolute address"),
        ("SITE_URL", "https://events.example.org/base", "SITE_URL must be an absolute address without a path"),
        ("DATABASE_URL", "postgresql://u:p@host:notaport/x", "DATABASE_URL is no address of a database"),
        ("DATABASE_URL", "sqlite:///:memory:", "a database in memory is another one for each process"),
        ("CELERY_BROKER_URL", "nonsense://x", "CELERY_BROKER_URL must begin with"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL must be"),
        ("STRIPE_SECRET_KEY", "pk_test_1", "STRIPE_SECRET_KEY must begin with sk_ or rk_"),
        ("STRIPE_PUBLISHABLE_KEY", "sk_test_1", "STRIPE_PUBLISHABLE_KEY must begin with pk_"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_1,we_1", "STRIPE_WEBHOOK_SECRET must begin with whsec_"),
        ("STRIPE_API_BASE", "stripe", "STRIPE_API_BASE must be an absolute address"),
        ("FONTS_DIR", "/proc/nowhere", "FONTS_DIR, /proc/nowhere, is no folder"),
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


def test_a_folder_of_any_name_holds_the_database(tmp_path: Path) -> None:
    folder = tmp_path / "da ta#1?x%20"

    subprocess.run(
        [sys.executable, "-m", "openevent", "migrate"], env={**os.environ, "DATA_DIR": str(folder)}, check=True
    )

    if "DATABASE_URL" not in os.environ:
        assert (folder / "openevent.sqlite3").is_file()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
