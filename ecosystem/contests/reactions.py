"""What contests answer the features below them, and what they do when those announce something."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ecosystem.accounts.signals import AccountErased, PersonalData, PersonalRecords
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest, ContestQuery, Extension
from ecosystem.contests.policies import public_contests
from ecosystem.contests.queries.loaders import contest_by_id
from ecosystem.contests.services.cloning import clone_contest
from ecosystem.core import clock
from ecosystem.core.database import scalars, session
from ecosystem.core.errors import Text
from ecosystem.core.signals import reacts_to
from ecosystem.core.web.formatting import in_language
from ecosystem.core.windows import Phase
from ecosystem.events.models import Event
from ecosystem.events.signals import EventCloned, Held, HeldInEvent, ObstaclesToCancelling

RUNNING = (ContestState.PUBLISHED,)
ERASED = "–"

_STATES: dict[ContestState, tuple[Text, str]] = {
    ContestState.DRAFT: (_l("Draft"), "neutral"),
    ContestState.DECIDED: (_l("Results published"), "success"),
    ContestState.ARCHIVED: (_l("Archived"), "neutral"),
    ContestState.CANCELLED: (_l("Cancelled"), "error"),
}
_PHASES: dict[Phase, tuple[Text, str]] = {
    Phase.UPCOMING: (_l("Opening soon"), "info"),
    Phase.OPEN: (_l("Open for entries"), "success"),
    Phase.CLOSED: (_l("Entries closed"), "neutral"),
}


@reacts_to(HeldInEvent)
def contests_in_event(question: HeldInEvent) -> Iterator[Held]:
    """The contests of the event, in the order of their deadlines. One statement."""
    statement = select(Contest).where(Contest.event_id == question.event_id).order_by(Contest.closes_at, Contest.id)
    if not question.for_staff:
        statement = statement.where(public_contests())
    for contest in scalars(statement):
        state, tone = _STATES.get(contest.state) or _PHASES[contest.window.phase(clock.now())]
        yield Held(
            kind=_l("Contest"),
            title=in_language(contest, "title"),
            url=_address(contest, for_staff=question.for_staff),
            summary=in_language(contest, "summary"),
            state=state,
            tone=tone,
            opens_at=contest.opens_at,
            closes_at=contest.closes_at,
            is_draft=contest.state is ContestState.DRAFT,
            cover_url=url_for("contest.cover", slug=contest.slug) if contest.cover_id else "",
        )


@reacts_to(ObstaclesToCancelling)
def contests_in_the_way(question: ObstaclesToCancelling) -> Iterator[str]:
    """An event does not end over a contest that is under way."""
    running = select(Contest).where(Contest.event_id == question.event_id, Contest.state.in_(RUNNING))
    for contest in scalars(running.order_by(Contest.id)):
        yield _("The contest “%(title)s” is under way. Decide or cancel it first.", title=contest.title)


@reacts_to(EventCloned)
def clone_contests(fact: EventCloned) -> None:
    """Next year's event holds next year's contests, as drafts."""
    event = session().get_one(Event, fact.new_event_id)
    wanted = select(Contest.id).where(
        Contest.event_id == fact.old_event_id, Contest.state != ContestState.CANCELLED, Contest.is_test.is_(False)
    )
    for contest_id in session().scalars(wanted.order_by(Contest.id)).all():
        source = contest_by_id(contest_id)
        clone_contest(source, event=event, title=source.title, shift=fact.shift, by=fact.by_id)


@reacts_to(PersonalData)
def personal_data(question: PersonalData) -> Iterator[PersonalRecords]:
    """What the person asked, and the later deadlines the person was given."""
    asked = select(ContestQuery).where(ContestQuery.asked_by_id == question.account_id).order_by(ContestQuery.id)
    yield PersonalRecords(
        "contest_questions",
        [{"question": row.question, "answer": row.answer, "at": row.created_at.isoformat()} for row in scalars(asked)],
    )
    given = select(Extension).where(Extension.account_id == question.account_id).order_by(Extension.id)
    yield PersonalRecords(
        "contest_extensions",
        [{"closes_at": row.closes_at.isoformat(), "reason": row.reason} for row in scalars(given)],
    )


@reacts_to(AccountErased)
def forget(fact: AccountErased) -> None:
    """Public questions stay without who asked; private ones and reasons go."""
    own = update(ContestQuery).where(ContestQuery.asked_by_id == fact.account_id)
    session().execute(own.where(ContestQuery.is_public.is_(False)).values(question=ERASED, answer=ERASED))
    session().execute(own.values(asked_by_id=None))
    session().execute(update(Extension).where(Extension.account_id == fact.account_id).values(reason=ERASED))


def _address(contest: Contest, *, for_staff: bool) -> str:
    if for_staff:
        return url_for("console.contest_overview", slug=contest.slug)
    return url_for("contest.show", slug=contest.slug)
