"""The pages about entries that resemble each other."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Resemblance, SimilarPair
from ecosystem.applications.queries.similar import comparison_of, similar_pairs
from ecosystem.applications.services.similar import compare_entries
from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.database import session as current
from ecosystem.events.models import StaffRole
from tests.applications.services.test_similar import handed_in
from tests.applications.views.visitors import staff_of
from tests.core.likeness.test_likeness import COFFEE, COFFEE_AGAIN
from tests.support.background import run_tasks
from tests.support.factories.contests import make_contest
from tests.support.statements import count_statements


def address_of(contest: Contest) -> str:
    return f"/organise/contests/{contest.slug}/entries/similar"


def compared(contest: Contest, *texts: str) -> str:
    """Hand texts in and compare them; return the address of the strongest pair."""
    for text in texts:
        handed_in(contest, text)
    compare_entries(contest=contest, at=clock.now())
    return f"{address_of(contest)}/{strongest(contest).public_id}"


def strongest(contest: Contest) -> SimilarPair:
    found = current().scalars(similar_pairs(contest)).first()
    assert found is not None
    return found


def test_the_button_compares_and_the_page_shows_the_pair(client: FlaskClient, session: Session) -> None:
    contest = make_contest()
    staff_of(client, contest)
    handed_in(contest, COFFEE)
    handed_in(contest, COFFEE_AGAIN)
    assert "Chưa so sánh" in client.get(address_of(contest)).text
    for _click in range(2):
        client.post(f"{address_of(contest)}/compare")
    assert "hx-get" in client.get(address_of(contest)).text
    assert run_tasks() == 1
    page = client.get(address_of(contest)).text
    assert "1 cặp" in page
    assert comparison_of(contest.id) is not None


def test_the_passages_alike_are_numbered_on_both_sides(client: FlaskClient, session: Session) -> None:
    contest = make_contest()
    staff_of(client, contest)
    page = client.get(compared(contest, COFFEE, f"Chúng tôi đề xuất: {COFFEE} <b>Hết</b>")).text
    assert re.search(r'id="a1"', page)
    assert re.search(r'id="b1"', page)
    assert page.count("<mark>") == 2
    assert "&lt;b&gt;Hết" in page


def test_a_judgement_is_kept_and_taken_back(client: FlaskClient, session: Session) -> None:
    contest = make_contest()
    staff_of(client, contest)
    address = compared(contest, COFFEE, COFFEE_AGAIN)
    assert client.post(f"{address}/judge", data={"note": "?"}).status_code == 200
    assert strongest(contest).state is Resemblance.OPEN
    client.post(f"{address}/judge", data={"state": "same_idea", "note": "Cùng một nhóm"})
    assert strongest(contest).state is Resemblance.SAME_IDEA
    assert "Cùng một nhóm" in client.get(address).text
    client.post(f"{address}/undo")
    assert strongest(contest).state is Resemblance.OPEN


def test_the_desk_tells_of_resembling_entries(client: FlaskClient, session: Session) -> None:
    contest = make_contest()
    staff_of(client, contest)
    compared(contest, COFFEE, COFFEE_AGAIN)
    entry = strongest(contest).entry
    for page in (f"eligibility/{entry.public_id}", entry.public_id):
        assert "1 hồ sơ giống hồ sơ này" in client.get(f"/organise/contests/{contest.slug}/entries/{page}").text
    assert entry.state is ApplicationState.SUBMITTED


@pytest.mark.parametrize(("role", "looks", "judges"), [(StaffRole.OBSERVER, 200, 403), (StaffRole.SCREENER, 200, 302)])
def test_who_looks_and_who_judges(
    client: FlaskClient, session: Session, role: StaffRole, looks: int, judges: int
) -> None:
    contest = make_contest()
    address = compared(contest, COFFEE, COFFEE_AGAIN)
    staff_of(client, contest, role)
    assert client.get(address).status_code == looks
    assert client.post(f"{address}/judge", data={"state": "different"}).status_code == judges


def test_a_pair_of_another_contest_is_not_found(client: FlaskClient, session: Session) -> None:
    contest, other = make_contest(), make_contest()
    address = compared(other, COFFEE, COFFEE_AGAIN)
    staff_of(client, contest)
    assert client.get(address).status_code == 404
    assert client.get(address.replace(other.slug, contest.slug)).status_code == 404


def test_the_list_takes_as_many_statements_for_one_as_for_many(client: FlaskClient, session: Session) -> None:
    contest = make_contest()
    staff_of(client, contest)
    compared(contest, COFFEE, COFFEE_AGAIN)
    with count_statements() as one:
        client.get(address_of(contest))
    compared(contest, COFFEE, COFFEE_AGAIN)
    with count_statements() as many:
        client.get(address_of(contest))
    assert len(many) == len(one)
    many.at_most(15)
