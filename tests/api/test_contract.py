"""What the server answers is what its description says, whoever asks whatever.

In a few dozen seconds this asks some operations; `python -m tests.api.long_run --minutes 20` asks all of them for long.
"""

import os
from random import Random
from typing import Any

import pytest
from django.db import transaction

from openevent.api.jsonapi.resource import REGISTRY
from openevent.lib.errors import Refused
from openevent.tickets.models import Order
from tests.api.contract.asking import Asked, Extent, ask
from tests.api.contract.leading import Leader
from tests.api.contract.serving import Server
from tests.api.matrix.expected import Actor, State
from tests.api.matrix.world import made
from tests.conftest import as_user

MINUTES = float(os.environ.get("CONTRACT_MINUTES", "0"))
# Where a change is judged, the same questions every time; everywhere else new ones, which find new faults.
SEED = 1 if os.environ.get("CI") else Random().getrandbits(32)
OWN = ("feed-token", "user-favourite-event", "user-favourite-session")  # the speaker's
MADE_UP = ("examples", "coverage", "fuzzing")


@pytest.fixture(autouse=True)
def _queue(settings: Any) -> None:
    """Where messages would lie: /health/ready looks."""
    (settings.QUEUE_DIR / "messages").mkdir(parents=True, exist_ok=True)


def extent(phases: tuple[str, ...], *, addresses: int, examples: int, share: float) -> Extent:
    """So many addresses with so many examples each; in a long run all of them, for a share of the time."""
    if MINUTES:
        return Extent(phases=phases, seed=SEED, examples=100, seconds=round(MINUTES * 60 * share))
    return Extent(phases=phases, seed=SEED, examples=examples, addresses=addresses)


def tell(asked: Asked, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    if MINUTES:
        line = f"{what}: {asked.seconds:.0f} s, {asked.statuses.total()} requests, {dict(asked.statuses)}"
        with capsys.disabled():
            print(line)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "phases", "addresses", "examples", "share"),
    [
        (State.PUBLISHED, ("coverage",), 18, 1, 0.45),
        (State.DRAFT, ("examples", "fuzzing"), 40, 3, 0.15),
        (State.DELETED, ("examples", "fuzzing"), 20, 2, 0.05),
    ],
)
def test_every_answer_is_as_described(
    state: State,
    phases: tuple[str, ...],
    addresses: int,
    examples: int,
    share: float,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server = Server(made(state), forgets=True)
    wanted = extent(MADE_UP if MINUTES else phases, addresses=addresses, examples=examples, share=share)

    asked = ask(Leader(server), wanted)

    tell(asked, f"a {state} event, everybody", capsys)
    assert (SEED, asked.findings) == (SEED, {})
    assert asked.statuses.total() > addresses


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actor", "examples", "share"), [(Actor.OWNER, 10, 0.15), (Actor.STAFF, 6, 0.1), (Actor.SPEAKER, 12, 0.1)]
)
def test_what_was_made_can_be_read_changed_and_deleted(
    actor: Actor, examples: int, share: float, capsys: pytest.CaptureFixture[str]
) -> None:
    server = Server(made(State.PUBLISHED), forgets=False)

    asked = ask(Leader(server, actor=actor), extent(("stateful",), addresses=0, examples=examples, share=share))

    tell(asked, f"one thing after the other, {actor}", capsys)
    assert (SEED, asked.findings) == (SEED, {})
    assert asked.statuses[201] > 0


@pytest.mark.django_db
def test_what_was_deleted_is_gone_but_a_feed_token_is_revoked() -> None:
    """By the sequences that are made up above this is asked of what they happen to delete; here of everything."""
    world, told = made(State.PUBLISHED), {}
    Order.objects.update(user=None)  # who holds tickets of an event that is still to come closes no account
    for name, of in REGISTRY.items():
        if "DELETE" not in of.detail or "GET" not in of.detail:
            continue
        asker = as_user(world.users[Actor.SPEAKER if name in OWN else Actor.STAFF])
        path = f"/v1/{of.path}/{world.rows[name].pk}"
        with transaction.atomic():
            told[name] = (asker.delete(path).status_code, asker.get(path).status_code)
            transaction.set_rollback(True)

    assert told.pop("feed-token") == told.pop("waiting-list-entry") == (200, 200)  # that they ended is told
    assert told == dict.fromkeys(told, (200, 404))


@pytest.mark.django_db
def test_a_server_that_answers_otherwise_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test of the test: a status that is not described, an answer of another shape, and a failure."""

    class Teapot(Refused):
        status = 418  # type: ignore[assignment]  # no status of the API

    def broken(*_: Any) -> Any:
        raise Teapot("No coffee here.")

    def failing(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr("openevent.api.resources.programme.letters.templates", lambda: {"accepted": {"subject": 1}})
    monkeypatch.setattr("openevent.api.resources.programme.Session.objects.languages_of", broken)
    monkeypatch.setattr("openevent.api.resources.programme.Session.objects.dates_of", failing)
    server = Server(made(State.PUBLISHED), forgets=True)
    paths = ("/v1/sessions/mails", "/v1/events/{key}/sessions/languages", "/v1/events/{key}/sessions/dates")

    asked = ask(Leader(server), Extent(phases=("fuzzing",), seed=1, examples=20, paths=paths))

    assert {name.partition(": ")[0] for name in asked.findings} == {f"GET {path}" for path in paths}
