"""An event is found by its id or its identifier, and one is never taken for the other."""

from itertools import chain, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openevent.accounts.models import User
from openevent.events import removing
from openevent.events.models import Event
from openevent.events.models.event import IDENTIFIER, new_identifier


def test_identifiers_are_eight_hex_characters_with_a_letter() -> None:
    made = {new_identifier() for _ in range(2000)}

    assert len(made) > 1990
    assert all(IDENTIFIER.fullmatch(identifier) and not identifier.isdigit() for identifier in made)


def test_an_identifier_of_digits_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = chain(["12345678", "00000000", "1234567a"], repeat("never"))
    monkeypatch.setattr("secrets.token_hex", lambda _octets: next(drawn))

    assert new_identifier() == "1234567a"


def test_an_event_is_found_by_identifier_and_by_id(event: Event) -> None:
    assert Event.objects.by_key(event.identifier) == event
    assert Event.objects.by_key(str(event.pk)) == event
    assert Event.objects.by_key(f"000{event.pk}") == event


@pytest.mark.parametrize(
    "key",
    [
        *("", " ", "0", "-1", "1.0", "1e0", "nonsense", "deadbeef", "DEADBEEF", "9" * 18, "9" * 19, "9" * 10_000),
        *("²", "\0", "\ud800", "12345678", "0x1"),
    ],
)
def test_nothing_else_finds_one(event: Event, key: str) -> None:
    assert Event.objects.by_key(key) is None


@pytest.mark.parametrize("shape", ["{} ", " {}", "+{}", "{}\n", "{}.0", "{}_0"])
def test_an_id_is_written_plainly(event: Event, shape: str) -> None:
    assert Event.objects.by_key(shape.format(event.pk)) is None


@pytest.mark.parametrize("zero", ["٠", "०", "０"])
def test_an_id_is_written_in_ascii(event: Event, zero: str) -> None:
    digits = "".join(chr(ord(zero) + int(digit)) for digit in str(event.pk))

    assert int(digits) == event.pk
    assert Event.objects.by_key(digits) is None


def test_an_identifier_is_written_in_lower_case(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(identifier="abcdef12")

    assert (Event.objects.by_key("ABCDEF12"), Event.objects.by_key("abcdef12")) == (None, event)


def test_a_deleted_event_is_not_found(event: Event, olga: User) -> None:
    removing.delete(event, by=olga)

    assert Event.objects.by_key(event.identifier) is None
    assert Event.objects.by_key(str(event.pk)) is None


@given(st.text() | st.integers().map(str) | st.text(alphabet="0123456789abcdef", min_size=8, max_size=8))
@pytest.mark.django_db
def test_any_text_finds_nothing_in_an_empty_house(key: str) -> None:
    assert Event.objects.by_key(key) is None


def test_the_events_somebody_runs(event: Event, olga: User, tom: User, mallory: User) -> None:
    found = [list(Event.objects.run_by(user)) for user in (olga, tom, mallory)]

    assert found == [[event], [event], []]
