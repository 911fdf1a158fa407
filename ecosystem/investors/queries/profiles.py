"""Reads of investors' profiles and of their verification."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Text, cast, func, or_, select
from sqlalchemy.orm import joinedload

from ecosystem.core.access import Actor
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.finding import matches
from ecosystem.events.models import Organiser, StaffMember, StaffRole
from ecosystem.investors.domain.profile import InvestorType
from ecosystem.investors.models import InvestorProfile, InvestorVerification, VerificationState
from ecosystem.startups.domain.taxonomy import SECTORS, Stage
from ecosystem.uploads.models import FileState, StoredFile


@dataclass(frozen=True)
class InvestorFilter:
    """What is looked for in the directory; unknown codes match nothing, empty ones everything."""

    query: str = ""
    type: str = ""
    sector: str = ""
    stage: str = ""


def investor_by_public_id(public_id: str) -> InvestorProfile:
    """Return a profile with its account and logo. Raises NoSuchRecord."""
    found: InvestorProfile | None = session().scalar(_profiles().where(InvestorProfile.public_id == public_id))
    return one_or_missing(found)


def investor_by_logo(public_id: str) -> InvestorProfile:
    """Return the investor whose logo the file is. Raises NoSuchRecord."""
    statement = (
        _profiles()
        .join(StoredFile, StoredFile.id == InvestorProfile.logo_id)
        .where(StoredFile.public_id == public_id, StoredFile.state == FileState.STORED)
    )
    found: InvestorProfile | None = session().scalar(statement)
    return one_or_missing(found)


def investors_of(actor: Actor) -> Sequence[InvestorProfile]:
    """Return the profiles the actor speaks for, by name."""
    mine = _profiles().where(InvestorProfile.account_id == actor.id)
    return scalars(mine.order_by(InvestorProfile.sort_key, InvestorProfile.id))


def verifications_of(investor: InvestorProfile) -> Sequence[InvestorVerification]:
    """Return what organisers decided about an investor, by organiser's name."""
    return scalars(
        select(InvestorVerification)
        .join(InvestorVerification.organiser)
        .where(InvestorVerification.investor_id == investor.id)
        .options(joinedload(InvestorVerification.organiser))
        .order_by(Organiser.sort_key, InvestorVerification.id)
    )


def verified_by(organiser_id: int) -> Select[int]:
    """Statement: the ids of the investors that this organiser verified."""
    return select(InvestorVerification.investor_id).where(
        InvestorVerification.organiser_id == organiser_id, InvestorVerification.state == VerificationState.VERIFIED
    )


def organisers_to_ask(investor: InvestorProfile) -> Sequence[Organiser]:
    """Return approved organisers that have no open question and no yes about the investor, by name."""
    settled = select(InvestorVerification.organiser_id).where(
        InvestorVerification.investor_id == investor.id,
        InvestorVerification.state.in_((VerificationState.ASKED, VerificationState.VERIFIED)),
    )
    return scalars(
        select(Organiser)
        .where(Organiser.approved_at.is_not(None), Organiser.id.not_in(settled))
        .order_by(Organiser.sort_key, Organiser.id)
    )


def directory(wanted: InvestorFilter) -> Select[Any]:
    """Statement: the verified investors that let themselves be listed, by name."""
    statement = _profiles().where(InvestorProfile.is_listed, InvestorProfile.verified_at.is_not(None))
    if wanted.query:
        statement = statement.where(matches(InvestorProfile.search_text, wanted.query))
    if wanted.type:
        statement = statement.where(InvestorProfile.type.in_([each for each in InvestorType if each == wanted.type]))
    if wanted.sector:
        statement = statement.where(_wants(InvestorProfile.sectors, wanted.sector if wanted.sector in SECTORS else "-"))
    if wanted.stage:
        statement = statement.where(_wants(InvestorProfile.stages, wanted.stage if wanted.stage in set(Stage) else "-"))
    return statement.order_by(InvestorProfile.sort_key, InvestorProfile.id)


def verifications_for(organiser: Organiser, *, state: str = "", words: str = "") -> Select[Any]:
    """Statement: who asked this organiser; those that wait first, the oldest question first."""
    statement = (
        select(InvestorVerification)
        .join(InvestorVerification.investor)
        .where(InvestorVerification.organiser_id == organiser.id)
        .options(
            joinedload(InvestorVerification.investor).joinedload(InvestorProfile.account),
            joinedload(InvestorVerification.decided_by),
        )
    )
    if state:
        states = [each for each in VerificationState if each.value == state]
        statement = statement.where(InvestorVerification.state.in_(states))
    if words:
        statement = statement.where(matches(InvestorProfile.search_text, words))
    is_settled = InvestorVerification.state != VerificationState.ASKED
    return statement.order_by(is_settled, InvestorVerification.asked_at, InvestorVerification.id)


def verification_of_organiser(organiser: Organiser, public_id: str) -> InvestorVerification:
    """Return one of this organiser's questions. Raises NoSuchRecord."""
    statement = (
        select(InvestorVerification)
        .where(InvestorVerification.organiser_id == organiser.id, InvestorVerification.public_id == public_id)
        .options(joinedload(InvestorVerification.investor), joinedload(InvestorVerification.organiser))
    )
    return one_or_missing(session().scalar(statement))


def waiting_verifications(organiser: Organiser) -> int:
    """Return how many investors wait for this organiser's answer."""
    statement = (
        select(func.count())
        .select_from(InvestorVerification)
        .where(InvestorVerification.organiser_id == organiser.id, InvestorVerification.state == VerificationState.ASKED)
    )
    return session().scalar(statement) or 0


def deciders_of(organiser_id: int) -> Sequence[StaffMember]:
    """Return who decides for an organiser: its owners and managers, with their accounts."""
    return scalars(
        select(StaffMember)
        .where(StaffMember.organiser_id == organiser_id, StaffMember.role.in_((StaffRole.OWNER, StaffRole.MANAGER)))
        .options(joinedload(StaffMember.account))
        .order_by(StaffMember.id)
    )


def _profiles() -> Select[Any]:
    return select(InvestorProfile).options(joinedload(InvestorProfile.account), joinedload(InvestorProfile.logo))


def _wants(column: Any, code: str) -> Any:
    """An empty list wants everything; the text of the JSON holds each code in quotation marks."""
    text = cast(column, Text)
    return or_(text == "[]", text.contains(f'"{code}"', autoescape=True))
