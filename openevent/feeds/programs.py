"""Which program asks, by what it calls itself."""

import re
from functools import lru_cache

OTHER = "another program"
LONGEST = 300  # of what is looked at: longer ones are no program's, and take long
# The first that is found counts: many call themselves Mozilla, and several name the library of another.
PROGRAMS = {
    "Google Calendar": r"Google-Calendar-Importer|GoogleCalendar",
    "Outlook": r"Microsoft (?:Exchange|Outlook|Office)|Outlook|MSOffice|ExchangeServicesClient",
    "Thunderbird": r"Thunderbird|Betterbird",
    "Apple Calendar": r"CalendarAgent|dataaccessd|Calendar/|iCal/|remindd|accountsd",
    "DAVx⁵": r"DAVx5|DAVdroid",
    "ICSx⁵": r"ICSx5|ICSdroid",
    "Evolution": r"Evolution",
    "Nextcloud": r"Nextcloud|ownCloud",
    "KOrganizer": r"KOrganizer|Akonadi|KDE",
    "vdirsyncer": r"vdirsyncer",
    "khal": r"khal",
    "caldav (Python)": r"python-caldav|caldav/",
    "Proton Calendar": r"Proton",
    "Fastmail": r"Fastmail|Cyrus",
    "Giggity": r"Giggity",
    "Fahrplan": r"EventFahrplan|Fahrplan|CampFahrplan",
    "Home Assistant": r"HomeAssistant",
    "Slack": r"Slack",
    "the calendar doctor of Open Event Server": r"OpenEventServer-Doctor",
    "curl": r"^curl/",
    "Wget": r"^Wget/",
    "a program in Python": r"python-requests|Python-urllib|aiohttp|httpx|niquests",
    "a web browser": r"Mozilla/.*(?:Firefox|Chrome|Safari|Edg)/",
}
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in PROGRAMS.items()}


def name(user_agent: str) -> str:
    """The name of the program, as people know it; one of a short list, so that nobody can be told from others by it."""
    return _name(user_agent[:LONGEST])


@lru_cache(maxsize=1024)
def _name(user_agent: str) -> str:
    return next((name for name, pattern in _PATTERNS.items() if pattern.search(user_agent)), OTHER)
