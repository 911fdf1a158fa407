"""The organiser's desk: what it says, to whom, and what it costs."""

from datetime import timedelta

import pytest
from flask import g

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.console.desk import moments_of, tasks_of
from ecosystem.console.queries import overview_of
from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.notifications.models import Mail, MailState
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.applications import make_application
from tests.support.factories.contests import make_contest
from tests.support.factories.judging import make_assignment, make_judged_round, make_sheet
from tests.support.statements import count_statements

pytestmark = pytest.mark.usefixtures("session")


def owner_of(contest):
    return contest.event.organiser.staff[0].account


def page(client, contest):
    return client.get(f"/organise/contests/{contest.slug}/")


def test_an_empty_contest_says_that_nothing_waits(client):
    contest = make_contest()
    sign_in(client, owner_of(contest))
    answer = page(client, contest)
    assert answer.status_code == 200
    assert "Không có việc nào đang chờ" in answer.text


def test_entries_judges_and_mails_become_tasks_the_late_ones_first(app):
    contest = make_contest()
    make_application(contest=contest, state=ApplicationState.SUBMITTED)
    round_, version, panel, entries = make_judged_round(contest, entries=2, judges=2)
    make_sheet(make_assignment(panel[0], entries[0]), version, 10, 10, 10, 10, 10)
    make_assignment(panel[1], entries[1])
    with transaction() as current:
        round_.opens_at, round_.closes_at = clock.now() - timedelta(days=9), clock.now() - timedelta(days=1)
        values = {"kind": "x", "to_address": "a@example.vn", "to_name": "A", "subject": "S", "body": "B"}
        current.add(
            Mail(**values, state=MailState.FAILED, due_at=clock.now(), scope_type="contest", scope_id=contest.id)
        )
    overview = overview_of(contest, now=clock.now())
    progress = next(each for each in overview.rounds if each.round.id == round_.id)
    assert (progress.assigned, progress.done, progress.judges) == (2, 1, 2)
    assert [(each.open, each.assigned) for each in overview.behind] == [(1, 1)]
    with app.test_request_context():
        g._login_user = owner_of(contest)
        tasks = tasks_of(contest, overview, clock.now())
    assert [task.urgency for task in tasks] == sorted((t.urgency for t in tasks), key=["late", "today", "later"].index)
    assert {task.icon for task in tasks if task.urgency == "late"} == {"mail-warning", "hourglass"}
    assert any(task.icon == "clipboard-check" for task in tasks)
    assert all(task.url.startswith("/organise/contests/") or "/organise/contests/" in task.url for task in tasks)


def test_the_line_of_dates_knows_where_we_are():
    contest = make_contest()
    states = [moment.state for moment in moments_of(contest, clock.now())]
    assert states.count("current") == 1
    assert states[0] == "done"


@pytest.mark.parametrize("entries", [1, 3])
def test_it_costs_the_same_for_one_and_three_entries(client, entries):
    contest = make_contest()
    for _ in range(entries):
        make_application(contest=contest, state=ApplicationState.SUBMITTED)
    sign_in(client, owner_of(contest))
    address = f"/organise/contests/{contest.slug}/"
    with count_statements() as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= 15, "\n".join(statements.seen)


def test_strangers_find_nothing(client):
    contest = make_contest()
    sign_in(client, account())
    for part in ("", "outbox", "history"):
        assert client.get(f"/organise/contests/{contest.slug}/{part}").status_code == 404


def test_the_outbox_shows_changes_and_withdraws_only_this_contests_mails(client):
    contest, other = make_contest(), make_contest()
    with transaction() as current:
        values = {"kind": "x", "to_address": "a@example.vn", "to_name": "A", "body": "B", "due_at": clock.now()}
        own = Mail(**values, subject="Của tôi", scope_type="contest", scope_id=contest.id)
        foreign = Mail(**values, subject="Của người khác", scope_type="contest", scope_id=other.id)
        secret = Mail(**values, subject="Riêng", scope_type="contest", scope_id=contest.id, is_secret=True)
        current.add_all([own, foreign, secret])
    sign_in(client, owner_of(contest))
    base = f"/organise/contests/{contest.slug}/outbox"
    listed = client.get(base).text
    assert "Của tôi" in listed
    assert "Của người khác" not in listed
    assert "Riêng" not in listed
    assert client.get(f"{base}/{foreign.public_id}").status_code == 404
    assert client.get(f"{base}/{secret.public_id}").status_code == 404
    changed = {"subject": "Khác", "body": "Lời khác", "version": own.version}
    assert client.post(f"{base}/{own.public_id}", data=changed).status_code == 302
    stale = {"subject": "Cũ", "body": "Lời cũ", "version": 1}
    assert client.post(f"{base}/{own.public_id}", data=stale).status_code == 409
    assert client.post(f"{base}/{own.public_id}/withdraw").status_code == 302
    assert "Khác" in client.get(f"{base}?state=withdrawn").text
