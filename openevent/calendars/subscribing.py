"""How calendar programs are told to follow a calendar: each wants an address of its own kind."""

from urllib.parse import quote, urlencode, urlsplit, urlunsplit


def links(url: str, name: str) -> dict[str, str]:
    """For each program the address that makes it follow the calendar at this http(s) address, by the program's name.

    `ics` is the calendar itself, for programs that take an address as it is.
    """
    return {"ics": url, "webcal": webcal(url), "google": google(url), "outlook": outlook(url, name)}


def webcal(url: str) -> str:
    """For Apple's Calendar, Thunderbird and whatever else has registered for `webcal:`: they fetch it over https."""
    return urlunsplit(urlsplit(url)._replace(scheme="webcal"))


def google(url: str) -> str:
    """For Google Calendar. The calendar's own address, not a `webcal:` one, which gives an empty calendar."""
    return f"https://calendar.google.com/calendar/r?cid={quote(url, safe='')}"


def outlook(url: str, name: str) -> str:
    """For Outlook on the web."""
    return f"https://outlook.live.com/calendar/0/addfromweb?{urlencode({'url': url, 'name': name}, quote_via=quote)}"
