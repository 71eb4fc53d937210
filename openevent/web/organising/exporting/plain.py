"""What the calendar check says of programs, without the names of properties: these are for who reads the file."""

from collections.abc import Mapping

from openevent.calendars.saying import Said, Value, unsaid

PLAIN = {
    "Asks %(asks)s; %(interval)s proposes %(length)s.": unsaid("Asks %(asks)s; the calendar proposes %(length)s."),
    "Asks %(asks)s; there is no %(interval)s, which could propose how often.": unsaid(
        "Asks %(asks)s; the calendar does not propose how often."
    ),
    "Reads times by the VTIMEZONE in the file.": unsaid("Reads times by the time zone that the calendar describes."),
    "colours of sessions (COLOR)": unsaid("colours of sessions"),
    "links to streams (CONFERENCE)": unsaid("links to streams"),
    "links to the sessions' pages (URL)": unsaid("links to the sessions’ pages"),
    "pictures (IMAGE)": unsaid("pictures"),
    "places on the map (GEO)": unsaid("places on the map"),
    "speakers (ATTENDEE)": unsaid("speakers"),
    "tracks and types (CATEGORIES)": unsaid("tracks and types"),
}


def plain(text: str) -> str:
    """The sentence in plain words, where there are some for it; so are those that stand within it."""
    if not isinstance(text, Said):
        return text
    values: Mapping[str, Value] = {
        name: plain(value) if isinstance(value, str) else value for name, value in text.values.items()
    }
    return Said(PLAIN.get(text.pattern, text.pattern), values, text.many, text.number)
