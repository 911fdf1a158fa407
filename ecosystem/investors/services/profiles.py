"""Founding an investor's profile, keeping it, and asking organisers to verify it."""

from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.audit.services import assign, record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused, StaleEdit
from ecosystem.core.search import fold, sort_key
from ecosystem.events.models import Organiser
from ecosystem.investors import notices
from ecosystem.investors.domain.profile import Thesis
from ecosystem.investors.models import InvestorProfile, InvestorVerification, VerificationState
from ecosystem.uploads.models import StoredFile
from ecosystem.uploads.services import remove

LEAST_EVIDENCE = 10


def found_investor(thesis: Thesis, *, by: Account) -> InvestorProfile:
    """Create an investor's profile that `by` speaks for; return it, stored."""
    with transaction() as current:
        investor = InvestorProfile(account_id=by.id, **_values(thesis))
        _index(investor)
        current.add(investor)
        current.flush()
        record("investor.founded", investor, by=by.id)
        return investor


def edit_investor(investor: InvestorProfile, thesis: Thesis, *, version: int | None, by: Account) -> InvestorProfile:
    """Change the profile. `version` is the one the form was shown with.

    Raises StaleEdit when somebody changed it since; nothing is changed then. A new name asks the organisers to look
    again, because what they verified was another one.
    """
    with transaction():
        row = locked(InvestorProfile, investor.id)
        if version is not None and row.version != version:
            raise StaleEdit(_l("Somebody else changed this profile while you were writing. Nothing is lost."))
        changes = assign(row, _values(thesis))
        _index(row)
        if changes:
            record("investor.edited", row, by=by.id, changes=changes)
        if "name" in changes:
            _ask_again(row)
        return row


def replace_logo(investor: InvestorProfile, file: StoredFile | None, *, by: Account) -> None:
    """Show another logo, or none; the old file is removed."""
    with transaction():
        row = locked(InvestorProfile, investor.id)
        old, row.logo = row.logo, file
        record("investor.logo_replaced", row, by=by.id)
        if old is not None:
            remove(old)


def ask_verification(
    investor: InvestorProfile, organiser: Organiser, *, evidence: str, by: Account
) -> InvestorVerification:
    """Ask an organiser to verify the investor; asking again after a refusal opens the question anew.

    Raises Invalid without evidence, AlreadyTaken while the organiser has the question or said yes.
    """
    if len(evidence.strip()) < LEAST_EVIDENCE:
        raise Invalid(_l("Say how the organiser can see that you invest: a register, a fund, people who know you."))
    taken = AlreadyTaken(_l("This organiser has your question already."))
    with transaction() as current, unique_or(taken):
        row = _of(investor, organiser)
        if row is not None and row.state in (VerificationState.ASKED, VerificationState.VERIFIED):
            raise taken
        if row is None:
            row = InvestorVerification(investor_id=investor.id, organiser_id=organiser.id)
            current.add(row)
        row.state, row.evidence, row.asked_at, row.reason = VerificationState.ASKED, evidence.strip(), clock.now(), ""
        row.decided_at = row.decided_by_id = None
        current.flush()
        record("investor.verification_asked", investor, by=by.id, scope=organiser)
        notices.verification_asked(row)
        return row


def verify_investor(verification: InvestorVerification, *, by: Account, reason: str = "") -> InvestorVerification:
    """Say that the organiser knows this investor to be one. Twice is once."""
    with transaction():
        row = locked(InvestorVerification, verification.id)
        if row.state is VerificationState.VERIFIED:
            return row
        _decide(row, VerificationState.VERIFIED, reason.strip(), by)
        investor = locked(InvestorProfile, row.investor_id)
        investor.verified_at = investor.verified_at or clock.now()
        return row


def refuse_investor(verification: InvestorVerification, *, by: Account, reason: str) -> InvestorVerification:
    """Refuse, or take back what was verified. Raises Invalid without a reason, Refused when it was refused already.

    Whoever loses the last verification is no longer listed, and reads no startup's papers from now on.
    """
    if not reason.strip():
        raise Invalid(_l("Please give the reason: the investor reads it."))
    with transaction() as current:
        row = locked(InvestorVerification, verification.id)
        if row.state in (VerificationState.REFUSED, VerificationState.WITHDRAWN):
            raise Refused(_l("This was refused already."))
        was_verified = row.state is VerificationState.VERIFIED
        state = VerificationState.WITHDRAWN if was_verified else VerificationState.REFUSED
        _decide(row, state, reason.strip(), by)
        current.flush()
        _count_verifications(locked(InvestorProfile, row.investor_id))
        return row


def _decide(row: InvestorVerification, state: VerificationState, reason: str, by: Account) -> None:
    row.state, row.reason = state, reason
    row.decided_at, row.decided_by_id = clock.now(), by.id
    session().flush()
    record(f"investor.{state.value}", row.investor, by=by.id, scope=row.organiser)
    notices.verification_decided(row)


def _count_verifications(investor: InvestorProfile) -> None:
    investor.verified_at = session().scalar(
        select(InvestorVerification.decided_at)
        .where(
            InvestorVerification.investor_id == investor.id,
            InvestorVerification.state == VerificationState.VERIFIED,
        )
        .order_by(InvestorVerification.decided_at)
        .limit(1)
    )


def _ask_again(investor: InvestorProfile) -> None:
    statement = select(InvestorVerification).where(
        InvestorVerification.investor_id == investor.id, InvestorVerification.state == VerificationState.VERIFIED
    )
    for row in session().scalars(statement).all():
        row.state, row.asked_at = VerificationState.ASKED, clock.now()
        notices.verification_asked(row)
    session().flush()
    _count_verifications(investor)


def _of(investor: InvestorProfile, organiser: Organiser) -> InvestorVerification | None:
    statement = select(InvestorVerification).where(
        InvestorVerification.investor_id == investor.id, InvestorVerification.organiser_id == organiser.id
    )
    return session().scalar(statement.with_for_update())


def _values(thesis: Thesis) -> dict[str, Any]:
    lists = {name: list(getattr(thesis, name)) for name in ("sectors", "stages", "places", "instruments")}
    return asdict(thesis) | lists


def _index(investor: InvestorProfile) -> None:
    investor.sort_key = sort_key(investor.name)
    investor.search_text = fold(f"{investor.name} {investor.thesis} {investor.thesis_en}")
