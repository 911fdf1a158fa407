"""Addresses that no column could hold name nothing, on either database."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.support.factories.accounts import sign_in
from tests.support.factories.contests import make_contest


@pytest.mark.both_databases
@pytest.mark.parametrize("number", ["2147483648", "9" * 19, "9" * 5000, "²"])
def test_a_number_larger_than_a_column_holds(client: FlaskClient, session: Session, number: str) -> None:
    contest = make_contest()
    sign_in(client, contest.event.organiser.staff[0].account)
    assert client.get(f"/contests/{contest.slug}/results-{number}.json").status_code == 404
    assert client.get(f"/organise/contests/{contest.slug}/setup/boards/{number}").status_code == 404


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("path", "status"),
    [("/contests/a%00b", 404), ("/events/%00", 404), ("/search?q=a%00b", 400), ("/contests?province=%00", 400)],
)
def test_a_null_character(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status
