"""The addresses of what people and programs open: one place, so that calendars, answers and pages agree."""

from openevent.lib import urls


def event_page(identifier: str) -> str:
    """The path of an event's public page."""
    return f"/e/{identifier}"


def session_page(identifier: str, number: int) -> str:
    """The path of the public page of a session of an event."""
    return f"{event_page(identifier)}/session/{number}"


def session_pages(identifier: str) -> str:
    """What the absolute addresses of the public pages of an event's sessions begin with; the session's id follows."""
    return urls.absolute(f"{event_page(identifier)}/session/")


def speaker_page(identifier: str, number: int) -> str:
    """The path of the public page of a speaker of an event."""
    return f"{event_page(identifier)}/speaker/{number}"


def speaker_pages(identifier: str) -> str:
    """What the absolute addresses of the public pages of an event's speakers begin with; the speaker's id follows."""
    return urls.absolute(f"{event_page(identifier)}/speaker/")


def management(identifier: str) -> str:
    """The path of the page from which an event's team works."""
    return f"/manage/{identifier}"


def invitation(secret: str) -> str:
    """The path of the page that answers an invitation to a team."""
    return f"/invitations/{secret}"


def proposal(number: int) -> str:
    """The path of the page on which who proposed a session, or speaks in it, finds it."""
    return f"/proposals/{number}"


def managed_session(identifier: str, number: int) -> str:
    """The path of the page on which an event's team works on a session."""
    return f"{management(identifier)}/sessions/{number}"


def managed_order(identifier: str, order: object) -> str:
    """The path of the page on which an event's team works on an order."""
    return f"{management(identifier)}/orders/{order}"


def schedule(identifier: str) -> str:
    """The path of an event's sessions, in whatever format."""
    return f"{event_page(identifier)}/schedule"


def schedule_feed(identifier: str, extension: str = "ics") -> str:
    """The path of the calendar of an event's sessions."""
    return f"{schedule(identifier)}.{extension}"


def personal_feed(secret: str, extension: str = "ics") -> str:
    """The path of the calendar that a feed token opens."""
    return f"/feeds/{secret}.{extension}"


def schedule_code(identifier: str, kind: str = "svg") -> str:
    """The path of the QR code of the calendar of an event's sessions."""
    return f"{event_page(identifier)}/schedule/qr.{kind}"


def personal_code(secret: str, kind: str = "svg") -> str:
    """The path of the QR code of the calendar that a feed token opens."""
    return f"/feeds/{secret}/qr.{kind}"


def orders() -> str:
    """The path of one's own tickets."""
    return "/orders"


def order_page(identifier: object) -> str:
    """The path of the page of an order, for who ordered it or holds a ticket of it."""
    return f"{orders()}/{identifier}"


def ticket_page(identifier: object, number: int) -> str:
    """The path of the page of a ticket of an order, which is shown at the door."""
    return f"{order_page(identifier)}/tickets/{number}"


def waiting_page(number: int) -> str:
    """The path of the page of who waits for a ticket, by the id of the entry."""
    return f"{orders()}/waiting/{number}"


def ticket_shop(identifier: str) -> str:
    """The path of the page on which an event's tickets are bought."""
    return f"{event_page(identifier)}/tickets"


def documentation() -> str:
    """The path of what tells programs how they are answered."""
    return "/v1/docs"


def verification(secret: str) -> str:
    """The path of the page that takes an e-mail address as proven."""
    return f"/account/verify?code={secret}"


def new_password(secret: str) -> str:
    """The path of the page on which somebody who has forgotten the password chooses another."""
    return f"/account/reset?code={secret}"
