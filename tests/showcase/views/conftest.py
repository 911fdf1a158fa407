"""An exhibitor with a booth, and who looks at it: its own people and the organiser's staff."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.exhibitions.models import Exhibitor
from tests.support.factories.accounts import sign_in
from tests.support.factories.showcase import make_stand


@pytest.fixture
def stand(session: Session) -> Exhibitor:
    return make_stand(name="Hợp tác xã Măng Mẫu", sectors=["ca_phe"])


@pytest.fixture
def own(client: FlaskClient, stand: Exhibitor) -> FlaskClient:
    sign_in(client, stand.contact)
    return client


@pytest.fixture
def staff(app: Flask, stand: Exhibitor) -> FlaskClient:
    client = app.test_client()
    sign_in(client, stand.exhibition.event.organiser.staff[0].account)
    return client
