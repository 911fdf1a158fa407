"""Who looks at the pages of entries."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from tests.support.factories.accounts import account, sign_in


@pytest.fixture
def lead(client: FlaskClient, session: Session) -> Account:
    person = account("Y Mẫu Linh")
    sign_in(client, person)
    return person
