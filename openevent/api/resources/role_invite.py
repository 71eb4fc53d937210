"""Invitations to a team. /v1/role-invites, /v1/role_invites."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from openevent.accounts.models import User
from openevent.api import reading
from openevent.api.describing import SUCCESS, TEXT, WHOLE, described, framed, members
from openevent.api.jsonapi.members import Choice, Serializer
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Facts, Resource
from openevent.api.permissions import Everyone, SignedIn
from openevent.api.resources.role import RoleByName
from openevent.events import access, inviting, revising
from openevent.events.access import Asker
from openevent.events.models import EventRole, RoleInvite
from openevent.lib.errors import Forbidden, Refused


class RoleMismatch(Refused):
    """The name and the relationship tell of two roles."""


class RoleInviteSerializer(Serializer[RoleInvite]):
    """An invitation's members; its secret is in the letter alone."""

    role_name = Choice(RoleInvite.RoleName.values, source="role", required=False)

    class Meta:
        model = RoleInvite
        resource_name = "role-invite"
        fields = ["email", "role_name", "status", "created_at"]
        read_only_fields = ["status", "created_at"]


class RoleInvites(Resource):
    """Letters that make somebody a member of a team."""

    type, path, noun = "role-invite", "role-invites", "invitation"
    serializer, reach = RoleInviteSerializer, access.ROLE_INVITE
    detail = frozenset({"GET", "DELETE"})
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
        "role": RoleByName(needed=True, fixed=True),
    }

    def prepared(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Each with its event."""
        return rows.select_related("event")

    def may_create(self, asker: Asker, facts: Facts) -> bool:
        """Organizers invite; another owner the owner invites."""
        if facts["role_row"].name == EventRole.Name.OWNER:
            return access.may_hand_over(asker, facts["event"])
        return super().may_create(asker, facts)

    def create(self, facts: Facts, *, by: Any) -> RoleInvite:
        """A letter to somebody."""
        role = facts["role_row"]
        name = facts.get("role", role.name)
        if name != role.name:
            raise RoleMismatch(
                "“role-name” must be the name of the related role.", pointer="/data/attributes/role-name"
            )
        return inviting.invite(facts["event"], facts["email"], role.name, by=by)

    def delete(self, row: RoleInvite, *, by: User) -> None:
        """Taken back."""
        inviting.withdraw(row, by=by)


TOKEN = framed(members(token=TEXT))
REFUSED = (403, 404, 409, 410, 422)


class Accept(APIView):
    """`{"data": {"token": …}}` by the account with the invited address."""

    permission_classes = [SignedIn]

    @described(
        summary="Accept an invitation",
        tag="role-invite",
        body=TOKEN,
        answer=members(email=TEXT, event=WHOLE, event_identifier=TEXT, name=TEXT, role=TEXT),
        refuses=REFUSED,
    )
    def post(self, request: Request) -> Response:
        """`{email, event, event_identifier, name, role}`."""
        invite = inviting.accept(_token(request), by=reading.account(request))
        return Response(
            {
                "email": invite.email,
                "event": invite.event_id,
                "event_identifier": invite.event.identifier,
                "name": invite.event.name,
                "role": invite.role,
            }
        )


class Decline(APIView):
    """`{"data": {"token": …}}` by the account with the invited address."""

    permission_classes = [SignedIn]

    @described(summary="Decline an invitation", tag="role-invite", body=TOKEN, answer=SUCCESS, refuses=REFUSED)
    def post(self, request: Request) -> Response:
        """`{"success": true}`."""
        inviting.decline(_token(request), by=reading.account(request))
        return Response({"success": True})


class Invited(APIView):
    """`{"data": {"token": …}}`: to whom the letter went, so that a client knows with which address to sign in or join.

    Whoever has the token has read that letter.
    """

    permission_classes = [Everyone]

    @described(
        summary="Read to whom an invitation went",
        tag="role-invite",
        body=TOKEN,
        answer=members(email=TEXT),
        refuses=(404, 410, 422),
    )
    def post(self, request: Request) -> Response:
        """`{"email": …}`."""
        return Response({"email": inviting.of_token(_token(request)).email})


class Resend(APIView):
    """A new letter; the secret in the former is void."""

    permission_classes = [SignedIn]

    @described(
        summary="Send an invitation again",
        tag="role-invite",
        answer=members(success={"const": True}, message=TEXT),
        refuses=(403, 404, 409, 410, 422, 429),
    )
    def post(self, request: Request, key: str) -> Response:
        """`{"success": true, "message": …}`."""
        invite = self.invite(key, request)
        with revising.locked(invite.event_id):
            reading.account_now(request)
            inviting.resend(self.invite(key, request), by=reading.account(request))
        return Response({"success": True, "message": "Invite resent successfully"})

    def invite(self, key: str, request: Request) -> RoleInvite:
        """The invitation, for who may send it again: to own the event, its owner alone."""
        user = reading.account(request)
        invite: RoleInvite = INVITES.find(key, user)
        if not INVITES.may_edit(user, invite):
            raise Forbidden("Only the team of this event sends invitations again.")
        if invite.role == EventRole.Name.OWNER and not access.may_hand_over(user, invite.event):
            raise Forbidden("Only the owner of this event hands it over.")
        return invite


def _token(request: Request) -> str:
    return reading.needed(reading.framed(request), "token")


INVITES = RoleInvites()

urlpatterns: list[URLPattern] = [
    path("v1/role_invites/accept-invite", Accept.as_view()),
    path("v1/role_invites/decline-invite", Decline.as_view()),
    path("v1/role_invites/user", Invited.as_view()),
    path("v1/role-invites/<str:key>/resend-invite", Resend.as_view()),
]
