"""What investor sessions answer the features below them."""

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.accounts.signals import AccountErased, ErasureObstacles, PersonalData, PersonalRecords
from ecosystem.core import clock
from ecosystem.core.database import scalars, session
from ecosystem.core.signals import reacts_to
from ecosystem.core.web.formatting import in_language
from ecosystem.events.models import Event
from ecosystem.events.signals import EventCloned, Held, HeldInEvent, ObstaclesToCancelling
from ecosystem.investors.domain.life_cycle import SESSION_STATES, TONES, SessionState
from ecosystem.investors.models import InvestorProfile, InvestorSession, Participant, ParticipantState, Wish
from ecosystem.investors.services.forgetting import forget_person
from ecosystem.investors.services.sessions import create_session, plan_of

UNSEEN = (SessionState.DRAFT,)


@reacts_to(HeldInEvent)
def held(question: HeldInEvent) -> Iterator[Held]:
    """The sessions of the event, drafts for the staff only."""
    statement = select(InvestorSession).where(InvestorSession.event_id == question.event_id)
    for each in scalars(statement.order_by(InvestorSession.held_on)):
        if not question.for_staff and each.state in UNSEEN:
            continue
        endpoint = "investor_sessions_desk.show" if question.for_staff else "investor_sessions.show"
        yield Held(
            kind=_l("Investor session"),
            title=in_language(each, "title"),
            url=url_for(endpoint, session_id=each.public_id),
            summary=each.place,
            state=SESSION_STATES[each.state],
            tone=TONES[each.state],
            icon="handshake",
            closes_at=each.wishes_close_at if each.state is SessionState.OPEN else None,
            is_draft=each.state is SessionState.DRAFT,
        )


@reacts_to(EventCloned)
def cloned(fact: EventCloned) -> None:
    """The next edition has the same sessions as drafts, without people."""
    event = session().get_one(Event, fact.new_event_id)
    by = session().get(Account, fact.by_id)
    if by is None:
        return
    for each in scalars(select(InvestorSession).where(InvestorSession.event_id == fact.old_event_id)):
        plan = plan_of(each).on(each.held_on + timedelta(days=fact.shift.days), each.timezone)
        create_session(event, plan.without_deadline(), by=by)


@reacts_to(ObstaclesToCancelling)
def obstacles_to_cancelling(question: ObstaclesToCancelling) -> Iterator[str]:
    """Sessions with people in them are cancelled first, so that everybody is told."""
    busy = (SessionState.OPEN, SessionState.WISHES_CLOSED, SessionState.DRAFT_TIMETABLE, SessionState.PUBLISHED,
            SessionState.RUNNING)  # fmt: skip
    statement = select(InvestorSession.title).where(
        InvestorSession.event_id == question.event_id, InvestorSession.state.in_(busy)
    )
    for title in session().scalars(statement):
        yield _("Cancel or close the investor session “%(title)s” first.", title=title)


@reacts_to(PersonalData)
def personal_data(question: PersonalData) -> Iterator[PersonalRecords]:
    """The person's profiles as an investor, their parts in sessions and their wishes."""
    statement = select(Participant).where(Participant.account_id == question.account_id)
    parts = list(scalars(statement))
    made = scalars(select(Wish).where(Wish.from_id.in_([each.id for each in parts])))
    records = [
        {"session": each.session.title, "side": each.side.value, "state": each.state.value, "away": each.away}
        for each in parts
    ]
    told = ("name", "thesis", "thesis_en", "website", "contact_email", "phone", "ticket_min", "ticket_max", "is_listed")
    own = scalars(select(InvestorProfile).where(InvestorProfile.account_id == question.account_id))
    yield PersonalRecords("investor_profiles", [{name: getattr(each, name) for name in told} for each in own])
    yield PersonalRecords("investor_sessions", records)
    yield PersonalRecords("investor_wishes", [{"about": w.target.name, "kind": w.kind.value} for w in made])


@reacts_to(AccountErased)
def forget(fact: AccountErased) -> None:
    """Nobody finds the person in the directory any more, nor waits for them at a table."""
    forget_person(fact.account_id)


@reacts_to(ErasureObstacles)
def obstacles(question: ErasureObstacles) -> Iterator[str]:
    """Others wait at the table: somebody who is planned for drops out first."""
    statement = (
        select(InvestorSession.title)
        .join(Participant, Participant.session_id == InvestorSession.id)
        .where(
            Participant.account_id == question.account_id,
            Participant.state == ParticipantState.APPROVED,
            InvestorSession.state.in_([SessionState.PUBLISHED, SessionState.RUNNING]),
            InvestorSession.held_on >= clock.now().date() - timedelta(days=1),
        )
    )
    for title in session().scalars(statement):
        yield _("You have meetings in “%(title)s”. Please tell the organiser that you cannot come first.", title=title)
