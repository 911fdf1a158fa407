"""The pages on which visitors cancel paid tickets, and on which organisers say what goes back."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.core.database import db
from ecosystem.visitors.domain.states import RegistrationState, TicketState
from ecosystem.visitors.queries.links import registration_path, ticket_path
from ecosystem.visitors.services.terms import terms_of
from tests.support.factories.accounts import sign_in
from tests.visitors.services.test_giving_up import order_of, sold


def test_a_visitor_reads_the_rule_and_cancels_one_ticket_then_all(client: FlaskClient, session: Session) -> None:
    registration = sold([[7, 50]], "A", "B")
    first = registration.tickets[0]
    path = registration_path(registration)
    page = client.get(path).text
    assert "50 %" in page
    assert "100.001" in page  # half of both
    assert client.post(f"{ticket_path(first)}/cancel", follow_redirects=True).status_code == 200
    assert first.state is TicketState.VALID  # a paid one is cancelled where it was bought
    wrong = client.post(f"{path}/tickets/{first.public_id}/cancel", data={"back": "1"}, follow_redirects=True)
    assert wrong.status_code == 200
    assert first.state is TicketState.VALID
    client.post(f"{path}/tickets/{first.public_id}/cancel", data={"back": "50000"})
    client.post(f"{path}/tickets/{first.public_id}/cancel", data={"back": "50000"})
    db.session.expire_all()
    assert (first.state, order_of(registration).reserved) == (TicketState.CANCELLED, 50_000)
    client.post(f"{path}/cancel", data={"back": "50000"})
    db.session.expire_all()
    assert registration.state is RegistrationState.CANCELLED


def test_the_organiser_says_what_goes_back(client: FlaskClient, session: Session) -> None:
    registration = sold([[7, 50]])
    event = registration.event
    sign_in(client, event.organiser.staff[0].account)
    address = f"/organise/{event.organiser.slug}/events/{event.slug}/visitors/tickets/refunds"
    page = client.get(address).text
    assert 'value="50"' in page
    bad = client.post(address, data={"full_days": "5", "part_percent": "50", "part_days": "9", "version": "1"})
    assert bad.status_code == 400
    terms = terms_of(event)
    assert terms is not None
    given = {"full_days": "14", "part_percent": "30", "part_days": "2", "version": str(terms.version)}
    assert client.post(address, data=given).status_code == 302
    db.session.expire_all()
    assert terms.refund_steps == [[14, 100], [2, 30]]
