"""Enquiries: proved addresses, one act however often it is sent, consent that can be withdrawn, reports."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.accounts.services import erase_account
from ecosystem.accounts.services.throttling import Origin
from ecosystem.core import clock
from ecosystem.core.errors import Invalid, NoSuchRecord, Refused, TooMany
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.notifications.models import Mail
from ecosystem.showcase.domain.enquiries import EnquiryKind, EnquiryState, Quote, ReportState, Side
from ecosystem.showcase.models import Enquiry, EnquiryMessage, Favourite
from ecosystem.showcase.queries.enquiries import (
    EnquiryFilter,
    counts_of_enquiries,
    enquiries_to,
    enquiry_by_token,
    link_token,
)
from ecosystem.showcase.services import enquiries, favourites, moderation, withdrawing
from tests.support.factories.accounts import account
from tests.support.factories.showcase import make_enquiry, make_product, make_stand

HOME = Origin("10.1.1.1")


@pytest.fixture
def stand(session: Session) -> Exhibitor:
    return make_stand()


def question(**values: Any) -> enquiries.Question:
    defaults: dict[str, Any] = {
        "kind": EnquiryKind.QUESTION,
        "text": "Có bán sỉ không?",
        "name": "Lê Mẫu Khách",
        "email": "khach@example.vn",
        "phone": "0950000001",
        "sent_key": "a" * 32,
    }
    return enquiries.Question(**defaults | values)


def mails(session: Session, kind: str) -> list[Mail]:
    return list(session.scalars(select(Mail).where(Mail.kind == kind).order_by(Mail.id)))


def test_a_guest_proves_the_address_first(session: Session, stand: Exhibitor) -> None:
    asked = enquiries.ask(stand, question(), by=None, origin=HOME)
    assert asked.state is EnquiryState.UNCONFIRMED
    assert not mails(session, "enquiry_asked")
    assert not session.scalars(enquiries_to(stand, EnquiryFilter())).all()
    (mail,) = mails(session, "enquiry_confirm")
    assert mail.is_secret
    token = mail.url.rpartition("/")[2]
    assert enquiry_by_token(token) is asked
    enquiries.confirm(asked)
    enquiries.confirm(asked)
    assert asked.state is EnquiryState.NEW
    (told,) = mails(session, "enquiry_asked")
    assert "khach@example.vn" not in told.body
    assert "0950000001" not in told.body
    assert told.scope_id is None, "the organiser's staff does not read along"
    assert counts_of_enquiries(stand) == {"unread": 1, "new": 1}


@pytest.mark.parametrize("token", ["", "x", "abc-def", "{id}-", "{id}-" + "0" * 40])
def test_other_links_lead_nowhere(session: Session, stand: Exhibitor, token: str) -> None:
    asked = enquiries.ask(stand, question(), by=None, origin=HOME)
    with pytest.raises(NoSuchRecord):
        enquiry_by_token(token.format(id=asked.public_id))
    assert enquiry_by_token(link_token(asked)) is asked


def test_an_old_link_confirms_nothing_and_is_forgotten(session: Session, stand: Exhibitor) -> None:
    asked = enquiries.ask(stand, question(), by=None, origin=HOME)
    with clock.at(clock.now() + timedelta(hours=49)):
        with pytest.raises(Refused):
            enquiries.confirm(asked)
        assert withdrawing.forget_unconfirmed() == 0
    with clock.at(clock.now() + timedelta(hours=97)):
        assert withdrawing.forget_unconfirmed() == 1
    assert session.query(Enquiry).count() == 0
    assert mails(session, "enquiry_confirm")[0].to_address == ""


def test_a_second_click_is_the_same_enquiry(session: Session, stand: Exhibitor) -> None:
    visitor = account()
    one = enquiries.ask(stand, question(email=visitor.email), by=visitor, origin=HOME)
    two = enquiries.ask(stand, question(email=visitor.email), by=visitor, origin=HOME)
    assert one.id == two.id
    assert one.state is EnquiryState.NEW
    assert len(mails(session, "enquiry_asked")) == 1
    sent = {"side": Side.EXHIBITOR, "text": "Dạ có", "sent_key": "k", "by": stand.contact}
    assert enquiries.reply(one, **sent).id == enquiries.reply(one, **sent).id
    assert session.query(EnquiryMessage).count() == 2


def test_somebody_elses_address_is_to_be_proved_though_signed_in(session: Session, stand: Exhibitor) -> None:
    asked = enquiries.ask(stand, question(email="other@example.vn"), by=account(), origin=HOME)
    assert asked.state is EnquiryState.UNCONFIRMED


def test_floods_are_slowed(session: Session, stand: Exhibitor) -> None:
    visitor = account()
    with pytest.raises(TooMany):
        for number in range(20):
            enquiries.ask(stand, question(email=visitor.email, sent_key=f"{number:032}"), by=visitor, origin=HOME)
    assert session.query(Enquiry).count() == 12


@pytest.mark.parametrize("text", ["", "  ", "x" * 5_000, "http://a http://b http://c http://d"])
def test_what_is_no_message_is_refused(session: Session, stand: Exhibitor, text: str) -> None:
    with pytest.raises(Invalid):
        enquiries.ask(stand, question(text=text), by=None, origin=HOME)
    assert session.query(Enquiry).count() == 0


def test_a_thread_with_a_quote(session: Session, stand: Exhibitor) -> None:
    visitor = account()
    asked = make_enquiry(stand, visitor)
    quote = Quote(38_500_000, clock.now().date())
    enquiries.reply(asked, side=Side.EXHIBITOR, text="Báo giá", sent_key="1", by=stand.contact, quote=quote)
    assert (asked.state, asked.unread_by_visitor, asked.unread_by_exhibitor) == (EnquiryState.ANSWERED, 1, 0)
    (mail,) = mails(session, "enquiry_answered")
    assert "38.500.000\u00a0₫" in mail.body
    assert mail.url.endswith(f"/enquiries/{asked.public_id}")
    enquiries.read(asked, Side.VISITOR)
    assert asked.unread_by_visitor == 0
    enquiries.take_step(asked, "close", by=visitor)
    enquiries.reply(asked, side=Side.VISITOR, text="Còn hỏi", sent_key="2", by=visitor)
    assert (asked.state, asked.unread_by_exhibitor) == (EnquiryState.NEW, 1)


def test_withdrawing_consent_erases_the_person(session: Session, stand: Exhibitor) -> None:
    asked = enquiries.ask(stand, question(), by=None, origin=HOME)
    enquiries.confirm(asked)
    enquiries.reply(asked, side=Side.EXHIBITOR, text="Chào chị", sent_key="1", by=stand.contact)
    withdrawing.withdraw_consent(asked, by=None)
    withdrawing.withdraw_consent(asked, by=None)
    assert (asked.name, asked.email, asked.phone, asked.account_id) == ("", "", "", None)
    assert asked.consent_text, "what was agreed to stays on record"
    assert all(mail.to_address == "" and mail.body == "" for mail in session.scalars(select(Mail)))
    for side in Side:
        with pytest.raises(Refused):
            enquiries.reply(asked, side=side, text="x", sent_key="2", by=None)


def test_an_upheld_report_closes_for_good(session: Session, stand: Exhibitor) -> None:
    asked = make_enquiry(stand)
    withdrawing.report(asked, side=Side.EXHIBITOR, reason="Quảng cáo", by=stand.contact)
    withdrawing.report(asked, side=Side.EXHIBITOR, reason="Quảng cáo", by=stand.contact)
    session.refresh(asked)
    (report,) = asked.reports
    assert len(mails(session, "enquiry_reported")) == 1
    owner = stand.exhibition.event.organiser.staff[0].account
    moderation.decide_report(report, upheld=True, note="", by=owner)
    with pytest.raises(Refused):
        moderation.decide_report(report, upheld=False, note="", by=owner)
    assert (report.state, asked.state) == (ReportState.UPHELD, EnquiryState.CLOSED)
    with pytest.raises(Refused):
        enquiries.take_step(asked, "reopen", by=stand.contact)
    with pytest.raises(Refused):
        enquiries.reply(asked, side=Side.VISITOR, text="x", sent_key="9", by=None)


def test_a_deleted_account_leaves_nothing_personal(session: Session, stand: Exhibitor) -> None:
    visitor: Account = account("Trần Mẫu Xóa")
    product = make_product(stand)
    favourites.keep(stand, product, by=visitor)
    asked = make_enquiry(stand, visitor, product=product)
    erase_account(visitor.id, by=None)
    session.refresh(asked)
    assert (asked.name, asked.email, asked.account_id) == ("", "", None)
    assert session.query(Favourite).count() == 0


def test_nobody_floods_the_other_side_with_messages(session: Session, stand: Exhibitor) -> None:
    visitor = account("Lê Mẫu Khách", email="khach@example.vn")
    asked = enquiries.ask(stand, question(), by=visitor, origin=HOME)

    def write(side: Side, number: int) -> EnquiryMessage:
        return enquiries.reply(asked, side=side, text=f"Tin {number}", sent_key=f"{side}{number}", by=None)

    for number in range(enquiries.MOST_IN_A_ROW - 1):
        write(Side.VISITOR, number)
    with pytest.raises(Refused):
        write(Side.VISITOR, 99)
    assert write(Side.VISITOR, 0).text == "Tin 0", "sent twice is no other message"
    write(Side.EXHIBITOR, 0)
    assert write(Side.VISITOR, 99).text == "Tin 99"
    assert len(mails(session, "enquiry_asked")) == enquiries.MOST_IN_A_ROW + 1
