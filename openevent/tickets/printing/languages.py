"""In which language, and so in which letters and direction, a document is."""

from collections.abc import Mapping
from typing import Any

from babel import Locale, UnknownLocaleError

from openevent.lib import fonts

FIRST_STRONG, END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def locale(language: str) -> Locale:
    """What is known of a language by its tag (BCP 47), such as `de-AT`; English where it is none that is known."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def voice(language: Locale) -> dict[str, object]:
    """What a template needs to know in order to write in the language."""
    territory = language.territory or ""
    return {
        "language": language.language,
        "region": territory if len(territory) == 2 else None,  # Typst takes those of ISO 3166 alone, not “419”
        "fonts": fonts.families(str(language)),
    }


def isolated(words: Any, language: Locale) -> Any:
    """All the words, each line in the direction of its first letter, also where a document is read from the right.

    So “.” stands at the end of an English sentence in it, and not before its beginning (UAX #9, 2.4.2).
    """
    if language.text_direction == "ltr":
        return words
    if isinstance(words, str):
        return "\n".join(f"{FIRST_STRONG}{line}{END}" if line else line for line in words.splitlines())
    if isinstance(words, Mapping):
        return {name: isolated(member, language) for name, member in words.items()}
    if isinstance(words, list | tuple):
        return [isolated(member, language) for member in words]
    return words
