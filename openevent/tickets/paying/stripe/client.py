"""Asking Stripe: with this site's key, at the addresses of the settings, and what its errors mean here."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import stripe
import structlog
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from openevent.lib import money
from openevent.lib.sentences import Sentence
from openevent.tickets.paying.provider import Declined, NotTaken, ShutOut, Unreachable

log = structlog.get_logger(__name__)
# Seconds: somebody waits for the answer, and what it would have been is asked for later anyway.
CONNECT, READ = 5, 20
RETRIES = 2  # of what did not get through; Stripe knows a repeated request by its key
SILENT = gettext_noop("Stripe does not answer now. Whether something was paid will be known in a few minutes.")
DECLINED = gettext_noop("The card was declined.")
NO_AMOUNT = gettext_noop("Stripe says what is no amount of ours: %(error)s")
NO_REQUEST = gettext_noop("Stripe does not take this: %(reason)s")
NOT_OURS = gettext_noop("This site’s connection to Stripe does not work. The operators can find more in the log.")


def client() -> stripe.StripeClient:
    """Stripe, asked with the key of this site."""
    return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE, settings.STRIPE_CONNECT_BASE)


@cache
def _client(key: str, api: str, connect: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        base_addresses={"api": api, "connect": connect},
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=(CONNECT, READ)),
    )


@contextmanager
def asking() -> Iterator[None]:
    """What Stripe refuses in the block is raised as a refusal of ours: Declined, NotTaken, Unreachable."""
    try:
        yield
    except stripe.CardError as error:
        raise Declined(error.user_message or Sentence(DECLINED)) from error
    except money.NotMoney as error:
        raise NotTaken(Sentence(NO_AMOUNT, {"error": str(error)})) from error
    except stripe.InvalidRequestError as error:
        raise NotTaken(Sentence(NO_REQUEST, {"reason": str(error.user_message)})) from error
    except stripe.PermissionError as error:
        log.error("Stripe does not know this site for this account", reason=str(error))  # noqa: TRY400 - no trace
        raise ShutOut(_(NOT_OURS)) from error
    except stripe.AuthenticationError as error:
        log.error("Stripe does not know this site", reason=str(error))  # noqa: TRY400 - no trace
        raise Unreachable(_(NOT_OURS)) from error
    except stripe.StripeError as error:
        log.warning("Stripe did not answer", reason=str(error))
        raise Unreachable(_(SILENT)) from error
