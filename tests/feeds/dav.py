"""Speaking CalDAV with the server in this process, and reading its answers with parsers that we did not write."""

import io
from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

import icalendar

from openevent.accounts.models import User
from openevent.events import issuing
from openevent.events.models import Event
from openevent.feeds.caldav.mount import Mount
from openevent.program.models import Session

NAMES = {"D": "DAV:", "C": "urn:ietf:params:xml:ns:caldav", "CS": "http://calendarserver.org/ns/"}
DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Status, headers by their names in lower case, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def xml(self) -> ET.Element:
        return ET.fromstring(self.body)

    def texts(self, path: str) -> list[str]:
        """The texts of the elements at the path."""
        return [element.text or "" for element in self.xml.iterfind(path, NAMES)]

    @property
    def hrefs(self) -> list[str]:
        """The resources of a multistatus that are there."""
        return [
            one.findtext("D:href", "", NAMES) for one in self.xml.iterfind("D:response", NAMES)
            if one.find("D:propstat", NAMES) is not None
        ]  # fmt: skip

    @property
    def gone(self) -> list[str]:
        """The resources of a multistatus that are not there any more (RFC 6578, 3.5.2)."""
        return [
            one.findtext("D:href", "", NAMES) for one in self.xml.iterfind("D:response", NAMES)
            if one.find("D:status", NAMES) is not None
        ]  # fmt: skip

    @property
    def tags(self) -> dict[str, str]:
        """The entity tags by resource."""
        return {
            one.findtext("D:href", "", NAMES): one.findtext("D:propstat/D:prop/D:getetag", "", NAMES)
            for one in self.xml.iterfind("D:response", NAMES)
        }

    @property
    def events(self) -> dict[str, icalendar.Event]:
        """The events of a multistatus, by their titles."""
        files = self.texts("D:response/D:propstat/D:prop/C:calendar-data")
        found = [event for text in files for event in icalendar.Calendar.from_ical(text).events]
        return {str(event["SUMMARY"]): event for event in found}

    @property
    def token(self) -> str:
        return self.xml.findtext("D:sync-token", "", NAMES)

    def properties(self, href: str) -> dict[str, ET.Element]:
        """What a PROPFIND says of a resource, by the properties' names."""
        for one in self.xml.iterfind("D:response", NAMES):
            if one.findtext("D:href", "", NAMES) == href:
                found = [
                    stat for stat in one.iterfind("D:propstat", NAMES) if "200" in stat.findtext("D:status", "", NAMES)
                ]
                return {prop.tag: prop for stat in found for prop in stat.find("D:prop", NAMES) or ()}
        raise AssertionError(f"nothing is said of {href}")


def behind(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The rest of the server, as far as the mount knows it."""
    start_response("418 behind", [])
    return [environ["PATH_INFO"].encode()]


MOUNT = Mount(behind)


@dataclass(frozen=True, kw_only=True)
class Client:
    """A program, with the credentials that it sends."""

    authorization: str = ""

    def ask(self, method: str, path: str, body: str | bytes = "", **headers: str) -> Answer:
        content = body.encode() if isinstance(body, str) else body
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "SERVER_PROTOCOL": "HTTP/1.1",
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(), "wsgi.input": io.BytesIO(content), "CONTENT_LENGTH": str(len(content)),
        }  # fmt: skip
        if self.authorization:
            environ["HTTP_AUTHORIZATION"] = self.authorization
        for name, value in headers.items():
            environ[name.upper() if name.startswith("content_") else f"HTTP_{name.upper()}"] = value
        said: list[Any] = []
        answer = b"".join(MOUNT(environ, lambda status, sent: said.extend((status, sent))))
        return Answer(
            status=int(said[0].split()[0]), headers={name.lower(): value for name, value in said[1]}, body=answer
        )

    def propfind(self, path: str, *names: str, depth: str = "0") -> Answer:
        wanted = "".join(f"<{name}/>" for name in names)
        return self.ask("PROPFIND", path, f"<D:propfind {DECLARED}><D:prop>{wanted}</D:prop></D:propfind>", depth=depth)

    def sync(self, path: str, token: str = "") -> Answer:
        return self.ask(
            "REPORT", path,
            f"<D:sync-collection {DECLARED}><D:sync-token>{token}</D:sync-token><D:sync-level>1</D:sync-level>"
            "<D:prop><D:getetag/><C:calendar-data/></D:prop></D:sync-collection>",
        )  # fmt: skip

    def query(self, path: str, inside: str = "") -> Answer:
        return self.ask(
            "REPORT", path,
            f"<C:calendar-query {DECLARED}><D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter>"
            f'<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">{inside}</C:comp-filter></C:comp-filter>'
            "</C:filter></C:calendar-query>", depth="1",
        )  # fmt: skip

    def multiget(self, path: str, *hrefs: str) -> Answer:
        listed = "".join(f"<D:href>{href}</D:href>" for href in hrefs)
        return self.ask(
            "REPORT", path,
            f"<C:calendar-multiget {DECLARED}><D:prop><D:getetag/><C:calendar-data/></D:prop>{listed}"
            "</C:calendar-multiget>",
        )  # fmt: skip


def basic(email: str, secret: str) -> str:
    return "Basic " + b64encode(f"{email}:{secret}".encode()).decode()


def signed_in(user: User, scope: str, event: Event | None = None) -> tuple[Client, str]:
    """A program of the user's with a new token, and the path of the calendar that this opens."""
    token, secret = issuing.issue(user, name="Mine", scope=scope, event=event)
    return Client(authorization=basic(user.email, secret)), f"/caldav/feed-{token.pk}/{scope}/"


ANYBODY = Client()


def item(path: str, session: Session) -> str:
    """The address of the session's item in the calendar at this path."""
    return f"{path}{session.pk}.ics"


def href_in(answer: Answer, where: str, name: str) -> str | None:
    """The address in a property, such as `D:owner`, of what is at this address."""
    return answer.properties(where)[f"{{{NAMES[name[0]]}}}{name[2:]}"].findtext("D:href", None, NAMES)
