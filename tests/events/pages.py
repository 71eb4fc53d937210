"""Filling in the admin pages as a person does: open the form, change some fields, send it."""

from typing import Any

import lxml.html
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openevent.accounts.models import User


def signed_in(user: User | None) -> Client:
    """A browser in which this user is signed in; nobody for None."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def parsed(answer: Any) -> Any:
    """The page as a tree."""
    return lxml.html.document_fromstring(answer.content.decode())


def filled(client: Client, address: str) -> dict[str, str]:
    """What the form on the page holds before anything is typed."""
    page = client.get(address)
    assert page.status_code == 200, page.content
    (form,) = (form for form in parsed(page).forms if (form.get("id") or "").endswith("_form"))
    return {name: value for name, value in form.form_values() if "__prefix__" not in name}


def send(client: Client, address: str, **fields: Any) -> list[str]:
    """Fill in these fields, leave the others, send the form; the sentences of refusal, none if it was saved."""
    values = filled(client, address)
    for name, value in fields.items():
        if value is None:
            values.pop(name, None)  # a box that is not ticked is not sent
        else:
            values[name] = str(value)
    answer = client.post(address, values)
    if answer.status_code == 302:
        return []
    assert answer.status_code == 200, answer.content
    lines = parsed(answer).xpath("//ul[contains(@class, 'errorlist')]/li")
    sentences = [line.text_content() for line in lines]
    assert sentences, "neither saved nor refused"
    return sentences


def when(member: str, moment: str) -> dict[str, str]:
    """The two fields of a time: when("starts_at", "2026-10-24 08:00"); empty for ""."""
    date, _, clock = moment.partition(" ")
    return {f"{member}_0": date, f"{member}_1": clock}


def queries(client: Client, address: str) -> int:
    """How many queries the page takes."""
    client.get(address)  # what is asked once in the life of a process is asked now
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def is_sent_away(user: User | AnonymousUser | None, address: str) -> bool:
    """Whether the page asks the visitor to sign in as somebody of the staff."""
    answer = signed_in(user if isinstance(user, User) else None).get(address)
    return answer.status_code == 302 and answer["Location"].startswith("/admin/login/")
