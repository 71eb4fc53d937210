"""Settings of accounts and letters come from the environment; a bad value is refused with a sentence."""

import os
import subprocess
import sys

import pytest

from openevent.celery import app

SHOW = (
    "from openevent import settings as s;"
    "print(s.EMAIL_BACKEND.split('.')[-2], s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD,"
    " s.EMAIL_USE_TLS, s.EMAIL_USE_SSL, s.EMAIL_FILE_PATH)"
)


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("", "console None None None None False False /"),
        ("consolemail://", "console None None None None False False /"),
        ("filemail:///var/spool/our%20letters", "filebased None None None None False False /var/spool/our letters"),
        ("smtp://mail.example.org", "smtp mail.example.org None None None False False /"),
        ("smtp+tls://us:p%40ss@mail.example.org:587", "smtp mail.example.org 587 us p@ss True False /"),
        ("smtp+ssl://us:pass@mail.example.org:465", "smtp mail.example.org 465 us pass False True /"),
    ],
)
def test_letters_go_where_the_address_says(url: str, shown: str) -> None:
    assert run("-c", SHOW, EMAIL_URL=url).stdout.strip() == shown


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("EMAIL_URL", "nonsense://x", "EMAIL_URL must be an address such as smtp+tls://"),
        ("EMAIL_URL", "smtp://host:notaport", "EMAIL_URL must be an address such as smtp+tls://"),
        ("EMAIL_URL", "smtp+tls://", "EMAIL_URL names no host"),
        ("EMAIL_URL", "filemail://letters", "EMAIL_URL must name a folder by its whole path"),
        ("DEFAULT_FROM_EMAIL", "Our Events", "DEFAULT_FROM_EMAIL must be an address"),
        ("DEFAULT_FROM_EMAIL", "us@example.org\nBcc: x@example.org", "DEFAULT_FROM_EMAIL must be an address"),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES must be a whole number"),
        ("TRUSTED_PROXIES", "all", "TRUSTED_PROXIES must be a whole number"),
        ("SIGN_INS_PER_ACCOUNT", "0", "SIGN_INS_PER_ACCOUNT must be a whole number above 0"),
        ("RESET_LIFETIME", "soon", "RESET_LIFETIME must be a number of seconds"),
        ("IDEMPOTENCY_KEY_LIFETIME", "a day", "IDEMPOTENCY_KEY_LIFETIME must be a number of seconds"),
        ("IDEMPOTENCY_KEY_LEASE", "0", "IDEMPOTENCY_KEY_LEASE must be more than 0 seconds"),
    ],
)
def test_a_bad_value_is_refused_by_name_without_a_trace(name: str, value: str, sentence: str) -> None:
    done = run("-m", "openevent", "--help", **{name: value})

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_letters_are_looked_after_every_minute() -> None:
    assert app.conf.beat_schedule["letters"] == {"task": "openevent.accounts.tasks.send_due", "schedule": 60.0}
