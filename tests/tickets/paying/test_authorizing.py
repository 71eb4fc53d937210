"""Linking an event with the Stripe account of its team."""

from typing import Any

import pytest
from django.core import serializers

from openevent.accounts.models import User
from openevent.events import editing
from openevent.events.models import Change, Event
from openevent.tickets.models import StripeAuthorization, Ticket
from openevent.tickets.paying import accounts, authorizing
from openevent.tickets.paying.accounts import Account
from openevent.tickets.paying.authorizing import LinkedAlready, NotByStripe
from openevent.tickets.paying.provider import NotTaken, Unreachable
from openevent.tickets.paying.stripe.connecting import WrongCode
from tests.tickets.paying.conftest import CHECKOUT, charged, pending, refunded
from tests.tickets.paying.stand_in import ACCOUNT, Stripe


def link(fair: Event, by: User, account: str = ACCOUNT) -> StripeAuthorization:
    return authorizing.link(fair, account=account, stripe_publishable_key=f"pk_of_{account}", by=by)


def test_a_code_is_exchanged_for_the_account_and_no_secret_is_kept(stripe: Stripe, fair: Event, olga: User) -> None:
    facts = authorizing.exchange("ac_of_olga")
    made = authorizing.link(fair, **facts, by=olga)

    assert (made.account, made.stripe_publishable_key) == (ACCOUNT, f"pk_of_{ACCOUNT}")
    assert "nobody_keeps" not in serializers.serialize("json", StripeAuthorization.objects.all())
    assert [(one.path, one.account) for one in stripe.asked] == [("/oauth/token", "")]


def test_a_code_is_good_once(stripe: Stripe) -> None:
    authorizing.exchange("ac_of_olga")

    with pytest.raises(WrongCode, match="Authorization code does not exist"):
        authorizing.exchange("ac_of_olga")


def test_a_site_without_a_key_exchanges_nothing(stripe: Stripe, settings: Any) -> None:
    settings.STRIPE_SECRET_KEY = ""

    with pytest.raises(NotTaken, match="This site takes no payments by Stripe"):
        authorizing.exchange("ac_of_olga")

    assert stripe.asked == []


def test_a_site_that_stripe_does_not_know_is_told_so_in_the_log(stripe: Stripe, settings: Any) -> None:
    settings.STRIPE_SECRET_KEY = "sk_of_another_site"

    with pytest.raises(Unreachable, match="connection to Stripe does not work"):
        authorizing.exchange("ac_of_olga")


def test_it_is_one_an_event_and_for_those_that_take_cards(fair: Event, olga: User) -> None:
    link(fair, olga)

    with pytest.raises(LinkedAlready):
        link(fair, olga, "acct_2")
    StripeAuthorization.objects.get().delete()
    editing.change(fair, by=olga, can_pay_by_stripe=False)
    with pytest.raises(NotByStripe):
        link(fair, olga)

    assert StripeAuthorization.objects.count() == 0


def test_it_is_in_the_log_and_counts_the_revision(fair: Event, olga: User) -> None:
    before = Event.objects.get(pk=fair.pk).revision

    made = link(fair, olga)
    authorizing.relink(made, account="acct_2", stripe_publishable_key="pk_2", by=olga)
    authorizing.unlink(made, by=olga)

    log = Change.objects.filter(event=fair, revision__gt=before).exclude(kind="revised")
    assert [(one.kind, one.object_type, one.by) for one in log] == [
        ("created", "stripeauthorization", olga),
        ("changed", "stripeauthorization", olga),
        ("deleted", "stripeauthorization", olga),
    ]


def test_whose_account_takes_the_money(fair: Event, olga: User, settings: Any) -> None:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_PUBLISHABLE_KEY = "sk_x", "pk_x"

    nobodys = accounts.account(fair)
    settings.STRIPE_FOR_ALL_EVENTS = True
    the_sites = accounts.account(fair)
    link(fair, olga)
    the_teams = accounts.account(fair)
    settings.STRIPE_SECRET_KEY = ""

    assert nobodys is None
    assert the_sites == Account(id="", publishable_key="pk_x")
    assert the_teams == Account(id=ACCOUNT, publishable_key=f"pk_of_{ACCOUNT}")
    assert accounts.account(fair) is None


def test_what_came_to_the_former_account_is_given_back_there(
    linked: Stripe, ann: User, olga: User, fair: Event, paid: Ticket
) -> None:
    linked.accounts.add("acct_2")
    first, second = pending(ann, (paid, 1)), pending(ann, (paid, 1))
    charged(first, method="pm_card_visa")
    waiting = charged(second, way=CHECKOUT).payment
    authorizing.relink(
        StripeAuthorization.objects.get(event=fair), account="acct_2", stripe_publishable_key="pk_2", by=olga
    )

    done = refunded(first, olga)
    anew = charged(second, way=CHECKOUT).payment

    assert (done.status, linked.owners[done.reference]) == ("done", ACCOUNT)
    assert (linked.objects[waiting.reference]["status"], linked.owners[anew.reference]) == ("expired", "acct_2")
