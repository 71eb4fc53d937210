"""What the server holds about a person with an account: its parts, and those of accounts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Model, Q

from openevent.accounts.mailboxes import former_email
from openevent.accounts.models import Letter, Proof, User

CHUNK = 500  # rows that are read from the database at once
SECRET = frozenset({"password", "token_generation"})
LETTER = ("to", "subject", "language", "created_at", "sent_at")
FACTOR = ("type", "created_at", "last_used_at")
PROOF = ("purpose", "email", "created_at", "expires_at", "used_at")
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One kind of what is held: its rows for an account, in a constant number of queries, whatever their number."""

    name: str
    rows: Callable[[User], Iterable[Row]]
    # The columns that lead from such rows to accounts, as “app.Model.column”: a test knows by them what is left out.
    links: frozenset[str] = frozenset()


def columns(row: Model, names: Iterable[str]) -> Row:
    """These columns of the row, by the names that the API gives them."""
    return {name.replace("_", "-"): getattr(row, name) for name in names}


def proven_address(user: User) -> str:
    """The address by which rows without an account are the person's, too; empty where nobody has proven it."""
    return former_email(user) if user.is_verified else ""


def by_address(user: User, address: str, column: str = "email") -> Q:
    """The rows that are the person's by the proven address: of a closed account those from before it was closed.

    Whoever has the address next is somebody else.
    """
    if not address:
        return Q(pk__in=())
    return Q(**{column: address}) & (Q(created_at__lte=user.deleted_at) if user.deleted_at else Q())


def account(user: User) -> Row:
    """What the account says of the person; no secrets."""
    names = [field.attname for field in User._meta.concrete_fields if field.name not in SECRET]
    return columns(user, names)


def _letters(user: User) -> Iterator[Row]:
    """What was sent there, and when; letters bring secrets, so what they say is not told."""
    found = Letter.objects.filter(by_address(user, proven_address(user), "to"))
    return (columns(letter, LETTER) for letter in found.order_by("pk").iterator(chunk_size=CHUNK))


def _proofs(user: User) -> Iterator[Row]:
    mine = Q(user=user) | Q(user=None) & by_address(user, proven_address(user))
    found = Proof.objects.filter(mine).order_by("pk")
    return (columns(proof, PROOF) for proof in found.iterator(chunk_size=CHUNK))


def _factors(user: User) -> Iterator[Row]:
    """What signs the person in beside the password, without its key."""
    return (columns(row, FACTOR) for row in Authenticator.objects.filter(user=user).order_by("pk"))


PARTS = (
    Part(name="account", rows=lambda user: [account(user)]),
    Part(name="letters", rows=_letters),
    Part(name="proofs-of-address", rows=_proofs, links=frozenset({"accounts.Proof.user"})),
    Part(name="second-factors", rows=_factors, links=frozenset({"mfa.Authenticator.user"})),
)
WITHHELD = {
    "account.EmailAddress.user": "nothing is kept in this table of django-allauth: the account itself has the address",
    "accounts.IdempotencyKey.user": "kept for a day, and nothing but what the person was answered already",
    "admin.LogEntry.user": "what the staff did on the admin pages is the site's record, not the person's",
}
