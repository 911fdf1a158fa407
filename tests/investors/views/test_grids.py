"""The grid of a timetable and the list of wishes with many people: paged, searched, narrowed; proposals deleted."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ecosystem.core.database import transaction
from ecosystem.events.models import StaffRole
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.models import (
    Meeting,
    Participant,
    PlannedMeeting,
    RunState,
    Side,
    TimetableRun,
    Wish,
    WishKind,
)
from ecosystem.investors.queries.sessions import slots_of
from ecosystem.investors.views import grids, sessions
from tests.investors.views.test_pages import as_owner, desk, own
from tests.support.background import run_tasks
from tests.support.factories.accounts import sign_in
from tests.support.factories.events import make_staff
from tests.support.factories.investors import make_session, people_of, plan_run, publish_session, take_part, wish
from tests.support.factories.startups import make_startup


def test_a_long_grid_has_pages_a_search_and_those_with_gaps(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grids, "PER_PAGE", 2)
    made = make_session(state=SessionState.WISHES_CLOSED, founder_minimum=0)
    names = ["Ánh Dương", "Bền Vững", "Cà phê Đắk Lắk"]
    founders = [take_part(made, make_startup(name=name)) for name in names]
    investor = take_part(made, side=Side.INVESTOR)
    for founder in founders[:2]:
        wish(founder, investor)
    run = plan_run(made)
    as_owner(client, made)
    address = desk(made, f"timetables/{run.public_id}")

    def rows(**query: str) -> list[str]:
        table = client.get(address, query_string=query).text.partition("<tbody>")[2].partition("</tbody>")[0]
        return [name for name in names if f"<span>{name}</span>" in table]

    assert rows() == names[:2]
    assert rows(page="2") == names[2:]
    assert rows(page="99") == names[2:]
    assert rows(q="dak lak") == ["Cà phê Đắk Lắk"]
    assert rows(q="không ai") == []
    assert rows(show="gaps") == []
    planned = session.scalars(select(PlannedMeeting).where(PlannedMeeting.run_id == run.id)).all()
    last, second = slots_of(made)[-1], take_part(made, side=Side.INVESTOR)
    mine = next(each for each in planned if each.founder_id == founders[0].id)
    with transaction() as current:
        values = {"run_id": run.id, "founder_id": mine.founder_id, "table_id": mine.table_id}
        current.add(PlannedMeeting(**values, investor_id=second.id, slot_id=last.id))
    assert rows(show="gaps") == names[:1], "from the first slot to the last"
    assert "không ai chọn" in client.get(address).text


def test_a_long_list_of_wishes_is_saved_page_by_page(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "PER_PAGE", 2)
    made = make_session()
    (founder,), investors = people_of(made, 1, 3, wishes=False)
    wish(founder, investors[2], WishKind.NO_THANKS)
    sign_in(client, founder.account)
    page = client.get(own(made, "/wishes")).text
    assert [each.name in page for each in investors] == [True, True, False]
    sent = {f"w_{investors[0].public_id}": "must", f"w_{investors[1].public_id}": "", "next": "1"}
    answer = client.post(own(made, "/wishes"), data=sent)
    assert answer.headers["Location"].endswith("page=2")
    given = {wish.to_id: wish.kind for wish in session.scalars(select(Wish).where(Wish.from_id == founder.id))}
    assert given == {investors[0].id: WishKind.MUST, investors[2].id: WishKind.NO_THANKS}, "the other page stays"


def test_proposals_are_deleted_by_who_plans(client: FlaskClient, session: Session) -> None:
    made = make_session(state=SessionState.WISHES_CLOSED)
    people_of(made, 2, 2)
    run, other = plan_run(made), plan_run(made)
    run_tasks()
    address = desk(made, f"timetables/{run.public_id}/delete")
    sign_in(client, make_staff(made.event.organiser, StaffRole.CHECK_IN))
    assert client.post(address).status_code == 403
    as_owner(client, made)
    assert "Đã xóa phương án 1" in client.post(address, follow_redirects=True).text
    assert session.scalar(select(func.count()).select_from(TimetableRun)) == 1
    assert client.post(address).status_code == 404, "a second click"
    client.post(desk(made, f"timetables/{other.public_id}/publish"))
    refused = client.post(desk(made, f"timetables/{other.public_id}/delete"), follow_redirects=True)
    assert "Lịch đã công bố được giữ lại" in refused.text


def test_locks_do_not_go_silently_with_the_proposal_they_are_in(client: FlaskClient, session: Session) -> None:
    made = make_session(state=SessionState.WISHES_CLOSED)
    people_of(made, 2, 2)
    base = plan_run(made)
    run_tasks()
    as_owner(client, made)
    client.post(desk(made, "timetables/"), data={"effort": "1", "seed": "1", "base": base.public_id})
    waiting = session.scalars(select(TimetableRun).order_by(TimetableRun.id.desc())).first()
    assert waiting is not None
    assert waiting.state is RunState.WAITING
    client.post(desk(made, f"timetables/{base.public_id}/delete"))
    run_tasks()
    session.expire_all()
    assert waiting.state is RunState.FAILED
    assert "đã bị xóa" in client.get(desk(made, f"timetables/{waiting.public_id}")).text


def test_mails_are_released_once_all_are_written(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ecosystem.investors.services.telling.AT_ONCE", 1)
    made = make_session()
    people_of(made, 2, 2)
    run = publish_session(made)
    as_owner(client, made)
    address = desk(made, f"timetables/{run.public_id}")
    assert "Thư còn đang được soạn" in client.get(address).text
    assert client.post(f"{address}/release", follow_redirects=True).text.count("Thư còn đang được soạn") == 2
    run_tasks()
    assert "Thư còn đang được soạn" not in client.get(address).text
    assert "4 thư đang được gửi" in client.post(f"{address}/release", follow_redirects=True).text


def test_a_published_meeting_says_when_neither_side_wished_for_it(client: FlaskClient, session: Session) -> None:
    made = make_session()
    people_of(made, 2, 2)
    run = publish_session(made)
    as_owner(client, made)
    published = desk(made, "timetables/published")
    marked = 'class="tt-meet tt-is-unwished'
    meetings = session.scalars(select(Meeting).where(Meeting.session_id == made.id)).all()
    assert client.get(published).text.count(marked) == 0
    first, other = meetings[0], meetings[1]
    for pair in ((first.founder_id, first.investor_id), (first.investor_id, first.founder_id)):
        session.execute(delete(Wish).where(Wish.from_id == pair[0], Wish.to_id == pair[1]))
    refused = Wish.from_id == other.investor_id, Wish.to_id == other.founder_id
    session.execute(delete(Wish).where(*refused))
    wish(
        session.get_one(Participant, other.investor_id),
        session.get_one(Participant, other.founder_id),
        WishKind.NO_THANKS,
    )
    session.expire_all()
    for side in ("founder", "investor"):
        page = client.get(published, query_string={"side": side}).text
        assert page.count(marked) == 1, side
        assert page.count("tt-meet tt-is-wrong") == 1, f"a refusal after publishing: {side}"
    founder, investor = session.get_one(Participant, first.founder_id), session.get_one(Participant, first.investor_id)
    asked = {"founder": founder.public_id, "investor": investor.public_id}
    assert "Hai bên có gặp nhau." in client.get(published, query_string=asked).text
    assert client.get(desk(made, f"timetables/{run.public_id}")).text.count(marked) >= 1
