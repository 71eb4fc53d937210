"""Longer texts in forms: written as plain words or as HTML, kept as HTML."""

import re
from typing import Any

from django.utils.html import linebreaks

from openevent.lib import text
from openevent.web.forms import Words

ONLY_PARAGRAPHS = re.compile(r"(?:</?p>|<br ?/?>|[^<])*")


def as_html(written: str) -> str:
    """Words as paragraphs, where blank lines divide them; HTML stays as it is."""
    return written if text.ANY_TAG.search(written) or not written else linebreaks(written, autoescape=True)


def as_words(html: str) -> str:
    """HTML as it is typed: what is nothing but paragraphs as words, unless they speak of tags and would become some."""
    words = text.plain(html) if ONLY_PARAGRAPHS.fullmatch(html) else html
    return html if text.ANY_TAG.search(words) else words


class Passage(Words):
    """Words in paragraphs, or HTML."""

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return as_words(value) if isinstance(value, str) and not self.is_typed(value) else value

    def is_typed(self, value: str) -> bool:
        """Whether these are words as somebody typed them."""
        return not text.ANY_TAG.search(value)

    def to_python(self, value: Any) -> str:
        """As it is kept."""
        return as_html(super().to_python(value))
