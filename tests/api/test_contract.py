"""What the server answers is what its description says, whoever asks whatever."""

import pytest
import os
from typing import Any

from tests.api.contract.asking import ask, settings as S
from tests.api.contract.leading import Leader
from tests.api.contract.serving import Server
from tests.api.matrix.expected import State, Actor
from tests.api.matrix.world import made


@pytest.mark.django_db
def test_x(settings: Any) -> None:
    (settings.QUEUE_DIR / "messages").mkdir(parents=True, exist_ok=True)
    phases = os.environ["PH"].split(",")
    st = "stateful" in phases
    server = Server(made(State(os.environ.get("ST", "published"))), forgets=not st)
    sec = int(os.environ["SEC"]) if "SEC" in os.environ else None
    asked = ask(Leader(server, actor=Actor(os.environ["AC"]) if "AC" in os.environ else None), S(tuple(phases), examples=int(os.environ.get("EX", "5")), seed=1, seconds=sec), some="SOME" in os.environ)
    print(asked.requests, asked.seconds, server.statuses)
    for name, sample in asked.findings.items():
        print("=====", name)
        print(sample)
    assert not asked.findings
