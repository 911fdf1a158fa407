"""Sessions follow the match and the people: when either ends, those to come are cancelled with notice."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ecosystem.accounts.signals import AccountErased, PersonalData, PersonalRecords
from ecosystem.calendar.signals import CalendarAsked, CalendarItem
from ecosystem.core.database import scalars
from ecosystem.core.signals import reacts_to
from ecosystem.mentoring.kinds import ITEMS
from ecosystem.mentoring.models import ActionItem, Mentorship
from ecosystem.mentoring.queries.sessions import noon_of
from ecosystem.mentoring.services.session_endings import attended, cancel_of_match, forget_person, leave_startup
from ecosystem.mentoring.signals import MentorshipEnded
from ecosystem.startups.signals import MemberLeft


@reacts_to(MentorshipEnded)
def match_ended(fact: MentorshipEnded) -> None:
    """Nobody meets any more."""
    cancel_of_match(fact.mentorship_id)


@reacts_to(MemberLeft)
def member_left(fact: MemberLeft) -> None:
    """Whoever left the team comes no more for it."""
    leave_startup(fact.startup_id, fact.account_id)


@reacts_to(AccountErased)
def erased(fact: AccountErased) -> None:
    """The mentor's sessions are cancelled; what the person wrote for themselves goes."""
    forget_person(fact.account_id)


@reacts_to(PersonalData)
def personal_data(question: PersonalData) -> Iterator[PersonalRecords]:
    """The sessions the person attended."""
    yield PersonalRecords(
        "mentoring_sessions",
        [
            {"starts_at": each.starts_at.isoformat(), "state": each.state.value, "minutes": each.minutes}
            for each in attended(question.account_id)
        ],
    )


@reacts_to(CalendarAsked)
def due_items(question: CalendarAsked) -> Iterator[CalendarItem]:
    """What the person is to do, on the day it is due."""
    since, until = question.since.date(), question.until.date()
    items = scalars(
        select(ActionItem)
        .where(
            ActionItem.owner_id == question.account_id,
            ActionItem.done_at.is_(None),
            ActionItem.due_on.between(since, until),
        )
        .options(joinedload(ActionItem.mentorship).joinedload(Mentorship.programme))
        .order_by(ActionItem.id)
    )
    for each in items:
        due = noon_of(each.due_on, each.mentorship.programme.timezone)
        yield CalendarItem(
            kind=ITEMS.name,
            uid=f"item-{each.public_id}",
            title=each.text,
            starts_at=due,
            ends_at=due,
            all_day=True,
            timezone=each.mentorship.programme.timezone,
            address=f"/mentoring/matches/{each.mentorship.public_id}/sessions",
            sequence=each.version,
            changed_at=each.updated_at,
        )
