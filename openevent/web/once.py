"""What is done once, however often a button is pressed: each form has a token, and its answer is kept."""

import time
from collections.abc import Callable
from http import HTTPStatus
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from openevent.accounts import repeating
from openevent.accounts.models import User
from openevent.accounts.repeating import Answer, Asked, Claim, InFlight
from openevent.web.rendering import led

FIELD = "once"
TRIES, PAUSE = 20, 0.2  # a browser shows the answer to the last press only: it waits for that of the first


def token() -> str:
    """A new token for a form."""
    return uuid4().hex


def carried() -> dict[str, str]:
    """What a page with such forms shows of it (`forms/once.html`)."""
    return {"once": token(), "token_field": FIELD}


def said(request: HttpRequest) -> str:
    """All that a form says; of its files their names and sizes."""
    facts = {name: values for name, values in request.POST.lists() if name not in {FIELD, "csrfmiddlewaretoken"}}
    files = [(name, one.name, one.size) for name, found in request.FILES.lists() for one in found]
    return repr((request.get_full_path(), facts, files))


def once(request: HttpRequest, by: User, act: str, said: str, do: Callable[[Claim], HttpResponse]) -> HttpResponse:
    """What `do` answers, or answered before to the same form that said the same. Raises Refused."""
    key = request.POST.get(FIELD, "")[:64] or token()
    # What is changed and sent again from a page of before is something else, and is done.
    claimed = _claimed(Asked(by=by, key=f"{key} {said}", act=act, said=said.encode(errors="replace")))
    if isinstance(claimed, Answer):
        return led(claimed.headers["Location"])
    with repeating.held(claimed):
        return do(claimed)


def _claimed(asked: Asked) -> Claim | Answer:
    for _again in range(TRIES):
        try:
            return repeating.claim(asked)
        except InFlight:
            time.sleep(PAUSE)
    return repeating.claim(asked)


def kept(claim: Claim, address: str) -> HttpResponse:
    """The way on from what was done, for whoever asks again; inside the transaction of the act. Raises InFlight."""
    claim.keep(Answer(status=HTTPStatus.SEE_OTHER, headers={"Location": address}, body=b""))
    return led(address)
