"""Paying in a real browser: to Stripe's page and back, and what keeps the browser from being led elsewhere."""

import pytest
from playwright.sync_api import Browser, Page, expect

from ecosystem.core.database import db
from ecosystem.core.web import responses
from ecosystem.payments.domain.life_cycle import OrderState
from ecosystem.payments.models import Order
from ecosystem.payments.queries.links import order_path
from tests.support.factories.payments import make_order, make_seller
from tests.support.servers import LiveServer
from tests.support.stripe_server import StandIn, use

CARD = "Trả qua: Thẻ (Stripe)"


@pytest.fixture
def order(live_server: LiveServer, stripe_server: StandIn, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """A guest's order on a site that takes cards: its id and address."""
    use(live_server.app, stripe_server, monkeypatch)
    stripe_server.webhook = f"{live_server.url}/webhooks/stripe"
    with live_server.app.app_context():
        placed = make_order(make_seller(providers=["vietqr", "stripe"]))
        return placed.id, live_server.url + order_path(placed)


def state_of(live_server: LiveServer, ident: int) -> OrderState:
    with live_server.app.app_context():
        found: OrderState = db.session.get_one(Order, ident).state
        return found


def stripes_page_is(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Name another address than Stripe's in the policy, as the stand-in lives elsewhere."""
    policy = responses.CONTENT_SECURITY_POLICY.replace("https://checkout.stripe.com", address)
    assert policy != responses.CONTENT_SECURITY_POLICY
    monkeypatch.setitem(responses.HEADERS, "Content-Security-Policy", policy)


def test_a_guest_pays_by_card(
    page: Page,
    live_server: LiveServer,
    stripe_server: StandIn,
    order: tuple[int, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stripes_page_is(stripe_server.url, monkeypatch)
    ident, address = order
    page.goto(address)
    page.get_by_role("button", name=CARD).click()
    expect(page.get_by_role("heading")).to_have_text("2000000 vnd")
    assert state_of(live_server, ident) is OrderState.OPEN
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.get_by_text("Cảm ơn")).to_be_visible()
    assert state_of(live_server, ident) is OrderState.PAID


def test_coming_back_without_paying_changes_nothing(
    page: Page,
    live_server: LiveServer,
    stripe_server: StandIn,
    order: tuple[int, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stripes_page_is(stripe_server.url, monkeypatch)
    ident, address = order
    page.goto(address)
    page.get_by_role("button", name=CARD).click()
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("button", name=CARD)).to_be_visible()
    assert state_of(live_server, ident) is OrderState.OPEN


def test_the_browser_follows_to_stripe_only(browser: Browser, stripe_server: StandIn, order: tuple[int, str]) -> None:
    """Chromium holds a form's redirect against `form-action`: an address that is not named there is not reached."""
    context = browser.new_context(locale="vi-VN")
    try:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(order[1])
        page.get_by_role("button", name=CARD).click()
        page.wait_for_timeout(1000)
        assert page.url.startswith(order[1].split("/orders/")[0])
        assert any("form-action" in text for text in complaints), complaints
    finally:
        context.close()
