"""Who changed what in an event: GET /v1/events/{identifier}/changes?since=<revision>."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path
from rest_framework.request import Request

from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.describing import TEXT, WHOLE, described, many, members, query
from openevent.api.jsonapi import documents
from openevent.api.jsonapi.conditional import tagged
from openevent.api.jsonapi.documents import MEDIA_TYPE
from openevent.api.jsonapi.plain import PlainView
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import REGISTRY
from openevent.api.jsonapi.schemas import ID, LINKS, VERSION
from openevent.events.models import Change, Event
from openevent.events.policy import Act
from openevent.lib.errors import Malformed

PAGE = 100


CHANGE = members(
    revision=WHOLE,
    kind=TEXT,
    object__type=TEXT,
    object__id=ID,
    members=many(TEXT),
    at={**TEXT, "format": "date-time"},
    by={"type": ["string", "null"]},
)
CHANGES = members(
    data=many(members(type={"const": "change"}, id=ID, attributes=CHANGE)),
    links=LINKS,
    meta=members(revision=WHOLE),
    jsonapi=VERSION,
)


class Changes(PlainView):
    """The log of the event's changes, oldest first, after a revision; `links.next` goes on where it ends."""

    @described(
        summary="Read who changed what in an event",
        tag="event",
        answer=CHANGES,
        gives=(MEDIA_TYPE,),
        refuses=(400, 403, 404),
        parameters=(query("since", "The revision after which to go on.", WHOLE),),
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        """At most a hundred changes; a revision is never torn apart."""
        event = reading.kept_event(key, self.asker, Act.FOLLOW)
        since = revision(request.query_params.get("since", "0"))
        return self.unless_known(event, lambda: self.document(event, request, since))

    def document(self, event: Event, request: Request, since: int) -> dict[str, Any]:
        """What there is."""
        found = page(Change.objects.filter(event=event, revision__gt=since).select_related("by"))
        links = {"self": request.get_full_path()}
        if found and found[-1].revision < event.revision:
            links["next"] = f"{request.path}?since={found[-1].revision}"
        return {
            "data": [shown(change) for change in found],
            "links": links,
            "meta": {"revision": event.revision},
            "jsonapi": documents.VERSION,
        }


def revision(text: str) -> int:
    """The number in the query; raises Malformed."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Malformed("“since” must be a revision: a whole number.", parameter="since")
    return int(text)


def page(changes: QuerySet[Change]) -> list[Change]:
    """The first of the changes, by whole revisions: one that has more rows than a page stays in one piece."""
    found = list(changes.order_by("revision", "id")[: PAGE + 1])
    if len(found) <= PAGE:
        return found
    whole = [change for change in found if change.revision < found[-1].revision]
    return whole or list(changes.filter(revision=found[0].revision).order_by("id"))


def shown(change: Change) -> dict[str, Any]:
    """A change as a resource object."""
    return {
        "type": "change",
        "id": str(change.pk),
        "attributes": {
            "revision": change.revision,
            "kind": change.kind,
            "object-type": type_of(change),
            "object-id": str(change.object_id),
            "members": names_of(change),
            "at": change.at.isoformat(),
            "by": name(change.by),
        },
    }


def types() -> dict[str, str]:
    """The types of the API by the names of their tables."""
    return {str(of.model._meta.model_name): of.type for of in REGISTRY.values() if of.detail}


def type_of(change: Change) -> str:
    """The type of what was changed."""
    return types().get(change.object_type, change.object_type)


def names_of(change: Change) -> list[str]:
    """Which of its members say something else now, as documents name them; what only the server keeps is left out."""
    of = REGISTRY.get(type_of(change))
    if of is None or not change.members:
        return []
    known = {member.column: member.name for member in of.members}
    known |= {one.column: name for name, one in of.relations.items() if isinstance(one, ToOne)}
    return sorted(known[column] for column in change.members if column in known)


def name(user: User | None) -> str | None:
    """Who it was, by the name that they go by; null for the server itself. An address is nobody's name."""
    return None if user is None else user.public_name or user.full_name or f"account {user.pk}"


urlpatterns: list[URLPattern] = [
    path("v1/events/<str:key>/changes", tagged(Changes.as_view())),
]
