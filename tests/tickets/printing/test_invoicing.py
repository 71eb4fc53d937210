"""Invoices and their corrections: what they say, in words and in order."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openevent.tickets.printing.invoices import Buyer, Line, Seller, Tax
from openevent.tickets.printing.invoicing import invoice
from tests import documents
from tests.tickets.printing import samples
from tests.tickets.printing.samples import ANYTHING, INVOICE


def lines(**changes: Any) -> list[str]:
    """The lines of the one page of the invoice."""
    (page,) = documents.pages(invoice(samples.invoice(**changes)))
    return page.splitlines()


def test_an_invoice_says_what_a_bookkeeper_must_know() -> None:
    assert lines() == [
        *("Olga & Friends", "Hill 2", "Berlin", "Tax ID: DE 123"),
        "Invoice",
        *("To", "Archer Ltd", "Ann Archer", "Lane 1", "Leeds", "Tax ID: GB 987"),
        *("Number 2027-128", "Date January 17, 2027", "Order 5c1d4a3e"),
        "Item Quantity Unit price Discount Amount",
        "Early bird 3 €49.00 €14.70 €132.30",
        "Dinner 1 €35.00 €0.00 €35.00",
        *("Net amount €140.59", "VAT 19%, included €26.71", "Total €167.30"),
        *("Payment", "Paid by card on 17 January 2027.", "Thank you!", "Bank: DE12 3456"),
        "Invoice 2027-128 1 / 1",
    ]


def test_a_tax_may_be_added_and_there_may_be_none() -> None:
    added = lines(tax=Tax(name="VAT", percent=Decimal("7.7"), amount=1288, included=False), total=18018)

    assert added[16:20] == ["Dinner 1 €35.00 €0.00 €35.00", "Net amount €167.30", "VAT 7.7% €12.88", "Total €180.18"]
    assert lines(tax=None)[16:18] == ["Dinner 1 €35.00 €0.00 €35.00", "Total €167.30"]


def test_a_column_is_there_where_it_says_something() -> None:
    plain, charged = (Line(name="Dinner", quantity=1, price=3500, fee=fee, sub_total=3500 + fee) for fee in (0, 70))

    assert lines(lines=[plain])[14:16] == ["Item Quantity Unit price Amount", "Dinner 1 €35.00 €35.00"]
    assert lines(lines=[charged])[14:16] == ["Item Quantity Unit price Fee Amount", "Dinner 1 €35.00 €0.70 €35.70"]


def test_what_is_not_known_is_left_out() -> None:
    bare = lines(
        seller=Seller(name="Olga"), buyer=Buyer(name="Ann"), lines=[], tax=None, paid="", note="", order="1", total=0
    )

    assert bare == [
        *("Olga Invoice", "To", "Ann"),
        *("Number 2027-128", "Date January 17, 2027", "Order 1"),
        *("Item Quantity Unit price Amount", "Total €0.00", "Invoice 2027-128 1 / 1"),
    ]


def test_a_correction_names_what_it_corrects_and_what_is_given_back() -> None:
    back = [Line(name="Early bird", quantity=-1, price=4900, discount=-490, sub_total=-4410)]
    tax = Tax(name="MwSt.", percent=Decimal(19), amount=-704, included=True)

    corrected = lines(number="2027-131", corrects="2027-128", lines=back, tax=tax, total=-4410, language="de")

    assert "Korrektur der  Rechnung 2027-128" in " ".join(corrected)
    assert "Early bird -1 49,00\xa0€ -4,90\xa0€ -44,10\xa0€" in corrected
    assert "MwSt. 19\xa0%, enthalten -7,04\xa0€" in corrected
    assert "Gesamtbetrag -44,10\xa0€" in corrected
    assert corrected[-1] == "Korrektur 2027-131 1 / 1"


@pytest.mark.parametrize(
    ("currency", "total", "words"),
    [("JPY", 16730, "¥16,730"), ("KWD", 16730, "KWD16.730"), ("HUF", 16730, "HUF167.30"), ("EUR", -5, "-€0.05")],
)
def test_money_has_the_decimals_of_its_currency(currency: str, total: int, words: str) -> None:
    assert f"Total {words}" in lines(currency=currency, total=total, lines=[], tax=None)


def test_an_invoice_can_be_archived_and_read_aloud() -> None:
    document = invoice(replace(INVOICE, language="de"))

    metadata = documents.metadata(document)
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert '<rdf:li xml:lang="x-default">Rechnung 2027-128</rdf:li>' in metadata
    assert "<xmp:CreateDate>2027-01-17T00:00:00Z</xmp:CreateDate>" in metadata
    assert documents.catalog(document)["/Lang"] == "de"


def test_a_long_invoice_repeats_its_heads_and_counts_its_pages() -> None:
    many = [Line(name=f"Ticket {number}", quantity=1, price=100, sub_total=100) for number in range(100)]

    pages = documents.pages(invoice(samples.invoice(lines=many)))

    assert len(pages) > 2
    assert all("Item Quantity Unit price Amount" in page for page in pages[:-1])
    assert [page.splitlines()[-1] for page in pages] == [
        f"Invoice 2027-128 {number} / {len(pages)}" for number in range(1, len(pages) + 1)
    ]


def test_the_same_invoice_is_the_same_bytes() -> None:
    assert invoice(INVOICE) == invoice(samples.invoice())


@given(words=st.lists(ANYTHING, min_size=16, max_size=16))
@settings(deadline=None, max_examples=50)
def test_any_text_makes_an_invoice(words: list[str]) -> None:
    seller = Seller(name=words[0], address=words[1:3], tax_id=words[3], footer=words[4])
    buyer = Buyer(name=words[5], company=words[6], address=words[7:9], tax_info=words[9])
    tax = Tax(name=words[10], percent=Decimal(19), amount=1, included=False)
    item = Line(name=words[11], quantity=1, price=1, sub_total=1)
    named = {"number": words[12], "order": words[13], "corrects": words[14], "paid": words[15], "note": words[0]}

    document = invoice(samples.invoice(seller=seller, buyer=buyer, tax=tax, lines=[item], **named))

    assert documents.pages(document)


@pytest.mark.parametrize("language", ["en", "de", "ar", "he", "ja", "pt-br", "zh-Hant-TW", "es-419", "xx", "", "../.."])
def test_an_invoice_is_made_in_any_language(language: str) -> None:
    assert len(documents.pages(invoice(samples.invoice(language=language, issued_on=date(2028, 2, 29))))) == 1
