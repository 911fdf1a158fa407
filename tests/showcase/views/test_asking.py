"""A visitor asks: with and without an account, with traps for programs, and withdraws."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.exhibitions.models import Exhibitor
from ecosystem.notifications.models import Mail
from ecosystem.showcase.models import Enquiry, EnquiryState
from tests.support.factories.accounts import account, sign_in, signed_in
from tests.support.factories.showcase import make_enquiry, make_product, make_stand

TYPED: dict[str, Any] = {
    "kind": "quote",
    "text": "Cho tôi xin bảng giá sỉ",
    "quantity": "200 hộp",
    "name": "Lê Mẫu Khách",
    "email": "khach@example.vn",
    "consent": "y",
    "sent_key": "c" * 32,
}


@pytest.fixture
def stand(session: Session) -> Exhibitor:
    return make_stand()


def ask(stand: Exhibitor, rest: str = "") -> str:
    return f"/booths/{stand.public_id}/ask{rest}"


def test_a_guest_from_the_form_to_the_withdrawal(client: FlaskClient, stand: Exhibitor, session: Session) -> None:
    product = make_product(stand)
    assert client.get(ask(stand, f"?product={product.public_id}&kind=quote")).status_code == 200
    for _click in range(2):
        answer = client.post(ask(stand, f"?product={product.public_id}"), data=TYPED, follow_redirects=True)
        assert "khach@example.vn" in answer.text
    enquiry = session.scalars(select(Enquiry)).one()
    assert enquiry.product_id == product.id
    body = session.scalars(select(Mail.body).where(Mail.kind == "enquiry_confirm")).one()
    link = re.search(r"/enquiries/link/[\w-]+", body)
    assert link is not None
    assert client.get(link[0]).status_code == 200
    assert enquiry.state is EnquiryState.UNCONFIRMED, "mail programs open links"
    assert client.post(f"{link[0]}/reply", data={"text": "x"}).status_code == 409
    assert "đã được chuyển" in client.post(f"{link[0]}/confirm", follow_redirects=True).text
    assert client.post(f"{link[0]}/reply", data={"text": "Thêm 20 hộp", "sent_key": "d" * 32}).status_code == 302
    assert client.post(f"{link[0]}/reply", data={"text": ""}).status_code == 400
    assert client.post(f"{link[0]}/close").status_code == 302
    assert client.post(f"{link[0]}/reopen").status_code == 302
    assert client.post(f"{link[0]}/report", data={"reason": "Thô lỗ"}).status_code == 302
    assert "đã rút sự đồng ý" in client.post(f"{link[0]}/withdraw", follow_redirects=True).text
    session.refresh(enquiry)
    assert enquiry.email == ""
    assert client.get(link[0] + "0").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"consent": ""},
        {"email": "không phải"},
        {"email": "a@b.vn\nBcc: x@y.vn"},
        {"name": ""},
        {"text": " "},
        {"text": "x" * 4_001},
        {"wanted_by": "2001-01-01"},
        {"wanted_by": "32/13/2026"},
        {"kind": "other"},
    ],
)
def test_what_cannot_be_sent_stays_in_the_form(
    client: FlaskClient, stand: Exhibitor, session: Session, wrong: dict[str, str]
) -> None:
    answer = client.post(ask(stand), data=TYPED | wrong)
    assert answer.status_code == 400
    assert "200 hộp" in answer.text
    assert session.query(Enquiry).count() == 0


def test_programs_fall_into_the_trap(client: FlaskClient, stand: Exhibitor, session: Session) -> None:
    assert client.post(ask(stand), data=TYPED | {"extra_words": "buy now"}).status_code == 302
    assert session.query(Enquiry).count() == 0
    assert session.query(Mail).count() == 0


def test_a_product_of_another_booth_is_not_asked_about(client: FlaskClient, stand: Exhibitor, session: Session) -> None:
    foreign = make_product()
    client.post(ask(stand, f"?product={foreign.public_id}"), data=TYPED)
    assert session.scalars(select(Enquiry)).one().product_id is None


def test_somebody_signed_in_has_a_list(client: FlaskClient, stand: Exhibitor, session: Session) -> None:
    visitor = signed_in(client, "Phạm Mẫu Khách")
    form = client.get(ask(stand)).text
    assert "Phạm Mẫu Khách" in form
    sent = TYPED | {"email": visitor.email, "name": visitor.name}
    answer = client.post(ask(stand), data=sent, follow_redirects=True)
    assert "xin bảng giá sỉ" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    enquiry = session.scalars(select(Enquiry)).one()
    assert enquiry.state is EnquiryState.NEW
    assert stand.name in client.get("/enquiries/").text
    assert client.post(f"/enquiries/{enquiry.public_id}/withdraw").status_code == 302
    assert client.get(f"/enquiries/{enquiry.public_id}").status_code == 404


def test_threads_are_nobody_elses(app: Flask, client: FlaskClient, stand: Exhibitor) -> None:
    enquiry = make_enquiry(stand)
    signed_in(client)
    assert client.get(f"/enquiries/{enquiry.public_id}").status_code == 404
    other = make_stand(stand.exhibition)
    rival = app.test_client()
    sign_in(rival, other.contact)
    for exhibitor in (stand, other):
        assert rival.get(f"/exhibitors/{exhibitor.public_id}/enquiries/{enquiry.public_id}").status_code == 404


def test_ones_own_booth_is_not_asked(client: FlaskClient, stand: Exhibitor) -> None:
    sign_in(client, stand.contact)
    assert client.get(ask(stand)).status_code == 403


def test_personal_data_are_told(client: FlaskClient, stand: Exhibitor) -> None:
    from ecosystem.accounts.services import export_personal_data

    visitor = account()
    make_enquiry(stand, visitor, text="Hỏi riêng")
    told = export_personal_data(visitor.id)
    assert told["enquiries"][0]["messages"][0]["text"] == "Hỏi riêng"
    assert told["favourites"] == []
