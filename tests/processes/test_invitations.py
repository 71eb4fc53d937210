"""A real purchase, with a mail server at the other end: the invitation, its change and its end."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import vobject
from icalendar import Calendar

from tests.accounts.mail_server import MailServer, mail_server
from tests.databases import started_postgresql
from tests.processes.stack import EMAIL, PASSWORD, Stack, wait_until

pytestmark = pytest.mark.processes

BUYER = "ann@example.org"
SET_UP = f"""
import json
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from openevent.accounts import joining
from openevent.events import creating, publishing
from openevent.tickets import offering
from openevent.tickets.models import Ticket

olga, ann = (joining.join(email, {PASSWORD!r}, verified=True) for email in ({EMAIL!r}, {BUYER!r}))
start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=30)
event = creating.create(
    by=olga, name="Spring Fair", starts_at=start, ends_at=start + timedelta(days=2), timezone="Europe/Berlin",
    location_name="Old Mill", payment_currency="EUR", can_pay_by_bank=True, bank_details="IBAN",
)
publishing.publish(event, by=olga)
ticket = offering.add(
    Ticket(
        event=event, name="Supporter", type="paid", price=2500,
        sales_starts_at=timezone.now() - timedelta(days=1), sales_ends_at=start,
    ),
    by=olga,
)
later = (start + timedelta(hours=2)).isoformat()
print(json.dumps({{"event": event.pk, "ticket": ticket.pk, "later": later}}))
"""


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


@pytest.fixture
def stack(pytestconfig: pytest.Config, tmp_path: Path, server: MailServer) -> Iterator[Stack]:
    """An installation with a database of the kind that the suite runs on."""
    is_postgresql = pytestconfig.getoption("database") == "postgresql"
    url = started_postgresql() if is_postgresql else f"sqlite:///{tmp_path}/db.sqlite3"
    mail = f"smtp://127.0.0.1:{server.port}"
    made = Stack(folder=tmp_path, settings={"DATABASE_URL": url, "EMAIL_URL": mail, "HOLDERS_SWEEP": "1"})
    made.migrate()
    yield made
    made.stop()


def set_up(stack: Stack) -> dict[str, Any]:
    environment = {**stack.environment, "DJANGO_SETTINGS_MODULE": "openevent.settings"}
    done = subprocess.run([sys.executable, "-c", SET_UP], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def changed(stack: Stack, by: requests.Session, kind: str, path: str, row: str, **attributes: Any) -> Any:
    said = {name.replace("_", "-"): value for name, value in attributes.items()}
    answer = by.patch(
        f"{stack.url}{path}",
        data=json.dumps({"data": {"type": kind, "id": row, "attributes": said}}),
        headers={"Content-Type": "application/vnd.api+json"},
        timeout=20,
    )
    assert answer.ok, answer.text
    return answer.json()["data"]


def invitations(server: MailServer) -> list[tuple[str, str, int, str, str]]:
    """Method, uid, sequence, status and attendee of what came for calendars, as two programs read it."""
    found = []
    for letter in server.letters:
        for part in letter.walk():
            if part.get_content_type() == "text/calendar":
                text = part.get_content()
                calendar = Calendar.from_ical(text)
                event: Any = calendar.events[0]
                other = vobject.readOne(text)
                assert part.get_param("method") == str(calendar["METHOD"]) == other.method.value
                assert other.vevent.uid.value == str(event["UID"])
                assert str(event["ORGANIZER"]).startswith("mailto:")
                facts = (str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"]))
                found.append((*facts, str(event["ATTENDEE"])))
    return found


def test_a_purchase_a_move_and_a_refund_reach_the_buyers_calendar(stack: Stack, server: MailServer) -> None:
    there = set_up(stack)
    stack.serve()
    ann, olga = stack.client(BUYER), stack.client(EMAIL)

    body = {"tickets": [{"id": there["ticket"], "quantity": 1}]}
    made = ann.post(f"{stack.url}/v1/orders/create-order", json=body, timeout=20).json()["data"]
    home = f"/v1/orders/{made['attributes']['identifier']}"
    (attendee,) = stack.get(ann, f"{home}/attendees")["data"]
    filled = {"firstname": "Ann", "email": BUYER}
    changed(stack, ann, "attendee", f"/v1/attendees/{attendee['id']}", attendee["id"], **filled)
    changed(stack, ann, "order", home, made["id"], payment_mode="bank", status="placed")
    # Whoever is not told yet is told once, of what is so by then: each step waits for the letter of the one before.
    wait_until(lambda: len(invitations(server)) == 1, "the invitation")
    changed(stack, olga, "order", home, made["id"], status="completed")
    wait_until(lambda: len(invitations(server)) == 2, "the confirmation")
    changed(stack, olga, "event", f"/v1/events/{there['event']}", str(there["event"]), starts_at=there["later"])
    wait_until(lambda: len(invitations(server)) == 3, "the update")
    refund = olga.post(f"{stack.url}{home}/refunds", json={"reason": "Ill."}, timeout=20)
    assert refund.ok, refund.text
    wait_until(lambda: len(invitations(server)) == 4, "the end")

    told = invitations(server)
    (uid,) = {one[1] for one in told}
    who = f"mailto:{BUYER}"
    assert told == [
        ("REQUEST", uid, 0, "TENTATIVE", who),
        ("REQUEST", uid, 1, "CONFIRMED", who),
        ("REQUEST", uid, 2, "CONFIRMED", who),
        ("CANCEL", uid, 3, "CANCELLED", who),
    ]
