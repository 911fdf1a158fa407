"""The pages of an entry's team."""

import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.applications.services.entering import basics_state
from ecosystem.contests.domain.kinds import QuestionKind
from ecosystem.core import clock
from tests.applications.views.visitors import rich_contest
from tests.support.factories.applications import (
    make_application,
    make_team_member,
)
from tests.support.factories.contests import make_contest, make_question
from tests.support.factories.files import PDF
from tests.support.statements import count_statements

APPLICANT_PAGES = ("", "/basics", "/team", "/team/add", "/check", "/preview", "/versions", "/withdraw", "/dossier.pdf")


@pytest.mark.parametrize("page", APPLICANT_PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_of_the_team_opens(client: FlaskClient, lead: Account, page: str, language: str) -> None:
    client.set_cookie("display", f"language={language}")
    entry = make_application(rich_contest(), by=lead)
    answer = client.get(f"/entries/{entry.public_id}{page}")
    assert answer.status_code == 200, answer.text


def test_a_section_shows_every_kind_of_question_and_saves_without_a_script(client: FlaskClient, lead: Account) -> None:
    contest = rich_contest()
    entry = make_application(contest, by=lead)
    address = f"/entries/{entry.public_id}/form/{contest.sections[0].id}"
    assert client.get(address).status_code == 200
    sent = {
        "v_problem": "1",
        "a_problem": "Bà con cần máy sấy.",
        "v_k_money": "0",
        "a_k_money": "50 triệu",
        "v_k_multiple_choice": "0",
        "a_k_multiple_choice": ["a", "b"],
        "v_k_place": "0",
        "a_k_place": "51",
        "c_k_place": "23473",
        "v_k_date": "0",
        "a_k_date": "22/11/2026",
        "v_k_yes_no": "0",
        "a_k_yes_no": "yes",
        "a_k_file": (io.BytesIO(PDF), "kế hoạch.pdf"),
        "go": "on",
    }
    answer = client.post(address, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.text
    page = client.get(address).text
    assert "50.000.000" in page
    assert "kế hoạch.pdf" in page
    assert 'value="2026-11-22"' in page


def test_a_wrong_answer_is_kept_and_told(client: FlaskClient, lead: Account) -> None:
    contest = rich_contest()
    entry = make_application(contest, by=lead)
    address = f"/entries/{entry.public_id}/form/{contest.sections[0].id}"
    answer = client.post(address, data={"v_k_email": "0", "a_k_email": "không phải địa chỉ", "go": "on"})
    assert answer.status_code == 200
    assert "không phải địa chỉ" in answer.text
    assert "field-error" in answer.text


def test_an_answer_saves_itself_and_a_second_editor_gets_both_versions(client: FlaskClient, lead: Account) -> None:
    entry = make_application(by=lead)
    address = f"/entries/{entry.public_id}/answers/problem"
    first = client.post(address, json={"value": "Một", "version": 1})
    assert first.status_code == 200
    assert first.json is not None
    assert first.json["version"] == 2
    assert client.post(address, json={"value": "Một", "version": 1}).status_code == 200
    stale = client.post(address, json={"value": "Hai", "version": 1})
    assert stale.status_code == 409
    assert stale.json is not None
    assert (stale.json["theirs"], stale.json["yours_shown"], stale.json["version"]) == ("Một", "Hai", 2)


def test_autosave_takes_few_statements(client: FlaskClient, lead: Account) -> None:
    entry = make_application(rich_contest(), by=lead)
    address = f"/entries/{entry.public_id}/answers/problem"
    with count_statements() as counted:
        assert client.post(address, json={"value": "Khác", "version": 1}).status_code == 200
    counted.at_most(15)


@pytest.mark.parametrize("body", [None, [], "x", {"value": {"a": 1}, "version": 1}, {"value": 1.5, "version": "1"}])
def test_what_is_no_answer_is_refused_with_a_sentence(client: FlaskClient, lead: Account, body: object) -> None:
    entry = make_application(by=lead)
    answer = client.post(f"/entries/{entry.public_id}/answers/problem", json=body)
    assert answer.status_code == 400


def test_signed_out_saving_is_told_apart(client: FlaskClient, session: Session) -> None:
    entry = make_application()
    answer = client.post(
        f"/entries/{entry.public_id}/answers/problem", json={"value": "x"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 401


def test_strangers_find_nothing(client: FlaskClient, lead: Account) -> None:
    entry = make_application()
    for page in ("", "/basics", "/check", "/receipt", "/dossier.pdf", "/team"):
        assert client.get(f"/entries/{entry.public_id}{page}").status_code == 404


def test_a_member_who_only_reads_may_not_edit(client: FlaskClient, lead: Account) -> None:
    entry = make_application()
    make_team_member(entry, lead)
    assert client.get(f"/entries/{entry.public_id}").status_code == 200
    assert client.get(f"/entries/{entry.public_id}/basics").status_code == 403
    assert client.post(f"/entries/{entry.public_id}/withdraw").status_code == 403


def test_entering_handing_in_and_the_receipt(client: FlaskClient, lead: Account, session: Session) -> None:
    contest = make_contest()
    page = client.get(f"/contests/{contest.slug}/enter")
    assert page.status_code == 200
    sent = {"title": "Trà dược liệu", "board": "y_tuong", "startup": "", "create_key": "k1"}
    first = client.post(f"/contests/{contest.slug}/enter", data=sent)
    assert first.status_code == 302, first.text
    assert client.post(f"/contests/{contest.slug}/enter", data=sent).location == first.location
    public_id = first.location.split("/")[2]
    refused = client.post(f"/entries/{public_id}/check")
    assert refused.status_code == 200
    client.post(f"/entries/{public_id}/answers/problem", json={"value": "Vì sao", "version": 0})
    handed_in = client.post(f"/entries/{public_id}/check")
    assert handed_in.status_code == 302, handed_in.text
    receipt = client.get(handed_in.location)
    entry = session.query(Application).filter_by(public_id=public_id).one()
    assert entry.code in receipt.text
    assert entry.content_hash in receipt.text
    for page_name in ("", "/receipt", "/versions", "/versions/1", "/dossier.pdf"):
        assert client.get(f"/entries/{public_id}{page_name}").status_code == 200


def test_after_the_deadline_nothing_is_handed_in_and_the_draft_stays(client: FlaskClient, lead: Account) -> None:
    contest = make_contest(opens_at=clock.now() - timedelta(days=9), closes_at=clock.now() - timedelta(minutes=5))
    entry = make_application(contest, by=lead)
    answer = client.post(f"/entries/{entry.public_id}/check")
    assert answer.status_code == 200
    assert entry.state is ApplicationState.DRAFT
    assert client.get(f"/entries/{entry.public_id}").status_code == 200
    assert client.get(f"/entries/{entry.public_id}/form/{contest.sections[0].id}").status_code == 200


def test_files_are_sent_removed_and_put_back(client: FlaskClient, lead: Account) -> None:
    contest = make_contest()
    make_question(contest.sections[0], key="plan", kind=QuestionKind.FILE, label="Plan")
    entry = make_application(contest, by=lead)
    sent = client.post(
        f"/entries/{entry.public_id}/questions/plan/files",
        data={"a_plan": (io.BytesIO(PDF), "../../ý tưởng.pdf")},
        content_type="multipart/form-data",
    )
    assert sent.status_code == 200, sent.text
    assert "ý tưởng.pdf" in sent.text
    file_id = sent.text.split('data-file="')[1].split('"')[0]
    assert client.get(f"/entries/{entry.public_id}/files/{file_id}").data == PDF
    assert "restore" in client.post(f"/entries/{entry.public_id}/files/{file_id}/remove").text
    assert "remove" in client.post(f"/entries/{entry.public_id}/files/{file_id}/restore").text
    wrong = client.post(
        f"/entries/{entry.public_id}/questions/plan/files",
        data={"a_plan": (io.BytesIO(b"<html>"), "x.pdf")},
        content_type="multipart/form-data",
    )
    assert wrong.status_code == 400


def test_a_team_member_is_added_invited_and_joins(client: FlaskClient, lead: Account, session: Session) -> None:
    entry = make_application(by=lead)
    sent = {"name": "A Mẫu", "email": "a.mau@example.vn", "invite": "y", "may_edit": "y"}
    assert client.post(f"/entries/{entry.public_id}/team/add", data=sent).status_code == 302
    member = session.query(ApplicationMember).filter_by(email="a.mau@example.vn").one()
    assert member.invitation_hash
    assert client.get(f"/entries/{entry.public_id}/team/{member.id}").status_code == 200
    assert client.get(f"/entries/{entry.public_id}/team").status_code == 200
    assert client.get("/entries/invitations/wrong-token").status_code == 404


def test_a_stale_change_of_a_member_shows_both_versions(client: FlaskClient, session: Session, lead: Account) -> None:
    entry = make_application(by=lead)
    member = make_team_member(entry, name="A Mẫu Cũ")
    address = f"/entries/{entry.public_id}/team/{member.id}"
    typed = {"name": "A Mẫu Một", "role": "Kỹ thuật", "version": str(member.version)}
    assert client.post(address, data=typed).status_code == 302
    page = client.post(address, data=typed | {"name": "A Mẫu Hai"})
    assert page.status_code == 200
    shown = page.text[page.text.index('class="diff"') :]
    assert shown.index("A Mẫu Một") < shown.index("A Mẫu Hai")
    assert "Kỹ thuật" not in page.text[page.text.index('class="diff"') : page.text.index("</ins>")]
    session.refresh(member)
    assert member.name == "A Mẫu Một"
    again = typed | {"name": "A Mẫu Hai", "version": str(member.version)}
    assert f'name="version" type="hidden" value="{member.version}"' in page.text
    assert client.post(address, data=again).status_code == 302
    session.refresh(member)
    assert member.name == "A Mẫu Hai"


def test_a_stale_change_of_the_entrys_own_fields_shows_both_versions(
    client: FlaskClient, session: Session, lead: Account
) -> None:
    entry = make_application(by=lead)
    address = f"/entries/{entry.public_id}/basics"
    assert entry.board is not None
    typed = {"title": "Tên một", "summary": "Tóm tắt", "board": entry.board.key, "version": str(basics_state(entry))}
    assert client.post(address, data=typed).status_code == 302
    page = client.post(address, data=typed | {"title": "Tên hai"})
    shown = page.text[page.text.index('class="diff"') :]
    assert shown.index("Tên một") < shown.index("Tên hai")
    session.refresh(entry)
    assert entry.title == "Tên một"
    assert f'value="{basics_state(entry)}"' in page.text
    assert 'value="Tên hai"' in page.text
