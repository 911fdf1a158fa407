"""Who may read what a startup raises: verified, approved, in the same session, and not turned away."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from ecosystem.core.database import transaction
from ecosystem.core.errors import Refused
from ecosystem.fundraising.domain.pitch import Audience
from ecosystem.fundraising.models import ConfidentialDocument, DocumentView
from ecosystem.fundraising.policies.rights import reading_of, reading_of_document
from ecosystem.fundraising.services import pitches
from ecosystem.investors.models import (
    InvestorSession,
    Participant,
    ParticipantState,
    SessionState,
    Side,
    Veto,
    WishKind,
)
from ecosystem.investors.services import profiles
from ecosystem.notifications.models import Mail
from tests.support.factories.events import make_organiser
from tests.support.factories.fundraising import make_document, make_verification
from tests.support.factories.investors import make_session, take_part, wish


class Meeting:
    """A founder and an investor in one session, where everything is right."""

    def __init__(self) -> None:
        self.held: InvestorSession = make_session()
        self.founder: Participant = take_part(self.held)
        self.investor: Participant = take_part(self.held, side=Side.INVESTOR)
        assert self.investor.investor is not None
        assert self.founder.startup is not None
        self.verification = make_verification(self.investor.investor, self.held.event.organiser)
        self.document: ConfidentialDocument = make_document(self.founder.startup)

    def reads(self) -> bool:
        right = reading_of(self.investor.account_id, self.founder)
        assert (right is not None) is (reading_of_document(self.investor.account_id, self.document) is not None)
        return right is not None


@pytest.fixture
def meeting(session: Session) -> Meeting:
    return Meeting()


def _refused(it: Meeting) -> None:
    profiles.refuse_investor(it.verification, by=it.held.event.organiser.staff[0].account, reason="Không còn")


def _verified_elsewhere(it: Meeting) -> None:
    _refused(it)
    assert it.investor.investor is not None
    make_verification(it.investor.investor, make_organiser(it.founder.account))


def _not_approved(it: Meeting) -> None:
    with transaction():
        it.investor.state = ParticipantState.ASKED


def _dropped_out(it: Meeting) -> None:
    with transaction():
        it.founder.state = ParticipantState.DROPPED_OUT


def _cancelled(it: Meeting) -> None:
    with transaction():
        it.held.state = SessionState.CANCELLED


def _no_thanks(it: Meeting) -> None:
    wish(it.founder, it.investor, WishKind.NO_THANKS)


def _kept_apart(it: Meeting) -> None:
    with transaction() as current:
        current.add(Veto(session_id=it.held.id, founder_id=it.founder.id, investor_id=it.investor.id))


def test_a_verified_investor_of_the_session_reads(meeting: Meeting) -> None:
    assert meeting.reads()


@pytest.mark.parametrize(
    "happens", [_refused, _verified_elsewhere, _not_approved, _dropped_out, _cancelled, _no_thanks, _kept_apart]
)
def test_nobody_else_reads(meeting: Meeting, happens: Callable[[Meeting], None]) -> None:
    happens(meeting)
    assert not meeting.reads()
    with pytest.raises(Refused, match="không còn được mở"):
        pitches.open_document(meeting.document, by=meeting.investor.account)


def test_founders_do_not_read_each_other(meeting: Meeting) -> None:
    rival = take_part(meeting.held)
    assert reading_of(rival.account_id, meeting.founder) is None


def test_a_paper_for_those_who_both_wish_to_meet(meeting: Meeting) -> None:
    assert meeting.founder.startup is not None
    shy = make_document(meeting.founder.startup, Audience.MUTUAL)
    reader = meeting.investor.account_id
    wish(meeting.investor, meeting.founder, WishKind.MUST)
    assert reading_of_document(reader, shy) is None
    wish(meeting.founder, meeting.investor)
    assert reading_of_document(reader, shy) is not None


def test_every_opening_is_on_record_and_the_team_is_told_once(meeting: Meeting, session: Session) -> None:
    for _time in range(2):
        pitches.open_document(meeting.document, by=meeting.investor.account)
    views = session.query(DocumentView).all()
    assert [(view.viewer_id, view.session_id) for view in views] == [(meeting.investor.account_id, meeting.held.id)] * 2
    mails = session.query(Mail).filter_by(kind="confidential_document_opened").all()
    assert [mail.account_id for mail in mails] == [meeting.founder.account_id]


def test_a_withdrawn_paper_is_gone_for_all(meeting: Meeting) -> None:
    pitches.withdraw_document(meeting.document, by=meeting.founder.account)
    assert reading_of_document(meeting.investor.account_id, meeting.document) is None
