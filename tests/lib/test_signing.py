"""Signed addresses: good for a while, for one thing, and only as they were made."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openevent.lib import signing
from openevent.lib.errors import Gone, Unknown

HOUR = timedelta(hours=1)


def signed(subject: str, lifetime: timedelta = HOUR) -> dict[str, str]:
    """The two parts of a signed address."""
    query = parse_qs(signing.query(subject, lifetime=lifetime))
    return {"expires": query["expires"][0], "signed": query["signature"][0]}


def test_a_signed_address_opens_its_subject() -> None:
    parts = signed("file-1")

    signing.check("file-1", **parts)

    assert len(parts["signed"]) == 64


def test_it_opens_nothing_else() -> None:
    parts = signed("file-1")

    with pytest.raises(Unknown):
        signing.check("file-2", **parts)


def test_its_time_cannot_be_prolonged() -> None:
    parts = signed("file-1")

    with pytest.raises(Unknown):
        signing.check("file-1", expires=str(int(parts["expires"]) + 1), signed=parts["signed"])


def test_it_ends() -> None:
    parts = signed("file-1", timedelta(seconds=-2))

    with pytest.raises(Gone) as refusal:
        signing.check("file-1", **parts)

    assert refusal.value.status == HTTPStatus.GONE


def test_another_servers_signature_is_nothing(settings: Any) -> None:
    parts = signed("file-1")
    settings.SECRET_KEY = "another secret"

    with pytest.raises(Unknown):
        signing.check("file-1", **parts)


def test_subject_and_time_do_not_run_into_each_other() -> None:
    assert signing.signature("file-1\n2", expires=3) != signing.signature("file-1", expires=23)
    assert signing.signature("file-1", expires=23) != signing.signature("file-12", expires=3)


@given(
    expires=st.text() | st.integers().map(str) | st.sampled_from(["", "-1", "٣", "1e3", "9" * 400]), signature=st.text()
)
def test_any_garbage_is_unknown(expires: str, signature: str) -> None:
    with pytest.raises(Unknown):
        signing.check("file-1", expires=expires, signed=signature)
