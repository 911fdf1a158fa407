"""Investors' profiles, and organisers that verify them."""

import pytest
from sqlalchemy.orm import Session

from ecosystem.core.database import scalars
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused, StaleEdit
from ecosystem.events.models import Organiser
from ecosystem.investors.domain.profile import InvestorType, Thesis, fit
from ecosystem.investors.models import InvestorProfile, InvestorVerification, VerificationState
from ecosystem.investors.queries.profiles import InvestorFilter, directory, organisers_to_ask
from ecosystem.investors.services import profiles
from ecosystem.notifications.models import Mail
from tests.support.factories.events import make_organiser
from tests.support.factories.startups import make_person

THESIS = Thesis("Quỹ Mẫu Đại Ngàn", InvestorType.VENTURE, sectors=("ca_phe",), is_listed=True)


@pytest.fixture
def investor(session: Session) -> InvestorProfile:
    return profiles.found_investor(THESIS, by=make_person("Ngô Mẫu Tư"))


@pytest.fixture
def organiser(session: Session) -> Organiser:
    return make_organiser(make_person("Chủ Mẫu"))


def asked(investor: InvestorProfile, organiser: Organiser) -> InvestorVerification:
    return profiles.ask_verification(investor, organiser, evidence="Sổ đăng ký quỹ số 12", by=investor.account)


def listed(**wanted: str) -> list[str]:
    return [each.name for each in scalars(directory(InvestorFilter(**wanted)))]


def test_a_verified_investor_is_listed_and_found_without_marks(investor: InvestorProfile, organiser: Organiser) -> None:
    row = asked(investor, organiser)
    assert listed() == []
    profiles.verify_investor(row, by=organiser.staff[0].account)
    profiles.verify_investor(row, by=organiser.staff[0].account)
    assert listed() == listed(query="dai ngan") == listed(sector="ca_phe") == listed(stage="idea") == [investor.name]
    assert listed(sector="y_te") == listed(type="bank") == listed(sector="%") == []


def test_whoever_loses_the_last_verification_is_not_listed(investor: InvestorProfile, session: Session) -> None:
    first, second = make_organiser(make_person()), make_organiser(make_person())
    rows = [asked(investor, each) for each in (first, second)]
    for row, each in zip(rows, (first, second), strict=True):
        profiles.verify_investor(row, by=each.staff[0].account)
    profiles.refuse_investor(rows[0], by=first.staff[0].account, reason="Hết hạn")
    assert listed() == [investor.name]
    profiles.refuse_investor(rows[1], by=second.staff[0].account, reason="Hết hạn")
    assert listed() == []
    assert [row.state for row in rows] == [VerificationState.WITHDRAWN] * 2
    assert session.query(Mail).filter_by(kind="investor_verification_decided").count() == 4


def test_a_refusal_needs_a_reason_and_can_be_asked_about_again(investor: InvestorProfile, organiser: Organiser) -> None:
    row = asked(investor, organiser)
    with pytest.raises(Invalid, match="lý do"):
        profiles.refuse_investor(row, by=organiser.staff[0].account, reason="  ")
    profiles.refuse_investor(row, by=organiser.staff[0].account, reason="Chưa rõ")
    with pytest.raises(Refused):
        profiles.refuse_investor(row, by=organiser.staff[0].account, reason="Chưa rõ")
    assert asked(investor, organiser).state is VerificationState.ASKED


def test_one_question_an_organiser(investor: InvestorProfile, organiser: Organiser) -> None:
    asked(investor, organiser)
    with pytest.raises(AlreadyTaken):
        asked(investor, organiser)
    assert organiser not in organisers_to_ask(investor)
    with pytest.raises(Invalid):
        profiles.ask_verification(investor, organiser, evidence="  ", by=investor.account)


def test_another_name_is_looked_at_again(investor: InvestorProfile, organiser: Organiser) -> None:
    row = asked(investor, organiser)
    profiles.verify_investor(row, by=organiser.staff[0].account)
    renamed = Thesis("Quỹ khác", InvestorType.VENTURE)
    profiles.edit_investor(investor, renamed, version=investor.version, by=investor.account)
    assert (row.state, investor.verified_at) == (VerificationState.ASKED, None)


def test_a_stale_form_changes_nothing(investor: InvestorProfile) -> None:
    with pytest.raises(StaleEdit):
        profiles.edit_investor(investor, Thesis("X", InvestorType.BANK), version=99, by=investor.account)
    assert investor.name == THESIS.name


def test_what_is_not_said_fits_everything() -> None:
    assert fit([], [], sectors=["ca_phe"], stage="idea") == (True, True)
    assert fit(["y_te"], ["growth"], sectors=["ca_phe"], stage="idea") == (False, False)
    assert fit(["y_te", "ca_phe"], ["idea"], sectors=["ca_phe"], stage="idea") == (True, True)
