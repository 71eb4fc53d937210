"""How accounts lead to attendees: to whom they ordered for, and to whom they are, by an address that is proven."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from openevent.accounts.models import User
from openevent.api.jsonapi.relations import Found, Relation, Rows
from openevent.tickets import access


@dataclass(frozen=True, kw_only=True)
class Attending(Relation):
    """The attendees of an account."""

    def of(self, parent: User, related: Rows) -> Rows:
        """Whom the account ordered for, and who bears its proven address."""
        return related.filter(access.own_attendees(parent))

    def matching(self, related: Rows) -> Q:
        """The accounts that ordered for one of these, or are one."""
        named = related.filter(access.NAMED)
        return Q(pk__in=related.order_by().values("order__user_id")) | Q(
            is_verified=True, email__in=named.order_by().values("email")
        )

    def load(self, parents: Sequence[User], related: Rows) -> Found:
        """One statement for all; what is named is asked of each row as of the database."""
        proven = {parent.email: parent.pk for parent in parents if parent.is_verified}
        found: Found = {parent.pk: [] for parent in parents}
        wanted = Q(order__user__in=list(found)) | (access.NAMED & Q(email__in=list(proven)))
        for row in related.filter(wanted):
            owners = {row.order.user_id} | ({proven.get(row.email)} if access.is_named(row) else set())
            for key in owners & found.keys():
                found[key].append(row)
        return found
