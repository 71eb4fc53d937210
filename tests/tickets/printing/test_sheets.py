"""Tickets: what they say, that they fit a page, and that their code is read."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from openevent.lib import typesetting
from openevent.tickets.printing import sheets
from openevent.tickets.printing.sheets import Sheet, tickets
from tests import documents
from tests.tickets.printing.samples import ANYTHING, MARKUP, SHEET, sheet

NAMES = ("event", "place", "organiser", "holder", "ticket")


def pictures(*printed: Sheet) -> list[Image.Image]:
    pages = typesetting.pictures(sheets.TEMPLATE, sheets.content(printed), dots_per_inch=72)
    return [Image.open(io.BytesIO(page)) for page in pages]


def codes(page: Image.Image) -> list[str]:
    """What a scanner at the entrance reads on the page."""
    return [found.text for found in zxingcpp.read_barcodes(page.convert("L"))]


def test_a_ticket_says_what_one_must_know() -> None:
    (page,) = documents.pages(tickets([SHEET]))

    assert page.splitlines() == [
        "Olga & Friends Ticket",
        "Open Tech Days",
        "When",
        "Friday, March 5, 2027",
        "10:00\u202fAM – 6:30\u202fPM",
        "Central European Time",
        "Where",
        "Old Brewery, Berlin",
        "Ann Archer",
        "Early bird · €49.00",
        "Show this code at the entrance, on paper or on a screen.",
        "Order 5c1d4a3e · Attendee 1283",
        "Bring a laptop.",
    ]


def test_a_ticket_speaks_the_language_of_its_reader() -> None:
    (page,) = documents.pages(tickets([sheet(language="de-AT", price=0)]))

    assert "Freitag, 5. März 2027\n10:00 – 18:30\nMitteleuropäische Zeit\nWo\n" in page
    assert "Early bird · Kostenlos\nBitte am Einlass vorzeigen" in page


def test_a_ticket_says_no_more_than_there_is() -> None:
    (page,) = documents.pages(tickets([sheet(place="", organiser="", message="")]))

    assert "Where" not in page
    assert page.endswith("Order 5c1d4a3e · Attendee 1283")


def test_each_ticket_has_a_page_and_a_code_of_its_own() -> None:
    three = [sheet(holder=f"Guest {number}", code=f"code-{number}") for number in range(3)]

    assert [f"Guest {number}" in page for number, page in enumerate(documents.pages(tickets(three)))] == [True] * 3
    assert [codes(page) for page in pictures(*three)] == [["code-0"], ["code-1"], ["code-2"]]


@given(code=st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=300))
@settings(deadline=None, max_examples=15)
def test_any_code_is_read_at_the_entrance(code: str) -> None:
    assert [codes(page) for page in pictures(sheet(code=code))] == [[code]]


def test_a_code_is_read_off_a_small_screen() -> None:
    (page,) = pictures(sheet(code="5c1d4a3e-9d0f-4f30-9c67-f4ee0fb1a2aa/1283/abcdefabcdef"))

    assert codes(page.resize((360, 509))) == ["5c1d4a3e-9d0f-4f30-9c67-f4ee0fb1a2aa/1283/abcdefabcdef"]


@pytest.mark.parametrize("words", MARKUP)
def test_what_people_write_stands_there_as_they_wrote_it(words: str) -> None:
    (page,) = documents.pages(tickets([sheet(holder=words, event=words, place=words, message=words)]))

    assert page.splitlines().count(words) == 4


@given(words=st.lists(ANYTHING, min_size=6, max_size=6))
@example(["\u202e" * 60, "\ud800", "\x00", "\ufeff", "\u200b", "\U0010ffff\U000e0001"])
@settings(deadline=None, max_examples=50)
def test_any_text_makes_a_ticket_of_one_page(words: list[str]) -> None:
    *names, message = words
    printed = sheet(**dict(zip(NAMES, names, strict=True)), message=message)

    assert len(documents.pages(tickets([printed]))) == 1


@pytest.mark.parametrize("letters", ["W", "漢", "ab ", "W-", "﷽", "नि", "é", "👩‍💻"])
def test_long_names_stay_on_their_page_and_within_its_margins(letters: str) -> None:
    long = (letters * 255)[:255]
    printed = sheet(**dict.fromkeys(NAMES, long))

    (page,) = pictures(printed)

    left, _, right, bottom = page.convert("L").point(lambda value: 255 * (value < 200)).getbbox() or (0, 0, 0, 0)
    margin = round(20 / 25.4 * 72)
    assert left >= margin - 2
    assert right <= page.width - margin + 2
    assert bottom < page.height - 20
    assert codes(page) == [SHEET.code]


def test_what_is_longer_than_any_name_is_cut_and_shows_it() -> None:
    (page,) = documents.pages(tickets([sheet(event="Days " * 2_000, place="x" * 10_000)]))

    assert page.count("…") == 2


def test_a_message_that_is_too_long_goes_on_on_the_next_page() -> None:
    lines = [f"Line {number}" for number in range(100)]

    pages = documents.pages(tickets([sheet(message="\n".join(lines)), sheet(holder="Tom")]))

    assert len(pages) > 2
    assert [line for line in "\n".join(pages).splitlines() if line.startswith("Line")] == lines
    assert "Tom" in pages[-1]


def test_the_same_tickets_are_the_same_bytes() -> None:
    assert tickets([SHEET, SHEET]) == tickets([sheet(), sheet()])


def test_tickets_can_be_read_aloud() -> None:
    document = tickets([sheet(language="de")])

    assert "<pdfuaid:part>1</pdfuaid:part>" in documents.metadata(document)
    assert '<rdf:li xml:lang="x-default">Open Tech Days: Ticket</rdf:li>' in documents.metadata(document)
    assert documents.catalog(document)["/Lang"] == "de"
    assert documents.described(document) == ["QR-Code des Tickets von Ann Archer"]


def test_tickets_read_from_the_right_keep_english_sentences_whole() -> None:
    arabic = sheets.content([sheet(language="ar", message="Bring a laptop.\n\nThank you!")])["sheets"]

    assert isinstance(arabic, list)
    assert arabic[0]["message"] == "\u2068Bring a laptop.\u2069\n\n\u2068Thank you!\u2069"
    assert arabic[0]["event"] == "\u2068Open Tech Days\u2069"
    assert len(pictures(sheet(language="ar"))) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_at": datetime(2027, 3, 5)}, "needs a time zone"),  # noqa: DTZ001 - what is refused
        ({"code": ""}, "A ticket without a code"),
        ({"code": "x" * 3000}, "Data too large"),
    ],
)
def test_what_is_no_ticket_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        tickets([sheet(**changes)])


def test_no_tickets_are_no_document() -> None:
    with pytest.raises(ValueError, match="no ticket"):
        tickets([])


def test_a_hundred_tickets_are_one_document() -> None:
    many = [sheet(holder=f"Guest {number}") for number in range(100)]

    assert len(documents.pages(tickets(many))) == 100


def test_an_event_of_several_days_says_when_it_begins_and_ends() -> None:
    (page,) = documents.pages(tickets([sheet(ends_at=SHEET.ends_at + timedelta(days=2), language="en-GB")]))

    assert "Friday, 5 March 2027, 10:00 –\nSunday, 7 March 2027, 18:30\nCentral European Time" in page
