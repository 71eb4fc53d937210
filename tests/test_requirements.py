"""The locked requirements."""

from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = sorted((Path(__file__).parents[1] / "requirements").glob("*.txt"))


def pinned(lock: Path) -> dict[str, set[str]]:
    """What a lock file pins: each distribution's name with the extras it is pinned with."""
    lines = (line.removesuffix(" \\") for line in lock.read_text().splitlines() if line[:1].isalnum())
    return {canonicalize_name(pin.name): pin.extras for pin in map(Requirement, lines)}


def asked() -> set[tuple[str, str, str]]:
    """Whoever of the installed distributions asks for another one with an extra: who, whom, the extra."""
    return {
        (canonicalize_name(distribution.name), canonicalize_name(need.name), extra)
        for distribution in distributions()
        for need in map(Requirement, distribution.requires or ())
        if need.marker is None or need.marker.evaluate({"extra": ""})
        for extra in need.extras
    }


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_what_is_asked_for_with_an_extra_is_pinned_with_it(lock: Path) -> None:
    # pip reads "coverage==7.17.3" as no pin of "coverage[toml]", takes the newest one and refuses it for its missing
    # hash: a lock without extras holds only until the next release.
    pins = pinned(lock)

    missing = {(who, whom, extra) for who, whom, extra in asked() if who in pins and extra not in pins.get(whom, set())}

    assert missing == set()
    assert len(pins) > 20


def test_the_locks_name_no_place() -> None:
    for lock in LOCKS:
        assert [line for line in lock.read_text().splitlines() if line.startswith("-") or "://" in line] == []
