"""The second factor: turned on, asked for, turned off; no code is good twice."""

import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from types import NoneType

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner
from django.core.cache import cache

from openevent.accounts import factors, joining
from openevent.accounts.factors import AlreadyOn, CodeNeeded, NotOn, WrongCode
from openevent.accounts.limits import TooManyAttempts
from openevent.accounts.models import Letter, User
from openevent.cli import people
from openevent.lib.errors import Malformed
from tests.accounts.codes import code_at, code_now
from tests.accounts.mail import last_letter
from tests.racing import together


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """The time that codes are reckoned from; call it to let so many seconds go by."""
    now = [1_800_000_000.0]

    def pass_by(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(time, "time", lambda: now[0])
    return pass_by


def turned_on(user: User) -> tuple[str, list[str]]:
    """Key and recovery codes of a second factor."""
    key = factors.new_key()
    return key, factors.turn_on(user, key, code_now(key))


def test_the_codes_are_those_of_the_rfc() -> None:
    # RFC 6238, appendix B: of the eight digits there, apps show the last six.
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [code_at(key, at) for at in (59, 1111111109, 20000000000)] == ["287082", "081804", "353130"]


def test_an_account_without_one_is_asked_for_nothing(olga: User) -> None:
    factors.check(olga, "")

    assert not factors.is_on(olga)


def test_it_is_on_once_the_app_has_shown_that_it_has_the_key(olga: User, clock: Callable[[float], None]) -> None:
    key = factors.new_key()
    with pytest.raises(Malformed):
        factors.turn_on(olga, key, code_now(key, steps=5))
    before = factors.is_on(olga)

    codes = factors.turn_on(olga, key, code_now(key))

    assert (before, factors.is_on(olga), len(set(codes)), factors.recovery_codes_left(olga)) == (False, True, 10, 10)
    assert "asks for a second factor" in last_letter(olga.email).text
    with pytest.raises(AlreadyOn):
        factors.turn_on(olga, other := factors.new_key(), code_now(other))


def test_who_turns_it_on_by_two_clicks_is_told_the_same_codes(olga: User, clock: Callable[[float], None]) -> None:
    key, codes = turned_on(olga)

    again = factors.turn_on(olga, key, code_now(key))

    letters = Letter.objects.filter(to=olga.email, text__contains="asks for a second factor").count()
    assert (sorted(again), letters) == (sorted(codes), 1)
    with pytest.raises(AlreadyOn):  # by another code it is not the same any more
        factors.turn_on(olga, key, code_now(key, steps=1))
    clock(30)
    factors.check(olga, code_now(key))
    with pytest.raises(AlreadyOn):  # nor once the factor was used
        factors.turn_on(olga, key, code_now(key, steps=-1))


@pytest.mark.parametrize("code", ["", "  ", "\t"])
def test_the_password_alone_is_not_enough(olga: User, code: str) -> None:
    turned_on(olga)

    with pytest.raises(CodeNeeded):
        factors.check(olga, code)


def test_a_code_is_good_once_also_for_processes_that_share_no_cache(olga: User, clock: Callable[[float], None]) -> None:
    key, _ = turned_on(olga)
    for code in (code_now(key), code_now(key, steps=-1)):  # the one that turned it on, and an older one
        with pytest.raises(WrongCode):
            factors.check(olga, code)

    clock(30)
    code = code_now(key)
    factors.check(olga, f" {code[:3]} {code[3:]} ")
    cache.clear()

    with pytest.raises(WrongCode):
        factors.check(olga, code)


def test_clocks_may_differ_by_half_a_minute_and_no_more(olga: User, clock: Callable[[float], None]) -> None:
    key, _ = turned_on(olga)
    clock(300)

    with pytest.raises(WrongCode):
        factors.check(olga, code_now(key, steps=2))
    with pytest.raises(WrongCode):
        factors.check(olga, code_now(key, steps=-2))
    factors.check(olga, code_now(key, steps=-1))
    factors.check(olga, code_now(key, steps=1))


@pytest.mark.parametrize("code", ["000000\0", "x" * 10_000, "\ud800", "١٢٣٤٥٦", "12345678901234567890" * 3, "-", "'"])
def test_what_is_no_code_is_wrong(olga: User, code: str) -> None:
    turned_on(olga)

    with pytest.raises(WrongCode):
        factors.check(olga, code)


def test_a_recovery_code_is_good_once(olga: User) -> None:
    _, codes = turned_on(olga)

    factors.check(olga, codes[3])

    assert factors.recovery_codes_left(olga) == 9
    with pytest.raises(WrongCode):
        factors.check(olga, codes[3])
    factors.check(olga, codes[4])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_many_at_once_a_code_lets_one_in(olga: User, kind: str) -> None:
    key, recovery = turned_on(olga)
    code = code_now(key, steps=1) if kind == "app" else recovery[0]

    said = together(*[partial(factors.check, olga, code)] * 4)

    assert Counter(type(one) for one in said) == {NoneType: 1, WrongCode: 3}


def test_new_recovery_codes_void_the_former_ones(olga: User, ann: User) -> None:
    _, codes = turned_on(olga)

    fresh = factors.new_recovery_codes(olga)

    with pytest.raises(WrongCode):
        factors.check(olga, codes[0])
    factors.check(olga, fresh[0])
    with pytest.raises(NotOn):
        factors.new_recovery_codes(ann)


def test_others_codes_are_wrong(olga: User, mallory: User, clock: Callable[[float], None]) -> None:
    turned_on(olga)
    key, codes = turned_on(mallory)
    clock(60)

    for code in (code_now(key), codes[0]):
        with pytest.raises(WrongCode):
            factors.check(olga, code)


def test_codes_are_tried_ten_times_in_five_minutes_and_the_right_one_counts_no_more(
    olga: User, clock: Callable[[float], None]
) -> None:
    _, codes = turned_on(olga)
    for _ in range(9):
        with pytest.raises(WrongCode):
            factors.check(olga, "wrong")
    factors.check(olga, codes[0])
    for _ in range(10):
        with pytest.raises(WrongCode):
            factors.check(olga, "wrong")

    with pytest.raises(TooManyAttempts):
        factors.check(olga, codes[1])


def test_turned_off_the_password_is_enough_and_the_owner_is_told(olga: User, ann: User) -> None:
    turned_on(olga)

    factors.turn_off(olga)
    factors.turn_off(ann)

    factors.check(olga, "")
    assert not Authenticator.objects.exists()
    assert "no second factor any more" in last_letter(olga.email).text


def test_an_app_reads_the_key_with_the_names_of_site_and_account(olga: User) -> None:
    url = factors.address(olga, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")

    assert url.startswith("otpauth://totp/olga%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=")


def test_a_closed_account_that_is_opened_again_asks_for_it_still(olga: User, staff: User) -> None:
    turned_on(olga)

    joining.restore(joining.delete(olga), by=staff)

    assert factors.is_on(olga)


def test_operators_turn_it_off_for_who_has_lost_everything(olga: User) -> None:
    turned_on(olga)

    done = CliRunner().invoke(people.user, ["second-factor-off", "OLGA@example.org"])
    unknown = CliRunner().invoke(people.user, ["second-factor-off", "nobody@example.org"])

    assert (done.output, factors.is_on(olga)) == ("olga@example.org signs in by the password alone.\n", False)
    assert "There is no account for nobody@example.org." in unknown.output
