"""xCal, read back by lxml and held against what RFC 6321 asks."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from lxml import etree

from openevent.calendars import xcal
from openevent.calendars.document import Calendar, Status
from openevent.calendars.formats import FORMATS

from .documents import ABOUT, at, calendar, entry, published_calendars, published_entry

PUBLISHED = calendar(published_entry(), entry(uid="2", status=Status.CANCELLED), about=ABOUT)
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "schemas" / "xcal.rng"))
WRITE, NAMES = FORMATS["xcal"].write, {"x": xcal.NAMESPACE}


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


def as_jcal(component: etree._Element) -> list[Any]:
    """An xCal component in the words of jCal (RFC 7265, 3): a way to compare the two that neither writer knows."""
    return [
        local(component),
        [_property(found) for found in component.iterfind("x:properties/*", NAMES)],
        [as_jcal(inner) for inner in component.iterfind("x:components/*", NAMES)],
    ]


def _property(found: etree._Element) -> list[Any]:
    values = [element for element in found if local(element) != "parameters"]
    parameters = {local(name): [value.text or "" for value in name] for name in found.iterfind("x:parameters/*", NAMES)}
    known = {name: texts[0] if len(texts) == 1 else texts for name, texts in parameters.items()}
    if "derived" in known:
        known["derived"] = str(known["derived"]).upper()
    if local(found) == "geo":
        return ["geo", known, "float", [float(element.text or "") for element in values]]
    texts = [element.text or "" for element in values]
    kind = local(values[0])
    return [local(found), known, kind, *(map(int, texts) if kind == "integer" else texts)]


def refused(data: bytes, old: bytes, new: bytes) -> bool:
    """Whether the schema refuses the file after this change."""
    assert old in data
    return not SCHEMA.validate(etree.fromstring(data.replace(old, new, 1)))


@pytest.mark.parametrize("is_rich", [False, True])
@settings(max_examples=100, deadline=None)
@given(document=published_calendars)
@example(document=PUBLISHED)
def test_it_is_formed_as_the_rfc_asks(document: Calendar, is_rich: bool) -> None:
    SCHEMA.assertValid(etree.fromstring(WRITE(document, rich=is_rich)))


@pytest.mark.parametrize("is_rich", [False, True])
@settings(max_examples=100, deadline=None)
@given(document=published_calendars)
@example(document=PUBLISHED)
def test_it_says_what_jcal_says(document: Calendar, is_rich: bool) -> None:
    (read,) = etree.fromstring(WRITE(document, rich=is_rich))

    assert as_jcal(read) == json.loads(FORMATS["jcal"].write(document, rich=is_rich))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"2026-07-01T11:00:00", b"20260701T110000"),
        (b"2026-05-01T12:30:15Z", b"2026-05-01T12:30:15"),
        (b"<utc-offset>+02:00", b"<utc-offset>+0200"),
        (b"<sequence><integer>3</integer>", b"<sequence><text>3</text>"),
        (b"<latitude>52.520815</latitude>", b""),
        (b"<latitude>52.520815", b"<latitude>north"),
        (b"<cal-address>mailto:speaker-1", b"<cal-address>speaker-1"),
        (b"<uid><text>1-a1b2c3d4</text></uid>", b""),
        (b"<participant-type><text>SPEAKER</text></participant-type>", b""),
        (b"</vcalendar>", b"<properties></properties></vcalendar>"),
        (xcal.NAMESPACE.encode(), b"urn:ietf:params:xml:ns:icalendar-1.0"),
    ],
)
def test_what_is_formed_otherwise_is_noticed(right: bytes, wrong: bytes) -> None:
    data = WRITE(PUBLISHED, rich=True)

    assert not refused(data, b"", b"")
    assert refused(data, right, wrong)


def test_what_would_be_markup_is_text() -> None:
    summary = "</text></summary> ]]> &amp; <!-- <![CDATA[x]]>"

    read = etree.fromstring(WRITE(calendar(entry(summary=summary))))

    assert read.xpath("//x:vevent/x:properties/x:summary/x:text/text()", namespaces=NAMES) == [summary]


def test_a_doubled_time_is_in_utc() -> None:
    document = calendar(entry(starts_at=at("2026-10-25 00:30"), ends_at=at("2026-10-25 04:00")))

    data = WRITE(document)

    assert b"<dtstart><date-time>2026-10-25T00:30:00Z</date-time></dtstart>" in data
    assert b"<dtend><date-time>2026-10-25T04:00:00Z</date-time></dtend>" in data


def test_there_is_a_piece_for_each_entry() -> None:
    pieces = list(xcal.stream(PUBLISHED))

    assert [piece.count(b"<vevent>") for piece in pieces] == [0, 1, 1, 0]
    assert b"".join(pieces) == WRITE(PUBLISHED)
