"""Ports of this machine."""

import socket

import pytest

from openevent.lib import ports


def test_a_port_that_is_taken_is_refused_with_what_to_do() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]

        with pytest.raises(ports.PortTaken, match=f"port {port}: .* Choose another one with --port"):
            ports.check_free("127.0.0.1", port)
        assert ports.wait_for_answer("127.0.0.1", port, patience=5)

    ports.check_free("127.0.0.1", port)
    assert not ports.wait_for_answer("127.0.0.1", port, patience=0.1)


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(ports.PortTaken):
        ports.check_free("192.0.2.1", 8000)
