"""Longer texts in forms: what is shown to be changed, and what is kept of it."""

import pytest

from openevent.web.passages import Passage


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("<p>Bring an iron.</p>\n\n<p>And solder.</p>", "Bring an iron.\n\nAnd solder."),
        ("<p>Bring an <b>iron</b>.</p>", "<p>Bring an <b>iron</b>.</p>"),
        ("<p>What &lt;b&gt; does</p>", "<p>What &lt;b&gt; does</p>"),
    ],
)
def test_a_text_that_is_sent_as_it_is_shown_stays_what_it_was(kept: str, typed: str) -> None:
    field = Passage()

    assert field.prepare_value(kept) == typed
    assert field.clean(typed) == kept
