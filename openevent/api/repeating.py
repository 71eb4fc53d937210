"""The Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header): what is sent twice is done once.

A handler that takes it is `repeatable`, and gives `once.keep` its answer inside the transaction of its act. What is
raised is rolled back and not kept: what was refused may be sent again, corrected or not, and so may what failed.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts import repeating
from openevent.accounts.repeating import PARAMETER, Answer, Asked, Claim
from openevent.api import reading
from openevent.api.describing import Handler, Schema, Told, parameter
from openevent.lib.errors import Malformed

# A string as structured fields have it (RFC 9651, 3.3.3), as the draft asks for, or what most clients send: a bare one.
QUOTED = r'"(?:[ !#-\[\]-~]|\\["\\]){1,255}"'
BARE = r"[!#-~](?:[ -~]{0,253}[!-~])?"
KEY = re.compile(f"{QUOTED}|{BARE}")
ESCAPED = re.compile(r"\\(.)")
REPLAYED = "Idempotent-Replayed"
HEADER: Schema = parameter(
    PARAMETER,
    "header",
    "Of your own choosing, and another one for each act: the same request under the same key is done once and answered "
    "the same again for 24 hours. 422: it was used for another request. 409: the same is being answered just now.",
    {"type": "string", "pattern": f"^(?:{QUOTED}|{BARE})$"},
)
ANSWERED: Schema = {REPLAYED: {"description": "“true”: kept from before.", "schema": {"const": "true"}}}

Answered = TypeVar("Answered", bound=HttpResponse)


class Once:
    """An act in the hands of the one request that does it; without a key it is done as it is."""

    def __init__(self, view: APIView, claim: Claim | None = None) -> None:
        self.view, self.claim = view, claim
        self._id = str(uuid.uuid4()) if claim is None else str(claim.id)

    def bind(self) -> str:
        """Something is committed, or done outside, ahead of the answer: see `Claim.bind`.

        Returns by what a provider outside knows the act again; without a key it is another one each time.
        """
        return self.claim.bind() if self.claim is not None else self._id

    def keep(self, answer: Answered) -> Answered:
        """The answer, kept for who asks again. Inside the transaction of the act, as its last part. Raises InFlight."""
        if self.claim is not None:
            _render(answer, self.view)
            headers = dict(answer.headers.items())
            self.claim.keep(Answer(status=answer.status_code, headers=headers, body=answer.content))
        return answer


def _render(answer: HttpResponse, view: APIView) -> None:
    """Make the bytes of the library's answers, which are otherwise made when the view is left."""
    if isinstance(answer, Response):
        answer.accepted_renderer = view.request.accepted_renderer
        answer.accepted_media_type = view.request.accepted_media_type
        answer.renderer_context = view.get_renderer_context()  # type: ignore[attr-defined]  # the stubs do not know it
        answer.render()


def answered(view: APIView, act: Callable[[Once], HttpResponse]) -> HttpResponse:
    """What the act answers, or what it answered before under the same key.

    Raises Malformed, NotAuthenticated for a key of nobody's, and as `repeating.claim`.
    """
    header = view.request.headers.get(PARAMETER)
    if header is None:
        return act(Once(view))
    found = repeating.claim(_asked(view, key(header)))
    if isinstance(found, Answer):
        return HttpResponse(found.body, status=found.status, headers={**found.headers, REPLAYED: "true"})
    with repeating.held(found):
        return act(Once(view, found))


def key(header: str) -> str:
    """The key in the header, quoted or bare; raises Malformed."""
    written = header.strip(" \t")
    if not KEY.fullmatch(written):
        raise Malformed(
            "An Idempotency-Key is a word of your own choosing: 1 to 255 printable ASCII characters, with or without "
            "quotation marks around them.",
            parameter=PARAMETER,
        )
    return ESCAPED.sub(r"\1", written[1:-1]) if written.startswith('"') else written


def _asked(view: APIView, key: str) -> Asked:
    request: HttpRequest = view.request._request
    return Asked(
        by=reading.account(view.request),
        key=key,
        act=f"{request.method} {request.path}",
        # What the query asks for is in the answer, too.
        said=request.META.get("QUERY_STRING", "").encode("latin-1") + b"\n" + request.body,
    )


def repeatable(handler: Handler) -> Any:
    """The handler, which takes `once` beside its other arguments; its description tells of the header."""

    @wraps(handler)
    def taken(view: APIView, *arguments: Any, **parts: Any) -> HttpResponse:
        return answered(view, lambda once: handler(view, *arguments, once=once, **parts))

    if isinstance(told := getattr(handler, "told", None), Told):
        taken.told = replace(  # type: ignore[attr-defined]  # as `described` notes it
            told,
            parameters=(*told.parameters, HEADER),
            refuses=told.refuses | {409, 422},
            headers={**told.headers, **ANSWERED},
        )
    return taken
