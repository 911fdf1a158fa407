"""No link of an organiser's pages leads to a refusal."""

import re

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.events.models import StaffRole
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.applications import make_application
from tests.support.factories.contests import closed_contest, draft_contest
from tests.support.factories.events import make_event, make_organiser, make_staff


def links(client, page):
    found = re.findall(r'href="(/organise/[^"#?]*)"', client.get(page).text)
    return sorted(set(found))


def test_an_observer_and_an_owner_can_open_what_they_are_shown(client, session):
    owner = account("Trần Mẫu Hương")
    organiser = make_organiser(owner)
    contest = closed_contest(make_event(organiser))
    make_application(contest, state=ApplicationState.SUBMITTED)
    observer = make_staff(organiser, StaffRole.OBSERVER)
    draft = draft_contest(contest.event, bare=True)
    pages = [f"/organise/contests/{each.slug}/{page}" for each in (contest, draft) for page in ("", "setup/publish")]
    shown = {}
    for person in (owner, observer):
        sign_in(client, person)
        for page in pages:
            shown[person.id, page] = links(client, page)
            refused = [link for link in shown[person.id, page] if client.get(link).status_code >= 400]
            assert refused == []
    setup = f"/organise/contests/{contest.slug}/setup/basics"
    assert setup in shown[owner.id, pages[1]]
    assert setup not in shown[observer.id, pages[1]]
