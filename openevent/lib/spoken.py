"""The language that is spoken just now: how it writes numbers, money and days."""

from babel import Locale
from django.utils.translation import get_language, to_locale


def locale() -> Locale:
    """What is known of it (Unicode CLDR); of English, where none is spoken."""
    return Locale.parse(to_locale(get_language() or "en"))
