"""Refusals say what happened, where, and the same to a program."""

import pytest

from openevent.lib import errors


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (errors.Refused, 422),
        (errors.Unknown, 404),
        (errors.Forbidden, 403),
        (errors.Conflicting, 409),
        (errors.Gone, 410),
        (errors.Malformed, 400),
        (errors.TooLarge, 413),
    ],
)
def test_each_refusal_has_its_status(refusal: type[errors.Refused], status: int) -> None:
    raised = refusal("Not so.", pointer="/data/attributes/name", parameter="filter")

    assert isinstance(raised, errors.Refused)
    assert (raised.status, str(raised), raised.pointer, raised.parameter) == (
        status,
        "Not so.",
        "/data/attributes/name",
        "filter",
    )


def test_a_refusal_need_not_point_anywhere() -> None:
    raised = errors.Refused("Not so.")

    assert (raised.pointer, raised.parameter) == ("", "")
