"""What applications do and answer when features below announce or ask something."""

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.accounts.signals import AccountErased, ErasureObstacles, InvitedAddress, PersonalData, PersonalRecords
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.domain.status import status_words
from ecosystem.applications.models import Application
from ecosystem.applications.policies import ApplicationAction
from ecosystem.applications.queries.calendar import open_deadlines
from ecosystem.applications.queries.counting import count_by_state, entrants, entries_answering, entries_on_board
from ecosystem.applications.queries.fees import PURPOSE, entry_of_fee
from ecosystem.applications.queries.lists import entries_of_account_in, entries_of_startup
from ecosystem.applications.queries.personal import led_entries_under_way, records_about
from ecosystem.applications.services import fees
from ecosystem.applications.services.erasure import forget_person
from ecosystem.applications.services.examples import fill_with_examples, wipe_examples
from ecosystem.applications.services.team import member_invited_by
from ecosystem.calendar.kinds import CalendarKind, register
from ecosystem.calendar.signals import CalendarAsked, CalendarItem
from ecosystem.contests.models import Contest
from ecosystem.contests.signals import (
    AnswersTo,
    ContestLink,
    ContestLinks,
    CountEntries,
    Entrants,
    EntriesOn,
    EntryCount,
    FillWithExamples,
    MyEntries,
    MyEntry,
    WipeExamples,
)
from ecosystem.core import clock
from ecosystem.core.access import actor, can
from ecosystem.core.database import session
from ecosystem.core.errors import NoSuchRecord, Text
from ecosystem.core.signals import reacts_to
from ecosystem.payments.models import Order
from ecosystem.payments.signals import MayReinstate, OrderCancelled, OrderExpired, OrderPaid, OrderRefunded
from ecosystem.startups.signals import JourneyMoment, JourneyOf

_BEFORE_SUBMISSION = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)

DEADLINES = register(CalendarKind("deadline", _l("Deadlines"), "flag", 6))


@reacts_to(CountEntries)
def count_entries(question: CountEntries) -> Iterable[EntryCount]:
    """Real entries only; fictional ones keep nobody from changing the contest."""
    counted = count_by_state(question.contest_id, with_tests=False)
    before = sum(number for state, number in counted.items() if state in _BEFORE_SUBMISSION)
    total = sum(counted.values())
    return [EntryCount(total=total, submitted=total - before)]


@reacts_to(AnswersTo)
def answers_to(question: AnswersTo) -> Iterable[int]:
    """So that a question with answers is retired, not deleted."""
    return [entries_answering(question.question_id)]


@reacts_to(EntriesOn)
def entries_on(question: EntriesOn) -> Iterable[int]:
    """So that a board with entries stays; entries in rounds are judging's to count."""
    return [entries_on_board(question.board_id)] if question.board_id is not None else []


@reacts_to(Entrants)
def all_entrants(question: Entrants) -> Iterable[int]:
    """So that they can be found by name for an extension."""
    return entrants(question.contest_id)


@reacts_to(FillWithExamples)
def fill(fact: FillWithExamples) -> None:
    """Test mode: fictional entries."""
    contest, by = session().get_one(Contest, fact.contest_id), session().get_one(Account, fact.by)
    fill_with_examples(contest=contest, number=fact.number, by=by, at=clock.now())


@reacts_to(WipeExamples)
def wipe(fact: WipeExamples) -> None:
    """The end of test mode."""
    wipe_examples(contest=session().get_one(Contest, fact.contest_id))


@reacts_to(ContestLinks)
def gallery_link(question: ContestLinks) -> Iterable[ContestLink]:
    """The gallery, where the contest has one."""
    contest = session().get(Contest, question.contest_id)
    if contest is None or not contest.has_gallery:
        return []
    url = url_for("applications_gallery.gallery", slug=contest.slug)
    return [ContestLink("gallery", _l("Gallery"), url, icon="images")]


@reacts_to(MyEntries)
def my_entries(question: MyEntries) -> Iterable[MyEntry]:
    """The visitor's entries for the contest's page."""
    return [_my_entry(entry) for entry in entries_of_account_in(question.contest_id, question.account_id)]


@reacts_to(PersonalData)
def personal_data(question: PersonalData) -> Iterable[PersonalRecords]:
    """The person's entries."""
    return [PersonalRecords("entries", records_about(question.account_id))]


@reacts_to(ErasureObstacles)
def erasure_obstacles(question: ErasureObstacles) -> Iterable[Text]:
    """An entry in a contest needs somebody who answers for it."""
    return [
        _l("You lead the entry “%(title)s”. Hand the lead over or withdraw it first.", title=entry.title)
        for entry in led_entries_under_way(question.account_id)
    ]


@reacts_to(AccountErased)
def forget(fact: AccountErased) -> None:
    """Names and addresses on teams go."""
    forget_person(fact.account_id)


def _my_entry(entry: Application) -> MyEntry:
    return MyEntry(
        title=entry.title or str(_l("Untitled entry")),
        url=url_for("entries.show", public_id=entry.public_id),
        status=status_words(entry.announced_state),
        is_draft=entry.announced_state is ApplicationState.DRAFT,
    )


@reacts_to(InvitedAddress)
def invited_address(question: InvitedAddress) -> Iterable[str]:
    """Whoever holds the link of a good invitation received it at the address it was sent to."""
    prefix, _, token = question.path.rpartition("/")
    if prefix != "/entries/invitations" or not token:
        return []
    try:
        return [member_invited_by(token, at=clock.now()).email]
    except NoSuchRecord:
        return []


def _own_page(entry: Application) -> str:
    """The address of the team's own page; nothing for who reads the story without being on the team."""
    return url_for("entries.show", public_id=entry.public_id) if can(actor(), ApplicationAction.VIEW, entry) else ""


@reacts_to(JourneyOf)
def journey(question: JourneyOf) -> Iterable[JourneyMoment]:
    """Entries of a startup that were handed in; whether they are public is for their results to say."""
    return [
        JourneyMoment(
            at=entry.first_submitted_at,
            title=_l("Entered %(contest)s", contest=entry.contest.title),
            text=entry.title,
            url=_own_page(entry),
            icon="send",
        )
        for entry in entries_of_startup(question.startup_id)
        if entry.first_submitted_at is not None
    ]


@reacts_to(CalendarAsked)
def deadlines(question: CalendarAsked) -> Iterable[CalendarItem]:
    """When the person's drafts, and entries that were returned, are due."""
    for entry, closes_at in open_deadlines(question.account_id, question.since, question.until):
        yield CalendarItem(
            kind=DEADLINES.name,
            uid=f"deadline-{entry.public_id}",
            title=_("Hand in: %(title)s", title=entry.title or entry.contest.title),
            starts_at=closes_at,
            ends_at=closes_at,
            address=f"/entries/{entry.public_id}",
            timezone=entry.contest.timezone,
            sequence=entry.contest.version,
            changed_at=entry.contest.updated_at,
        )


@reacts_to(OrderPaid)
def fee_paid(fact: OrderPaid) -> None:
    """The money for an entry's fee is here."""
    if fact.purpose == PURPOSE and (entry := entry_of_fee(fact.subject)) is not None:
        fees.note_paid(entry, session().get_one(Order, fact.order_id))


@reacts_to(OrderExpired)
def fee_expired(fact: OrderExpired) -> None:
    """Nobody paid the fee in time."""
    if fact.purpose == PURPOSE and (entry := entry_of_fee(fact.subject)) is not None:
        fees.note_closed(entry, session().get_one(Order, fact.order_id))


@reacts_to(OrderCancelled)
def fee_cancelled(fact: OrderCancelled) -> None:
    """The order of a fee was called off."""
    if fact.purpose == PURPOSE and (entry := entry_of_fee(fact.subject)) is not None:
        fees.note_closed(entry, session().get_one(Order, fact.order_id))


@reacts_to(OrderRefunded)
def fee_refunded(fact: OrderRefunded) -> None:
    """A part given back leaves the fee paid; all of it does not."""
    if fact.purpose == PURPOSE and fact.whole and (entry := entry_of_fee(fact.subject)) is not None:
        fees.note_refunded(entry, session().get_one(Order, fact.order_id))


@reacts_to(MayReinstate)
def fee_came_late(question: MayReinstate) -> Iterable[Text]:
    """Money for an entry that cannot be handed in any more helps nobody."""
    entry = entry_of_fee(question.subject) if question.purpose == PURPOSE else None
    reason = fees.why_too_late(entry, clock.now()) if entry is not None else None
    return [reason] if reason is not None else []
