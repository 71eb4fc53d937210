"""In which language somebody reads what is written to them."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation

from openevent.accounts.models import User
from openevent.accounts.models.user import normal_email

ENGLISH = settings.LANGUAGE_CODE  # in which everything is written that nobody wants otherwise


def known(wanted: str) -> str:
    """The language of this site that a wish (BCP 47, such as de-AT) begins with; empty where there is none."""
    tag = f"{wanted.strip().replace('_', '-').lower()}-"
    codes = sorted((code for code, _ in settings.LANGUAGES), key=len, reverse=True)  # “pt-br” before “pt”
    return next((code for code in codes if tag.startswith(f"{code.lower()}-")), "")


def nearest(wanted: str) -> str:
    """The same; English where there is none."""
    return known(wanted) or ENGLISH


def here() -> str:
    """The language in which whoever acts just now reads, or asked for the job that is done; where programs ask English.

    Workers speak English otherwise.
    """
    return nearest(translation.get_language() or "")


def of(reader: User | None, *, otherwise: str = "") -> str:
    """The language that the account wants; for one that wants none, and for nobody, `otherwise`, or that of `here`."""
    wanted = known(reader.language_prefrence) if reader is not None else ""
    return wanted or otherwise or here()


def of_addresses(addresses: Iterable[str]) -> dict[str, str]:
    """The languages in which letters to these addresses are written, as `of` their accounts (1 query)."""
    normal = {address: normal_email(address) for address in addresses}
    readers = {user.email: user for user in User.objects.filter(email__in=normal.values())}
    return {address: of(readers.get(email)) for address, email in normal.items()}
