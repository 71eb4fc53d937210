"""What a provider of payments does, and what it says."""

from dataclasses import dataclass, field
from enum import Enum
from http import HTTPStatus
from typing import Protocol

from openevent.lib.errors import Conflicting, Refused
from openevent.lib.sentences import Sentence
from openevent.tickets.models import Order, Payment, Refund


class State(Enum):
    """How far a payment is, as its provider says it."""

    OPEN = "open"  # the buyer can pay
    CLEARING = "clearing"  # the buyer has paid, and the money is on its way
    PAID = "paid"
    ENDED = "ended"  # nobody can pay any more


@dataclass(frozen=True, kw_only=True)
class Card:
    """With what was paid, as far as it may be known."""

    brand: str = ""
    last4: str = ""
    exp_month: int | None = None
    exp_year: int | None = None


NO_CARD = Card()


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a provider says of a payment now. Money is in minor units of `currency`."""

    state: State
    word: str  # the provider's own for the state
    amount: int = 0  # what came
    currency: str = ""
    transaction_id: str = ""  # the provider's number of the money
    card: Card = field(default=NO_CARD)


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A payment that a provider knows of, and how the buyer pays it: at an address, or with a secret in the client."""

    reference: str
    found: Found
    address: str = ""
    secret: str = ""
    publishable_key: str = ""
    account: str = ""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Where the buyer goes from the provider's page, after paying and without; of one's own client where they say."""

    success: str = ""
    back: str = ""


class Subject(Enum):
    """Of what a provider tells unasked."""

    PAYMENT = "payment"
    REFUND = "refund"
    ACCOUNT_LEFT = "account left"  # its owner lets this site act for it no more
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a provider tells unasked: of what, and no more; how that is now, the provider is asked."""

    id: str
    type: str  # the provider's own word
    subject: Subject
    account: str  # the linked account that it is of; empty: the site's own
    reference: str


@dataclass(frozen=True, kw_only=True)
class FoundRefund:
    """What a provider says of money that goes back; `identifier` is of our row, where it was asked for here."""

    reference: str
    transaction_id: str
    amount: int
    identifier: str = ""
    failure: Sentence | None = None  # why it does not go back, where it does not


@dataclass(frozen=True, kw_only=True)
class Linked:
    """An account that this site may act for. A secret key of it, which Stripe gives along, is not kept."""

    account: str
    publishable_key: str


class Unreachable(Refused):
    """The provider does not answer, or not so that one could tell what became of it."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


class ShutOut(Unreachable):
    """The provider lets this site do nothing for one account; it answers for others."""


class NotTaken(Conflicting):
    """The event takes no payments so, or not this one."""


class Declined(Refused):
    """The buyer's bank, or the provider, does not take the card; another one may be."""


class NotGivenBack(Conflicting):
    """The provider does not give the money back."""


class Provider(Protocol):
    """Takes payments. What it is asked for twice with the same row, it does once. Raises Unreachable, Refused."""

    def check(self, order: Order) -> None:
        """Raise NotTaken where it takes no payment of this order; `order.event` is loaded."""

    def account(self, order: Order) -> str:
        """The account that takes the order's money; empty for the one of the site, or where there is none."""

    def begin(self, payment: Payment, wanted: Wanted) -> Begun:
        """Let the buyer pay; of a payment with a reference, say again how."""

    def pay(self, payment: Payment, method: str) -> Found:
        """Pay with what the buyer's client got from the provider. Raises Declined."""

    def read(self, payment: Payment) -> Found:
        """Say how far the payment is."""

    def close(self, payment: Payment) -> Found:
        """Let nobody pay any more, unless somebody has already."""

    def check_refund(self, payment: Payment, amount: int) -> None:
        """Raise NotGivenBack for an amount that it cannot give back."""

    def refund(self, refund: Refund) -> str:
        """Give the money back; returns the provider's number of it. Raises NotGivenBack."""

    def link(self, code: str) -> Linked:
        """The account whose owner got this code from the provider. Raises Refused for what is none."""

    def hear(self, body: bytes, signature: str) -> Told:
        """What the provider tells in a request. Raises Malformed for what is not the provider's."""

    def read_refund(self, reference: str, account: str) -> FoundRefund:
        """Say what became of money that goes back."""
