"""Keys to calendars that are somebody's own. /v1/feed-tokens."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.describing import Schema, described, members
from openevent.api.jsonapi.members import Choice, Serializer
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Facts, Resource
from openevent.api.permissions import SignedIn
from openevent.calendars import subscribing
from openevent.events import access, issuing
from openevent.events.access import Act, Asker
from openevent.events.models import FeedToken
from openevent.lib import addresses, urls

ADDRESS: Schema = {"type": "string", "format": "uri"}
TOLD = members(url=ADDRESS, subscribe=members(ics=ADDRESS, webcal=ADDRESS, google=ADDRESS, outlook=ADDRESS, qr=ADDRESS))


class FeedTokenSerializer(Serializer[FeedToken]):
    """What its owner knows a key by, and when which program used it; the secret is told once."""

    scope = Choice(FeedToken.Scope.choices, help_text="What the calendar shows; it stays so.")

    class Meta:
        model = FeedToken
        resource_name = "feed-token"
        fields = [
            *("name", "scope", "created_at", "rotated_at", "last_fetched_at", "last_program", "revoked_at"),
        ]
        read_only_fields = ["created_at", "rotated_at", "last_fetched_at", "last_program", "revoked_at"]


class FeedTokens(Resource):
    """One's own; `meta` of the answer that makes one has its addresses, which nobody can read again."""

    type, path, noun = "feed-token", "feed-tokens", "feed token"
    serializer, reach = FeedTokenSerializer, access.FEED_TOKEN
    collection = frozenset({"GET", "POST"})
    tells = TOLD
    relations = {
        "event": ToOne(resource="event", column="event", fixed=True),
        "user": ToOne(resource="user", column="user"),
    }

    def listed(self, asker: Asker, *, trashed: bool = False) -> QuerySet[Any]:
        """The asker's own, whoever that is."""
        return super().listed(asker, trashed=trashed).filter(user=asker.pk)

    def may_create(self, asker: Asker, facts: Facts) -> bool:  # noqa: ARG002 - an event that is seen may be followed
        """Whoever has an account."""
        return access.opens(asker, self.type, Act.CREATE)

    def create(self, facts: Facts, *, by: Any) -> FeedToken:
        """A new key."""
        token, secret = issuing.issue(by, **facts)
        token.told_once = told(token, secret)  # type: ignore[attr-defined]  # for the answer, and in no table
        return token

    def change(self, row: FeedToken, facts: Facts, *, by: User) -> FeedToken:  # noqa: ARG002 - whose it is, the row says
        """Another name. What it opens stays: programs that have it would show something else."""
        issuing.check_stays(row, facts)
        return issuing.rename(row, name=facts["name"]) if "name" in facts else row

    def delete(self, row: FeedToken, *, by: User) -> None:  # noqa: ARG002 - as above
        """Revoked: its address answers 410 from now on."""
        issuing.revoke(row)


def told(token: FeedToken, secret: str) -> dict[str, Any]:
    """The addresses that the secret opens: the calendar's own, and those that make programs follow it."""
    url = urls.absolute(addresses.personal_feed(secret))
    code = urls.absolute(addresses.personal_code(secret))
    return {"url": url, "subscribe": {**subscribing.links(url, token.name), "qr": code}}


class Rotate(APIView):
    """A new secret for a key: the former address opens nothing any more."""

    permission_classes = [SignedIn]

    @described(
        summary="Give a feed token a new secret",
        tag="feed-token",
        answer=members(meta=TOLD),
        refuses=(403, 404, 422),
    )
    def post(self, request: Request, key: str) -> Response:
        """`{"meta": {"url": …, "subscribe": {…}}}`, as of a new one; told once."""
        user = reading.account(request)
        token: FeedToken = FEED_TOKENS.find(key, user)
        return Response({"meta": told(token, issuing.rotate(token, by=user))}, headers={"Cache-Control": "no-store"})


FEED_TOKENS = FeedTokens()

urlpatterns: list[URLPattern] = [path("v1/feed-tokens/<str:key>/rotate", Rotate.as_view())]
