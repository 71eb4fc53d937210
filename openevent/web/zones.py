"""In which time zone a page shows times: the event's, until a reader asks for another."""

from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location, get_timezone_name
from django.http import HttpRequest

from openevent.calendars.timezones import names, zone
from openevent.events.models import Event
from openevent.lib.spoken import locale

# Under this name a query says the zone once, and a cookie, which a script of ours writes, for all pages.
ZONE = "zone"
NOWHERE = ("ZZ", "001")  # codes of what is in no country (Unicode CLDR)


def shown_zone(request: HttpRequest, event: Event) -> str:
    """The IANA name of the zone for this page: `?zone=`, else the cookie's, else the event's.

    What is no name of the database is not looked at: cookies live long, and addresses are written by anybody.
    """
    asked = (request.GET.get(ZONE, ""), request.COOKIES.get(ZONE, ""))
    return next((name for name in asked if name in names()), event.timezone)


def choices(*also: str) -> list[tuple[str, str]]:
    """Zones to choose among, by name with what readers call them: one for each set of clocks that there is now.

    Those in `also` (the event's, the one that is shown) come first.
    """
    here = dict.fromkeys(also)
    return [(name, called(name)) for name in (*here, *(one for one in _present() if one not in here))]


def called(name: str) -> str:
    """What readers call the zone: “Central European Time (Berlin)”."""
    return _called(name, locale())


@cache
def _called(name: str, language: Locale) -> str:
    there = zone(name)
    city = get_timezone_location(there, locale=language, return_city=True)
    words = get_timezone_name(there, locale=language)
    if words == get_timezone_location(there, locale=language):  # the language has no words for it but where it is
        words = _country(name, language)
    if city == words or not words:
        return city
    return words if city in words else f"{words} ({city})"


def _country(name: str, language: Locale) -> str:
    """The country of the zone; empty for a zone of none, and of UTC what it is called."""
    known = get_global("zone_aliases").get(name, name)
    if known == "Etc/UTC":
        return get_timezone_name(datetime(2000, 1, 1, tzinfo=UTC), locale=language)
    code = get_global("zone_territories").get(known, NOWHERE[0])
    return "" if code in NOWHERE else language.territories.get(code, "")


@cache
def _present() -> tuple[str, ...]:
    """A zone for each set of clocks that agree from now on (the database's file `zonenow.tab`)."""
    text = files("tzdata").joinpath("zoneinfo/zonenow.tab").read_text(encoding="utf-8")
    found = (line.split("\t")[2].strip() for line in text.splitlines() if not line.startswith("#"))
    return tuple(name for name in found if name in names())
