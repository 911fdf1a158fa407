"""The report counts what was done, and tells nobody's address."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.mentoring.domain.life_cycle import Side
from ecosystem.mentoring.domain.session_life import SessionState
from ecosystem.mentoring.models import MentoringSession, Mentorship, SessionFeedback
from ecosystem.mentoring.queries.report import report_of
from tests.support.factories.accounts import sign_in
from tests.support.factories.mentoring import make_mentor, make_mentorship, make_participant, make_programme
from tests.support.statements import count_statements


def make_session(match: Mentorship, state: SessionState, **values: object) -> MentoringSession:
    begins = clock.now() - timedelta(days=3)
    row = MentoringSession(
        mentorship_id=match.id,
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
        state=state,
        booked_by_id=match.participant.contact_id,
        **values,
    )
    with transaction() as current:
        current.add(row)
    return row


def rate(found: MentoringSession, who: int, side: Side, rating: int) -> None:
    with transaction() as current:
        current.add(SessionFeedback(session_id=found.id, account_id=who, side=side, rating=rating))


def test_the_report_counts_sessions_hours_absences_and_ratings(client: FlaskClient, session: Session) -> None:
    programme = make_programme()
    match = make_mentorship(make_mentor(programme), make_participant(programme))
    held = make_session(match, SessionState.HELD, minutes=90)
    make_session(match, SessionState.HELD, minutes=30)
    make_session(match, SessionState.NO_SHOW, absent=Side.STARTUP)
    make_session(match, SessionState.CANCELLED)
    make_session(match, SessionState.BOOKED)
    rate(held, match.participant.contact_id, Side.STARTUP, 5)
    rate(held, match.profile.account_id, Side.MENTOR, 4)
    total = report_of(programme).total
    assert (total.matches, total.held, total.booked, total.hours) == (1, 2, 1, 2.0)
    assert (total.absent[Side.STARTUP], total.absent[Side.MENTOR]) == (1, 0)
    assert (total.rating(Side.STARTUP), total.rating(Side.MENTOR)) == (5.0, 4.0)
    sign_in(client, programme.organiser.staff[0].account)
    here = f"/organise/mentoring/{programme.slug}/report"
    counted = []
    for _ in range(2):
        with count_statements() as statements:
            assert client.get(here).status_code == 200
        counted.append(len(statements))
        for _number in range(2):
            other = make_mentorship(make_mentor(programme), make_participant(programme))
            make_session(other, SessionState.HELD, minutes=60)
    assert counted[0] == counted[1] <= 15
    table = client.get(f"{here}.csv")
    assert match.startup.name in table.text
    assert "@" not in table.text
    assert client.get(f"{here}.xlsx").data[:2] == b"PK"
