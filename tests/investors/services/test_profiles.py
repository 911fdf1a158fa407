"""Investors' profiles, and organisers that verify them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.services import erase_account
from ecosystem.accounts.signals import PersonalData
from ecosystem.calendar.models import Engagement
from ecosystem.core.database import scalars, transaction
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused, StaleEdit
from ecosystem.core.signals import ask
from ecosystem.events.models import Organiser
from ecosystem.investors.domain.profile import InvestorType, Thesis, fit
from ecosystem.investors.models import InvestorProfile, InvestorVerification, ParticipantState, VerificationState
from ecosystem.investors.queries.candidates import profile_named
from ecosystem.investors.queries.profiles import InvestorFilter, directory, organisers_to_ask
from ecosystem.investors.services import profiles
from ecosystem.investors.services.forgetting import forget_person
from ecosystem.investors.services.joining import invite
from ecosystem.notifications.models import Mail
from tests.support.factories.events import make_event, make_organiser
from tests.support.factories.investors import make_investor, make_session, publish_session, take_part, wish
from tests.support.factories.startups import make_person, make_startup

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


def test_an_erased_investor_is_found_nowhere_and_expected_at_no_table(
    investor: InvestorProfile, organiser: Organiser
) -> None:
    row = asked(investor, organiser)
    profiles.verify_investor(row, by=organiser.staff[0].account)
    with transaction():
        investor.contact_email, investor.phone = "tu@example.vn", "0912345678"
    session_ = make_session(make_event(organiser))
    place = take_part(session_, investor)
    (kept,) = [each for each in ask(PersonalData(investor.account_id)) if each.name == "investor_profiles"]
    assert (kept.records[0]["name"], kept.records[0]["phone"]) == (investor.name, "0912345678")
    erase_account(investor.account_id, by=None)
    assert listed() == []
    assert (investor.contact_email, investor.phone, investor.thesis, row.evidence) == ("", "", "", "")
    assert investor.name == THESIS.name, "a fund's name tells past meetings"
    assert place.state is ParticipantState.DECLINED
    successor = make_person("Người Kế Nhiệm")
    again = invite(session_, investor, successor, by=organiser.staff[0].account)
    assert (again.id, again.account_id, again.state) == (place.id, successor.id, ParticipantState.INVITED)


def test_the_name_of_an_erased_business_angel_is_their_own(session: Session) -> None:
    angel = profiles.found_investor(Thesis("Ngô Mẫu Tư", InvestorType.ANGEL), by=make_person("Ngô Mẫu Tư"))
    erase_account(angel.account_id, by=None)
    assert (angel.name, "ngo mau tu" in angel.search_text) == ("–", False)


def test_the_name_of_an_erased_business_angel_goes_from_calendars(session: Session) -> None:
    made = make_session()
    angel = make_investor(name="Ngô Mẫu Tư", type=InvestorType.ANGEL)
    founder, guest = take_part(made), take_part(made, angel)
    wish(founder, guest)
    publish_session(made)
    with transaction():
        forget_person(angel.account_id)
    assert session.scalars(select(Engagement.title)).all() == [f"{founder.name} – –"]


def test_only_whom_the_list_offers_can_be_invited(investor: InvestorProfile, organiser: Organiser) -> None:
    hidden = make_startup(is_public=False)
    for named in (f"investor:{investor.public_id}", f"startup:{hidden.public_id}", "investor:", "x"):
        with pytest.raises(Invalid):
            profile_named(named)
    profiles.verify_investor(asked(investor, organiser), by=organiser.staff[0].account)
    assert profile_named(f"investor:{investor.public_id}") == (investor, investor.account)
