import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.contests.domain.kinds import EligibilityKind
from ecosystem.contests.models import Contest
from tests.support.factories.accounts import signed_in
from tests.support.factories.contests import draft_contest, make_prize, make_rule
from tests.support.factories.events import make_event, make_organiser


@pytest.fixture
def contest(client: FlaskClient, session: Session) -> Contest:
    """A draft of an organiser whose owner is signed in."""
    organiser = make_organiser(signed_in(client, "Lê Thị Mẫu Hạnh"))
    made = draft_contest(make_event(organiser), summary="Tóm tắt")
    make_prize(made, board_id=made.boards[0].id)
    make_rule(made, EligibilityKind.TEAM_SIZE, max=5)
    return made
