"""What a file looks to be that is no iCalendar: people mix up the formats of one and the same calendar."""

import re
from codecs import BOM_UTF8

from openevent.calendars.saying import Said, said

_LOOKED_AT = 4096
_XCAL = rb"<[^>]*urn:ietf:params:xml:ns:icalendar-2\.0"
# The first one that matches the beginning of the file.
_KINDS = {
    # Translators: each stands in “it looks to be %(kind)s”.
    rb'\[[\s\[]*"vcalendar"': said("jCal, the JSON form of iCalendar (RFC 7265)"),
    rb'\{.*"@type"\s*:\s*"(group|event|jsgroup|jsevent)"': "JSCalendar (RFC 8984)",
    rb'\{.*"schedule"\s*:': said("a schedule.json"),
    rb"[{\[]": "JSON",
    rb"(<[?!][^>]*>\s*)*" + _XCAL: said("xCal, the XML form of iCalendar (RFC 6321)"),
    rb"(<[?!][^>]*>\s*)*<schedule[\s/>]": said("a schedule.xml"),
    rb"(<[?!][^>]*>\s*)*<feed[\s/>]": said("an Atom feed"),
    rb"(<[?!][^>]*>\s*)*<rss[\s/>]": said("an RSS feed"),
    rb"(<[?!][^>]*>\s*)*<html[\s/>]|<!doctype html": said("a web page"),
    rb"<": "XML",
    rb"begin:vcard": said("a vCard"),
    rb"pk\x03\x04": said("a zip archive"),
    rb"\x1f\x8b": said("packed with gzip"),
    rb"%pdf-": said("a PDF document"),
    rb"\xff\xfe|\xfe\xff": said("text in UTF-16, and calendars are UTF-8"),
    rb"\x89png|\xff\xd8\xff|gif8": said("a picture"),
}
_COMPILED = {re.compile(begins, re.IGNORECASE | re.DOTALL): kind for begins, kind in _KINDS.items()}


def sentence(data: bytes) -> Said | None:
    """The sentence that says what the file looks to be; None where nobody knows."""
    start = data[:_LOOKED_AT].removeprefix(BOM_UTF8).lstrip()
    kind = next((kind for begins, kind in _COMPILED.items() if begins.match(start)), None)
    if kind is None:
        return None
    return said(
        "This is no iCalendar file, and no other kind is checked here: it looks to be %(kind)s. Check the .ics file.",
        kind=kind,
    )
