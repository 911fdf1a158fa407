"""Reading mentors: the directory, one's own profile, and who must not meet whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Text, and_, cast, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from ecosystem.accounts.models import Account
from ecosystem.core.access import Actor
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.finding import matches
from ecosystem.mentoring.domain.life_cycle import MentorState, ParticipantState
from ecosystem.mentoring.domain.taxonomy import LANGUAGES, TOPICS
from ecosystem.mentoring.models import MentoringVeto, MentorProfile, Programme, ProgrammeMentor, ProgrammeStartup
from ecosystem.startups.domain.taxonomy import SECTORS, STAGES
from ecosystem.startups.models import Startup, StartupMember
from ecosystem.startups.policies import startup_ids


@dataclass(frozen=True)
class MentorFilter:
    """What is looked for among mentors; unknown codes match nothing."""

    query: str = ""
    sector: str = ""
    topic: str = ""
    language: str = ""
    stage: str = ""
    newest_first: bool = False

    @property
    def is_on(self) -> bool:
        """Whether anything is looked for at all."""
        return bool(self.query or self.sector or self.topic or self.language or self.stage)


def profile_by_id(mentor_id: str) -> MentorProfile:
    """Return a mentor's profile with the account. Raises NoSuchRecord."""
    statement = select(MentorProfile).where(MentorProfile.public_id == mentor_id)
    return one_or_missing(session().scalar(statement.options(joinedload(MentorProfile.account))))


def own_profile(actor: Actor) -> MentorProfile | None:
    """Return the actor's profile as a mentor, if there is one."""
    if actor.id is None:
        return None
    statement = select(MentorProfile).where(MentorProfile.account_id == actor.id)
    return session().scalar(statement.options(joinedload(MentorProfile.account)))


def directory(wanted: MentorFilter) -> Select[Any]:
    """Statement: the mentors everybody may see, that fit."""
    statement = (
        select(MentorProfile)
        .join(MentorProfile.account)
        .where(MentorProfile.is_public, Account.erased_at.is_(None))
        .options(contains_eager(MentorProfile.account))
    )
    return filtered(statement, wanted)


def in_programme(programme: Programme, wanted: MentorFilter) -> Select[Any]:
    """Statement: the mentors who take part in a programme, public or not, that fit."""
    serving = select(ProgrammeMentor.profile_id).where(
        ProgrammeMentor.programme_id == programme.id, ProgrammeMentor.state == MentorState.ACCEPTED
    )
    statement = (
        select(MentorProfile)
        .join(MentorProfile.account)
        .where(MentorProfile.id.in_(serving))
        .options(contains_eager(MentorProfile.account))
    )
    return filtered(statement, wanted)


def filtered(statement: Select[Any], wanted: MentorFilter) -> Select[Any]:
    """Narrow a statement on profiles to those that fit, and order it."""
    if wanted.query:
        statement = statement.where(matches(MentorProfile.search_text, wanted.query))
    for column, code, known in (
        (MentorProfile.sectors, wanted.sector, SECTORS),
        (MentorProfile.topics, wanted.topic, TOPICS),
        (MentorProfile.languages, wanted.language, LANGUAGES),
        (MentorProfile.stages, wanted.stage, STAGES),
    ):
        if code:
            held = code if code in known else "-"
            statement = statement.where(cast(column, Text).contains(f'"{held}"', autoescape=True))
    if wanted.newest_first:
        return statement.order_by(MentorProfile.created_at.desc(), MentorProfile.id.desc())
    return statement.order_by(MentorProfile.sort_key, MentorProfile.id)


def vetoes_among(profile_ids: Iterable[int], startup_ids: Iterable[int]) -> frozenset[tuple[int, int]]:
    """Return the pairs (profile, startup) of these that must not be: either side does not want the other, or the
    mentor is on the startup's own team. One statement.
    """
    profiles, startups = list(profile_ids), list(startup_ids)
    unwanted = select(MentoringVeto.profile_id, MentoringVeto.startup_id).where(
        MentoringVeto.profile_id.in_(profiles), MentoringVeto.startup_id.in_(startups)
    )
    own = (
        select(MentorProfile.id, StartupMember.startup_id)
        .join(StartupMember, StartupMember.account_id == MentorProfile.account_id)
        .where(MentorProfile.id.in_(profiles), StartupMember.startup_id.in_(startups))
    )
    return frozenset((row[0], row[1]) for row in session().execute(unwanted.union(own)))


def is_on_team(profile_id: int, startup_id: int) -> bool:
    """Tell whether a mentor belongs to the startup: nobody mentors their own team."""
    statement = (
        select(StartupMember.id)
        .join(MentorProfile, MentorProfile.account_id == StartupMember.account_id)
        .where(MentorProfile.id == profile_id, StartupMember.startup_id == startup_id)
    )
    return session().scalar(statement) is not None


def unwanted_by(profile: MentorProfile) -> Sequence[Startup]:
    """Return the startups a mentor does not want to be matched with."""
    return scalars(
        select(Startup)
        .join(MentoringVeto, and_(MentoringVeto.startup_id == Startup.id, MentoringVeto.side == "mentor"))
        .where(MentoringVeto.profile_id == profile.id)
        .order_by(Startup.sort_key, Startup.id)
    )


def known_to(profile: MentorProfile) -> Sequence[Startup]:
    """Return the startups of the programmes a mentor is in: those that can be refused beforehand."""
    own = select(ProgrammeMentor.programme_id).where(
        ProgrammeMentor.profile_id == profile.id,
        ProgrammeMentor.state.in_((MentorState.INVITED, MentorState.APPLIED, MentorState.ACCEPTED)),
    )
    return scalars(
        select(Startup)
        .where(
            exists().where(
                ProgrammeStartup.startup_id == Startup.id,
                ProgrammeStartup.programme_id.in_(own),
                ProgrammeStartup.state == ParticipantState.JOINED,
            )
        )
        .order_by(Startup.sort_key, Startup.id)
    )


def own_startups(actor: Actor) -> Sequence[Startup]:
    """Return the actor's startups that are not archived."""
    return scalars(
        select(Startup)
        .where(Startup.id.in_(startup_ids(actor)), Startup.archived_at.is_(None))
        .order_by(Startup.sort_key, Startup.id)
    )
