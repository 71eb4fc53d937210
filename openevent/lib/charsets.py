"""In which charset requests are read: UTF-8, whatever they say."""

import re
from collections.abc import Callable, Iterable
from typing import Any

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
CHARSET = re.compile(r";[^;]*charset[^;]*", re.IGNORECASE)


def as_utf_8(application: Wsgi) -> Wsgi:
    """The WSGI application, told of no charset: all that we are sent is UTF-8, by our forms and by programs.

    Django reads queries and forms by the charset that a request names. Some are none of text, which it does not
    survive, and some bring what no database stores.
    """

    def answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if "charset" in (said := environ.get("CONTENT_TYPE") or "").lower():
            environ["CONTENT_TYPE"] = CHARSET.sub("", said)
        return application(environ, start_response)

    return answered
