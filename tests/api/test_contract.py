"""What the server answers is what its description says, whoever asks whatever."""

import pytest

from tests.api.contract.asking import ask, settings
from tests.api.contract.leading import Leader
from tests.api.contract.serving import Server
from tests.api.matrix.expected import State
from tests.api.matrix.world import made


@pytest.mark.django_db
def test_x() -> None:
    server = Server(made(State.PUBLISHED), forgets=True)
    asked = ask(Leader(server), settings(("examples", "coverage"), examples=5, seed=1, seconds=60))
    print(asked.requests, asked.seconds, server.statuses)
    for name, sample in asked.findings.items():
        print("=====", name)
        print(sample)
    assert not asked.findings
