"""Settings from the environment: each kind of value is read in one way, and refused by its name."""

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from openevent.lib import money
from openevent.lib.secrets import kept_secret

env = environ.Env()


def number(name: str, default: int) -> int:
    """A whole number above zero; refuses anything else by name."""
    text = env.str(name, default=str(default))
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ImproperlyConfigured(f"{name} must be a whole number above 0, such as {default}.")
    return int(text)


def flag(name: str, *, default: bool) -> bool:
    """Yes or no; refuses anything else by name."""
    text = env.str(name, default=str(default)).strip().lower()
    if text not in {"1", "true", "yes", "on", "0", "false", "no", "off", ""}:
        raise ImproperlyConfigured(f"{name} must be true or false.")
    return text in {"1", "true", "yes", "on"}


def database(name: str, default: str) -> dict[str, Any]:
    """A database by its address; refuses what is neither SQLite nor PostgreSQL."""
    url = env.str(name, default=default)
    if not url.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise ImproperlyConfigured(
            f"{name} must be the address of a database, such as postgresql://user:password@host/name."
        )
    if not url.startswith("sqlite:"):
        needs("psycopg", "postgresql", name)
    if url.startswith("sqlite:") and ":memory:" in url:
        raise ImproperlyConfigured(f"{name}: a database in memory is another one for each process; name a file.")
    try:
        found: dict[str, Any] = env.db_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is no address of a database: {error}.") from error
    return found


def needs(module: str, extra: str, setting: str) -> None:
    """Refuse a setting whose library is not installed, and say how it is."""
    if find_spec(module) is None:
        raise ImproperlyConfigured(
            f"{setting} needs the extra “{extra}”: in the project's folder, .venv/bin/pip install '.[{extra}]'."
        )


def secret_key(name: str, folder: Path) -> str:
    """The key that is given, or that this installation made for itself; refuses a folder that cannot be written."""
    try:
        return env.str(name, default="") or kept_secret(folder / "secret-key")
    except OSError as error:
        raise ImproperlyConfigured(f"DATA_DIR, {folder}, cannot be used: {error.strerror}.") from error


def seconds(name: str, default: float) -> timedelta:
    """A span of time given in seconds; refuses what is not a positive number."""
    try:
        span = timedelta(seconds=float(env.str(name, default=str(default))))
    except (ValueError, OverflowError) as error:
        raise ImproperlyConfigured(f"{name} must be a number of seconds, such as {default:g}.") from error
    if span <= timedelta(0):
        raise ImproperlyConfigured(f"{name} must be more than 0 seconds.")
    return span


def folder(name: str) -> Path | None:
    """A folder that is there; none when not said."""
    text = env.str(name, default="")
    if not text:
        return None
    if not Path(text).is_dir():
        raise ImproperlyConfigured(f"{name}, {text}, is no folder.")
    return Path(text).absolute()


def percent(name: str, default: int) -> Decimal:
    """A share in percent, with decimals; refuses what does not lie between 0 and 100."""
    try:
        share = Decimal(env.str(name, default=str(default)))
    except InvalidOperation as error:
        raise ImproperlyConfigured(f"{name} must be a number of percent, such as 2.5.") from error
    if not 0 <= share <= 100:
        raise ImproperlyConfigured(f"{name} must lie between 0 and 100 percent.")
    return share


def amounts(name: str) -> dict[str, Decimal]:
    """Amounts of money by currency, as EUR=19.50,JPY=3000; refuses what is none."""
    try:
        found = {code: Decimal(amount) for code, amount in env.dict(name, default={}).items()}
        for code, amount in found.items():
            money.minor(amount, code)
    except (ValueError, InvalidOperation) as error:
        raise ImproperlyConfigured(f"{name} must be amounts by currency, such as EUR=19.50,JPY=3000.") from error
    return found


def key(name: str, *beginnings: str) -> str:
    """A key that somebody hands out, known by how it begins; empty when not said, refused where it begins otherwise."""
    found: str = env.str(name, default="").strip()
    if found and not found.startswith(beginnings):
        raise ImproperlyConfigured(f"{name} must begin with {' or '.join(beginnings)}.")
    return found


def keys(name: str, beginning: str) -> list[str]:
    """Several keys with commas between them; as `key`."""
    found = [one.strip() for one in env.list(name, default=[]) if one.strip()]
    if not all(one.startswith(beginning) for one in found):
        raise ImproperlyConfigured(f"{name} must begin with {beginning}; several have commas between them.")
    return found


def site(name: str) -> str:
    """An address of http or https without path and trailing slash; empty when not said."""
    url = env.str(name, default="").strip().rstrip("/")
    if not url:
        return ""
    refusal = ImproperlyConfigured(
        f"{name} must be an absolute address without a path, such as https://events.example.org."
    )
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise refusal from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.fragment:
        raise refusal
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}"
