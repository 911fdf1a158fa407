"""Looking at the pages of organisers and events."""

from flask.testing import FlaskClient

from ecosystem.events.models import Event
from tests.support.statements import count_statements


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    """The page, which answers with `status`."""
    answer = client.get(path)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def desk(event: Event) -> str:
    """Where the staff works on the event."""
    return f"/organise/{event.organiser.slug}/events/{event.slug}"


def statements(client: FlaskClient, path: str) -> int:
    """How many statements a page costs."""
    with count_statements() as counted:
        assert client.get(path).status_code == 200
    return len(counted)
