"""Reads of conflicts of interest: the facts the rules look at, and what is on record."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, contains_eager

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import session
from ecosystem.core.finding import matches
from ecosystem.core.signals import ask
from ecosystem.events.models import Event, StaffMember
from ecosystem.judging.domain.conflicts import EntryFacts, Facts, FoundBy, JudgeFacts, StartupFacts, TieFact
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.models import Conflict, EntryBar, Panelist
from ecosystem.judging.queries.rounds import takes_part
from ecosystem.startups.models import Startup, StartupMember
from ecosystem.startups.signals import Tie, TiesAmong

LOOKED_AT = (ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.ELIGIBLE)


@dataclass(frozen=True)
class ConflictLine:
    """A conflict on the list of a round: whose, with which entry."""

    conflict: Conflict
    panelist: Panelist
    application: Application


def facts_of(contest_id: int, application_id: int | None = None) -> Facts:
    """Collect all that the rules look at, in statements whose number does not grow with judges and entries.

    With `application_id` only that entry is looked at. Features that know of mentors and investors are asked.
    """
    looked_at = _looked_at(contest_id, application_id)
    addresses = _judges(contest_id)
    people = _people(contest_id, looked_at)
    startups = _startups(contest_id, looked_at)
    entries = _entries(looked_at, people)
    judges = [
        JudgeFacts(account, frozenset(emails), people[account].startups, people[account].organisations)
        for account, emails in sorted(addresses.items())
    ]
    staff = session().scalars(
        select(StaffMember.account_id)
        .join(Event, Event.organiser_id == StaffMember.organiser_id)
        .join(Contest, Contest.event_id == Event.id)
        .where(Contest.id == contest_id)
    )
    members = {account for entry in entries for account in entry.accounts}
    return Facts(
        judges=judges,
        entries=entries,
        startups_of={account: people[account].startups for account in members if people[account].startups},
        officials=frozenset({*staff, *addresses}),
        startups=startups,
        ties=_ties(frozenset(startups), frozenset(addresses)),
    )


@dataclass(frozen=True)
class _Person:
    """An account as far as conflicts go."""

    email: str = ""
    organisations: frozenset[str] = frozenset()
    startups: frozenset[int] = frozenset()


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


def _entries(looked_at: ColumnElement[bool], people: Mapping[int, _Person]) -> list[EntryFacts]:
    rows = session().execute(
        select(
            Application.id,
            Application.startup_id,
            Application.created_by_id,
            ApplicationMember.account_id,
            ApplicationMember.email,
            ApplicationMember.organisation,
        )
        .outerjoin(ApplicationMember, ApplicationMember.application_id == Application.id)
        .where(looked_at, Application.state.in_(LOOKED_AT))
        .order_by(Application.id)
    )
    startups: dict[int, int | None] = {}
    accounts: dict[int, set[int]] = defaultdict(set)
    emails: dict[int, set[str]] = defaultdict(set)
    organisations: dict[int, set[str]] = defaultdict(set)
    for entry_id, startup_id, author, member, email, organisation in rows:
        startups[entry_id] = startup_id
        accounts[entry_id] |= {author} if member is None else {author, member}
        emails[entry_id] |= {address_key(email)} if email else set()
        organisations[entry_id] |= {organisation} if organisation else set()
    for entry_id, on_team in accounts.items():
        emails[entry_id].update(people[account].email for account in on_team if people[account].email)
        organisations[entry_id].update(*(people[account].organisations for account in on_team))
    return [
        EntryFacts(e, frozenset(accounts[e]), frozenset(emails[e]), startups[e], frozenset(organisations[e]))
        for e in startups
    ]


def _concerned(contest_id: int, looked_at: ColumnElement[bool]) -> Select[tuple[int | None]]:
    """Everybody who judges in the contest or is on an entry of it."""
    people = union(
        _accounts(Panelist.account_id).join(Round, Round.id == Panelist.round_id).where(Round.contest_id == contest_id),
        _accounts(Application.created_by_id).where(looked_at),
        _accounts(ApplicationMember.account_id)
        .join(Application, Application.id == ApplicationMember.application_id)
        .where(looked_at, ApplicationMember.account_id.is_not(None)),
    ).subquery()
    return select(people.c.account_id)


def _people(contest_id: int, looked_at: ColumnElement[bool]) -> Mapping[int, _Person]:
    rows = session().execute(
        select(Account.id, Account.email_key, Account.organisation, StartupMember.startup_id)
        .outerjoin(StartupMember, StartupMember.account_id == Account.id)
        .where(Account.id.in_(_concerned(contest_id, looked_at)))
    )
    told: dict[int, tuple[str, str]] = {}
    startups: dict[int, set[int]] = defaultdict(set)
    for account_id, email, organisation, startup_id in rows:
        told[account_id] = (email, organisation)
        startups[account_id] |= set() if startup_id is None else {startup_id}
    found: dict[int, _Person] = defaultdict(_Person)
    for account_id, (email, organisation) in told.items():
        named = frozenset({organisation} if organisation.strip() else ())
        found[account_id] = _Person(email, named, frozenset(startups[account_id]))
    return found


def _startups(contest_id: int, looked_at: ColumnElement[bool]) -> dict[int, StartupFacts]:
    theirs = select(StartupMember.startup_id).where(StartupMember.account_id.in_(_concerned(contest_id, looked_at)))
    entering = select(Application.startup_id).where(looked_at, Application.startup_id.is_not(None))
    rows = session().execute(
        select(Startup.id, Startup.name, Startup.tax_code).where(or_(Startup.id.in_(theirs), Startup.id.in_(entering)))
    )
    return {row[0]: StartupFacts(row[1], row[2]) for row in rows}


def _ties(startup_ids: frozenset[int], account_ids: frozenset[int]) -> list[TieFact]:
    """What features that keep mentoring and investments know of these people."""
    if not startup_ids or not account_ids:
        return []
    answers: list[Tie] = ask(TiesAmong(startup_ids, account_ids))
    return [TieFact(tie.account_id, tie.startup_id, FoundBy(tie.kind.value), str(tie.what)) for tie in answers]


def _accounts(column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None]) -> Select[tuple[int | None]]:
    return select(column.label("account_id"))


def bars_in(contest_id: int, application_id: int | None = None) -> Sequence[EntryBar]:
    """Return the bars of entries of the contest (or of that one), lifted ones too, with entry; standing ones first."""
    return (
        session()
        .scalars(
            select(EntryBar)
            .join(EntryBar.application)
            .where(_looked_at(contest_id, application_id))
            .options(contains_eager(EntryBar.application))
            .order_by(EntryBar.lifted_at.is_not(None), Application.number, EntryBar.id)
        )
        .all()
    )


def offices_of(contest_id: int, account_ids: Collection[int]) -> dict[int, tuple[str, bool]]:
    """Map officials of the contest to their name and whether they judge (else they are on the organiser's staff)."""
    judging = exists().where(
        Panelist.account_id == Account.id,
        Panelist.round_id == Round.id,
        Round.contest_id == contest_id,
        Panelist.state == PanelistState.ACCEPTED,
    )
    rows = session().execute(select(Account.id, Account.name, judging).where(Account.id.in_(account_ids)))
    return {row[0]: (row[1], row[2]) for row in rows}


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


def entries_to_declare(panelist: Panelist, *, text: str, most: int) -> Sequence[Application]:
    """Return the entries of the judge's round by code, those that match `text`; only code and title are shown."""
    statement = select(Application).where(takes_part(panelist.round)).order_by(Application.number, Application.id)
    if text.strip():
        statement = statement.where(matches(Application.search_text, text))
    return session().scalars(statement.limit(most)).all()
