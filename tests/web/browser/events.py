"""Events for the stories, made over the API."""

from dataclasses import dataclass
from typing import Any

from tests.web.browser.site import Site


@dataclass(frozen=True, kw_only=True)
class Made:
    """A published event of one day in Berlin, with two rooms, two tracks and three sessions."""

    owner: str
    number: str
    identifier: str
    sessions: tuple[str, ...]
    rooms: tuple[str, ...]
    tracks: tuple[str, ...]


def conference(site: Site, name: str = "Spring Conference", **attributes: Any) -> Made:
    """A small conference, published."""
    owner = site.somebody("owner")
    facts = {
        "name": name,
        "timezone": "Europe/Berlin",
        "starts-at": "2028-05-06T07:00:00Z",
        "ends-at": "2028-05-07T17:00:00Z",
        "location-name": "Old Mill",
        "owner-name": "Olga & Friends",
        "is-sessions-speakers-enabled": True,
        **attributes,
    }
    event = site.post(owner, "/v1/events", "event", facts)
    of = {"event": ("event", event["id"])}
    rooms = [
        site.post(owner, "/v1/microlocations", "microlocation", {"name": one}, **of)["id"] for one in ("Blue", "Red")
    ]
    tracks = [
        site.post(owner, "/v1/tracks", "track", {"name": one, "color": color}, **of)["id"]
        for one, color in (("Hardware", "#aa3300"), ("Software", "#0033aa"))
    ]
    times = (("08:00", "09:00", 0), ("08:30", "09:30", 1), ("10:00", "11:00", 0))
    sessions = []
    for number, (begin, end, where) in enumerate(times):
        made = site.post(
            owner,
            "/v1/sessions",
            "session",
            {
                "title": f"Talk {number + 1}",
                "starts-at": f"2028-05-06T{begin}:00Z",
                "ends-at": f"2028-05-06T{end}:00Z",
                "short-abstract": f"What talk {number + 1} is about.",
                "state": "accepted",
            },
            **of,
            microlocation=("microlocation", rooms[where]),
            track=("track", tracks[where]),
        )
        sessions.append(made["id"])
    site.patch(owner, f"/v1/events/{event['id']}", "event", event["id"], {"state": "published"})
    return Made(
        owner=owner,
        number=event["id"],
        identifier=event["attributes"]["identifier"],
        sessions=tuple(sessions),
        rooms=tuple(rooms),
        tracks=tuple(tracks),
    )
