"""Reads of conflicts of interest: the facts the rules look at, and what is on record."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, select, union
from sqlalchemy.orm import InstrumentedAttribute

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import session
from ecosystem.core.finding import matches
from ecosystem.events.models import Event, StaffMember
from ecosystem.judging.domain.conflicts import EntryFacts, Facts, JudgeFacts
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.models import Conflict, Panelist
from ecosystem.judging.queries.rounds import takes_part
from ecosystem.startups.models import StartupMember

LOOKED_AT = (ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.ELIGIBLE)


@dataclass(frozen=True)
class ConflictLine:
    """A conflict on the list of a round: whose, with which entry."""

    conflict: Conflict
    panelist: Panelist
    application: Application


def facts_of(contest_id: int, application_id: int | None = None) -> Facts:
    """Collect all that the rules look at, in four statements whatever the number of judges and entries.

    With `application_id` only that entry is looked at.
    """
    looked_at = _looked_at(contest_id, application_id)
    addresses = _judges(contest_id)
    entries = _entries(looked_at)
    members = {account for entry in entries for account in entry.accounts}
    startups = _startups_of(contest_id, looked_at)
    judges = [
        JudgeFacts(account, frozenset(emails), startups.get(account, frozenset()))
        for account, emails in sorted(addresses.items())
    ]
    staff = session().scalars(
        select(StaffMember.account_id)
        .join(Event, Event.organiser_id == StaffMember.organiser_id)
        .join(Contest, Contest.event_id == Event.id)
        .where(Contest.id == contest_id)
    )
    return Facts(
        judges=judges,
        entries=entries,
        startups_of={account: of for account, of in startups.items() if account in members},
        officials=frozenset({*staff, *addresses}),
    )


def _looked_at(contest_id: int, application_id: int | None) -> ColumnElement[bool]:
    if application_id is None:
        return Application.contest_id == contest_id
    return and_(Application.contest_id == contest_id, Application.id == application_id)


def _judges(contest_id: int) -> dict[int, set[str]]:
    rows = session().execute(
        select(Panelist.account_id, Panelist.email, Account.email_key)
        .join(Account, Account.id == Panelist.account_id)
        .join(Round, Round.id == Panelist.round_id)
        .where(Round.contest_id == contest_id, Panelist.state == PanelistState.ACCEPTED)
    )
    addresses: dict[int, set[str]] = defaultdict(set)
    for account_id, invited_at, own in rows:
        assert account_id is not None  # joined to the account
        addresses[account_id] |= {invited_at, own}
    return addresses


def _entries(looked_at: ColumnElement[bool]) -> list[EntryFacts]:
    rows = session().execute(
        select(
            Application.id,
            Application.startup_id,
            Application.created_by_id,
            ApplicationMember.account_id,
            ApplicationMember.email,
        )
        .outerjoin(ApplicationMember, ApplicationMember.application_id == Application.id)
        .where(looked_at, Application.state.in_(LOOKED_AT))
        .order_by(Application.id)
    )
    startups: dict[int, int | None] = {}
    accounts: dict[int, set[int]] = defaultdict(set)
    emails: dict[int, set[str]] = defaultdict(set)
    for entry_id, startup_id, author, member, email in rows:
        startups[entry_id] = startup_id
        accounts[entry_id] |= {author} if member is None else {author, member}
        if email:
            emails[entry_id].add(address_key(email))
    return [EntryFacts(e, frozenset(accounts[e]), frozenset(emails[e]), startups[e]) for e in startups]


def _startups_of(contest_id: int, looked_at: ColumnElement[bool]) -> dict[int, frozenset[int]]:
    people = union(
        _accounts(Panelist.account_id).join(Round, Round.id == Panelist.round_id).where(Round.contest_id == contest_id),
        _accounts(Application.created_by_id).where(looked_at),
        _accounts(ApplicationMember.account_id)
        .join(Application, Application.id == ApplicationMember.application_id)
        .where(looked_at, ApplicationMember.account_id.is_not(None)),
    ).subquery()
    rows = session().execute(
        select(StartupMember.account_id, StartupMember.startup_id).where(
            StartupMember.account_id.in_(select(people.c.account_id))
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for account_id, startup_id in rows:
        found[account_id].add(startup_id)
    return {account_id: frozenset(startups) for account_id, startups in found.items()}


def _accounts(column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None]) -> Select[tuple[int | None]]:
    return select(column.label("account_id"))


def conflicts_in(contest_id: int, application_id: int | None = None) -> Sequence[Conflict]:
    """Return every conflict on record with an entry of the contest (or with that one), lifted ones too."""
    return (
        session()
        .scalars(
            select(Conflict)
            .join(Application, Application.id == Conflict.application_id)
            .where(_looked_at(contest_id, application_id))
            .order_by(Conflict.id)
        )
        .all()
    )


def conflict_lines(round_: Round) -> list[ConflictLine]:
    """Return the conflicts between this round's judges and entries of its contest; those that stand first."""
    rows = session().execute(
        select(Conflict, Panelist, Application)
        .join(Application, Application.id == Conflict.application_id)
        .join(Panelist, Panelist.account_id == Conflict.account_id)
        .where(
            Panelist.round_id == round_.id,
            Panelist.state == PanelistState.ACCEPTED,
            Application.contest_id == round_.contest_id,
        )
        .order_by(Conflict.lifted_at.is_not(None), Application.number, Panelist.name, Conflict.id)
    )
    return [ConflictLine(*row) for row in rows]


def barred_entries(account_id: int, application_ids: Iterable[int]) -> set[int]:
    """Return those of the entries that the person may not judge."""
    return set(
        session().scalars(
            select(Conflict.application_id).where(
                Conflict.account_id == account_id,
                Conflict.application_id.in_(list(application_ids)),
                Conflict.lifted_at.is_(None),
            )
        )
    )


def is_barred(account_id: int, application_id: int) -> bool:
    """Tell whether a conflict stands between the person and the entry."""
    return application_id in barred_entries(account_id, [application_id])


def entries_to_declare(panelist: Panelist, *, text: str, most: int) -> Sequence[Application]:
    """Return the entries of the judge's round by code, those that match `text`; only code and title are shown."""
    statement = select(Application).where(takes_part(panelist.round)).order_by(Application.number, Application.id)
    if text.strip():
        statement = statement.where(matches(Application.search_text, text))
    return session().scalars(statement.limit(most)).all()
