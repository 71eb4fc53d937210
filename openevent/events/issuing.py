"""Keys to personal calendars: issued, renewed, revoked. Who has the secret has the calendar; only its hash is kept."""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

import structlog
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events import access
from openevent.events.models import Event, FeedToken
from openevent.events.policy import Act, aloud
from openevent.lib import text
from openevent.lib.errors import Forbidden, Refused

log = structlog.get_logger(__name__)
MOST = 100  # keys of one account that open something
NOTED = timedelta(minutes=10)  # a fetch is not written down again so soon
Scope = FeedToken.Scope


class TooManyTokens(Refused):
    """The account has as many keys as anybody can keep an eye on."""


class NamelessToken(Refused):
    """A key needs a name by which its owner knows it again."""


class RevokedToken(Refused):
    """A revoked key opens nothing any more."""


class FixedScope(Refused):
    """What a key opens is decided once."""


class NotYourToken(Forbidden):
    """The key is somebody else's."""


def issue(user: User, *, name: str, scope: str, event: Event | None = None) -> tuple[FeedToken, str]:
    """A new key, and its secret, which nobody can read again. Raises Refused."""
    secret = _new_secret()
    token = FeedToken(user=user, name=_checked_name(name), scope=Scope(scope), event=event, digest=digest(secret))
    token.created_at = timezone.now()
    check_scope(user, scope, event)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if user.feed_tokens.filter(revoked_at=None).count() >= MOST:
            raise TooManyTokens(_("You have %(most)s feed tokens. Revoke some that you do not use.") % {"most": MOST})
        token.save(force_insert=True)
    return token, secret


def check_scope(user: User, scope: str, event: Event | None) -> None:
    """Raise Forbidden for a team's calendar to who is not of the team."""
    if scope == Scope.TEAM and event is not None and not access.may_follow(user, event):
        raise Forbidden(aloud("event", Act.FOLLOW), pointer="/data/relationships/event")


def check_stays(token: FeedToken, facts: dict[str, Any]) -> None:
    """Raise FixedScope where the facts would let the key open something else."""
    for name, value in facts.items():
        if name != "name" and value != getattr(token, name):
            part = "relationships" if FeedToken._meta.get_field(name).is_relation else "attributes"
            raise FixedScope(_("What a feed token opens stays. Make another one."), pointer=f"/data/{part}/{name}")


def rename(token: FeedToken, *, name: str) -> FeedToken:
    """Call the key otherwise."""
    token.name = _checked_name(name)
    token.save(update_fields=["name"])
    return token


def rotate(token: FeedToken, *, by: User) -> str:
    """A new secret for the key; the former one opens nothing any more. Raises NotYourToken, RevokedToken."""
    if token.user_id != by.pk:  # staff, too: with a secret one reads what is somebody's own
        raise NotYourToken(_("Only whose it is renews a feed token."))
    secret = _new_secret()
    with transaction.atomic():
        token = FeedToken.objects.select_for_update(no_key=True).get(pk=token.pk)
        if token.revoked_at is not None:
            raise RevokedToken(_("This feed token was revoked. Make a new one."))
        token.former_digest, token.digest, token.rotated_at = token.digest, digest(secret), timezone.now()
        token.save(update_fields=["former_digest", "digest", "rotated_at"])
    return secret


def revoke(token: FeedToken) -> None:
    """Let the key open nothing any more; its row stays, so that programs are told. A revoked one stays so."""
    with transaction.atomic():
        FeedToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
        # Of the last ones that is told; nobody fills the table with the others.
        revoked = FeedToken.objects.filter(user=token.user_id).exclude(revoked_at=None).order_by("-revoked_at", "-pk")
        FeedToken.objects.filter(pk__in=list(revoked.values_list("pk", flat=True)[MOST:])).delete()


def revoke_all(user: User) -> None:
    """Let none of the account's keys open anything any more."""
    for token in user.feed_tokens.filter(revoked_at=None):
        revoke(token)


def note_fetch(token: FeedToken, program: str) -> None:
    """Write down when the key was used last, and by which program: seldom, for programs ask often."""
    now = timezone.now()
    if token.last_fetched_at is not None and token.last_fetched_at > now - NOTED:
        return
    try:
        FeedToken.objects.filter(pk=token.pk).update(last_fetched_at=now, last_program=program)
    except DatabaseError as error:  # the calendar is handed out all the same, and the fetch noted the next time
        log.warning("it was not noted who uses a feed token", token=token.pk, reason=str(error))


def digest(secret: str) -> str:
    """What is kept of a secret. It has 256 bits: nobody finds it by trying, so a quick hash will do."""
    return sha256(secret.encode(errors="replace")).hexdigest()


def _new_secret() -> str:
    return secrets.token_urlsafe(32)


def _checked_name(name: str) -> str:
    words = text.one_line(name)
    if not words or len(words) > 255:
        raise NamelessToken(_("A feed token has a name of 1 to 255 characters."), pointer="/data/attributes/name")
    return words
