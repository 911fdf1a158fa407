"""Every page of a session, for the organiser and for both sides, in few statements whatever the number of people."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.events.models import StaffRole
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.models import (
    ChangeRequest,
    InvestorProfile,
    InvestorSession,
    Meeting,
    MeetingState,
    Participant,
    ParticipantState,
    PlannedMeeting,
    Side,
    TimetableRun,
    Wish,
    WishKind,
)
from ecosystem.investors.queries.sessions import tables_of
from ecosystem.investors.queries.timetables import agenda_of
from ecosystem.notifications.models import Mail
from tests.support.background import run_tasks
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.events import make_event, make_staff
from tests.support.factories.investors import make_session, people_of, publish_session, take_part, wish
from tests.support.factories.startups import make_startup
from tests.support.statements import count_statements


def desk(session_: InvestorSession, rest: str = "") -> str:
    return f"/organise/investor-sessions/{session_.public_id}/{rest}"


def own(session_: InvestorSession, rest: str = "") -> str:
    return f"/investor-sessions/{session_.public_id}{rest}"


def as_owner(client: FlaskClient, session_: InvestorSession) -> None:
    sign_in(client, session_.event.organiser.staff[0].account)


def test_setting_a_session_up(client: FlaskClient, session: Session) -> None:
    event = make_event()
    sign_in(client, event.organiser.staff[0].account)
    address = f"/organise/{event.organiser.slug}/events/{event.slug}/investor-sessions/"
    assert "Chưa có phiên kết nối đầu tư" in client.get(address).text
    sent = {
        "title": "Phiên sáng",
        "held_on": event.starts_on.isoformat(),
        "timezone": "Asia/Ho_Chi_Minh",
        "starts": "8h",
        "ends": "11:30",
        "slot_minutes": "20",
        "gap_minutes": "0",
        "breaks": "9:20-9:40",
        "tables": "5",
        "spare_tables": "1",
        "founder_minimum": "2",
        "join_rule": "open",
    }
    wrong = client.post(f"{address}new", data=sent | {"breaks": "9:20", "slot_minutes": "7"})
    assert wrong.status_code == 400
    assert "Phiên sáng" in wrong.text, "what was typed is kept"
    assert client.post(f"{address}new", data=sent | {"ends": "8:10"}).status_code == 400
    client.post(f"{address}new", data=sent)
    made = session.scalars(select(InvestorSession)).one()
    assert made.breaks == [[560, 580]]
    page = client.get(desk(made, "settings"))
    assert "09:20-09:40" in page.text
    answer = client.post(desk(made, "steps/open"), follow_redirects=True)
    assert made.state is SessionState.OPEN
    assert "Đang nhận nguyện vọng" in answer.text
    assert client.post(desk(made, "steps/publish")).status_code == 404
    assert "Phiên sáng" in client.get(f"/events/{event.slug}").text


def test_moving_a_session_shows_first_what_will_change(client: FlaskClient, session: Session) -> None:
    made = make_session()
    as_owner(client, made)
    people_of(made, 1, 1)
    publish_session(made)
    held_on = made.held_on
    wanted = {"held_on": (held_on + timedelta(days=1)).isoformat(), "timezone": "Asia/Tokyo"}
    shown = client.post(desk(made, "move"), data=wanted | {"seen": ""})
    assert shown.status_code == 200
    for part in ("GMT+7", "GMT+9", "06:00", "Cuộc gặp đã công bố sẽ dời", "Muốn hoàn tác"):
        assert part in shown.text, part
    same_zone = client.post(desk(made, "move"), data=wanted | {"seen": "", "timezone": made.timezone}).text
    assert "Tính theo múi giờ cũ" in shown.text
    assert "Tính theo múi giờ cũ" not in same_zone
    session.refresh(made)
    assert made.held_on == held_on, "nothing moved yet"
    seen = shown.text.split('name="seen"')[1].split('value="')[1].split('"')[0]
    other = client.post(desk(made, "move"), data=wanted | {"seen": seen, "timezone": "Asia/Seoul"})
    assert other.status_code == 200, "what was looked at was something else"
    assert client.post(desk(made, "move"), data=wanted | {"seen": seen}).status_code == 302
    session.refresh(made)
    assert (made.held_on, made.timezone) == (held_on + timedelta(days=1), "Asia/Tokyo")


@pytest.mark.parametrize(("days", "expected"), [(30, 7), (3, 1)])
def test_the_usual_end_of_wishes_is_never_over_already(
    client: FlaskClient, session: Session, days: int, expected: int
) -> None:
    first_day = clock.now().date() + timedelta(days=days)
    event = make_event(starts_on=first_day, ends_on=first_day)
    sign_in(client, event.organiser.staff[0].account)
    page = client.get(f"/organise/{event.organiser.slug}/events/{event.slug}/investor-sessions/new").text
    assert f"{event.starts_on - timedelta(days=expected)}T17:00" in page


def test_an_investor_without_a_profile_is_led_through_it_and_back(client: FlaskClient, session: Session) -> None:
    made = make_session()
    sign_in(client, account())
    page = client.get(own(made)).text
    begin = "/investors/new" + page.split('href="/investors/new')[1].split('"')[0]
    wrong = client.post(begin, data={"name": "Quỹ Mẫu"})
    assert "Vui lòng chọn một mục" in wrong.text
    verify = client.post(begin, data={"name": "Quỹ Mẫu", "type": "angel"}).location
    assert "/verification?next=" in verify
    organiser = made.event.organiser
    answer = client.post(verify, data={"organiser": organiser.public_id, "evidence": "Đã đầu tư năm 2025."})
    assert answer.location == own(made)
    assert "Quỹ Mẫu" in client.get(own(made)).text
    investor = session.scalars(select(InvestorProfile)).one()
    joined = client.post(own(made, "/join"), data={"who": f"investor:{investor.public_id}"}, follow_redirects=True)
    assert "Ban tổ chức đã nhận đề nghị tham gia của “Quỹ Mẫu”" in joined.text
    part = session.scalars(select(Participant)).one()
    as_owner(client, made)
    accepted = client.post(desk(made, f"people/{part.public_id}/approve"), follow_redirects=True)
    assert "Quỹ Mẫu: Tham gia. Đã gửi thư báo." in accepted.text
    mail = session.scalars(select(Mail).where(Mail.kind == "investor_session_answered")).one()
    assert mail.subject == "Quỹ Mẫu tham gia – Phiên kết nối"
    assert "Mời Anh/Chị chọn người muốn gặp" in mail.body
    assert f"{own(made)}/wishes" in mail.body
    sign_in(client, investor.account)
    assert "/investors/new" not in client.get(own(made)).text.split("<main")[1]


def test_a_founder_joins_and_says_whom_to_meet(client: FlaskClient, session: Session) -> None:
    made = make_session(join_rule="open")
    investor, other = (take_part(made, side=Side.INVESTOR) for _ in range(2))
    startup = make_startup(account("Chủ startup"))
    person = startup.members[0].account
    assert client.get(own(made)).status_code == 200, "everybody sees it"
    assert client.get(own(made, "/wishes")).status_code == 303, "signing in comes first"
    sign_in(client, person)
    assert client.get(own(made, "/wishes")).status_code == 404
    client.post(own(made, "/join"), data={"who": f"startup:{startup.public_id}"})
    part = session.scalars(select(Participant).where(Participant.startup_id == startup.id)).one()
    assert part.state is ParticipantState.APPROVED
    assert investor.name in client.get(own(made, "/wishes")).text
    client.post(own(made, "/wishes"), data={f"w_{investor.public_id}": "must", f"w_{other.public_id}": "no_thanks"})
    kinds = {wish.to_id: wish.kind for wish in session.scalars(select(Wish).where(Wish.from_id == part.id))}
    assert kinds == {investor.id: WishKind.MUST, other.id: WishKind.NO_THANKS}
    client.post(own(made, "/hours"), data={"away": ["1", "2"]})
    assert part.away == [1, 2]
    assert part.name in client.get("/investor-sessions/").text


def test_from_proposal_to_agenda_on_the_pages(client: FlaskClient, session: Session) -> None:
    made = make_session(state=SessionState.WISHES_CLOSED, founder_minimum=2)
    (founder, *_), (investor, _other) = people_of(made, 4, 2)
    as_owner(client, made)
    client.post(desk(made, "timetables/"), data={"effort": "1", "seed": "7", "base": ""})
    run = session.scalars(select(TimetableRun)).one()
    assert run_tasks() == 1
    page = client.get(desk(made, f"timetables/{run.public_id}"))
    assert investor.name in page.text
    assert "100" in page.text
    planned = session.scalars(select(PlannedMeeting)).first()
    assert planned is not None
    meeting = desk(made, f"timetables/{run.public_id}/meetings/{planned.id}")
    client.post(f"{meeting}/lock")
    assert planned.is_locked
    other = session.scalars(select(PlannedMeeting).where(PlannedMeeting.founder_id == planned.founder_id)).all()[-1]
    answer = client.post(meeting, data={"slot": other.slot_id, "table": planned.table_id})
    assert answer.status_code == 409
    assert "đã gặp người khác" in answer.text
    asked = client.get(
        desk(made, f"timetables/{run.public_id}"),
        query_string={"founder": founder.public_id, "investor": investor.public_id},
    )
    assert "Hai bên có gặp nhau" in asked.text
    client.post(desk(made, f"timetables/{run.public_id}/publish"))
    assert made.state is SessionState.PUBLISHED
    assert (
        "thư đang được gửi"
        in client.post(desk(made, f"timetables/{run.public_id}/release"), follow_redirects=True).text
    )
    sign_in(client, founder.account)
    agenda = client.get(own(made, "/agenda"))
    assert investor.name in agenda.text
    assert investor.name in client.get(own(made, "/agenda/print")).text
    calendar = client.get(own(made, "/agenda.ics"))
    assert calendar.text.count("BEGIN:VEVENT") == 2
    assert client.get(own(made, "/board")).status_code == 200
    client.post(own(made, "/changes"), data={"kind": "drop_out", "text": "Ốm"})
    request = session.scalars(select(ChangeRequest)).one()
    as_owner(client, made)
    assert "Ốm" in client.get(desk(made)).text
    client.post(desk(made, f"requests/{request.public_id}/grant"))
    assert founder.state is ParticipantState.DROPPED_OUT
    client.post(desk(made, "timetables/"), data={"effort": "1", "seed": "1", "base": ""})
    run_tasks()
    repair = session.scalars(select(TimetableRun).order_by(TimetableRun.id.desc())).first()
    assert repair is not None
    assert client.get(desk(made, f"timetables/{repair.public_id}")).status_code == 200


def test_the_code_at_the_table(client: FlaskClient, session: Session) -> None:
    made = make_session()
    (founder,), (_investor,) = people_of(made, 1, 1)
    publish_session(made)
    (meeting,) = agenda_of(founder)
    table = f"/investor-sessions/tables/{meeting.table.public_id}"
    sign_in(client, account("Người lạ"))
    assert client.get(table).status_code == 404
    assert client.post(f"/investor-sessions/meetings/{meeting.public_id}/held").status_code == 404
    sign_in(client, founder.account)
    assert "Tiếp theo tại bàn này" in client.get(table).text
    client.post(f"/investor-sessions/meetings/{meeting.public_id}/held")
    assert meeting.state is MeetingState.PLANNED, "its time has not come"
    with transaction():
        meeting.slot.starts_at = clock.now() - timedelta(minutes=5)
        meeting.slot.ends_at = clock.now() + timedelta(minutes=9)
    assert "Hai bên gặp nhau" in client.get(table).text
    client.post(f"/investor-sessions/meetings/{meeting.public_id}/held")
    assert meeting.state is MeetingState.HELD
    gate = make_staff(made.event.organiser, StaffRole.CHECK_IN)
    sign_in(client, gate)
    client.post(desk(made, f"meetings/{meeting.public_id}/undo"))
    assert meeting.state is MeetingState.PLANNED
    client.post(desk(made, f"meetings/{meeting.public_id}/call/founder"))
    assert meeting.late is Side.FOUNDER
    assert founder.name in client.get(own(made, "/board")).text
    assert client.post(desk(made, "steps/close")).status_code == 403


def test_papers_are_made_in_the_background(client: FlaskClient, session: Session) -> None:
    made = make_session()
    people_of(made, 3, 2)
    publish_session(made)
    as_owner(client, made)
    for what in ("agendas", "cards"):
        task = client.post(desk(made, f"papers/{what}")).headers["Location"]
        run_tasks()
        assert client.get(f"{task}/file").data.startswith(b"%PDF")


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_little_of_the_database(client: FlaskClient, session: Session, number: int) -> None:
    made = make_session(tables=8)
    founders, investors = people_of(made, 2 * number, number)
    wish(investors[0], founders[0])
    run = publish_session(made)
    as_owner(client, made)
    table = tables_of(made)[0]
    staff = [
        desk(made),
        desk(made, "people/"),
        desk(made, "people/table.csv"),
        desk(made, f"people/{founders[0].public_id}"),
        desk(made, "timetables/"),
        desk(made, f"timetables/{run.public_id}"),
        desk(made, "timetables/published?side=investor"),
        desk(made, "live"),
        desk(made, "tables"),
        own(made, "/board"),
        f"/investor-sessions/tables/{table.public_id}",
    ]
    for address in staff:
        with count_statements() as counted:
            assert client.get(address).status_code == 200, address
        assert len(counted) <= 15, f"{address}\n{counted}"
    sign_in(client, founders[0].account)
    for rest in ("", "/wishes", "/agenda", "/agenda/print", "/agenda.ics", "/board"):
        with count_statements() as counted:
            assert client.get(own(made, rest)).status_code == 200, rest
        assert len(counted) <= 15, f"{rest}\n{counted}"
    assert session.scalars(select(Meeting)).first() is not None
