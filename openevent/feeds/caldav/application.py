"""Radicale, reading our collections; what it would write is refused here, but for favourites."""

from http import HTTPStatus
from typing import Any
from xml.etree import ElementTree as ET

from radicale import config
from radicale.app import Application as Radicale
from radicale.httputils import BAD_REQUEST, METHOD_NOT_ALLOWED, NOT_ALLOWED, NOT_FOUND
from radicale.types import WSGIEnviron, WSGIResponse
from radicale.xmlutils import make_href

from openevent.feeds.caldav import bodies, plugins, removing

REALM = "Open Event Server: your e-mail address and a feed token"
ALLOWED = "DELETE, GET, HEAD, OPTIONS, PROPFIND, REPORT"
FAVOURITES = "favourites"
HERE = "This is the address of calendars for programs that speak CalDAV: add it to one as an account."


def configured() -> "Application":
    """Radicale with our plug-ins: it reads no file and keeps none."""
    settings = config.load()
    settings.update(
        {
            # Threads that sleep answer nobody; a secret of 256 bits is not found by trying.
            "auth": {"type": plugins.Auth, "realm": REALM, "delay": 0},
            "rights": {"type": plugins.Rights},
            "storage": {"type": plugins.Storage},
            "server": {"delay_on_error": 0},
            "web": {"type": "none"},
            "headers": {
                "DAV": "1, 3, calendar-access",  # nothing can be locked, nor are there address books
                "Cache-Control": "private, no-cache",
                "X-Content-Type-Options": "nosniff",
            },
        },
        "Open Event Server",
        privileged=True,
    )
    return Application(settings)


class Application(Radicale):
    """The methods that Radicale looks up by name, as far as ours do otherwise."""

    def do_OPTIONS(self, *_: Any) -> WSGIResponse:  # noqa: N802 - Radicale's name, as those below
        """Only reading is offered."""
        return HTTPStatus.OK, {"Allow": ALLOWED}, None, None

    def do_GET(  # noqa: N802
        self, environ: WSGIEnviron, base_prefix: str, path: str, user: str, groups: set[str], request: dict[str, Any]
    ) -> WSGIResponse:
        """A calendar or an item; of Radicale's own pages there are none."""
        if path == "/":
            return HTTPStatus.OK, {"Content-Type": "text/plain"}, HERE, None
        if path.startswith("/."):
            return NOT_FOUND
        return super().do_GET(environ, base_prefix, path, user, groups, request)

    def do_REPORT(  # noqa: N802
        self, environ: WSGIEnviron, base_prefix: str, path: str, user: str, groups: set[str], request: dict[str, Any]
    ) -> WSGIResponse:
        """Queries; a filter that means nothing is the asker's fault."""
        try:
            return super().do_REPORT(environ, base_prefix, path, user, groups, request)
        except RuntimeError:  # so Radicale calls what a filter raises; the items themselves are sound
            return BAD_REQUEST

    def do_DELETE(  # noqa: N802
        self, environ: WSGIEnviron, base_prefix: str, path: str, user: str, *rest: Any
    ) -> WSGIResponse:
        """An item of one's own favourites is no favourite any more; everything else stays."""
        if not self._is_own_favourite(path, user):
            return self._refused(base_prefix, path, user, "D:unbind", rest[-1])
        status = removing.remove(path, environ.get("HTTP_IF_MATCH", "*"))
        if status == HTTPStatus.NOT_FOUND:
            return NOT_FOUND
        return status, {}, None, None

    def do_PUT(self, _: WSGIEnviron, prefix: str, path: str, user: str, *rest: Any) -> WSGIResponse:  # noqa: N802
        """Refused."""
        return self._refused(prefix, path, user, "D:write-content", rest[-1])

    def do_PROPPATCH(self, _: WSGIEnviron, prefix: str, path: str, user: str, *rest: Any) -> WSGIResponse:  # noqa: N802
        """Refused."""
        return self._refused(prefix, path, user, "D:write-properties", rest[-1])

    def do_MOVE(self, _: WSGIEnviron, prefix: str, path: str, user: str, *rest: Any) -> WSGIResponse:  # noqa: N802
        """Refused."""
        return self._refused(prefix, path, user, "D:unbind", rest[-1])

    def do_MKCOL(self, _: WSGIEnviron, prefix: str, path: str, user: str, *rest: Any) -> WSGIResponse:  # noqa: N802
        """Refused."""
        return self._refused(prefix, path, user, "D:bind", rest[-1])

    def do_MKCALENDAR(self, *request: Any) -> WSGIResponse:  # noqa: N802
        """Refused."""
        return self.do_MKCOL(*request)

    def do_POST(self, *_: Any) -> WSGIResponse:  # noqa: N802
        """There is nothing to post to."""
        return METHOD_NOT_ALLOWED

    def _refused(self, prefix: str, path: str, user: str, privilege: str, request: dict[str, Any]) -> WSGIResponse:
        """403, saying which privilege is missing; who may not even read the place is told so, or asked to sign in."""
        if not self._rights.authorization(user, set(), path):
            return NOT_ALLOWED
        headers = {"Content-Type": f"text/xml; charset={self._encoding}"}
        error = bodies.need_privileges(make_href(prefix, path), privilege)
        return HTTPStatus.FORBIDDEN, headers, self._xml_response(error, request), None

    def _is_own_favourite(self, path: str, user: str) -> bool:
        parts = path.strip("/").split("/")
        return bool(user) and len(parts) == 3 and parts[:2] == [user, FAVOURITES]

    def _read_xml_request_body(self, environ: WSGIEnviron, request_info: dict[str, Any]) -> ET.Element | None:
        """The body, checked; somebody anonymous is not asked to sign in where everybody reads."""
        root = bodies.read(environ["wsgi.input"].read())
        is_public = not request_info["login"] and request_info["path"].startswith(f"/{plugins.EVENTS}/")
        if root is not None and is_public and bodies.take_principal(root):
            request_info["unauthenticated"] = True
        return root

    def _xml_response(self, xml_content: ET.Element, request_info: dict[str, Any]) -> bytes:
        """The answer, with what Radicale cannot know."""
        if request_info.get("unauthenticated"):
            bodies.add_unauthenticated(xml_content)
        if request_info["path"].startswith(f"/{request_info['login']}/{FAVOURITES}"):
            bodies.add_privilege(xml_content, "D:unbind")  # what is no favourite any more leaves the collection
        return super()._xml_response(xml_content, request_info)
