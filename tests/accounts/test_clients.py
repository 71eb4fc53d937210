"""From where a request comes: what a client says of itself does not count."""

from typing import Any

import pytest

from openevent.accounts.clients import client

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, None, PROXY),
        (0, "203.0.113.7", PROXY),
        (1, None, PROXY),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "203.0.113.7", "203.0.113.7"),
        (1, " , ,", PROXY),
        (1, "unknown", "unknown"),
    ],
)
def test_only_ones_own_proxies_say_whose_request_it_is(
    settings: Any, proxies: int, forwarded: str | None, found: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    meta = {"REMOTE_ADDR": PROXY} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})

    assert client(meta) == found


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("::1", "::"),
        ("", ""),
    ],
)
def test_of_ipv6_the_network_counts(address: str, found: str) -> None:
    assert client({"REMOTE_ADDR": address}) == found


def test_a_socket_without_an_address_is_a_client_too() -> None:
    assert client({}) == ""
