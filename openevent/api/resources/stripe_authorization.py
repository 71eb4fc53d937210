"""Links of events with Stripe accounts. /v1/stripe-authorizations."""

from typing import Any

from openevent.accounts.models import User
from openevent.api.jsonapi.members import Serializer, Text
from openevent.api.jsonapi.relations import ToOne
from openevent.api.jsonapi.resource import Facts, Resource
from openevent.tickets import access
from openevent.tickets.models import StripeAuthorization
from openevent.tickets.paying import authorizing

CODE = "stripe_auth_code"


class StripeAuthorizationSerializer(Serializer[StripeAuthorization]):
    """A link's members. The code is said once and not kept; no secret of the account is."""

    stripe_auth_code = Text(
        write_only=True,
        max_length=255,
        help_text="The code with which Stripe sends the account's owner back to the site.",
    )

    class Meta:
        model = StripeAuthorization
        resource_name = "stripe-authorization"
        fields = ["stripe_publishable_key", "stripe_auth_code"]
        read_only_fields = ["stripe_publishable_key"]
        says = {"stripe_publishable_key": "For Stripe’s form in the clients of buyers."}


class StripeAuthorizations(Resource):
    """Which Stripe account takes an event's payments; its owner and organizers say so."""

    type, path, noun = "stripe-authorization", "stripe-authorizations", "link with Stripe"
    serializer, reach = StripeAuthorizationSerializer, access.STRIPE_AUTHORIZATION
    relations = {
        "event": ToOne(resource="event", column="event", needed=True, fixed=True),
    }

    def fetched(self, said: Facts, row: Any) -> Facts:
        """The account, for the code."""
        if CODE not in said:
            return said
        if not isinstance(row, StripeAuthorization):
            authorizing.check(row.event)
        return authorizing.exchange(said[CODE])

    def create(self, facts: Facts, *, by: Any) -> StripeAuthorization:
        """The link."""
        return authorizing.link(facts.pop("event"), by=by, **facts)

    def change(self, row: StripeAuthorization, facts: Facts, *, by: User) -> StripeAuthorization:
        """Another account."""
        return authorizing.relink(row, by=by, **facts) if facts else row

    def delete(self, row: StripeAuthorization, *, by: User) -> None:
        """No account any more."""
        authorizing.unlink(row, by=by)
