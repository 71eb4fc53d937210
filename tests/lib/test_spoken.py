"""How the language that is spoken writes."""

import pytest
from django.utils import translation

from openevent.lib import spoken
from openevent.lib.sentences import Amount


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en", "en"), ("de", "de"), ("de-at", "de_AT"), ("pt-br", "pt_BR"), ("zh-hans", "zh_Hans"), (None, "en")],
)
def test_a_language_of_a_country_or_a_script_writes_as_there(language: str | None, locale: str) -> None:
    with translation.override(language):
        assert str(spoken.locale()) == locale


def test_money_is_written_as_there() -> None:
    with translation.override("pt-br"):
        assert str(Amount(units=123_456, currency="BRL")) == "R$\N{NO-BREAK SPACE}1.234,56"
