"""Lists of mentoring: found without diacritics, by state, in an order, page by page, as files."""

import csv
import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.audit.models import AuditEntry
from ecosystem.events.models import StaffRole
from ecosystem.mentoring.domain.life_cycle import Mode, ProgrammeState
from ecosystem.mentoring.models import MentoringSession, Mentorship, Programme
from ecosystem.mentoring.services import rounds
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.events import make_staff
from tests.support.factories.mentoring import (
    make_mentor,
    make_mentorship,
    make_participant,
    make_profile,
    make_programme,
)
from tests.support.factories.mentoring_sessions import NOW, TEN, booked, founder_of, match, mentor_of
from tests.support.factories.startups import make_startup
from tests.support.held_clock import HeldClock
from tests.support.statements import count_statements

HOUR = timedelta(hours=1)


@pytest.fixture
def two(session: Session, held_clock: HeldClock) -> tuple[Mentorship, Mentorship]:
    """Two matches of one programme, each with a session; the second one's is held."""
    held_clock.set(NOW)
    one, other = account("Sáng Một"), account("Sáng Hai")
    first = match(account("Đặng Thị Cố Vấn"), one, startup=make_startup(one, name="Mật ong Đắk Lắk"))
    startup = make_startup(other, name="Gốm Chăm")
    second = match(account("Trần Văn Bản"), other, programme=first.programme, startup=startup)
    booked(first, TEN, topic="Gọi vốn")
    booked(second, TEN + HOUR, topic="Bao bì")
    return first, second


def desk(client: FlaskClient, programme: Programme, path: str, role: StaffRole = StaffRole.MANAGER) -> str:
    sign_in(client, make_staff(programme.organiser, role))
    answer = client.get(f"/organise/mentoring/{programme.slug}{path}")
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize("what", ["mentors", "startups", "matches", "sessions"])
def test_lists_find_without_diacritics(client: FlaskClient, two: tuple[Mentorship, Mentorship], what: str) -> None:
    programme = two[0].programme
    query = "dang+co" if what == "mentors" else "dak+lak"
    shown = "Đặng Thị Cố Vấn" if what == "mentors" else "Mật ong Đắk Lắk"
    other = "Trần Văn Bản" if what == "mentors" else "Gốm Chăm"
    assert other in desk(client, programme, f"/{what}")
    page = desk(client, programme, f"/{what}?q={query}")
    assert shown in page
    assert other not in page
    assert "Không tìm thấy" in desk(client, programme, f"/{what}?q=khong+co+ai")


def test_sessions_of_the_programme_by_state_and_in_order(
    client: FlaskClient, session: Session, two: tuple[Mentorship, Mentorship], held_clock: HeldClock
) -> None:
    programme = two[0].programme
    page = desk(client, programme, "/sessions?sort=time")
    assert page.index("Mật ong") < page.index("Gốm Chăm")
    page = desk(client, programme, "/sessions?sort=-time")
    assert page.index("Gốm Chăm") < page.index("Mật ong")
    assert "Gọi vốn" not in page, "what they talk about stays between them"
    held_clock.set(TEN + 3 * HOUR)
    found = session.scalars(select(MentoringSession).where(MentoringSession.mentorship_id == two[1].id)).one()
    sign_in(client, mentor_of(two[1]))
    client.post(f"/mentoring/sessions/{found.public_id}/held", data={"minutes": "45"})
    page = desk(client, programme, "/sessions?state=held")
    assert "Gốm Chăm" in page
    assert "Mật ong" not in page


def test_a_list_is_cut_into_pages_in_the_order_of_names(client: FlaskClient, session: Session) -> None:
    programme = make_programme()
    profiles = [make_profile(account(f"Cố vấn {number:03}")) for number in range(3)]
    for profile in profiles:
        make_mentor(programme, profile=profile)
    down = desk(client, programme, "/mentors?sort=-name&page=99")
    assert down.index("Cố vấn 002") < down.index("Cố vấn 000")
    assert "Cố vấn 001" in desk(client, programme, "/mentors?sort=nonsense&state=nonsense&page=x")


@pytest.mark.parametrize("what", ["mentors", "startups", "requests", "matches", "sessions"])
def test_lists_go_out_as_files_and_on_record(
    client: FlaskClient, session: Session, two: tuple[Mentorship, Mentorship], what: str
) -> None:
    programme = two[0].programme
    sign_in(client, make_staff(programme.organiser, StaffRole.MANAGER))
    path = f"/organise/mentoring/{programme.slug}/lists/{what}"
    words = "dang" if what == "mentors" else "dak+lak"
    answer = client.get(f"{path}.csv?q={words}")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == (1 if what == "requests" else 2)
    assert client.get(f"{path}.xlsx").data.startswith(b"PK")
    notes = session.scalars(select(AuditEntry.note).where(AuditEntry.action == "programme.exported"))
    assert sorted(notes) == [f"{what}.csv", f"{what}.xlsx"]
    sign_in(client, make_staff(programme.organiser, StaffRole.OBSERVER))
    assert client.get(f"{path}.csv").status_code == 403


def test_ones_own_sessions_are_found_by_topic_and_by_where_they_stand(
    client: FlaskClient, session: Session, two: tuple[Mentorship, Mentorship], held_clock: HeldClock
) -> None:
    first = two[0]
    booked(first, TEN + timedelta(days=1), topic="Sổ sách kế toán")
    sign_in(client, founder_of(first))
    page = client.get("/mentoring/sessions?q=so+sach").text
    assert "Sổ sách kế toán" in page
    assert "Gọi vốn" not in page
    assert "Bao bì" not in client.get("/mentoring/sessions").text, "another startup's"
    held_clock.set(TEN + 5 * HOUR)
    sign_in(client, founder_of(first))
    assert "Gọi vốn" not in client.get("/mentoring/sessions?show=coming").text
    assert "Gọi vốn" in client.get("/mentoring/sessions?show=untold").text
    earliest = client.get("/mentoring/sessions?sort=oldest").text
    assert earliest.index("Gọi vốn") < earliest.index("Sổ sách")
    rows = list(csv.reader(io.StringIO(client.get("/mentoring/sessions.csv?q=so+sach").data.decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:]] == ["Sổ sách kế toán"]
    assert client.get("/mentoring/sessions.xlsx").data.startswith(b"PK")


def test_the_draft_of_a_round_is_searched(client: FlaskClient, session: Session) -> None:
    programme = make_programme(mode=Mode.ROUND)
    owner = programme.organiser.staff[0].account
    mentors = [make_mentor(programme, account("Đỗ Cố Vấn")), make_mentor(programme, account("Lê Cố Vấn"))]
    for mentor, name in zip(mentors, ("Chè Đắng", "Lúa nương"), strict=True):
        place = make_participant(programme, startup=make_startup(account(), name=name))
        rounds.set_pair(mentor, place, "add", by=owner)
    page = desk(client, programme, "/round?q=che+dang")
    assert "Đỗ Cố Vấn – Chè Đắng" in page
    assert "Lê Cố Vấn – Lúa nương" not in page
    rounds.set_pair(mentors[1], place, "lock", by=owner)
    page = desk(client, programme, "/round?show=locked")
    assert "Lê Cố Vấn – Lúa nương" in page
    assert "Đỗ Cố Vấn – Chè Đắng" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_an_organisers_programmes_are_searched_sorted_and_taken_out(
    client: FlaskClient, session: Session, number: int
) -> None:
    first = make_programme(title="Đồng hành mùa xuân", search_text="dong hanh mua xuan", sort_key="a")
    organiser = first.organiser
    for _ in range(number - 1):
        made = make_programme(organiser, state=ProgrammeState.FINISHED, sort_key="b")
        make_mentorship(make_mentor(made), make_participant(made))
    make_programme(title="Của nơi khác", search_text="cua noi khac")
    sign_in(client, organiser.staff[0].account)
    address = f"/organise/mentoring/of/{organiser.slug}"
    with count_statements() as counted:
        page = client.get(address).text
    counted.at_most(12)
    assert f"{number} chương trình" in page
    assert "Của nơi khác" not in page
    found = client.get(f"{address}?q=mua+xuan").text
    assert "Đồng hành mùa xuân" in found
    assert "1 chương trình" in found
    assert "Không tìm thấy" in client.get(f"{address}?state=cancelled").text
    lines = client.get(f"{address}/table.csv?sort=name").text.strip().splitlines()
    assert len(lines) == number + 1
    assert "Đồng hành mùa xuân" in lines[1]
    assert client.get(f"{address}/table.xlsx").status_code == 200
