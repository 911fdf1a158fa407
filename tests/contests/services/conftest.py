from collections.abc import Iterator

import pytest
from flask_babel import force_locale
from sqlalchemy.orm import Session


@pytest.fixture(autouse=True)
def _english(request: pytest.FixtureRequest) -> Iterator[None]:
    """Messages are compared in English, whatever catalogues are compiled."""
    if "session" not in request.fixturenames:
        yield
        return
    session: Session = request.getfixturevalue("session")
    assert session is not None
    with force_locale("en"):
        yield
