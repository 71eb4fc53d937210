"""Giving money back: all of it, a part, or what some of the attendees paid, whose tickets are good no more.

The row first, with the amount set aside; then the provider; then what it said. All of an order's money given back
cancels the order.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import structlog
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.accounts import languages, posting
from openevent.accounts.models import User
from openevent.lib import models, money, sentences, text
from openevent.lib.errors import Conflicting, Forbidden, Refused
from openevent.lib.sentences import Said, Sentence
from openevent.tickets import access, billing, moving, recording, telling, wording
from openevent.tickets.models import Attendee, Notice, Order, Payment, Refund
from openevent.tickets.models.attendee import AttendeeQuerySet
from openevent.tickets.paying import letters, returning
from openevent.tickets.paying.provider import NotGivenBack, Unreachable
from openevent.tickets.paying.providers import provider
from openevent.tickets.paying.returning import TooMuch
from openevent.tickets.paying.shares import shares
from openevent.tickets.states import Actor

log = structlog.get_logger(__name__)
Status = Refund.Status
LONGEST = 500
ELSEWHERE = gettext_noop("It was given back at the provider.")


class NothingPaid(Conflicting):
    """There is no money that could go back."""


class NotTheTeam(Forbidden):
    """Money is given back by those who take it."""

    def __init__(self) -> None:
        super().__init__(_("Only coorganizers and up give money back."))


class WrongAttendee(Refused):
    """Somebody who has no ticket of the order that could be taken back."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, pointer="/data/attributes/attendees")


class WrongAmount(Refused):
    """It is no amount that could go back."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, pointer="/data/attributes/amount")


def refund(
    order: Order,
    *,
    by: User,
    amount: int | None = None,
    attendees: Collection[int] = (),
    reason: str = "",
    identifier: UUID | None = None,
) -> Refund:
    """Give money of the order back, in minor units; without an amount what the attendees paid, or all that is left.

    Whether `by` may is asked behind the lock: the row must be there before the provider is asked, so that whoever calls
    has no transaction in which it could be asked.

    The attendees, by ids, lose their tickets. What has the same identifier is the same refund. Raises Refused; where
    the provider does not answer, the refund stays asked for, and the sweep goes on with it.
    """
    with moving.locked(order.pk) as locked:
        if not access.may_refund(by, locked.event):
            raise NotTheTeam
        made = Refund.objects.filter(order=locked, identifier=identifier).first() if identifier is not None else None
        if made is None:
            made = _asked(locked, by, amount, attendees, text.one_line(reason), identifier)
    if made.status == Status.FAILED:
        raise NotGivenBack(sentences.told(made.said, made.failure))
    try:
        return carry_out(made.pk, answers=True)
    except Unreachable as error:
        log.warning("a refund waits for its provider", refund=made.pk, reason=str(error))
        return made


def _asked(
    order: Order, by: User, amount: int | None, attendees: Collection[int], reason: str, identifier: UUID | None
) -> Refund:
    """A new refund of the locked order."""
    models.check(Refund(reason=reason), members={"reason"})
    seen = foresee(order, amount=amount, attendees=attendees)
    return returning.ask(
        seen.payment, amount=seen.amount, reason=reason, by=by, attendees=seen.leaving, identifier=identifier
    )


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """What a refund would do: how much of which payment goes back, and who loses the ticket by it."""

    payment: Payment
    amount: int
    leaving: Sequence[Attendee]
    is_all: bool  # the order is cancelled with it


def foresee(order: Order, *, amount: int | None = None, attendees: Collection[int] = ()) -> Foreseen:
    """What `refund` would do now; nothing is done. Raises what that does."""
    payment = Payment.objects.with_money().filter(order=order).first()
    if payment is None:
        raise NothingPaid(_("There is no money of this order that could be given back."))
    leaving = _leaving(order, attendees)
    wanted = _amount(order, payment, amount, leaving)
    provider(payment.provider).check_refund(payment, wanted)
    is_all = payment.status in Payment.PAYING and order.refunded + wanted == order.amount
    return Foreseen(payment=payment, amount=wanted, leaving=leaving, is_all=is_all)


def _leaving(order: Order, ids: Collection[int]) -> list[Attendee]:
    """The attendees of the order with these ids, who hold places that nobody else takes back. Raises WrongAttendee."""
    found = Attendee.objects.living().filter(order=order, pk__in=ids)
    found = found.exclude(pk__in=Attendee.objects.filter(refunds__status=Status.ASKED).values("pk"))
    known = {attendee.pk: attendee for attendee in found}
    for one in ids:
        if one not in known:
            raise WrongAttendee(_("The order has no attendee %(one)s whose ticket could be taken back.") % {"one": one})
    return list(known.values())


def _amount(order: Order, payment: Payment, said: int | None, leaving: list[Attendee]) -> int:
    """How much goes back. Raises WrongAmount, TooMuch."""
    if said is None and not leaving:
        return payment.left
    parts = shares(order)
    wanted = sum(parts[attendee.pk] for attendee in leaving) if said is None else said
    if wanted <= 0:
        raise WrongAmount(
            _("Nothing was paid for these tickets.") if said is None else _("A refund is more than nothing.")
        )
    if wanted > payment.left:
        left = money.words(payment.left, payment.currency)
        raise TooMuch(_("There is %(left)s left of this payment.") % {"left": left}, pointer="/data/attributes/amount")
    return wanted


def carry_out(refund_id: int, *, answers: bool = False) -> Refund:
    """Let the provider give the money back, and note what it said. Raises Unreachable; and Refused where it did not.

    Who asked is told of that by a letter, unless whoever calls `answers` them.
    """
    found = Refund.objects.select_related("payment", "order").get(pk=refund_id)
    if found.status != Status.ASKED:
        return found
    try:
        reference = provider(found.payment.provider).refund(found)
    except Unreachable:
        raise
    except Refused as refusal:
        fail(found, refusal.said, answers=answers)
        raise
    return done(found, reference)


def done(found: Refund, reference: str) -> Refund:
    """Note that the provider gives the money back; saying it again changes nothing."""
    with moving.locked(found.order_id) as order:
        found = Refund.objects.select_related("payment").get(pk=found.pk)
        if found.status != Status.ASKED:
            return found
        found.status, found.reference, found.done_at, found.try_at = Status.DONE, reference, timezone.now(), None
        found.save(update_fields=["status", "reference", "done_at", "try_at"])
        is_all = _count(order, found)
        leaving = Attendee.objects.living().filter(**{"order": order} if is_all else {"refunds": found})
        recording.note(order, recording.Kind.REFUND, by=found.by, words=_words(found, leaving))
        if is_all and order.status == Order.Status.COMPLETED:
            moving.to(order, Order.Status.CANCELLED, actor=Actor.TEAM, by=found.by, words=_why(found))
        else:
            moving.give_back(order, leaving)
            telling.note(order, Notice.Kind.REFUNDED)
        if found.payment.status in Payment.PAYING:
            billing.credit(order, found)
    return found


def fail(found: Refund, why: Said, *, answers: bool = False) -> Refund:
    """Note that the money does not go back, even where the provider had said so: it can be asked for again."""
    with moving.locked(found.order_id) as order:
        found = Refund.objects.select_related("payment").get(pk=found.pk)
        if found.status == Status.FAILED:
            return found
        was_done = found.status == Status.DONE
        if was_done:
            _uncount(order, found)
        found.status, found.failure, found.try_at = Status.FAILED, sentences.written([why])[:LONGEST], None
        found.said = sentences.kept([why])
        found.save(update_fields=["status", "failure", "said", "try_at"])
        Payment.objects.release(found.payment_id, found.amount)
        recording.note(order, recording.Kind.REFUND, by=found.by, words=[wording.stayed(found), why])
        billing.reverse(order, found)
        if not answers:
            _tell_team(order, found, was_done=was_done)
    return found


def _tell_team(order: Order, failed: Refund, *, was_done: bool) -> None:
    """Tell whoever asked for the refund, or else the event's owner: nobody looks for money that was given back."""
    asker = failed.by if failed.by is not None and access.may_refund(failed.by, order.event) else None
    owners = User.objects.filter(event_roles__event=order.event_id, event_roles__role="owner")
    reader = asker or owners.first()
    if reader is None:
        return
    letter = partial(letters.not_given_back, order, failed, was_done=was_done)
    posting.write(reader.email, letter, language=languages.of(reader))


def note_foreign(payment: Payment, reference: str, amount: int) -> None:
    """Note money that went back without us, on the provider's own pages. Raises TooMuch while we ask for it, too."""
    with moving.locked(payment.order_id):
        if Refund.objects.filter(payment=payment, reference=reference).exists():
            return
        made = returning.ask(payment, amount=amount, reason=Sentence(ELSEWHERE), by=None)
        done(made, reference)


def _count(order: Order, found: Refund) -> bool:
    """Count the refund in its order, if its payment paid for that; whether nothing of it is left."""
    payment = found.payment
    if payment.status not in Payment.PAYING:
        return False
    order.refunded += found.amount
    order.save(update_fields=["refunded"])
    is_all = order.refunded == order.amount
    if is_all:
        Payment.objects.filter(pk=payment.pk).update(status=Payment.Status.REFUNDED)
    return is_all


def _uncount(order: Order, found: Refund) -> None:
    if found.payment.status in Payment.PAYING:
        order.refunded -= found.amount
        order.save(update_fields=["refunded"])
        Payment.objects.filter(pk=found.payment_id).update(status=Payment.Status.RECEIVED)


def _words(found: Refund, leaving: AttendeeQuerySet) -> list[Said]:
    """What the team reads of it: how much, how, whose tickets, who of them had come already; last somebody's words."""
    return [
        wording.went(found),
        wording.named(wording.TAKEN_BACK, leaving),
        wording.named(wording.HAD_COME, leaving.arrived()),
        _why(found),
    ]


def _why(found: Refund) -> Said:
    """The reason of a refund that has not failed: ours, or the words of whoever asked for it."""
    return next(iter(sentences.read(found.said)), found.reason)
