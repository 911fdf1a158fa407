"""What blind judges download, and staff who judge blind."""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.jobs import make_files_anonymous
from ecosystem.applications.models import Application, ApplicationFile
from ecosystem.applications.services.anonymity import file_without_names
from ecosystem.cli import broken_invariants
from ecosystem.contests.domain.kinds import QuestionKind
from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.core.errors import Unavailable
from ecosystem.events.models import StaffRole
from ecosystem.judging.models import Publication
from ecosystem.uploads.models import Anonymity, FileAnonymity, FileState, StoredFile
from ecosystem.uploads.services import remove
from tests.judging.judged import Judged, judged_round
from tests.support.background import run_tasks
from tests.support.factories.accounts import sign_in
from tests.support.factories.applications import attach_file, submit_again
from tests.support.factories.contests import make_question, make_section
from tests.support.factories.events import make_staff
from tests.support.factories.files import make_file
from tests.support.factories.telling_files import AUTHOR, telling_pdf, told_by_pdf


@dataclass
class Blind:
    """An entry with a file that names its author, judged blind."""

    judged: Judged
    attached: ApplicationFile
    judge: Account
    manager: Account

    @property
    def entry(self) -> Application:
        return self.judged.entries[0]

    @property
    def address(self) -> str:
        return f"/entries/{self.entry.public_id}/files/{self.attached.file.public_id}"

    def staff_page(self, rest: str = "") -> str:
        return f"/organise/contests/{self.judged.contest.slug}/entries/{rest}"


def blind_round(content: bytes) -> Blind:
    judged = judged_round(entries=1, judges=1)
    with transaction():
        judged.contest.rounds[0].is_blind = True
    plan = make_question(make_section(judged.contest), key="plan", kind=QuestionKind.FILE, label="Kế hoạch")
    attached = attach_file(judged.entries[0], plan, make_file(content))
    submit_again(judged.entries[0])
    with transaction():
        judged.entries[0].state = ApplicationState.ELIGIBLE
    manager = make_staff(judged.contest.event.organiser, StaffRole.MANAGER)
    return Blind(judged, attached, judged.judge(0), manager)


@pytest.fixture
def blind(client: FlaskClient, session: Session) -> Blind:
    made = blind_round(telling_pdf())
    sign_in(client, made.judge)
    return made


@pytest.mark.both_databases
def test_a_blind_judge_never_gets_the_original(client: FlaskClient, session: Session, blind: Blind) -> None:
    early = client.get(blind.address)
    assert early.status_code == 503
    assert AUTHOR.encode() not in early.data
    assert run_tasks() == 1
    file = client.get(blind.address + "?inline=1")
    assert file.status_code == 200
    assert AUTHOR not in told_by_pdf(file.data)
    assert not broken_invariants()


def test_a_file_read_blind_outside_a_blind_round_is_made_when_asked_for(session: Session, blind: Blind) -> None:
    """Such as the dossiers of a calibration."""
    with transaction():
        blind.judged.contest.rounds[0].is_blind = False
    assert make_files_anonymous() == ""
    with pytest.raises(Unavailable):
        file_without_names(blind.attached)
    run_tasks()
    assert file_without_names(blind.attached).purpose == "anonymous"


def test_copies_are_made_before_the_judges_come(client: FlaskClient, session: Session, blind: Blind) -> None:
    assert make_files_anonymous() == "1 files"
    run_tasks()
    assert make_files_anonymous() == ""
    assert client.get(blind.address).status_code == 200


def test_the_organiser_keeps_the_original(app: Flask, client: FlaskClient, session: Session, blind: Blind) -> None:
    make_files_anonymous()
    run_tasks()
    staff = app.test_client()
    sign_in(staff, blind.manager)
    assert staff.get(blind.address).data == telling_pdf_of(blind)
    assert "Judges of a blind round" not in staff.get(blind.staff_page(blind.entry.public_id)).text


def telling_pdf_of(blind: Blind) -> bytes:
    from ecosystem.uploads.services import open_stored

    with open_stored(blind.attached.file) as file:
        return file.read()


def test_where_it_is_impossible_the_judge_is_told_and_the_organiser_warned(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    blind = blind_round(telling_pdf(password="bí mật"))
    sign_in(client, blind.judge)
    make_files_anonymous()
    run_tasks()
    refused = client.get(blind.address)
    assert refused.status_code == 403
    assert "không thể hiển thị ở vòng chấm ẩn danh" in refused.text
    staff = app.test_client()
    sign_in(staff, blind.manager)
    assert "thuyet-minh.pdf" in staff.get(blind.staff_page(blind.entry.public_id)).text
    assert "Giám khảo vòng chấm ẩn danh không đọc được" in staff.get(blind.staff_page(blind.entry.public_id)).text


def test_a_file_that_kills_the_worker_is_given_up(client: FlaskClient, session: Session, blind: Blind) -> None:
    with transaction():
        session.add(FileAnonymity(file_id=blind.attached.file_id, attempts=3))
    make_files_anonymous()
    run_tasks()
    assert session.scalars(select(FileAnonymity.state)).one() is Anonymity.IMPOSSIBLE


def test_the_copy_goes_with_the_original(session: Session, blind: Blind) -> None:
    make_files_anonymous()
    run_tasks()
    remove(blind.attached.file)
    session.expire_all()
    assert set(session.scalars(select(StoredFile.state))) == {FileState.REMOVED}
    assert not broken_invariants()


def seated(blind: Blind, client: FlaskClient) -> None:
    """The manager is on the blind panel too."""
    with transaction():
        blind.judged.panel[0].account_id = blind.manager.id
    sign_in(client, blind.manager)


@pytest.mark.parametrize("rest", ["", "export.csv", "dossiers.zip", "eligibility", "announce"])
def test_staff_who_judge_blind_have_no_pages_with_names(client: FlaskClient, blind: Blind, rest: str) -> None:
    seated(blind, client)
    answer = client.get(blind.staff_page(rest))
    assert answer.status_code in (403, 404)
    if not rest:
        assert "giám khảo của một vòng chấm ẩn danh" in answer.text


def test_staff_who_judge_blind_read_as_blind_judges(client: FlaskClient, session: Session, blind: Blind) -> None:
    seated(blind, client)
    assert client.get(blind.staff_page(blind.entry.public_id)).status_code == 403
    run_tasks()
    make_files_anonymous()
    run_tasks()
    assert AUTHOR not in told_by_pdf(client.get(blind.address).data)


def test_they_see_again_when_the_results_are_out(client: FlaskClient, session: Session, blind: Blind) -> None:
    seated(blind, client)
    with transaction():
        session.add(
            Publication(
                contest_id=blind.judged.contest.id,
                round_id=blind.judged.contest.rounds[0].id,
                number=1,
                published_at=clock.now(),
                published_by_id=blind.judged.owner.id,
                snapshot={},
                snapshot_hash="x",
            )
        )
    assert client.get(blind.staff_page()).status_code == 200


def test_staff_who_judge_in_the_open_are_staff(client: FlaskClient, session: Session, blind: Blind) -> None:
    with transaction():
        blind.judged.contest.rounds[0].is_blind = False
    seated(blind, client)
    assert client.get(blind.staff_page()).status_code == 200
