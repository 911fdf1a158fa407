"""The demonstration is made by the use cases, so it shows whether the whole way can be gone."""

import pytest
from sqlalchemy import func, select

from ecosystem.applications.models import SimilarPair
from ecosystem.cli import broken_invariants
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest
from ecosystem.core.settings import Mode
from ecosystem.demo import loading
from ecosystem.demo.people import ORGANISER, account_at, roles
from ecosystem.events.models import Organiser
from ecosystem.judging.models import Analysis, AnchorMarks, Award, PitchSlot, Publication, Remark, ScoreSheet
from ecosystem.voting.models import Quarantine, Vote
from tests.support.factories.accounts import sign_in

ORGANISERS_PAGES = ("", "setup/basics", "entries/", "entries/similar", "votes/", "outbox", "history")
SHOWN = (Analysis, AnchorMarks, PitchSlot, Remark, SimilarPair, Vote)


@pytest.fixture
def loaded(app, session):
    """The demonstration, loaded once for this test and rolled back with it."""
    with app.test_request_context():
        return list(loading.load())


def test_it_loads_keeps_every_invariant_and_its_pages_open(app, session, loaded, client):
    assert "prizes given and published" in loaded
    assert list(loading.load()) == ["The demonstration is loaded already."]
    contests = {contest.year: contest for contest in session.scalars(select(Contest))}
    assert [contests[year].state for year in (2025, 2026, 2027)] == [
        ContestState.DECIDED,
        ContestState.PUBLISHED,
        ContestState.PUBLISHED,
    ]
    assert session.scalar(select(func.count(Publication.id))) == 2
    assert session.scalar(select(func.count(Award.id))) >= 6
    assert session.scalar(select(func.count(ScoreSheet.id))) > 100
    assert not broken_invariants()
    assert [account_at(role.address).email for role in roles()] == [role.address for role in roles()]
    _shows_the_jury(session)
    _visit(client, contests, _organiser(session))


def _shows_the_jury(session):
    """An analysis of both boards, remarks, calibration, pitches, alike entries, votes with a burst."""
    numbers = {kind: session.scalar(select(func.count()).select_from(kind)) for kind in SHOWN}
    assert numbers.pop(Analysis) == 2
    assert numbers.pop(Remark) == 6
    assert session.scalar(select(func.count()).select_from(Quarantine)) >= 20
    assert all(numbers.values()), numbers


def _organiser(session):
    return session.scalars(select(Organiser)).one()


def _visit(client, contests, organiser):
    """Every page a newcomer opens first answers with 200."""
    pages = ["/", "/contests", "/events", "/startups", "/search?q=sam"]
    pages += [f"/contests/{c.slug}{part}" for c in contests.values() for part in ("", "/rules", "/scoring", "/gallery")]
    pages.append(f"/contests/{contests[2025].slug}/winners")
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    sign_in(client, account_at(ORGANISER.address))
    own = [f"/organise/contests/{c.slug}/{part}" for c in contests.values() for part in ORGANISERS_PAGES]
    own += ["/work", "/organise/", f"/organise/{organiser.slug}/"]
    assert {page: client.get(page, follow_redirects=True).status_code for page in own} == dict.fromkeys(own, 200)


def test_the_public_password_never_reaches_production(app, monkeypatch):
    settings = app.config["SETTINGS"]
    monkeypatch.setitem(app.config, "SETTINGS", type(settings)(**{**settings.__dict__, "mode": Mode.PRODUCTION}))
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code != 0
    assert "not in production" in result.output


def test_who_to_sign_in_as_is_told(app):
    result = app.test_cli_runner().invoke(args=["demo", "accounts"])
    assert all(role.address in result.output for role in roles())
