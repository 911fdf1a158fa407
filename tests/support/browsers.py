"""Chromium. A missing browser fails the tests that need it: a skipped journey proves nothing."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, sync_playwright

from ecosystem.core.database import db
from tests.support.servers import LiveServer

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FAILED = pytest.StashKey[bool]()
PICTURES = Path(__file__).resolve().parents[2] / "screenshots"
NewVisitor = Callable[..., Page]
PATIENCE = 20_000  # milliseconds: other tests may keep the machine busy; waiting ends with what was waited for


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def chromium_path() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.fail("Chromium is missing: install the package chromium, or name the program in CHROMIUM")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium per worker."""
    path = chromium_path()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Troubles:
    """What a page complained about: script errors and breaches of the content security policy."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("pageerror", self._note_error)
        page.on("console", self._note_message)

    def _note_error(self, error: Error) -> None:
        self.seen.append(f"script error: {error}")

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.seen.append(message.text)


@pytest.fixture
def new_visitor(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[NewVisitor]:
    """Open a page for one more person: `new_visitor(width=360, language="en-GB", scheme="dark")`.

    Each has cookies of its own. The test fails when a page of any of them breaks the content security policy or
    raises an error in a script; when it fails, pictures of all pages are in screenshots/failed.
    """
    contexts: list[BrowserContext] = []
    troubles = Troubles()

    def visitor(width: int = 1280, height: int = 800, language: str = "vi-VN", **options: object) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale=language,
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": width, "height": height},
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE)
        context.on("page", troubles.watch)
        contexts.append(context)
        return context.new_page()

    yield visitor
    if request.node.stash.get(FAILED, False):
        _keep_pictures(request.node.name, contexts)
    for context in contexts:
        context.close()
    assert not troubles.seen, "\n".join(troubles.seen)


@pytest.fixture
def page(new_visitor: NewVisitor) -> Page:
    """A page of somebody in Viet Nam who is not signed in, at 1280 × 800."""
    return new_visitor()


def sign_in(page: Page, live_server: LiveServer, account_id: int) -> None:
    """Sign the visitor of this page in as the account, without typing a password."""
    from ecosystem.accounts.models import Account
    from ecosystem.accounts.services import Origin, open_session

    app = live_server.app
    with app.app_context():
        account = db.session.get_one(Account, account_id)
        token = open_session(account, origin=Origin("127.0.0.1", "Chromium")).token
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    content = serializer.dumps({"_user_id": token, "_fresh": True})
    page.context.add_cookies(
        [{"name": app.config["SESSION_COOKIE_NAME"], "value": str(content), "url": live_server.url}]
    )


def _keep_pictures(test: str, contexts: list[BrowserContext]) -> None:
    folder = PICTURES / "failed"
    folder.mkdir(parents=True, exist_ok=True)
    safe = "".join(letter if letter.isalnum() else "-" for letter in test)
    for number, page in enumerate(page for context in contexts for page in context.pages):
        page.screenshot(path=folder / f"{safe}-{number}.png", full_page=True)
