"""The facts eligibility rules are asked about, and what the rules say of an entry."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.applications.signals import OfficialsAmong, PrizesWon
from ecosystem.contests.domain.eligibility import EntryFacts, Finding, MemberFacts, Names, StartupFacts, check
from ecosystem.contests.models import Board, Contest
from ecosystem.contests.queries import eligibility_rules_of
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.core.errors import Text
from ecosystem.core.places import provinces
from ecosystem.core.signals import ask
from ecosystem.core.web.formatting import in_language
from ecosystem.events.models import StaffMember
from ecosystem.startups.domain.taxonomy import STAGES
from ecosystem.startups.models import Startup

_DEAD = (ApplicationState.WITHDRAWN, ApplicationState.INELIGIBLE)


@dataclass(frozen=True)
class OtherEntries:
    """How many other live entries of the contest people and the startup have."""

    of_people: Counter[int] = field(default_factory=Counter)
    led_by_people: Counter[int] = field(default_factory=Counter)
    of_startup: int = 0


def findings_of(application: Application, members: Sequence[ApplicationMember]) -> list[Finding]:
    """Return what each eligibility rule says of the entry as it stands, with the reason in words."""
    contest = application.contest
    return _check(contest, _facts(contest, application.board, application.startup, members, besides=application.id))


def findings_before(
    contest: Contest, *, board: Board | None, startup: Startup | None, account: Account
) -> list[Finding]:
    """Return what the rules would say of an entry that `account` is about to begin alone.

    Rules about the team's size or its organisations say nothing yet: the team comes later.
    """
    lead = ApplicationMember(name=account.name, account_id=account.id, organisation=account.organisation, is_lead=True)
    found = _check(contest, _facts(contest, board, startup, [lead], besides=None))
    return [finding for finding in found if finding.rule.kind.value not in ("team_size", "member_share")]


def names_in(contest: Contest) -> Names:
    """Return how boards, provinces and stages read in the sentences of the rules."""
    return Names(
        boards={board.key: in_language(board, "name") for board in contest.boards},
        provinces={province.code: province.short_name for province in provinces()},
        stages={stage.value: title for stage, title in STAGES.items()},
    )


def _check(contest: Contest, facts: EntryFacts) -> list[Finding]:
    return check(eligibility_rules_of(contest), facts, names_in(contest))


def _facts(
    contest: Contest,
    board: Board | None,
    startup: Startup | None,
    members: Sequence[ApplicationMember],
    *,
    besides: int | None,
) -> EntryFacts:
    people = frozenset(member.account_id for member in members if member.account_id is not None)
    others = _other_entries(contest.id, people, startup.id if startup else None, besides)
    offices = _offices(contest, people)
    return EntryFacts(
        on=clock.now().astimezone(clock.zone(contest.timezone)).date(),
        board_key=board.key if board else None,
        members=[_member(member, others, offices) for member in members],
        startup=_startup(startup, others.of_startup) if startup else None,
        earlier_prizes=ask(PrizesWon(startup.id if startup else None, people, contest.id)),
    )


def _member(member: ApplicationMember, others: OtherEntries, offices: dict[int, Text]) -> MemberFacts:
    account_id = member.account_id or 0
    return MemberFacts(
        name=member.name,
        organisation=member.organisation,
        is_lead=bool(member.is_lead),
        other_entries=others.of_people[account_id],
        other_entries_as_lead=others.led_by_people[account_id],
        official_as=offices.get(account_id, ""),
    )


def _startup(startup: Startup, other_entries: int) -> StartupFacts:
    return StartupFacts(
        name=startup.name,
        founded_on=startup.founded_on,
        province_code=startup.province_code,
        stage=startup.stage.value,
        tax_code=startup.tax_code,
        other_entries=other_entries,
    )


def _other_entries(contest_id: int, people: Iterable[int], startup_id: int | None, besides: int | None) -> OtherEntries:
    """Count live entries in two statements; a draft counts, or a person could fill ten of them."""
    live = [Application.contest_id == contest_id, Application.announced_state.not_in(_DEAD)]
    if besides is not None:
        live.append(Application.id != besides)
    memberships = (
        select(ApplicationMember.account_id, ApplicationMember.is_lead)
        .join(Application, ApplicationMember.application_id == Application.id)
        .where(*live, ApplicationMember.account_id.in_(list(people)))
    )
    rows = session().execute(memberships).all()
    of_startup = 0
    if startup_id is not None:
        of_startup = len(
            session().scalars(select(Application.id).where(*live, Application.startup_id == startup_id)).all()
        )
    return OtherEntries(
        of_people=Counter(account_id for account_id, _ in rows if account_id),
        led_by_people=Counter(account_id for account_id, leads in rows if leads and account_id),
        of_startup=of_startup,
    )


def _offices(contest: Contest, people: frozenset[int]) -> dict[int, Text]:
    """Map people to the office they hold: the organiser's staff, and whatever the features above know."""
    staff = select(StaffMember.account_id).where(
        StaffMember.organiser_id == contest.event.organiser_id, StaffMember.account_id.in_(people)
    )
    offices: dict[int, Text] = {account_id: _l("organiser's staff") for account_id in session().scalars(staff)}
    offices.update(ask(OfficialsAmong(contest.id, people)))
    return offices
