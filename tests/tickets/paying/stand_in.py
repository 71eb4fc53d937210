"""A server that stands in for Stripe: it answers the calls that we make as the documentation of Stripe's API says.

It holds callers to what Stripe holds them to: the key of the site, the header of a linked account, a key on every
request that makes something, the same words under the same key, and that one intent is paid once.
"""

import hmac
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

KEY, WEBHOOK_SECRET = "sk_test_of_the_site", "whsec_of_the_site"
ACCOUNT = "acct_of_olga"
Params = dict[str, str]
Object = dict[str, Any]


class Failure(Exception):  # noqa: N818 - as Stripe has it: a request fails
    """An error of Stripe's."""

    def __init__(self, status: int, code: str, kind: str = "invalid_request_error", message: str = "") -> None:
        super().__init__(code)
        self.status = status
        self.body = {"error": {"type": kind, "code": code, "message": message or f"Not so: {code}."}}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    account: str
    key: str
    params: Params
    is_signed_in: bool


@dataclass(kw_only=True)
class Stripe:
    """What Stripe knows. Each object belongs to the account under which it was made."""

    objects: dict[str, Object] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    answers: dict[str, tuple[Any, int, Object]] = field(default_factory=dict)  # by key: the request, and its answer
    asked: list[Asked] = field(default_factory=list)
    accounts: set[str] = field(default_factory=lambda: {ACCOUNT})
    codes: dict[str, str] = field(default_factory=lambda: {"ac_of_olga": ACCOUNT})
    refunds_are: str = "succeeded"
    lost: list[str] = field(default_factory=list)  # the beginnings of paths whose next answer gets lost on its way
    before: dict[str, Callable[[], None]] = field(default_factory=dict)  # by the end of a path: done before it answers
    messages: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)
    url: str = ""

    # --- what people do at Stripe ------------------------------------------------------------------------------------

    def pay(self, reference: str, method: str = "pm_card_visa") -> None:
        """The buyer pays, on Stripe's page or with its form."""
        with self.lock:
            found = self.objects[reference]
            if found["object"] == "checkout.session":
                assert found["status"] == "open", "nobody pays in a session that is over"
                intent = self.made("pi", self.owners[reference], **_intent(found["amount_total"], found["currency"]))
                found["payment_intent"], found["status"] = intent["id"], "complete"
            else:
                intent = found
            self._confirm(intent, method)
            if found is not intent:
                found["payment_status"] = "paid" if intent["status"] == "succeeded" else "unpaid"

    def clear(self, reference: str, *, arrived: bool) -> None:
        """Money that was on its way arrives, or does not."""
        session = self.objects[reference]
        intent = self.objects.get(session.get("payment_intent") or reference, session)
        if arrived:
            self._succeed(intent, "sepa_debit")
            session["payment_status"] = "paid"
        else:
            intent["status"] = "requires_payment_method"

    def refund(self, intent: str, amount: int) -> Object:
        """The organiser gives money back on Stripe's own pages."""
        return self._refund({"payment_intent": intent, "amount": str(amount)}, self.owners[intent])

    def told(self, kind: str, reference: str, *, account: str = "", at: float | None = None) -> tuple[bytes, str]:
        """A message of Stripe's, and its signature."""
        self.messages += 1
        event: Object = {
            "id": f"evt_{self.messages}",
            "object": "event",
            "type": kind,
            "data": {"object": self.objects.get(reference, {"id": reference})},
        }
        if account:
            event["account"] = account
        body = json.dumps(event).encode()
        return body, signature(body, at=at)

    def calls(self, path: str) -> list[Asked]:
        """The requests that made something at a path."""
        return [one for one in self.asked if one.method == "POST" and one.path == path]

    # --- its API -----------------------------------------------------------------------------------------------------

    def made(self, prefix: str, account: str, **facts: Any) -> Object:
        """A new object."""
        name = f"{prefix}_{len(self.objects) + 1}"
        self.objects[name] = {"id": name, **facts}
        self.owners[name] = account
        return self.objects[name]

    def answer(self, asked: Asked) -> tuple[int, Object]:
        """What Stripe says; a request with a key that it knows gets the answer that it got."""
        with self.lock:
            self.asked.append(asked)
            if not asked.is_signed_in:
                raise Failure(401, "no_such_key")
            if asked.method != "POST":
                return self._answer(asked)
            if not asked.key:
                raise Failure(400, "no_key")
            name = f"{asked.account}/{asked.key}"
            said = (asked.path, sorted(asked.params.items()))
            if name in self.answers:
                before, status, body = self.answers[name]
                if before != said:
                    raise Failure(400, "other_words", "idempotency_error")
                return status, body
            try:
                status, body = self._answer(asked)
            except Failure as failure:
                self.answers[name] = (said, failure.status, failure.body)
                raise
            self.answers[name] = (said, status, json.loads(json.dumps(body)))
            return status, body

    def _answer(self, asked: Asked) -> tuple[int, Object]:
        if asked.account and asked.account not in self.accounts:
            raise Failure(403, "account_invalid")
        for (method, pattern), handler in ROUTES.items():
            if method == asked.method and (match := re.fullmatch(pattern, asked.path)):
                return 200, handler(self, asked, *match.groups())
        raise Failure(404, "no_such_address")

    def found(self, name: str, asked: Asked) -> Object:
        if name not in self.objects or self.owners[name] != asked.account:
            raise Failure(404, "resource_missing")
        return self.objects[name]

    def new_session(self, asked: Asked) -> Object:
        params = asked.params
        assert params["mode"] == "payment"
        assert int(params["expires_at"]) > time.time() + 30 * 60, "a session is open for half an hour at least"
        return self.shown(
            self.made(
                "cs",
                asked.account,
                object="checkout.session",
                status="open",
                payment_status="unpaid",
                payment_intent=None,
                amount_total=int(params["line_items[0][price_data][unit_amount]"]),
                currency=params["line_items[0][price_data][currency]"],
                url=f"https://checkout.stripe.example/{len(self.objects)}",
                metadata=_metadata(params),
            )
        )

    def session(self, asked: Asked, name: str) -> Object:
        return self.shown(self.found(name, asked))

    def expire(self, asked: Asked, name: str) -> Object:
        found = self.found(name, asked)
        if found["status"] != "open":
            raise Failure(400, "not_open")
        found["status"], found["url"] = "expired", None
        return found

    def new_intent(self, asked: Asked) -> Object:
        params = asked.params
        if int(params["amount"]) < 50:
            raise Failure(400, "amount_too_small", message="Amount must be at least €0.50 eur.")
        facts = _intent(int(params["amount"]), params["currency"])
        return self.shown(self.made("pi", asked.account, **facts, metadata=_metadata(params)))

    def intent(self, asked: Asked, name: str) -> Object:
        return self.shown(self.found(name, asked))

    def confirm(self, asked: Asked, name: str) -> Object:
        found = self.found(name, asked)
        if found["status"] not in ("requires_payment_method", "requires_action"):
            raise Failure(400, "payment_intent_unexpected_state")
        method = asked.params.get("payment_method") or asked.params.get("payment_method_data[card][token]", "")
        self._confirm(found, method)
        return self.shown(found)

    def cancel(self, asked: Asked, name: str) -> Object:
        found = self.found(name, asked)
        if found["status"] in ("succeeded", "processing", "canceled"):
            raise Failure(400, "payment_intent_unexpected_state")
        found["status"] = "canceled"
        return found

    def new_refund(self, asked: Asked) -> Object:
        self.found(asked.params["payment_intent"], asked)
        return self._refund(asked.params, asked.account)

    def read_refund(self, asked: Asked, name: str) -> Object:
        return self.found(name, asked)

    def list_refunds(self, asked: Asked) -> Object:
        data = [
            one
            for name, one in self.objects.items()
            if one["object"] == "refund"
            and one["payment_intent"] == asked.params["payment_intent"]
            and self.owners[name] == asked.account
        ]
        return {"object": "list", "data": data, "has_more": False, "url": "/v1/refunds"}

    def token(self, asked: Asked) -> Object:
        account = self.codes.pop(asked.params["code"], None)
        if account is None:
            body = {"error": "invalid_grant", "error_description": "Authorization code does not exist: x"}
            failure = Failure(400, "invalid_grant")
            failure.body = body  # type: ignore[assignment]  # of another form, as OAuth has it
            raise failure
        self.accounts.add(account)
        return {
            "stripe_user_id": account,
            "stripe_publishable_key": f"pk_of_{account}",
            "access_token": "sk_that_nobody_keeps",
            "refresh_token": "rt_that_nobody_keeps",
        }

    def shown(self, found: Object) -> Object:
        """The object with what was asked for along with it."""
        shown = dict(found)
        if isinstance(shown.get("payment_intent"), str) and shown["object"] == "checkout.session":
            shown["payment_intent"] = self.shown(self.objects[shown["payment_intent"]])
        if isinstance(shown.get("latest_charge"), str):
            shown["latest_charge"] = self.objects[shown["latest_charge"]]
        return shown

    def _confirm(self, intent: Object, method: str) -> None:
        if "declined" in method:
            raise Failure(402, "card_declined", "card_error", "Your card was declined.")
        if "sepa" in method:
            intent["status"] = "processing"
        elif "3ds" in method:
            intent["status"] = "requires_action"
        else:
            assert intent["status"] != "succeeded", "an intent is paid once"
            self._succeed(intent, "card")

    def _succeed(self, intent: Object, kind: str) -> None:
        details: Object = {"type": kind}
        if kind == "card":
            details["card"] = {"brand": "visa", "last4": "4242", "exp_month": 8, "exp_year": 2030}
        charge = self.made("ch", self.owners[intent["id"]], object="charge", payment_method_details=details)
        intent |= {"status": "succeeded", "amount_received": intent["amount"], "latest_charge": charge["id"]}

    def _refund(self, params: Params, account: str) -> Object:
        intent = self.objects[params["payment_intent"]]
        amount = int(params["amount"])
        gone = sum(
            one["amount"]
            for one in self.objects.values()
            if one["object"] == "refund" and one["payment_intent"] == intent["id"] and one["status"] != "failed"
        )
        if gone + amount > intent["amount_received"]:
            raise Failure(400, "charge_already_refunded", message="The charge has already been refunded.")
        return self.made(
            "re",
            account,
            object="refund",
            status=self.refunds_are,
            amount=amount,
            currency=intent["currency"],
            payment_intent=intent["id"],
            failure_reason="expired_or_canceled_card" if self.refunds_are == "failed" else None,
            metadata=_metadata(params),
        )


ROUTES: dict[tuple[str, str], Callable[..., Object]] = {
    ("POST", "/v1/checkout/sessions"): Stripe.new_session,
    ("GET", "/v1/checkout/sessions/([^/]+)"): Stripe.session,
    ("POST", "/v1/checkout/sessions/([^/]+)/expire"): Stripe.expire,
    ("POST", "/v1/payment_intents"): Stripe.new_intent,
    ("GET", "/v1/payment_intents/([^/]+)"): Stripe.intent,
    ("POST", "/v1/payment_intents/([^/]+)/confirm"): Stripe.confirm,
    ("POST", "/v1/payment_intents/([^/]+)/cancel"): Stripe.cancel,
    ("POST", "/v1/refunds"): Stripe.new_refund,
    ("GET", "/v1/refunds"): Stripe.list_refunds,
    ("GET", "/v1/refunds/([^/]+)"): Stripe.read_refund,
    ("POST", "/oauth/token"): Stripe.token,
}


def _intent(amount: int, currency: str) -> Object:
    return {
        "object": "payment_intent",
        "status": "requires_payment_method",
        "amount": amount,
        "amount_received": 0,
        "currency": currency,
        "client_secret": "a secret for the client",
        "latest_charge": None,
    }


def _metadata(params: Params) -> Params:
    return {name[9:-1]: value for name, value in params.items() if name.startswith("metadata[")}


def signature(body: bytes, *, secret: str = WEBHOOK_SECRET, at: float | None = None) -> str:
    """As Stripe signs (https://docs.stripe.com/webhooks#verify-manually)."""
    moment = int(time.time() if at is None else at)
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, sha256).hexdigest()
    return f"t={moment},v1={mac}"


class Handler(BaseHTTPRequestHandler):
    """Requests to the stand-in."""

    protocol_version = "HTTP/1.1"
    stripe: Stripe

    def do_GET(self) -> None:
        self.handle_request("GET", urlsplit(self.path).query)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        self.handle_request("POST", body)

    def handle_request(self, method: str, params: str) -> None:
        path = urlsplit(self.path).path
        asked = Asked(
            method=method,
            path=path,
            account=self.headers.get("Stripe-Account", ""),
            key=self.headers.get("Idempotency-Key", ""),
            params=dict(parse_qsl(params, keep_blank_values=True)),
            is_signed_in=self.headers.get("Authorization") == f"Bearer {KEY}",
        )
        try:
            status, answer = self.stripe.answer(asked)
        except Failure as failure:
            status, answer = failure.status, failure.body
        for end in [end for end in self.stripe.before if path.endswith(end)]:
            self.stripe.before.pop(end)()
        if lost := [beginning for beginning in self.stripe.lost if path.startswith(beginning)]:
            self.stripe.lost.remove(lost[0])
            self.close_connection = True
            return
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's signature
        """Nothing: the tests look at what was asked."""


@contextmanager
def serving() -> Iterator[Stripe]:
    """The stand-in at an address of its own."""
    stripe = Stripe()
    handler = type("StripeHandler", (Handler,), {"stripe": stripe})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    stripe.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield stripe
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
