"""Entity tags: what says that an answer is still the same, and that nobody changed a row meanwhile (RFC 9110, 8.8.3).

An answer about one event has a tag that is known before the answer is made: the event's revision, signed together
with who asks and for what. So a 304 costs one indexed read, and a made answer is remembered under its tag and never
has to be thrown away. Everything else has a tag made from its bytes.

`If-Match` means: nobody changed this row since the revision in the tag. What others changed elsewhere in the event
does not stand in the way.
"""

import hmac
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, QueryDict

from openevent.api.jsonapi.asking import Asked, Tree, include
from openevent.api.jsonapi.documents import Composer, encoded
from openevent.api.jsonapi.resource import REGISTRY, Resource, is_id, resource
from openevent.events import revising
from openevent.events.access import Asker
from openevent.events.models import Event
from openevent.lib.errors import Refused
from openevent.lib.text import storable

VERSION = version("open-event-server")
# What counts in `Event.reactions` and not in the log of changes.
REACTIONS = frozenset({"feedback", "user-favourite-event", "user-favourite-session"})


class Overtaken(Refused):
    """Somebody else changed the thing meanwhile."""

    status = HTTPStatus.PRECONDITION_FAILED

    def __init__(self) -> None:
        super().__init__("Somebody changed this meanwhile, or the If-Match tag is of something else. Read it again.")


@dataclass(frozen=True, kw_only=True)
class Moment:
    """How far an event is: everything that is said of it is said as of here."""

    row: Any  # the key of the row from whose address the event was found
    event: str  # its identifier
    revision: int
    reactions: int

    @property
    def count(self) -> str:
        """Both counters as one word."""
        return f"{self.revision}.{self.reactions}"


def moment(of: Resource, key: str, asker: Asker) -> Moment | None:
    """How far the event of the row at this address is; None for rows that are of no event. One indexed read."""
    if not of.is_of_event:
        return None
    if of.is_found_by_asker:
        found = _moments(of, of.where(key, asker)).first()
    else:
        sort = "id" if is_id(key) else "other"
        sql, values = _statement(of.type, sort, connection.vendor)
        if SENTINELS[sort] not in values:  # an address that can be none of this resource
            return None
        if storable(key) != key:  # a NUL, for one, which PostgreSQL does not even compare with
            return None
        with connection.cursor() as cursor:
            cursor.execute(sql, [_value(key) if one == SENTINELS[sort] else one for one in values])
            found = cursor.fetchone()
    return Moment(row=found[0], event=found[1], revision=found[2], reactions=found[3]) if found else None


# Stand-ins for the key in a statement that is made once and used for every key: making it costs more than asking it.
SENTINELS: dict[str, Any] = {"id": 10**18 - 7, "other": "0000000a"}


def _value(key: str) -> Any:
    return int(key) if is_id(key) else key


def _moments(of: Resource, where: Q) -> QuerySet[Any, Any]:
    paths = [_either(of.reach.paths(name)) for name in ("identifier", "revision", "reactions")]
    return of.model._default_manager.filter(where).order_by().values_list("pk", *paths)


@cache
def _statement(resource_type: str, sort: str, _vendor: str) -> tuple[str, tuple[Any, ...]]:
    of = resource(resource_type)
    try:
        return _moments(of, of.where(str(SENTINELS[sort]), AnonymousUser())).query.sql_with_params()
    except EmptyResultSet:
        return "", ()


def _either(paths: list[str]) -> Any:
    return Coalesce(*paths) if len(paths) > 1 else paths[0]


def is_of_event(of: Resource, tree: Tree) -> bool:
    """Whether the answer holds nothing but rows of the event: no accounts, no catalogue of the site."""
    return of.is_of_event and all(
        is_of_event(resource(of.relations[name].resource), below) for name, below in tree.items()
    )


def looks_beyond(query: QueryDict) -> bool:
    """Whether filters or the order may look at rows of no event, whose changes do not count in one."""
    said = " ".join(
        f"{name} {value}"
        for name, values in query.lists()
        if name == "sort" or name.startswith("filter")
        for value in values
    )
    # With a backslash JSON spells names so that they are not recognised here.
    return bool(said) and ("\\" in said or any(name in said.replace("_", "-") for name in _names_beyond()))


@cache
def _names_beyond() -> frozenset[str]:
    return frozenset(
        name
        for of in REGISTRY.values()
        for name, relation in of.relations.items()
        if not resource(relation.resource).is_of_event
    )


def of_answer(request: HttpRequest, subject: str, target: Resource, at: Moment | None, asker: Asker) -> str | None:
    """The tag of the answer to this request, known before it is made; None where bytes must tell."""
    if at is None or not target.is_of_event:
        return None
    if (text := request.GET.get("include", "")) and not is_of_event(target, include(text, target)):
        return None
    if looks_beyond(request.GET):
        return None
    return signed(f"{at.event}/{subject}", at.count, asker, request.META.get("QUERY_STRING", ""))


def signed(subject: str, count: str, asker: Asker, query: str = "") -> str:
    """`"<revision>.<reactions>-<who and what>-<query>"`, the latter two not to be guessed by anybody."""
    return f'"{count}-{_mac(f"{count}|{_view(asker)}|{subject}")}-{_mac(query)[:8] if query else "0"}"'


def of_event(event: Event, request: HttpRequest, asker: Asker) -> str:
    """The tag of an answer that tells of the event, of the asker's rights in it, and of nothing else."""
    count = f"{event.revision}.{event.reactions}"
    return signed(f"{event.identifier}/{request.path}", count, asker, request.META.get("QUERY_STRING", ""))


def remembered(tag: str, request: HttpRequest) -> str:
    """The name under which the answer is remembered: it names its own address, and one row may have two."""
    return f"answer:{tag}:{_mac(request.path)}"


def _mac(text: str) -> str:
    message = f"{VERSION}|{text}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, sha256).hexdigest()[:24]


def _view(asker: Asker) -> str:
    if asker.pk is None:
        return "-"
    facts = (asker.pk, asker.is_staff, getattr(asker, "is_super_admin", ""), getattr(asker, "is_verified", ""))
    return ".".join(map(str, facts))


def of_bytes(body: bytes, row: str = "0") -> str:
    """The tag of an answer by its bytes; `row` is the tag of the row that it is about."""
    return f'"{row}-{sha256(body).hexdigest()[:24]}"'


def of_row(of: Resource, row: Any, asker: Asker) -> str:
    """The part of a tag that tells whether a row of no event is still the same to this asker."""
    made = Composer(asker=asker, asked=Asked()).object(of, row, {})
    return sha256(encoded(made)).hexdigest()[:16]


def listed(header: str) -> list[str]:
    """The tags in an If-Match or If-None-Match header."""
    return [tag.strip() for tag in header.split(",") if tag.strip()]


def matches(header: str, tag: str) -> bool:
    """Whether If-None-Match names this tag (weak comparison, RFC 9110, 8.8.3.2)."""
    return any(one == "*" or one.removeprefix("W/") == tag for one in listed(header))


def check(request: HttpRequest, subject: str, of: Resource, row: Any, asker: Asker, *, kept_by: str = "") -> None:
    """Raise Overtaken where the If-Match header names no tag of the row as it is now.

    Runs in the transaction of the write, behind the lock of the event or the row. The tag is of the row or of the
    request's own address; `kept_by` is the type whose rows hold what is written, where that is not the row's.
    """
    header = request.headers.get("If-Match")
    if header is None:
        return
    event = of.event(row)

    def is_same(tag: str) -> bool:
        if event is None:
            return hmac.compare_digest(_opaque(tag).partition("-")[0].encode(), of_row(of, row, asker).encode())
        revision = _revision(tag, (subject, request.path), event, asker)
        return revision is not None and _is_same_since(revision, of, row, event, kept_by)

    if not any(one == "*" or is_same(one) for one in listed(header)):
        raise Overtaken


def _revision(tag: str, subjects: tuple[str, ...], event: Event, asker: Asker) -> tuple[int, int] | None:
    """As of which revision and reactions the tag is; None for one that is no tag of ours of any of the subjects."""
    count, _, rest = _opaque(tag).partition("-")
    mac = rest.partition("-")[0].encode()
    known = (_mac(f"{count}|{_view(asker)}|{event.identifier}/{subject}") for subject in subjects)
    if not any(hmac.compare_digest(mac, one.encode()) for one in known):
        return None
    revision, _, reactions = count.partition(".")
    return int(revision), int(reactions)


def _is_same_since(known: tuple[int, int], of: Resource, row: Any, event: Event, kept_by: str) -> bool:
    """Whether the log has no change of the row, nor of any row that holds what is written, since then."""
    revision, reactions = known
    if of.type in REACTIONS:
        return Event.objects.filter(pk=event.pk, reactions=reactions).exists()
    changed = Q(object_type=row._meta.model_name, object_id=row.pk)
    if kept_by:
        changed |= Q(object_type=resource(kept_by).model._meta.model_name)
    return not revising.later(event, revision).filter(changed).exists()


def _opaque(tag: str) -> str:
    """What stands between the quotes of a tag; nothing for what is none.

    If-Match compares strongly (RFC 9110, 13.1.1), and these tags tell of a row and not of bytes: one that a proxy made
    weak, because it compressed the answer, tells of the same row.
    """
    quoted = tag.removeprefix("W/")
    return quoted[1:-1] if len(quoted) > 2 and quoted[0] == quoted[-1] == '"' else ""
