"""Flags in queries and forms: words that say yes or no."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from openevent.lib.errors import Malformed

YES, NO = frozenset({"", "true", "1", "yes", "on"}), frozenset({"false", "0", "no", "off"})


def is_on(flag: str | None) -> bool:
    """Whether a flag is switched on: it is there, and does not say no."""
    return flag is not None and flag.lower() not in NO


def asked_anywhere(flags: Iterable[str], name: str) -> bool:
    """Whether a flag that may be said in several places is switched on. Raises Malformed where they contradict."""
    said = {asked(flag, name) for flag in flags}
    if len(said) > 1:
        raise Malformed(_("“%(name)s” is said twice, once true and once false.") % {"name": name}, parameter=name)
    return True in said


def asked(flag: str | None, name: str) -> bool:
    """Whether a flag is switched on, where a wrong word must not be guessed at. Raises Malformed."""
    if flag is not None and flag.lower() not in YES | NO:
        raise Malformed(_("“%(name)s” must be true or false.") % {"name": name}, parameter=name)
    return is_on(flag)
