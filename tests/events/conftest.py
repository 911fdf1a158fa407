"""An organiser to work for."""

import pytest
from flask.testing import FlaskClient

from ecosystem.events.models import Organiser
from tests.support.factories.accounts import signed_in
from tests.support.factories.events import make_organiser


@pytest.fixture
def organiser(client: FlaskClient) -> Organiser:
    """An organiser whose owner is signed in on `client`."""
    return make_organiser(signed_in(client))
