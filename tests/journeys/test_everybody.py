"""The key screens are for everybody: axe finds nothing, nothing is cut off, on a phone and a desk, by day and night."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.core import clock
from tests.support.browsers import NewVisitor, sign_in
from tests.support.factories.accounts import account
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_contest
from tests.support.factories.events import make_event, make_organiser
from tests.support.factories.judging import make_assignment, make_judged_round, make_sheet
from tests.support.pages import SCHEMES, assert_accessible, assert_fits
from tests.support.servers import LiveServer

LONG = "Chế biến sâu cà phê Măng Đen và liên kết tiêu thụ nông sản cho đồng bào vùng cao nguyên Trường Sơn"


@dataclass(frozen=True)
class Places:
    """Where the key screens are, and who may see them."""

    public: tuple[str, ...]
    applicant: tuple[int, tuple[str, ...]]
    judge: tuple[int, tuple[str, ...]]
    organiser: tuple[int, tuple[str, ...]]


@pytest.fixture
def places(live_server: LiveServer) -> Places:
    with live_server.app.app_context():
        owner = account("Trần Mẫu Hương", "huong@so.example")
        event = make_event(make_organiser(owner))
        taking = make_contest(event, title=LONG, slug="dang-nhan")
        draft = make_application(taking, by=account("Y Mẫu Linh", "linh@hocsinh.example"), title=LONG)
        make_application(taking, title=LONG, state=ApplicationState.SUBMITTED)
        now = clock.now()
        judged = make_contest(event, slug="dang-cham", opens_at=now - timedelta(30), closes_at=now - timedelta(days=8))
        round_, version, panel, _none = make_judged_round(judged, entries=0)
        entries = [make_application(judged, title=LONG, state=ApplicationState.ELIGIBLE) for _ in range(3)]
        charges = [make_assignment(panel[0], entry) for entry in entries]
        for charge, points in zip(charges[:2], ((18, 25, 16, 15, 8), (15, 20, 12, 18, 9)), strict=True):
            make_sheet(charge, version, *points)
        judge, section = panel[0].account_id, taking.sections[0].id
        assert judge is not None
        desk = "/organise/contests"
        return Places(
            public=("/", "/contests/dang-nhan", "/sign-in"),
            applicant=(draft.created_by_id, (f"/entries/{draft.public_id}/form/{section}",)),
            judge=(judge, (f"/judge/rounds/{round_.public_id}", f"/judge/sheets/{charges[2].public_id}")),
            organiser=(
                owner.id,
                (
                    f"{desk}/dang-nhan/entries/eligibility",
                    f"{desk}/dang-cham/judging/ranking/{round_.public_id}",
                    f"{desk}/dang-cham/",
                ),
            ),
        )


@pytest.mark.parametrize("width", [360, 1280])
def test_key_screens_are_accessible_and_fit(
    new_visitor: NewVisitor, places: Places, live_server: LiveServer, width: int
) -> None:
    look(new_visitor(width=width), places.public)
    for who, addresses in (places.applicant, places.judge, places.organiser):
        page = new_visitor(width=width)
        sign_in(page, live_server, who)
        look(page, addresses)


def look(page: Page, addresses: tuple[str, ...]) -> None:
    for scheme in SCHEMES:
        # Without movement: colours that are on their way to another scheme are not what people read.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        for address in addresses:
            answer = page.goto(address)
            assert answer is not None
            assert answer.ok, f"{address}: {answer.status}"
            assert_accessible(page)
            assert_fits(page)
