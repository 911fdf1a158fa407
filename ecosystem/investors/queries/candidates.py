"""Whom a session could still invite, and what somebody could join it as."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from ecosystem.accounts.models import Account
from ecosystem.core.access import Actor
from ecosystem.core.database import session
from ecosystem.core.errors import Invalid
from ecosystem.investors.models import InvestorProfile, InvestorSession, Participant
from ecosystem.startups.models import Startup, StartupMember
from ecosystem.startups.policies import startup_ids

MOST = 2_000
Profile = Startup | InvestorProfile


def candidates_for(session_: InvestorSession) -> list[tuple[str, str]]:
    """Return ("startup:id" or "investor:id", name) of public startups and of investors not in the session yet."""
    here = select(Participant.id).where(Participant.session_id == session_.id)
    startups = session().execute(
        select(Startup.public_id, Startup.name)
        .where(
            Startup.is_public,
            Startup.archived_at.is_(None),
            ~exists(here.where(Participant.startup_id == Startup.id)),
        )
        .order_by(Startup.sort_key)
        .limit(MOST)
    )
    investors = session().execute(
        select(InvestorProfile.public_id, InvestorProfile.name)
        .where(
            InvestorProfile.verified_at.is_not(None),
            ~exists(here.where(Participant.investor_id == InvestorProfile.id)),
        )
        .order_by(InvestorProfile.sort_key)
        .limit(MOST)
    )
    return [
        *((f"investor:{ident}", name) for ident, name in investors),
        *((f"startup:{ident}", name) for ident, name in startups),
    ]


def profile_named(text: str) -> tuple[Profile, Account]:
    """Return the profile of "startup:id" or "investor:id" and who speaks for it. Raises Invalid for others than
    `candidates_for` may list.
    """
    kind, _colon, ident = text.partition(":")
    if kind == "investor":
        investor = session().scalar(
            select(InvestorProfile)
            .where(InvestorProfile.public_id == ident, InvestorProfile.verified_at.is_not(None))
            .options(joinedload(InvestorProfile.account))
        )
        if investor is not None:
            return investor, investor.account
    startup = session().scalar(
        select(Startup)
        .where(Startup.public_id == ident, Startup.is_public, Startup.archived_at.is_(None))
        .options(selectinload(Startup.members).joinedload(StartupMember.account))
    )
    if kind != "startup" or startup is None or not startup.members:
        raise Invalid(_l("Choose a startup or an investor."))
    first = next((each for each in startup.members if each.is_owner), startup.members[0])
    return startup, first.account


def own_profiles(actor: Actor) -> Sequence[Profile]:
    """Return what somebody could join for: their startups and the investors they speak for."""
    startups = session().scalars(
        select(Startup)
        .where(Startup.id.in_(startup_ids(actor)), Startup.archived_at.is_(None))
        .order_by(Startup.sort_key)
    )
    investors = session().scalars(
        select(InvestorProfile).where(InvestorProfile.account_id == actor.id).order_by(InvestorProfile.sort_key)
    )
    return [*startups, *investors]
