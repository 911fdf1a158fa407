"""The pages of results in a real browser: they fit a phone and axe finds nothing."""

import pytest

from ecosystem.events.models import StaffRole
from ecosystem.judging.services import awards, decisions, publication
from tests.judging.judged import judged_round
from tests.support.browsers import NewVisitor
from tests.support.factories.accounts import PASSWORD, account
from tests.support.factories.contests import make_prize
from tests.support.factories.events import make_staff
from tests.support.pages import assert_accessible, assert_fits
from tests.support.servers import LiveServer


@pytest.fixture
def address(live_server: LiveServer) -> str:
    """A contest with published results, and somebody who runs it; returns where its judging is."""
    with live_server.app.app_context():
        judged = judged_round(entries=3, judges=2, places=1)
        judged.handed_in([10, 9], [8, 8], [4, None])
        make_prize(judged.contest, rank=1, board_id=judged.board.id)
        make_staff(judged.contest.event.organiser, StaffRole.MANAGER, account("Lê Mẫu", "manager@example.vn"))
        decisions.apply_rule(judged.round, judged.board, by=judged.owner)
        awards.give_proposed(judged.round, by=judged.owner)
        publication.publish(judged.round, by=judged.owner)
        return f"{judged.contest.slug}/judging/{{}}/{judged.round.public_id}"


@pytest.mark.parametrize("width", [360, 1280])
def test_results_fit_and_are_accessible(new_visitor: NewVisitor, address: str, width: int) -> None:
    page = new_visitor(width=width)
    page.goto(f"/contests/{address.partition('/')[0]}/winners")
    assert_fits(page)
    assert_accessible(page)
    page.goto("/sign-in")
    page.fill("[name=email]", "manager@example.vn")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    for part, rest in (
        ("progress", ""),
        ("ranking", ""),
        ("results", ""),
        ("results", "/awards"),
        ("results", "/announcement"),
    ):
        page.goto("/organise/contests/" + address.format(part) + rest)
        assert_fits(page)
        assert_accessible(page)
