"""Who agreed to news: the organiser's list, and the link by which each takes it back."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.core.database import db
from ecosystem.visitors.domain.states import ConsentPurpose
from ecosystem.visitors.queries.links import ticket_path
from ecosystem.visitors.queries.news import news_path, news_readers
from ecosystem.visitors.services.consents import give_consent, live_consent
from tests.support.factories.accounts import sign_in
from tests.support.factories.visitors import make_registration, make_ticket_type


def test_only_who_agreed_is_in_the_list_until_they_take_it_back(client: FlaskClient, session: Session) -> None:
    kind = make_ticket_type()
    agreed = make_registration(kind, "=HYPERLINK(1)", "Bạn Đi Cùng", email="lan@example.vn")
    make_registration(kind, "Không Muốn Mẫu", email="khong@example.vn")
    own, other = agreed.tickets
    for ticket in (own, other):
        give_consent(ticket, ConsentPurpose.NEWS, channel="registration", language="vi")
    (reader,) = news_readers(kind.event)  # nobody agrees with somebody else's address
    assert (reader.email, reader.text_version) == ("lan@example.vn", "2026-11")
    sign_in(client, kind.event.organiser.staff[0].account)
    desk = f"/organise/{kind.event.organiser.slug}/events/{kind.event.slug}/visitors/"
    listed = client.get(f"{desk}news.csv").get_data(as_text=True)
    assert "lan@example.vn" in listed
    assert reader.link in listed
    assert ",=HYPERLINK" not in listed.replace("\n", ",")
    assert "khong@example.vn" not in listed
    assert client.get(f"{desk}news.xlsx").data.startswith(b"PK")
    guest = client.application.test_client()
    path = news_path(own)
    assert reader.text in guest.get(path).text
    assert live_consent(own.id, ConsentPurpose.NEWS) is not None, "looking takes nothing back"
    assert guest.get(path.replace("/news/", "/")).status_code == 404, "the link opens no ticket"
    assert guest.get(ticket_path(own).replace("/tickets/", "/tickets/news/")).status_code == 404
    assert [guest.post(path).status_code for _ in range(2)] == [302, 302]
    db.session.expire_all()
    assert live_consent(own.id, ConsentPurpose.NEWS) is None
    assert list(news_readers(kind.event)) == []
    assert "lan@example.vn" not in client.get(f"{desk}news.csv").get_data(as_text=True)
