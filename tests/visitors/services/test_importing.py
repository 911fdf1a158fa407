"""Lists of people."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.core.errors import AlreadyTaken
from ecosystem.core.invariants import violations
from ecosystem.visitors.domain.people import people_from
from ecosystem.visitors.invariants import INVARIANTS
from ecosystem.visitors.models import Ticket
from ecosystem.visitors.services.importing import check_people, take_in
from tests.support.factories.visitors import make_ticket_type


def test_a_list_is_looked_at_first_and_taken_in_once(session: Session) -> None:
    kind = make_ticket_type(capacity=10)
    owner = kind.event.organiser.staff[0].account
    text = "Tên;Email;Điện thoại\nA;a@example.vn;0912345678\nB;no address;\nC;a@example.vn;\nD;;\n;d@example.vn;\nE;;12"
    checked = check_people(kind, people_from(text))
    assert [person.name for _line, person in checked.good] == ["A", "D"]
    assert [line for line, _name, _why in checked.bad] == [2, 3, 5, 6]
    people = [person for _line, person in checked.good]
    assert [take_in(kind, people, request_key="k", tell=True, by=owner) for _ in range(2)] == [2, 0]
    assert session.scalar(select(func.count()).select_from(Ticket)) == 2
    assert check_people(kind, people).good[0][1].name == "D"
    assert [str(each) for each in violations(INVARIANTS)] == []


def test_a_list_longer_than_the_places_is_refused_whole(session: Session) -> None:
    kind = make_ticket_type(capacity=1)
    with pytest.raises(AlreadyTaken):
        take_in(kind, people_from("A\nB"), request_key="k", tell=False, by=kind.event.organiser.staff[0].account)
    assert session.scalar(select(func.count()).select_from(Ticket)) == 0
