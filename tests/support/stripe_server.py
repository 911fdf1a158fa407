"""A stand-in for Stripe that the real client talks to over HTTP, with a page a person can click.

Checkout Sessions (create, retrieve, list, expire), refunds, charges, events; idempotency keys as Stripe keeps them; the
parameters are checked against the types of Stripe's own library; errors have Stripe's shape. Webhooks are signed.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import requests
from flask import Flask, Response, redirect, request
from werkzeug.serving import make_server

from ecosystem.core.settings import StripeSettings
from tests.support.stripe_account import Shape, StripeAccount, Wrong, shown, signature

SECRET_KEY = "sk_test_stand_in"
WEBHOOK_SECRET = "whsec_stand_in"


@dataclass
class Call:
    """One request that reached the stand-in."""

    method: str
    path: str
    parameters: dict[str, Any]
    key: str | None


@dataclass
class StandIn:
    """The running server: its account, what was asked of it, and what it shall do wrong next."""

    url: str
    account: StripeAccount
    calls: list[Call] = field(default_factory=list)
    kept: dict[str, tuple[str, Shape]] = field(default_factory=dict)  # idempotency keys
    failures: list[str] = field(default_factory=list)  # "500", "429", "hang", "lost": one for each request to come
    webhook: str = ""  # where events are sent at once, if anywhere

    def made(self, path: str) -> list[Call]:
        """The POSTs to `path`."""
        return [call for call in self.calls if call.method == "POST" and call.path == path]

    def signed(self, event: Shape, *, secret: str = WEBHOOK_SECRET, at: float | None = None) -> tuple[bytes, str]:
        """The body and the signature of an event as it is sent."""
        payload = json.dumps(event).encode()
        return payload, signature(payload, secret, self.account.now() if at is None else at)

    def deliver(self, event: Shape) -> requests.Response:
        """Send an event to the webhook."""
        payload, header = self.signed(event)
        headers = {"Stripe-Signature": header, "Content-Type": "application/json; charset=utf-8"}
        return requests.post(self.webhook, payload, headers=headers, timeout=10)


@contextmanager
def running() -> Iterator[StandIn]:
    """Run the stand-in on a free port."""
    account = StripeAccount()
    app = Flask("stand-in for Stripe")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    stand_in = StandIn(f"http://127.0.0.1:{server.server_port}", account)
    account.base = stand_in.url
    _routes(app, stand_in)
    _page(app, stand_in)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield stand_in
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def stripe_server() -> Iterator[StandIn]:
    """A stand-in for Stripe with an empty account."""
    with running() as stand_in:
        yield stand_in


@pytest.fixture
def stripe_site(app: Flask, stripe_server: StandIn, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """The stand-in, with the application of `client` and `session` set up for it."""
    use(app, stripe_server, monkeypatch)
    return stripe_server


def use(app: Flask, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an application talk to the stand-in."""
    keys = StripeSettings(SECRET_KEY, WEBHOOK_SECRET, stand_in.url)
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], stripe=keys))


def _routes(app: Flask, stand_in: StandIn) -> None:
    @app.route("/v1/<path:path>", methods=["GET", "POST"])
    def answer(path: str) -> Response:
        pairs = request.form if request.method == "POST" else request.args
        asked, key = nested(pairs.items(multi=True)), request.headers.get("Idempotency-Key")
        stand_in.calls.append(Call(request.method, f"/v1/{path}", asked, key))
        trouble = stand_in.failures.pop(0) if stand_in.failures else ""
        if trouble == "hang":
            time.sleep(3)
        if trouble in ("429", "500"):
            return _json({"error": {"type": "api_error", "message": "Something went wrong."}}, int(trouble))
        try:
            _authorised()
            body, again = _once(stand_in, key, path, asked)
        except Wrong as wrong:
            return _json(wrong.body, wrong.status)
        if trouble == "lost":  # it was done, and the answer never arrives
            return _json({"error": {"type": "api_error", "message": "Gateway timeout"}}, 504)
        return _json(body, 200, again)


def _once(stand_in: StandIn, key: str | None, path: str, asked: dict[str, Any]) -> tuple[Shape, bool]:
    """Do what is asked, or answer as before when the key was used before."""
    if request.method != "POST" or key is None:
        return _do(stand_in.account, path, asked), False
    told = json.dumps([path, asked], sort_keys=True)
    with stand_in.account.lock:
        if key not in stand_in.kept:  # Stripe keeps no answer of a request that did not pass its checks
            stand_in.kept[key] = (told, _do(stand_in.account, path, asked))
            return stand_in.kept[key][1], False
        before, body = stand_in.kept[key]
        if before != told:
            raise Wrong(
                "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                f"Try using a key other than '{key}' if you meant to execute a different request.",
                kind="idempotency_error",
            )
        return body, True


def _do(account: StripeAccount, path: str, asked: dict[str, Any]) -> Shape:
    if request.method == "POST":
        from tests.support.stripe_parameters import check  # loads Stripe's library

        check(path, asked)
    for pattern, method, act in ACTS:
        match = re.fullmatch(pattern, path)
        if match and method == request.method:
            found: Shape = act(account, asked, *match.groups())
            return found
    raise Wrong(f"Unrecognized request URL ({request.method}: /v1/{path}).", status=404)


def _list(found: list[Shape], asked: dict[str, Any]) -> Shape:
    """A page of a list, newest first."""
    since = int(asked.get("created", {}).get("gte", 0))
    until = int(asked.get("created", {}).get("lt", 10**12))
    of = asked.get("payment_intent")
    newest = [shown(each) for each in reversed(found) if since <= each["created"] < until]
    newest = [each for each in newest if of is None or each.get("payment_intent") == of]
    after = asked.get("starting_after")
    start = next((at + 1 for at, each in enumerate(newest) if each["id"] == after), 0) if after else 0
    most = int(asked.get("limit", 10))
    page = newest[start : start + most]
    return {"object": "list", "data": page, "has_more": start + most < len(newest), "url": request.path}


def _expand(asked: dict[str, Any]) -> list[str]:
    return [str(each) for each in asked.get("expand", [])]


ACTS: tuple[tuple[str, str, Callable[..., Shape]], ...] = (
    ("checkout/sessions", "POST", lambda account, asked: shown(account.make_session(asked))),
    ("checkout/sessions", "GET", lambda account, asked: _list(list(account.sessions.values()), asked)),
    (
        r"checkout/sessions/(\w+)",
        "GET",
        lambda account, asked, ident: account.expanded(account.session_named(ident), _expand(asked)),
    ),
    (
        r"checkout/sessions/(\w+)/expire",
        "POST",
        lambda account, asked, ident: shown(account.expire(account.session_named(ident)["id"])),
    ),
    ("refunds", "POST", lambda account, asked: shown(account.give_back(asked))),
    ("refunds", "GET", lambda account, asked: _list(list(account.refunds.values()), asked)),
    (r"refunds/(\w+)", "GET", lambda account, asked, ident: shown(account.refunds[ident])),
    ("charges", "GET", lambda account, asked: _list(list(account.charges.values()), asked)),
    (r"charges/(\w+)", "GET", lambda account, asked, ident: shown(account.charges[ident])),
    ("events", "GET", lambda account, asked: _list(account.events, asked)),
)


def _page(app: Flask, stand_in: StandIn) -> None:
    account = stand_in.account

    @app.get("/pay/<ident>")
    def hosted(ident: str) -> str:
        found = account.session_named(ident)
        buttons = "".join(
            f'<form method="post" action="/pay/{ident}/{step}"><button>{text}</button></form>'
            for step, text in (("now", "Pay"), ("later", "Pay by a slow way"))
        )
        back = f'<a href="{found["cancel_url"]}">Back</a>'
        return (
            f"<!doctype html><title>Checkout</title><h1>{found['amount_total']} {found['currency']}</h1>{buttons}{back}"
        )

    @app.post("/pay/<ident>/<step>")
    def paid(ident: str, step: str) -> Any:
        before = len(account.events)
        found = account.pay(ident, later=step == "later")
        if stand_in.webhook:
            for event in account.events[before:]:
                stand_in.deliver(event).raise_for_status()
        return redirect(found["success_url"].replace("{CHECKOUT_SESSION_ID}", ident), 303)


def _authorised() -> None:
    if request.headers.get("Authorization") != f"Bearer {SECRET_KEY}":
        raise Wrong("Invalid API Key provided: sk_test_***", status=401)
    if not request.headers.get("Stripe-Version"):
        raise Wrong("No version")


def _json(body: Shape, status: int, again: bool = False) -> Response:
    headers = {"Request-Id": "req_stand_in"} | ({"Idempotent-Replayed": "true"} if again else {})
    return Response(json.dumps(body), status, headers, mimetype="application/json")


def nested(pairs: Any) -> dict[str, Any]:
    """Read Stripe's form encoding: `a[b][0][c]=1` is {"a": {"b": [{"c": "1"}]}}."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        keys = re.findall(r"[^\[\]]+", name)
        at = found
        for key in keys[:-1]:
            at = at.setdefault(key, {})
        at[keys[-1]] = value
    return {key: _with_lists(value) for key, value in found.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdecimal() for key in value):
        return [_with_lists(value[key]) for key in sorted(value, key=int)]
    return {key: _with_lists(each) for key, each in value.items()}
