"""Who may see and do what with exhibitions and exhibitors."""

from sqlalchemy.orm import Session

from ecosystem.core.access import Nobody, can
from ecosystem.events.models import StaffRole
from ecosystem.exhibitions.models import ExhibitionState, ExhibitorState
from ecosystem.exhibitions.policies import ExhibitionAction, ExhibitorAction
from ecosystem.exhibitions.queries import exhibitions as queries
from tests.support.factories.events import make_event, make_organiser, make_staff
from tests.support.factories.exhibitions import make_booths, make_claim, make_exhibition, make_exhibitor, make_hall
from tests.support.factories.startups import make_person


def test_a_draft_is_seen_by_its_staff_only(session: Session) -> None:
    organiser = make_organiser()
    observer = make_staff(organiser, StaffRole.OBSERVER)
    draft = make_exhibition(make_event(organiser), state=ExhibitionState.DRAFT)
    assert not can(Nobody(), ExhibitionAction.VIEW, draft)
    assert not can(make_person("Stranger"), ExhibitionAction.SEE_DESK, draft)
    assert can(observer, ExhibitionAction.SEE_DESK, draft)
    assert not can(observer, ExhibitionAction.EDIT, draft)


def test_an_exhibitor_is_managed_by_its_own_people(session: Session) -> None:
    exhibition = make_exhibition()
    person, other = make_person("Y Mẫu Hân"), make_person("Other")
    exhibitor = make_exhibitor(exhibition, person)
    assert can(person, ExhibitorAction.MANAGE, exhibitor)
    assert not can(other, ExhibitorAction.MANAGE, exhibitor)
    assert can(other, ExhibitorAction.VIEW, exhibitor)
    waiting = make_exhibitor(exhibition, person, state=ExhibitorState.APPLIED)
    assert not can(other, ExhibitorAction.VIEW, waiting)
    assert not can(person, ExhibitorAction.CHOOSE, waiting)


def test_a_booth_names_its_exhibitor_once_it_is_confirmed(session: Session) -> None:
    exhibition = make_exhibition()
    first, second = make_booths(exhibition, make_hall(exhibition), 2)
    exhibitor = make_exhibitor(exhibition)
    make_claim(first, exhibitor)
    assert queries.exhibitor_of_booth(first) is exhibitor
    assert queries.exhibitor_of_booth(second) is None
    assert [booth.id for booth in queries.booths_of(exhibitor)] == [first.id]
    assert list(queries.booths_by_exhibitor([exhibitor.id])) == [exhibitor.id]
