"""What happened to an order, noted for good."""

from collections.abc import Sequence

from django.utils import timezone

from openevent.accounts.models import User
from openevent.lib import sentences
from openevent.lib.sentences import Said
from openevent.tickets.models import Order, OrderChange

Kind = OrderChange.Kind
LONGEST = 500


def note(
    order: Order, kind: OrderChange.Kind, *, by: User | None, words: Sequence[Said] = (), before: str = ""
) -> OrderChange:
    """Add a line to the order's history; must run in the transaction of what it tells.

    The words are somebody's own, or sentences of ours. Of a change of status `before` is the former one.
    """
    return OrderChange.objects.create(
        order=order,
        kind=kind,
        before=before,
        after=order.status if kind == Kind.STATUS else "",
        note=sentences.written(words)[:LONGEST],
        said=sentences.kept(words),
        by=by,
        at=timezone.now(),
    )
