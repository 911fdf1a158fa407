"""The script of the application form in a real browser: saving by itself, two editors, no network, signed out."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Answer, Application
from ecosystem.contests.domain.kinds import QuestionKind
from ecosystem.core.database import session
from tests.support.browsers import NewVisitor
from tests.support.factories.accounts import PASSWORD, account
from tests.support.factories.applications import make_application, make_team_member
from tests.support.factories.contests import make_contest, make_question
from tests.support.factories.files import PDF
from tests.support.pages import assert_accessible, assert_fits
from tests.support.servers import LiveServer


def prepare(server: LiveServer) -> tuple[str, str]:
    """An entry of two editors; returns (address of its only section, public id)."""
    with server.app.app_context():
        contest = make_contest()
        section = contest.sections[0]
        make_question(section, key="ready", kind=QuestionKind.YES_NO, label="Ready?")
        make_question(section, key="since", label="Since when?", shown_if={"question": "ready", "is": ["yes"]})
        make_question(section, key="plan", kind=QuestionKind.FILE, label="Plan")
        entry = make_application(contest, by=account("Y Mẫu", "lead@example.vn"), answers={})
        make_team_member(entry, account("A Mẫu", "co@example.vn"), may_edit=True)
        return f"/entries/{entry.public_id}/form/{section.id}", entry.public_id


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(re.compile(r"^(?!.*sign-in)"))


def stored(server: LiveServer, public_id: str) -> list[object]:
    with server.app.app_context():
        rows = session().query(Answer).join(Application, Answer.application_id == Application.id)
        return [row.value for row in rows.filter(Application.public_id == public_id).order_by(Answer.id)]


def saved(page: Page) -> None:
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")


def test_an_answer_saves_itself_and_asks_what_depends_on_it(page: Page, live_server: LiveServer) -> None:
    address, public_id = prepare(live_server)
    sign_in(page, "lead@example.vn")
    page.goto(address)
    page.fill("[name=a_problem]", "Bà con cần máy sấy.")
    saved(page)
    assert stored(live_server, public_id) == ["Bà con cần máy sấy."]
    expect(page.locator("[name=v_problem]")).to_have_value("1")
    page.fill("[name=a_problem]", "Bà con cần máy sấy lạnh.")
    expect(page.locator("[name=v_problem]")).to_have_value("2")
    saved(page)
    expect(page.locator("#q-since")).to_be_hidden()
    page.check("[name=a_ready][value=yes]")
    expect(page.locator("#q-since")).to_be_visible()
    page.reload()
    expect(page.locator("[name=a_problem]")).to_have_value("Bà con cần máy sấy lạnh.")


def test_two_editors_of_one_answer_see_both_versions(new_visitor: NewVisitor, live_server: LiveServer) -> None:
    address, public_id = prepare(live_server)
    first, second = new_visitor(), new_visitor(width=360)
    for page, email in ((first, "lead@example.vn"), (second, "co@example.vn")):
        sign_in(page, email)
        page.goto(address)
    first.fill("[name=a_problem]", "Bản thứ nhất")
    saved(first)
    second.fill("[name=a_problem]", "Bản thứ hai")
    conflict = second.locator("[data-conflict]")
    expect(conflict).to_contain_text("Bản thứ nhất")
    expect(conflict).to_contain_text("Bản thứ hai")
    assert stored(live_server, public_id) == ["Bản thứ nhất"]
    conflict.locator("[data-keep=mine]").click()
    saved(second)
    assert stored(live_server, public_id) == ["Bản thứ hai"]


def test_what_is_typed_without_a_network_survives_the_tab_and_is_sent_later(
    page: Page, live_server: LiveServer
) -> None:
    address, public_id = prepare(live_server)
    sign_in(page, "lead@example.vn")
    page.goto(address)
    page.route("**/answers/**", lambda route: route.abort())
    page.fill("[name=a_problem]", "Viết khi mất mạng")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "offline")
    assert stored(live_server, public_id) == []
    page.goto("about:blank")
    page.unroute("**/answers/**")
    page.goto(address)
    expect(page.locator("[name=a_problem]")).to_have_value("Viết khi mất mạng")
    saved(page)
    assert stored(live_server, public_id) == ["Viết khi mất mạng"]


def test_whoever_was_signed_out_keeps_the_text_and_goes_on_after_signing_in(
    page: Page, live_server: LiveServer
) -> None:
    address, public_id = prepare(live_server)
    sign_in(page, "lead@example.vn")
    page.goto(address)
    page.context.clear_cookies()
    page.fill("[name=a_problem]", "Hết phiên")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "error")
    other = page.context.new_page()
    sign_in(other, "lead@example.vn")
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page)
    assert stored(live_server, public_id) == ["Hết phiên"]


def test_a_file_is_sent_at_once_and_can_be_taken_out_and_put_back(
    page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    address, _public_id = prepare(live_server)
    plan = tmp_path / "kế hoạch.pdf"
    plan.write_bytes(PDF)
    sign_in(page, "lead@example.vn")
    page.goto(address)
    page.set_input_files("[name=a_plan]", plan)
    row = page.locator("#files-plan [data-file]")
    expect(row).to_contain_text("kế hoạch.pdf")
    row.locator("[name=remove]").click()
    row.locator("[name=restore]").click()
    expect(row.locator("[name=remove]")).to_be_visible()


def test_a_whole_entry_is_handed_in_on_a_phone_without_a_script(
    new_visitor: NewVisitor, live_server: LiveServer
) -> None:
    address, public_id = prepare(live_server)
    page = new_visitor(width=360, java_script_enabled=False)
    sign_in(page, "lead@example.vn")
    page.goto(address)
    page.fill("[name=a_problem]", "Không cần script")
    page.click("[name=go]")
    page.goto(f"/entries/{public_id}/check")
    page.click("main form button[type=submit]")
    expect(page.locator("main")).to_contain_text("HS-")
    with live_server.app.app_context():
        entry = session().query(Application).filter_by(public_id=public_id).one()
        assert entry.state is ApplicationState.SUBMITTED


def test_the_pages_can_be_used_by_everybody(new_visitor: NewVisitor, live_server: LiveServer) -> None:
    address, public_id = prepare(live_server)
    page = new_visitor(width=360)
    sign_in(page, "lead@example.vn")
    for each in (
        "/entries/",
        f"/entries/{public_id}",
        f"/entries/{public_id}/check",
        f"/entries/{public_id}/team",
        address,
    ):
        page.goto(each)
        assert_accessible(page)
        assert_fits(page)
