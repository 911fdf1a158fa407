"""Reading startups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ecosystem.accounts.models import Account
from ecosystem.core.access import Actor
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.finding import matches
from ecosystem.core.signals import ask
from ecosystem.startups.domain.taxonomy import SECTORS, Stage
from ecosystem.startups.models import InvitationState, Startup, StartupInvitation, StartupMember
from ecosystem.startups.policies import is_member, startup_ids
from ecosystem.startups.signals import JourneyMoment, JourneyOf
from ecosystem.uploads.models import FileState, StoredFile


@dataclass(frozen=True)
class DirectoryFilter:
    """What is looked for in the public directory; unknown codes match nothing."""

    query: str = ""
    sector: str = ""
    province: str = ""
    stage: str = ""
    newest_first: bool = False


def startup_by_slug(slug: str) -> Startup:
    """Return the startup with its pictures and team, in two statements. Raises NoSuchRecord."""
    found = session().scalar(
        select(Startup)
        .where(Startup.slug == slug)
        .options(
            joinedload(Startup.logo),
            joinedload(Startup.deck),
            selectinload(Startup.members).joinedload(StartupMember.account),
        )
    )
    return one_or_missing(found)


def startup_by_logo(public_id: str) -> Startup:
    """Return the startup whose logo the file `public_id` is. Raises NoSuchRecord."""
    return _by_file(Startup.logo, public_id)


def startup_by_deck(public_id: str) -> Startup:
    """Return the startup whose pitch deck the file `public_id` is. Raises NoSuchRecord."""
    return _by_file(Startup.deck, public_id)


def _by_file(link: Any, public_id: str) -> Startup:
    found = session().scalar(
        select(Startup)
        .join(link)
        .where(StoredFile.public_id == public_id, StoredFile.state == FileState.STORED)
        .options(contains_eager(link))
    )
    return one_or_missing(found)


def startups_of(actor: Actor) -> Sequence[Startup]:
    """Return the startups in whose teams the actor is, archived ones last."""
    return scalars(
        select(Startup)
        .where(Startup.id.in_(startup_ids(actor)))
        .options(joinedload(Startup.logo), selectinload(Startup.members).joinedload(StartupMember.account))
        .order_by(Startup.archived_at.is_not(None), Startup.sort_key, Startup.id)
    )


def public_directory(wanted: DirectoryFilter) -> Select[Any]:
    """Statement: the public startups that fit."""
    statement = (
        select(Startup)
        .where(Startup.is_public, Startup.archived_at.is_(None))
        .options(joinedload(Startup.logo).load_only(StoredFile.public_id))
    )
    if wanted.query:
        statement = statement.where(matches(Startup.search_text, wanted.query))
    if wanted.sector:
        statement = statement.where(_has_sector(wanted.sector))
    if wanted.province:
        statement = statement.where(Startup.province_code == wanted.province)
    if wanted.stage:
        statement = statement.where(Startup.stage.in_([each for each in Stage if each.value == wanted.stage]))
    if wanted.newest_first:
        return statement.order_by(Startup.created_at.desc(), Startup.id.desc())
    return statement.order_by(Startup.sort_key, Startup.id)


def provinces_in_directory() -> Sequence[str]:
    """Return the codes of the provinces that public startups come from, most startups first."""
    statement = (
        select(Startup.province_code)
        .where(Startup.is_public, Startup.archived_at.is_(None), Startup.province_code != "")
        .group_by(Startup.province_code)
        .order_by(func.count().desc(), Startup.province_code)
    )
    return session().scalars(statement).all()


def _has_sector(code: str) -> Any:
    """The list is JSON on both databases; its text holds each code in quotation marks."""
    known = code if code in SECTORS else "-"
    return cast(Startup.sectors, Text).contains(f'"{known}"', autoescape=True)


def pending_invitations(startup_id: int) -> Sequence[StartupInvitation]:
    """Return the invitations that wait for an answer, expired ones too, newest first."""
    return scalars(
        select(StartupInvitation)
        .where(StartupInvitation.startup_id == startup_id, StartupInvitation.state == InvitationState.PENDING)
        .options(joinedload(StartupInvitation.invited_by))
        .order_by(StartupInvitation.created_at.desc(), StartupInvitation.id.desc())
    )


def pending_invitation(startup: Startup, public_id: str) -> StartupInvitation:
    """Return an invitation of this startup that waits for an answer. Raises NoSuchRecord."""
    found: StartupInvitation | None = session().scalar(
        _invitations().where(
            StartupInvitation.startup_id == startup.id,
            StartupInvitation.public_id == public_id,
            StartupInvitation.state == InvitationState.PENDING,
        )
    )
    return one_or_missing(found)


def invitations_for(account: Account, now: datetime) -> Sequence[StartupInvitation]:
    """Return the open invitations to the account's address, if that was proved to be theirs."""
    if not account.is_verified:
        return []
    return scalars(
        _invitations().where(
            StartupInvitation.email_key == account.email_key,
            StartupInvitation.state == InvitationState.PENDING,
            StartupInvitation.expires_at > now,
        )
    )


def invitation_by_token_hash(token_hash: str) -> StartupInvitation:
    """Return the invitation of a link. Raises NoSuchRecord."""
    found: StartupInvitation | None = session().scalar(_invitations().where(StartupInvitation.token_hash == token_hash))
    return one_or_missing(found)


def invitation_by_public_id(public_id: str) -> StartupInvitation:
    """Return the invitation. Raises NoSuchRecord."""
    found: StartupInvitation | None = session().scalar(_invitations().where(StartupInvitation.public_id == public_id))
    return one_or_missing(found)


def invitations_expired_between(after: datetime, before: datetime) -> Sequence[StartupInvitation]:
    """Return the unanswered invitations whose time ran out in that span."""
    return scalars(
        _invitations().where(
            StartupInvitation.state == InvitationState.PENDING,
            StartupInvitation.expires_at > after,
            StartupInvitation.expires_at <= before,
        )
    )


def _invitations() -> Select[Any]:
    return (
        select(StartupInvitation)
        .options(joinedload(StartupInvitation.startup), joinedload(StartupInvitation.invited_by))
        .order_by(StartupInvitation.id)
    )


def journey_of(startup: Startup, actor: Actor) -> Sequence[JourneyMoment]:
    """Return the startup's journey as the actor may see it, latest first."""
    sees_all = actor.is_operator or is_member(actor, startup.id)
    moments: Iterable[JourneyMoment] = ask(JourneyOf(startup.id))
    return sorted((each for each in moments if sees_all or each.is_public), key=lambda each: each.at, reverse=True)
