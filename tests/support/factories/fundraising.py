"""Founders who raise money, their papers, and meetings that were held."""

import io
from datetime import timedelta
from typing import Any

from fpdf import FPDF

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.events.models import Organiser
from ecosystem.fundraising.domain.pitch import Audience, DocumentKind, Pitch, Use
from ecosystem.fundraising.models import ConfidentialDocument
from ecosystem.fundraising.services import pitches
from ecosystem.investors.models import (
    InvestorProfile,
    InvestorSession,
    InvestorVerification,
    Meeting,
    MeetingState,
    Participant,
    SessionState,
    VerificationState,
)
from ecosystem.startups.models import Startup
from tests.support.factories.files import make_file
from tests.support.factories.investors import make_session, people_of, publish_session


def a_pdf(pages: int = 1) -> bytes:
    """A PDF that says which page is which."""
    pdf = FPDF()
    for number in range(1, pages + 1):
        pdf.add_page()
        pdf.set_font("helvetica", size=20)
        pdf.cell(0, 10, f"Page {number}")
    return bytes(pdf.output())


def make_verification(
    investor: InvestorProfile, organiser: Organiser, state: VerificationState = VerificationState.VERIFIED
) -> InvestorVerification:
    """What an organiser found about an investor."""
    now = clock.now()
    row = InvestorVerification(investor_id=investor.id, organiser_id=organiser.id, state=state, asked_at=now)
    row.evidence = "Sổ đăng ký doanh nghiệp"
    with transaction() as current:
        current.add(row)
        if state is VerificationState.VERIFIED:
            row.decided_at = investor.verified_at = now
    return row


def make_pitch(startup: Startup, by: Account | None = None, **values: Any) -> Pitch:
    """What a startup raises, stored."""
    pitch = Pitch(**{"is_raising": True, "ask": 2_000_000_000, "uses": (Use("Máy sấy", 100),)} | values)
    pitches.store_pitch(startup, pitch, version=None, by=by or startup.members[0].account)
    return pitch


def make_document(startup: Startup, audience: Audience = Audience.VERIFIED, pages: int = 1) -> ConfidentialDocument:
    """A confidential document."""
    by = startup.members[0].account
    file = make_file(a_pdf(pages), "ban-thuyet-trinh.pdf")
    return pitches.add_document(
        startup, file, title="Bản thuyết trình", kind=DocumentKind.DECK, audience=audience, pages=pages, by=by
    )


def make_met(founders: int = 1, investors: int = 1) -> tuple[InvestorSession, list[Meeting]]:
    """A published session whose meetings were two days ago, with verified investors."""
    held = make_session()
    _left, right = people_of(held, founders, investors)
    for participant in right:
        assert participant.investor is not None
        make_verification(participant.investor, held.event.organiser)
    publish_session(held)
    meetings = session().query(Meeting).filter_by(session_id=held.id).order_by(Meeting.id).all()
    shift = clock.now() - timedelta(days=2) - meetings[0].slot.starts_at
    with transaction():
        held.state, held.held_on = SessionState.CLOSED, (clock.now() - timedelta(days=2)).date()
        for slot in {meeting.slot for meeting in meetings}:
            slot.starts_at, slot.ends_at = slot.starts_at + shift, slot.ends_at + shift
        for meeting in meetings:
            meeting.state = MeetingState.HELD
    return held, meetings


def sides_of(meeting: Meeting) -> tuple[Participant, Participant]:
    """The founders' participant and the investor's."""
    return meeting.founder, meeting.investor


def content_of(made: bytes) -> str:
    """The text of a PDF."""
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
