"""Rows refuse what their fields do not take, before the database does."""

import pytest

from openevent.accounts.models import User
from openevent.lib import models
from openevent.lib.models import WrongValue


def test_a_row_in_order_is_let_through() -> None:
    models.check(User(email="olga@example.org", password="x"))


@pytest.mark.parametrize(
    ("facts", "sentence", "pointer"),
    [
        ({"email": "nobody"}, "email: Enter a valid email address.", "/data/attributes/email"),
        (
            {"first_name": "x" * 101},
            "first-name: Ensure this value has at most 100 characters (it has 101).",
            "/data/attributes/first-name",
        ),
        ({"email": ""}, "email: This field cannot be blank.", "/data/attributes/email"),
        (
            {"last_name": "\0"},
            "last-name: It holds a character that cannot be stored.",
            "/data/attributes/last-name",
        ),
        (
            {"public_name": "half \ud83d"},
            "public-name: It holds a character that cannot be stored.",
            "/data/attributes/public-name",
        ),
    ],
)
def test_a_wrong_value_is_refused_where_it_is(facts: dict[str, str], sentence: str, pointer: str) -> None:
    row = User(**{"email": "olga@example.org", "password": "x", **facts})

    with pytest.raises(WrongValue) as refusal:
        models.check(row)

    assert (str(refusal.value), refusal.value.pointer, refusal.value.status) == (sentence, pointer, 422)


def test_only_the_members_in_question_are_looked_at() -> None:
    row = User(email="nobody", password="x", first_name="\0")

    models.check(row, members={"last_name"})

    with pytest.raises(WrongValue):
        models.check(row, members={"first_name", "last_name"})
