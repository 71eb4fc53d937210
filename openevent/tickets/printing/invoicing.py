"""Invoices, and corrections of them, as a bookkeeper needs them: in words, in order, and good for many years."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from babel import Locale
from babel.numbers import format_decimal, format_percent

from openevent.lib import money, text, typesetting
from openevent.tickets.printing.invoices import Buyer, Invoice, Line, Seller
from openevent.tickets.printing.labels import labels
from openevent.tickets.printing.languages import isolated, locale, voice
from openevent.tickets.printing.moments import day

TEMPLATE = Path(str(files(__package__) / "invoice.typ"))


def invoice(invoice: Invoice) -> bytes:
    """The invoice as a PDF that can be archived (PDF/A), of as many pages as it needs."""
    return typesetting.pdf(TEMPLATE, content(invoice), standards=typesetting.ARCHIVED)


def content(invoice: Invoice) -> dict[str, object]:
    """What the template is told."""
    language = locale(invoice.language)
    words = labels(language)
    kind, heading = words["invoice"], words["invoice"]
    if invoice.corrects:
        kind, heading = words["correction"], words["of_invoice"].format(number=invoice.corrects)
    told: dict[str, object] = isolated(
        {
            "title": text.one_line(f"{kind} {invoice.number}"),
            "heading": text.one_line(heading),
            "labels": words,
            "seller": _seller(invoice.seller, words),
            "buyer": _buyer(invoice.buyer, words),
            "facts": [
                (words["number"], invoice.number),
                (words["date"], day(invoice.issued_on, language)),
                (words["order"], invoice.order),
                *([(words["event"], text.one_line(invoice.event))] if invoice.event else ()),
            ],
            **_table(invoice, words, language),
            "sums": _sums(invoice, words, language),
            "total": (words["total"], money.words(invoice.total, invoice.currency, str(language))),
            "paid": invoice.paid.strip(),
            "note": invoice.note.strip(),
            "footer": invoice.seller.footer.strip(),
        },
        language,
    )
    on = invoice.issued_on
    return told | {"voice": voice(language), "date": {"year": on.year, "month": on.month, "day": on.day}}


def _seller(seller: Seller, words: Mapping[str, str]) -> dict[str, str]:
    return {"name": text.one_line(seller.name), "lines": _block(*seller.address, _tax_id(seller.tax_id, words))}


def _buyer(buyer: Buyer, words: Mapping[str, str]) -> dict[str, str]:
    """The company first, where the invoice is a company's."""
    name, person = (buyer.company, buyer.name) if buyer.company else (buyer.name, "")
    return {"name": text.one_line(name), "lines": _block(person, *buyer.address, _tax_id(buyer.tax_info, words))}


def _tax_id(said: str, words: Mapping[str, str]) -> str:
    return f"{words['tax_id']}: {said}" if said.strip() else ""


def _block(*lines: str) -> str:
    return "\n".join(line for line in map(text.one_line, lines) if line)


def _table(invoice: Invoice, words: Mapping[str, str], language: Locale) -> dict[str, object]:
    """The heads and cells of the lines; a column of discounts or fees only where there are any."""
    shown = [
        name
        for name in ("price", "discount", "fee", "sub_total")
        if name not in {"discount", "fee"} or any(getattr(line, name) for line in invoice.lines)
    ]

    def cells(line: Line) -> list[str]:
        amounts = [money.words(getattr(line, name), invoice.currency, str(language)) for name in shown]
        return [text.one_line(line.name), format_decimal(line.quantity, locale=language), *amounts]

    return {
        "columns": [words[name] for name in ("item", "quantity", *shown)],
        "lines": [cells(line) for line in invoice.lines],
    }


def _sums(invoice: Invoice, words: Mapping[str, str], language: Locale) -> list[tuple[str, str]]:
    """What the total is made of, where there is a tax."""
    tax = invoice.tax
    if tax is None:
        return []
    percent = format_percent(tax.percent / 100, locale=language, decimal_quantization=False)
    label = words["tax_included" if tax.included else "tax_added"].format(name=text.one_line(tax.name), percent=percent)
    amounts = {words["net"]: invoice.total - tax.amount, label: tax.amount}
    return [(name, money.words(amount, invoice.currency, str(language))) for name, amount in amounts.items()]
