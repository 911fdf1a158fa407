"""What mentoring answers the features below, and what it does when they announce something."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.core.database import scalars, session
from ecosystem.core.signals import reacts_to
from ecosystem.core.web.formatting import in_language
from ecosystem.core.web.navigation import path_to
from ecosystem.events.models import Event
from ecosystem.events.signals import EventCloned, Held, HeldInEvent
from ecosystem.mentoring.domain.life_cycle import ProgrammeState
from ecosystem.mentoring.kinds.programmes import PROGRAMME_STATES
from ecosystem.mentoring.models import Mentorship, Programme
from ecosystem.mentoring.queries.matches import mentors_of_startups
from ecosystem.mentoring.services.cloning import clone_programme
from ecosystem.startups.signals import JourneyMoment, JourneyOf, Tie, TieKind, TiesAmong


@reacts_to(TiesAmong)
def mentors_among(question: TiesAmong) -> Iterator[Tie]:
    """Who mentors, or mentored, one of these startups: judging keeps them from scoring it."""
    for match in mentors_of_startups(question.startup_ids, question.account_ids):
        yield Tie(match.profile.account_id, match.startup_id, TieKind.MENTOR, match.programme.title)


@reacts_to(HeldInEvent)
def programmes_in_event(question: HeldInEvent) -> Iterator[Held]:
    """The mentoring programmes of the event, by when they close. One statement."""
    statement = select(Programme).where(Programme.event_id == question.event_id)
    if not question.for_staff:
        statement = statement.where(Programme.state != ProgrammeState.DRAFT)
    for programme in scalars(statement.order_by(Programme.closes_at, Programme.id)):
        state, tone = PROGRAMME_STATES[programme.state]
        page = "mentoring_desk.show" if question.for_staff else "mentoring.show"
        yield Held(
            kind=_l("Mentoring programme"),
            title=in_language(programme, "title"),
            url=path_to(page, programme_slug=programme.slug),
            summary=programme.summary,
            state=state,
            tone=tone,
            icon="compass",
            opens_at=programme.opens_at,
            closes_at=programme.closes_at,
            is_draft=programme.state is ProgrammeState.DRAFT,
        )


@reacts_to(EventCloned)
def clone_programmes(fact: EventCloned) -> None:
    """Next year's event holds next year's programmes, as drafts without people."""
    event = session().get_one(Event, fact.new_event_id)
    wanted = select(Programme).where(
        Programme.event_id == fact.old_event_id, Programme.state != ProgrammeState.CANCELLED
    )
    for source in scalars(wanted.order_by(Programme.id)):
        clone_programme(source, event=event, shift=fact.shift, by=fact.by_id)


@reacts_to(JourneyOf)
def mentored(question: JourneyOf) -> Iterator[JourneyMoment]:
    """When a startup found its mentors, for its team."""
    statement = (
        select(Mentorship, Programme.title)
        .join(Programme, Programme.id == Mentorship.programme_id)
        .where(Mentorship.startup_id == question.startup_id)
    )
    for match, title in session().execute(statement):
        yield JourneyMoment(
            at=match.began_at,
            title=_l("Found a mentor"),
            text=title,
            url=path_to("mentoring.match", mentorship_id=match.public_id),
            icon="handshake",
        )
