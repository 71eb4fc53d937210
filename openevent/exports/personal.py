"""All that the server holds about a person, as one JSON document: {"format": …, "account": [{…}], "orders": [{…}]}."""

import json
from collections.abc import Iterator
from itertools import islice

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts import personal as accounts
from openevent.accounts.models import User
from openevent.accounts.personal import Part, Row
from openevent.events import personal as events
from openevent.exports.made import Made
from openevent.holders import personal as holders
from openevent.jobs import personal as jobs
from openevent.jobs.models import Job
from openevent.lib.errors import Gone
from openevent.program import personal as program
from openevent.tickets import personal as tickets

FORMAT = "openevent-personal-data-1"
PARTS: tuple[Part, ...] = (
    *(*accounts.PARTS, *events.PARTS, *program.PARTS, *tickets.PARTS),
    *(*holders.PARTS, *jobs.PARTS),
)
WITHHELD = {**accounts.WITHHELD, **tickets.WITHHELD}  # the links to accounts that are not told, each with a reason
AT_ONCE = 100  # rows in one piece


def made(job: Job) -> Made:
    """The document of the account that the job names. Raises Gone where it is closed."""
    user = User.objects.filter(pk=job.parameters["user"], deleted_at=None).first()
    if user is None:
        raise Gone(_("The account is closed."))
    return Made(stream=_document(user), pieces=len(PARTS) + 2)


def _document(user: User) -> Iterator[bytes]:
    """Part by part, a hundred rows at once: however much there is, little of it is in memory."""
    yield _text({"format": FORMAT, "made-at": timezone.now()}).removesuffix("}").encode()
    for part in PARTS:
        yield f",\n\n{_text(part.name)}: [".encode()
        yield from _rows(iter(part.rows(user)))
        yield b"]"
    yield b"\n}\n"


def _rows(rows: Iterator[Row]) -> Iterator[bytes]:
    before = "\n"
    while some := list(islice(rows, AT_ONCE)):
        yield (before + ",\n".join(map(_text, some))).encode()
        before = ",\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
