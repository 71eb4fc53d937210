"""What people wrote, as pages show it."""

import pytest

from openevent.web import words


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>One.</p><p>&nbsp;</p><p><br></p><p><span></span></p><p>Two.</p>", "<p>One.</p><p>Two.</p>"),
        ("<p>&nbsp;One.<br></p>", "<p>&nbsp;One.<br></p>"),
        ("<p><br><b>One.</b></p>", "<p><br><b>One.</b></p>"),
    ],
)
def test_paragraphs_of_nothing_are_not_shown(written: str, shown: str) -> None:
    assert words.shown(written) == shown


def test_a_paragraph_of_thousands_of_nothings_is_one_of_nothing() -> None:
    assert words.shown("<p>" + "<span> &nbsp;" * 5000).count("<p>") == 0
