"""Next year's event holds next year's programmes."""

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ecosystem.core.database import transaction
from ecosystem.events.services.cloning import clone_event
from ecosystem.mentoring.domain.life_cycle import Mode, ProgrammeState
from ecosystem.mentoring.models import Mentorship, Programme, ProgrammeMentor, ProgrammeStartup
from tests.support.factories.events import make_event
from tests.support.factories.mentoring import make_mentor, make_mentorship, make_participant, make_programme


def test_programmes_are_cloned_with_their_event_without_people(session: Session) -> None:
    event = make_event(starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 3))
    source = make_programme(event.organiser, event_id=event.id, mode=Mode.ROUND, wishes=5, title="Cố vấn mùa thu")
    make_programme(event.organiser, event_id=event.id, state=ProgrammeState.CANCELLED)
    make_mentorship(make_mentor(source), make_participant(source))
    with transaction():
        source.matched_at = source.closes_at
    owner = event.organiser.staff[0].account
    new = clone_event(event, title="Năm sau", title_en="", starts_on=date(2027, 10, 1), by=owner)
    [copy] = session.scalars(select(Programme).where(Programme.event_id == new.id)).all()
    assert (copy.state, copy.matched_at, copy.mode, copy.wishes) == (ProgrammeState.DRAFT, None, Mode.ROUND, 5)
    assert (copy.title, copy.organiser_id) == (source.title, event.organiser_id)
    assert copy.slug != source.slug
    assert [getattr(copy, name) - getattr(source, name) for name in ("opens_at", "closes_at", "ends_at")] == [
        timedelta(days=365)
    ] * 3
    for kind in (ProgrammeMentor, ProgrammeStartup, Mentorship):
        here = select(func.count()).select_from(kind).where(kind.programme_id == copy.id)  # type: ignore[attr-defined]
        assert session.scalar(here) == 0
