"""The demonstration conference: Doppelstunde 2027, as an Open Event archive.

Doppelstunde ("double lesson", but also "doubled hour") is an invented conference about time, text and free software.
It takes place in Görlitz (Europe/Berlin) from Friday 29 to Sunday 31 October 2027, so that the clocks go back while it
runs: on Sunday at 03:00+02:00 it is 02:00+01:00 once more. People and organisations are invented and every host ends
in `.example`. The numbers in brackets are ids of the archive.

Traps of time:

- a session across midnight [1028], and one across the change to winter time: five hours of wall clock, six of life
  [1050];
- the doubled hour: a session in its first pass (02:15+02:00) [1051], one in its second (02:15+01:00) [1053], and one
  from 02:30+02:00 to 02:15+01:00, whose wall clock ends before it begins [1052];
- times written with the offset of another zone: +05:45 [1019]; -04:00, a week before New York leaves summer time
  [1060];
- sessions that follow each other without a gap in one room, which is no clash [1005, 1009];
- an accepted session without time, which exports name as skipped [1063];
- the schedule was published at the other change, in a minute that follows 01:59 (`schedule-published-on`).

Traps of place:

- four parallel rooms: one with a stream of its own (`stream-url`) [201], one whose longitude is a whole number [202],
  one below ground, without coordinates, with a comma and quotation marks in its name [203], one with an emoji [204];
- breaks without speakers and without room [1001, 1004, 1011, ...], one with a room [1018];
- a session online only: a `stream-url` and no room [1026];
- sessions without track and without type [1022, 1027], without type only [1028, 1049].

Traps of text:

- titles with comma, semicolon, backslash [1005], quotation marks [1037], ampersand and angle brackets [1018],
  emoji of several code points [1031], right-to-left text with numbers [1013], other scripts [1017, 1029, 1040, 1042,
  1056], one letter composed and decomposed [1047], exactly 255 characters [1020];
- abstracts with links, lists, line breaks and entities, `&amp;` inside a link [1014], an entity for the no-break space
  [1044, 1048, 1053, ...] and the character itself [1051], `BEGIN:VEVENT` at the start of a line [1012], CR, LF and
  TAB [1055], U+2028 [1047];
- no abstract at all [1022]; a long abstract only [1034]; an organisers' comment that must stay private [1050];
- several languages in one field [1007, 1041, ...] and languages named in their own scripts [1013, 1017, 1040, ...];
- a track with a semicolon in its name [402], one with a comma [404], a sponsor with both [604], an ampersand in
  addresses [1005, 1014].

Traps of people:

- names in Latin with diacritics of many kinds, Cyrillic, Greek, Arabic, Hebrew, Devanagari, Tamil, Thai, Chinese,
  Japanese, Korean, Ethiopic, Georgian and Armenian script [302 to 345];
- an apostrophe [306, 341], a comma and "Jr." [307], a nickname in quotation marks [308], one word [309], emoji [310];
- addresses under `.example`, which must never appear in a calendar;
- several speakers in one session [1024, 1049, ...], several sessions for one speaker [304, 344, ...], a speaker
  without session [340], speakers of unpublished sessions only [315, 331];
- empty `photo-url`s: nothing is ever fetched.

Traps of state: confirmed sessions beside accepted ones, pending [1064, 1065], rejected [1066], withdrawn, with a room
but no time [1067], canceled, with room and time [1068], draft [1069].
"""

import io
import zipfile
from importlib import resources

IDENTIFIER = "0fe5c0de"

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
UNIX, PLAIN_FILE = 3, 0o100644 << 16


def archive() -> bytes:
    """The conference as a zip of JSON files without extension; the same bytes on every machine."""
    stored = io.BytesIO()
    folder = resources.files(__name__).joinpath("archive")
    files = {file.name.removesuffix(".json"): file for file in folder.iterdir() if file.name.endswith(".json")}
    # Stored, not deflated: compressed bytes differ between versions of zlib.
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as packed:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, LONG_AGO)
            member.create_system, member.external_attr = UNIX, PLAIN_FILE
            packed.writestr(member, files[name].read_bytes())
    return stored.getvalue()
