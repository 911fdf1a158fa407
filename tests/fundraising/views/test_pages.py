"""The pages of founders, investors and organisers, as each sees them."""

import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.fundraising.models import ConfidentialDocument, DocumentView, MeetingReport
from ecosystem.fundraising.views import outcomes
from ecosystem.investors.models import Meeting
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.fundraising import a_pdf, content_of, make_document, make_met, make_pitch
from tests.support.factories.startups import make_member, make_startup
from tests.support.statements import count_statements


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


@pytest.fixture
def meeting(session: Session) -> Meeting:
    return make_met()[1][0]


def test_the_team_says_what_it_raises(client: FlaskClient, session: Session) -> None:
    startup = make_startup(account("Trần Mẫu An"))
    sign_in(client, startup.members[0].account)
    here = f"/startups/{startup.slug}/fundraising"
    form = {"is_raising": "y", "ask": "2 tỷ", "use_1": "Máy sấy", "percent_1": "60", "figure_1": "Doanh thu"}
    wrong = client.post(here, data=form)
    assert wrong.status_code == 400
    assert "100 phần trăm" in wrong.text
    assert 'value="Máy sấy"' in wrong.text  # what was typed stays
    done = client.post(here, data=form | {"use_2": "Tiếp thị", "percent_2": "40", "value_1": "1,2 tỷ"})
    assert done.status_code == 302
    page = text(client, here)
    assert 'value="Tiếp thị"' in page
    stale = client.post(
        here, data=form | {"percent_1": "100", "use_2": "", "percent_2": "", "version": "1", "summary": "Của tôi"}
    )
    assert stale.status_code == 409
    assert "Của tôi" in stale.text


def test_a_paper_goes_up_and_is_read_with_a_name_in_it(client: FlaskClient, meeting: Meeting, session: Session) -> None:
    startup, reader = meeting.founder.startup, meeting.investor.account
    assert startup is not None
    sign_in(client, meeting.founder.account)
    here = f"/startups/{startup.slug}/fundraising/documents"
    form = {"title": "Bản thuyết trình", "kind": "deck", "audience": "verified"}
    sent = client.post(here, data=form | {"file": (io.BytesIO(a_pdf(2)), "deck.pdf")})
    assert sent.status_code == 302, sent.text[-2000:]
    document = session.query(ConfidentialDocument).one()
    assert "Bản thuyết trình" in text(client, here)
    own = client.get(f"{here}/{document.public_id}/file")
    assert reader.name not in content_of(own.data)

    sign_in(client, reader)
    pitch = text(client, f"/pitches/{meeting.founder.public_id}")
    assert f"/confidential/{document.public_id}/open" in pitch
    opened = client.post(f"/confidential/{document.public_id}/open")
    copy = client.get(opened.location)
    view = session.query(DocumentView).one()
    assert copy.mimetype == "application/pdf"
    assert reader.name in content_of(copy.data)
    assert view.public_id in content_of(copy.data)
    assert "no-store" in copy.headers["Cache-Control"]

    sign_in(client, meeting.founder.account)
    log = text(client, f"/startups/{startup.slug}/fundraising/log")
    assert reader.name in log
    assert view.public_id in log
    table = client.get(f"/startups/{startup.slug}/fundraising/log?format=csv").text
    assert table.startswith("\ufeff")
    assert reader.name in table


def test_an_address_of_a_copy_is_good_for_its_reader_and_a_while(
    client: FlaskClient, meeting: Meeting, session: Session
) -> None:
    assert meeting.founder.startup is not None
    document = make_document(meeting.founder.startup)
    sign_in(client, meeting.investor.account)
    copy = client.post(f"/confidential/{document.public_id}/open").location
    sign_in(client, account("Người khác"))
    assert client.get(copy).status_code == 404
    sign_in(client, meeting.investor.account)
    assert client.get(copy).status_code == 200
    with transaction():
        view = session.query(DocumentView).one()
        view.created_at = clock.now().replace(year=2025)
    assert client.get(copy).status_code == 404


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%%EOF", a_pdf(1)[:500]])
def test_a_paper_that_can_bear_no_name_is_refused(client: FlaskClient, session: Session, content: bytes) -> None:
    startup = make_startup(account("Trần Mẫu An"))
    sign_in(client, startup.members[0].account)
    form = {"kind": "deck", "audience": "verified", "file": (io.BytesIO(content), "hong.pdf")}
    answer = client.post(f"/startups/{startup.slug}/fundraising/documents", data=form)
    assert answer.status_code == 400
    assert "PDF" in answer.text
    assert session.query(ConfidentialDocument).count() == 0


def test_a_meeting_from_outcome_to_contact(client: FlaskClient, meeting: Meeting, session: Session) -> None:
    here = f"/meetings/{meeting.public_id}"
    sign_in(client, meeting.founder.account)
    assert meeting.investor.name in text(client, "/meetings")
    wrong = client.post(f"{here}/outcome", data={"outcome": "invested", "amount": "0"})
    assert wrong.status_code == 400
    client.post(f"{here}/outcome", data={"outcome": "invested", "amount": "1,5 tỷ", "committed_on": "2026-11-01"})
    assert session.query(MeetingReport).one().amount == 1_500_000_000
    client.post(f"{here}/note", data={"text": "Hỏi về phân phối"})
    client.post(f"{here}/contact")
    assert meeting.investor.account.email not in text(client, here)

    sign_in(client, meeting.investor.account)
    page = text(client, here)
    assert "Hỏi về phân phối" not in page
    assert meeting.founder.account.email not in page
    client.post(f"{here}/contact")
    assert meeting.founder.account.email in text(client, here)


def test_the_organiser_sees_outcomes_and_no_note(client: FlaskClient, meeting: Meeting) -> None:
    sign_in(client, meeting.founder.account)
    client.post(f"/meetings/{meeting.public_id}/note", data={"text": "Riêng của chúng tôi"})
    client.post(f"/meetings/{meeting.public_id}/outcome", data={"outcome": "term_sheet", "next_step": "Gửi số liệu"})
    owner = meeting.session.event.organiser.staff[0].account
    sign_in(client, owner)
    here = f"/organise/investor-sessions/{meeting.session.public_id}/outcomes"
    page = text(client, here)
    assert "Bản điều khoản" in page
    assert "Riêng của chúng tôi" not in page
    assert "Gửi số liệu" not in page
    assert text(client, f"{here}?outcome=nothing").count("<tr>") < page.count("<tr>")
    assert client.get(f"{here}/table").data[:2] == b"PK"
    sign_in(client, meeting.founder.account)
    assert client.get(here).status_code == 404


def test_outcomes_of_many_meetings_have_pages_and_are_found_by_name(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "PER_PAGE", 2)
    held, meetings = make_met(founders=3, investors=1)
    sign_in(client, held.event.organiser.staff[0].account)
    here = f"/organise/investor-sessions/{held.public_id}/outcomes"
    assert "1–2 trong 3" in text(client, here)
    assert "3–3 trong 3" in text(client, f"{here}?page=9")
    name = meetings[1].founder.name
    startup = meetings[1].founder.startup
    assert startup is not None
    with transaction():
        startup.search_text = "ca phe dak lak"
    found = text(client, f"{here}?q=Đắk Lắk")
    assert name in found
    assert meetings[0].founder.name not in found
    assert "Không có cuộc gặp nào" in text(client, f"{here}?q=không ai")


def test_the_whole_team_follows_up_and_nobody_else(client: FlaskClient, meeting: Meeting) -> None:
    assert meeting.founder.startup is not None
    member = make_member(meeting.founder.startup)
    sign_in(client, member.account)
    assert text(client, f"/meetings/{meeting.public_id}")
    sign_in(client, account("Người khác"))
    assert client.get(f"/meetings/{meeting.public_id}").status_code == 404


@pytest.mark.parametrize("path", ["/meetings", "outcomes"])
def test_lists_ask_the_same_for_one_and_for_four(client: FlaskClient, session: Session, path: str) -> None:
    counted = []
    for founders in (1, 4):
        held, meetings = make_met(founders=founders)
        if path == "/meetings":
            sign_in(client, meetings[0].investor.account)
            address = path
        else:
            sign_in(client, held.event.organiser.staff[0].account)
            address = f"/organise/investor-sessions/{held.public_id}/outcomes"
        text(client, address)
        with count_statements() as statements:
            text(client, address)
        counted.append(len(statements))
    assert counted[0] == counted[1]
    assert counted[0] <= 15


def test_a_pitch_asks_little(client: FlaskClient, meeting: Meeting) -> None:
    assert meeting.founder.startup is not None
    make_pitch(meeting.founder.startup)
    sign_in(client, meeting.investor.account)
    text(client, f"/pitches/{meeting.founder.public_id}")
    with count_statements() as statements:
        page = text(client, f"/pitches/{meeting.founder.public_id}")
    assert "2.000.000.000" in page
    assert len(statements) <= 12
