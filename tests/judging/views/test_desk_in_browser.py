"""Scoring in a real browser: by keyboard, saving by itself, refused, without network, on a phone."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.core.database import session, transaction
from ecosystem.judging.queries.charges import charge_by_public_id, sheet_of
from tests.support.browsers import NewVisitor
from tests.support.factories.accounts import PASSWORD, account
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_contest
from tests.support.factories.judging import make_assignment, make_panelist, make_rubric, use_rubric
from tests.support.pages import assert_accessible, assert_fits
from tests.support.servers import LiveServer

Scores = Callable[[], dict[str, Decimal | None]]


@pytest.fixture
def charges(live_server: LiveServer) -> list[str]:
    """Two entries for one judge; the last two criteria go in whole points."""
    with live_server.app.app_context():
        contest = make_contest()
        version = make_rubric(contest, criteria=(("novelty", 30), ("effect", 20), ("plan", 10), ("pitch", 10)))
        with transaction():
            for criterion in version.criteria[2:]:
                criterion.step = Decimal(1)
        use_rubric(version, contest.rounds[0])
        judge: Account = account("Trần Mẫu Hoà", "judge@example.vn")
        panelist = make_panelist(contest.rounds[0], judge)
        entries = [make_application(contest, state=ApplicationState.ELIGIBLE) for _ in range(2)]
        return [make_assignment(panelist, entry).public_id for entry in entries]


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", "judge@example.vn")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


def saved(page: Page) -> None:
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")


@pytest.fixture
def stored(live_server: LiveServer, charges: list[str]) -> Scores:
    def read() -> dict[str, Decimal | None]:
        with live_server.app.app_context():
            session().expire_all()
            return sheet_of(charge_by_public_id(charges[0])).scores

    return read


def test_a_sheet_is_scored_by_keyboard_alone(page: Page, charges: list[str], stored: Scores) -> None:
    sign_in(page)
    page.goto(f"/judge/sheets/{charges[0]}")
    page.keyboard.type("25")
    page.keyboard.press("j")
    page.keyboard.type("12,5")
    page.keyboard.press("j")
    page.keyboard.press("7")
    page.keyboard.press("j")
    page.keyboard.press("0")
    expect(page.locator("#score-total b")).to_have_text("44,5")
    expect(page.locator("[data-missing-note]")).to_be_hidden()
    saved(page)
    assert stored() == {
        "novelty": Decimal(25),
        "effect": Decimal("12.5"),
        "plan": Decimal(7),
        "pitch": Decimal(0),
    }
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/judge/sheets/{charges[1]}")


def test_a_score_out_of_range_says_why_and_saves_nothing(page: Page, charges: list[str], stored: Scores) -> None:
    sign_in(page)
    page.goto(f"/judge/sheets/{charges[0]}")
    page.fill("[name=score-novelty]", "99")
    expect(page.locator("[data-refused]")).to_contain_text("30")
    assert stored()["novelty"] is None
    page.fill("[name=score-novelty]", "9,5")
    expect(page.locator("[data-refused]")).to_have_count(0)
    saved(page)
    assert stored()["novelty"] == Decimal("9.5")


def test_without_network_nothing_is_lost(page: Page, charges: list[str], stored: Scores) -> None:
    sign_in(page)
    page.goto(f"/judge/sheets/{charges[0]}")
    page.context.set_offline(True)
    page.fill("[name=score-effect]", "11")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "offline")
    page.context.set_offline(False)
    saved(page)
    assert stored()["effect"] == Decimal(11)


def test_two_windows_of_one_device_show_the_same(page: Page, charges: list[str], stored: Scores) -> None:
    sign_in(page)
    page.goto(f"/judge/sheets/{charges[0]}")
    other = page.context.new_page()
    other.goto(f"/judge/sheets/{charges[0]}")
    page.fill("[name=score-effect]", "12")
    expect(other.locator("[name=score-effect]")).to_have_value("12")
    other.fill("[name=score-effect]", "15")
    expect(page.locator("[name=score-effect]")).to_have_value("15")
    assert stored()["effect"] == Decimal(15)


def test_two_devices_show_both_values(new_visitor: NewVisitor, charges: list[str], stored: Scores) -> None:
    page, other = new_visitor(), new_visitor(width=360)
    for device in (page, other):
        sign_in(device)
        device.goto(f"/judge/sheets/{charges[0]}")
    page.fill("[name=score-effect]", "12")
    saved(page)
    other.fill("[name=score-effect]", "15")
    both = other.locator("[data-refused=changed]")
    expect(both).to_contain_text("15")
    expect(both).to_contain_text("12")
    assert stored()["effect"] == Decimal(12)
    both.get_by_role("button", name="Giữ của tôi").click()
    saved(other)
    assert stored()["effect"] == Decimal(15)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_desk_fits_and_is_accessible(new_visitor: NewVisitor, charges: list[str], width: int) -> None:
    page = new_visitor(width=width)
    sign_in(page)
    page.goto(f"/judge/sheets/{charges[0]}")
    assert_fits(page)
    assert_accessible(page)
