"""One product: what waits for a person, what one takes part in or organises, in all features; and the search."""

import re
from datetime import timedelta
from html import unescape

import pytest

from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.events.models import StaffRole
from ecosystem.exhibitions.models import ExhibitionState, ExhibitorState
from ecosystem.investors.models import InvestorVerification, ParticipantState
from ecosystem.mentoring.domain.life_cycle import MentorState, ProgrammeState, RequestState
from ecosystem.mentoring.models import MentoringRequest
from ecosystem.payments.domain.pricing import Buyer
from ecosystem.portal.queries.due import due_of
from ecosystem.portal.queries.organised import organised_by
from ecosystem.portal.queries.parts import parts_of
from ecosystem.portal.queries.search import search
from ecosystem.showcase.models import ProductState
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.contests import make_contest
from tests.support.factories.events import make_staff
from tests.support.factories.exhibitions import make_exhibition, make_exhibitor
from tests.support.factories.investors import make_investor, make_session, take_part
from tests.support.factories.mentoring import make_mentor, make_participant, make_profile, make_programme
from tests.support.factories.payments import make_order
from tests.support.factories.showcase import make_product, make_stand
from tests.support.factories.startups import make_startup
from tests.support.statements import count_statements

pytestmark = pytest.mark.usefixtures("session")


def tasks(me):
    return sorted((str(each.kind.title), each.about) for each in due_of(me, clock.now()))


def buyer(who):
    return Buyer(name=who.name, email=who.email, account_id=who.id)


def ask(mentor, participant, **values):
    """A request that waits three days for the mentor's answer."""
    defaults = {
        "programme_id": mentor.programme_id,
        "programme_mentor_id": mentor.id,
        "programme_startup_id": participant.id,
        "position": 1,
        "message": "Xin gặp",
        "state": RequestState.WAITING,
        "live": True,
        "muted": False,
        "asked_by_id": participant.contact_id,
        "expires_at": clock.now() + timedelta(days=3),
        "answer": "",
    }
    with transaction() as current:
        current.add(request := MentoringRequest(**defaults | values))
    return request


def test_a_mentor_is_told_of_requests_until_they_expire(client):
    me = account()
    programme = make_programme()
    mentor = make_mentor(programme, me)
    first, late = make_participant(programme), make_participant(programme)
    ask(mentor, first)
    ask(mentor, late, expires_at=clock.now() - timedelta(minutes=1))
    assert [about for _task, about in tasks(me)] == [first.startup.name]
    assert tasks(account()) == []


def test_an_invitation_to_mentor_waits_while_the_programme_takes_people(client):
    me = account()
    profile = make_profile(me)
    make_mentor(make_programme(title="Cố vấn xuân"), profile=profile, state=MentorState.INVITED)
    over = make_programme(title="Đã xong", state=ProgrammeState.FINISHED)
    make_mentor(over, profile=profile, state=MentorState.INVITED)
    assert [about for _task, about in tasks(me)] == ["Cố vấn xuân"]


def test_wishes_wait_for_founder_and_investor_until_they_are_said(client):
    founder, investor = account(), account()
    held = make_session(title="Gọi vốn")
    side = take_part(held, make_startup(founder), account=founder)
    take_part(held, make_investor(investor), account=investor)
    assert [about for _task, about in tasks(founder)] == ["Gọi vốn"]
    assert [about for _task, about in tasks(investor)] == ["Gọi vốn"]
    with transaction():
        side.wished_at = clock.now()
    assert tasks(founder) == []


def test_those_who_run_things_are_told_who_asks_to_take_part(client):
    owner, secretary = account(), account()
    held = make_session(title="Sáng thứ bảy")
    organiser = held.event.organiser
    make_staff(organiser, StaffRole.MANAGER, owner)
    make_staff(organiser, StaffRole.CHECK_IN, secretary)
    programme = make_programme(organiser, title="Đồng hành")
    make_programme(title="Của nơi khác")
    place = make_mentor(programme, state=MentorState.APPLIED)
    asking = take_part(held, state=ParticipantState.ASKED)
    with transaction() as current:
        current.add(
            InvestorVerification(investor_id=make_investor().id, organiser_id=organiser.id, asked_at=clock.now())
        )
    assert sorted(about for _task, about in tasks(owner)) == sorted(["Sáng thứ bảy", "Đồng hành", organiser.name])
    assert tasks(secretary) == [], "only owners and managers decide"
    sign_in(client, owner)
    for each in due_of(owner, clock.now()):
        assert client.get(each.url).status_code == 200
    with transaction():
        place.state, asking.state = MentorState.ACCEPTED, ParticipantState.APPROVED
    assert [each.about for each in due_of(owner, clock.now())] == [organiser.name]


def test_booths_and_orders_wait_for_whom_they_belong_to(client):
    me = account()
    exhibition = make_exhibition(title="Phiên chợ")
    make_exhibitor(exhibition, me)
    make_exhibitor(exhibition, me, state=ExhibitorState.APPLIED)
    make_stand(exhibition, me)
    make_exhibitor(make_exhibition(title="Hội chợ không hạn", choose_opens_at=None, choose_closes_at=None), me)
    order = make_order(buyer=buyer(me))
    make_order(buyer=buyer(account()))
    assert [about for _task, about in tasks(me)] == ["Hội chợ không hạn", "Phiên chợ", f"{order.code}: {order.title}"]


def test_those_who_run_an_organiser_are_told_that_exhibitors_wait(client):
    owner, helper = account(), account()
    exhibition = make_exhibition(title="Phiên chợ")
    make_staff(exhibition.event.organiser, StaffRole.OWNER, owner)
    make_staff(exhibition.event.organiser, StaffRole.OBSERVER, helper)
    make_exhibitor(exhibition)
    assert tasks(owner) == []
    make_exhibitor(exhibition, state=ExhibitorState.APPLIED)
    make_exhibitor(exhibition, state=ExhibitorState.APPLIED)
    [(_task, about)] = tasks(owner)
    assert about == "Phiên chợ"
    assert tasks(helper) == []


def test_who_takes_part_sees_it_and_nobody_else(client):
    me = account()
    startup = make_startup(me)
    programme = make_programme(title="Cố vấn hè")
    make_participant(programme, me, startup=startup)
    make_mentor(make_programme(title="Tôi cố vấn"), me)
    make_exhibitor(make_exhibition(title="Hội chợ"), me)
    make_exhibitor(make_exhibition(title="Bị hủy", state=ExhibitionState.CANCELLED), me)
    take_part(make_session(title="Phiên A"), startup, account=me)
    take_part(make_session(title="Phiên B"), make_startup(me), account=me, state=ParticipantState.DECLINED)
    assert sorted(each.title for each in parts_of(me)) == ["Cố vấn hè", "Hội chợ", "Phiên A", "Tôi cố vấn"]
    assert parts_of(account()) == []


def test_an_organiser_sees_all_four_sorts_of_activities(client):
    contest = make_contest(title="Thi ý tưởng")
    event = contest.event
    make_exhibition(event, title="Trưng bày")
    make_session(event, title="Gọi vốn")
    make_programme(event.organiser, title="Thường xuyên")
    make_exhibition(title="Của người khác")
    found = organised_by([event.organiser_id], clock.now())
    assert {each.title for each in found} == {"Thi ý tưởng", "Trưng bày", "Gọi vốn", "Thường xuyên"}
    assert next(each for each in found if each.title == "Thường xuyên").within == ""


def test_a_busy_person_has_one_page_in_few_statements(client):
    organiser = make_contest().event.organiser
    me = organiser.staff[0].account
    make_exhibitor(make_exhibition(title="Hội chợ bận rộn"), me)
    make_mentor(make_programme(title="Cố vấn bận rộn"), me)
    make_order(buyer=buyer(me))
    sign_in(client, me)
    with count_statements() as statements:
        page = client.get("/work").text
    assert "Hội chợ bận rộn" in page
    assert "Cố vấn bận rộn" in page
    assert len(statements) <= 15, "\n".join(statements.seen)


@pytest.mark.parametrize("more", [0, 2])
def test_the_search_finds_every_kind_and_nothing_hidden(client, more):
    stand = make_stand(name="Hợp tác xã Sâm Ngọc")
    make_product(stand, name="Trà Sâm Ngọc")
    make_product(stand, name="Rượu Sâm Ngọc", state=ProductState.DRAFT)
    make_exhibitor(make_exhibition(state=ExhibitionState.DRAFT), name="Xưởng kín Sâm Ngọc")
    make_startup(account(), name="Startup Sâm Ngọc", search_text="startup sam ngoc", is_public=True)
    make_startup(account(), name="Kín Sâm Ngọc", search_text="kin sam ngoc", is_public=False)
    make_investor(account(), name="Quỹ Sâm Ngọc", search_text="quy sam ngoc", is_listed=False)
    for number in range(more):
        make_product(stand, name=f"Mứt Sâm Ngọc {number}")
    with count_statements() as statements:
        page = client.get("/search?q=sam+ngoc").text
    for shown in ("Hợp tác xã Sâm Ngọc", "Trà Sâm Ngọc", "Startup Sâm Ngọc"):
        assert shown in page
    for hidden in ("Rượu Sâm Ngọc", "Xưởng kín", "Kín Sâm Ngọc", "Quỹ Sâm Ngọc"):
        assert hidden not in page
    assert len(statements) <= 12, "\n".join(statements.seen)


def test_a_kind_with_many_hits_leads_to_its_list(client):
    for number in range(9):
        make_startup(account(), name=f"Startup Mật ong {number}", search_text=f"mat ong {number}", is_public=True)
    (startups,) = search("mat ong")
    assert len(startups.found) == 8
    assert startups.more_url == "/startups?q=mat+ong"


def test_the_desk_of_an_event_offers_everything_that_can_be_held_in_it(client):
    event = make_contest(title="Thi ý tưởng").event
    make_exhibition(event, title="Trưng bày nháp", state=ExhibitionState.DRAFT)
    sign_in(client, event.organiser.staff[0].account)
    page = client.get(f"/organise/{event.organiser.slug}/events/{event.slug}/").text
    offered = re.findall(r'class="menu-item" href="([^"]*/new[^"]*)"', page)
    assert len(offered) == 5
    for address in offered:
        answer = client.get(unescape(address))
        assert answer.status_code == 200
        if "event_slug=" in address:
            assert f'selected value="{event.id}"' in answer.text
    assert "Triển lãm · Bản nháp" in page


def test_who_may_not_change_an_event_is_offered_nothing(client):
    event = make_contest().event
    sign_in(client, make_staff(event.organiser, StaffRole.OBSERVER))
    page = client.get(f"/organise/{event.organiser.slug}/events/{event.slug}/").text
    assert "/new" not in page


def test_a_public_address_that_is_passed_on_shows_what_it_is(client):
    stand = make_stand(name="Hợp tác xã Sâm Ngọc")
    product = make_product(stand, name="Trà Sâm Ngọc")
    page = client.get(f"/booths/{stand.public_id}/products/{product.public_id}").text
    assert (
        f'<meta property="og:url" content="http://localhost/booths/{stand.public_id}/products/{product.public_id}">'
        in page
    )
    assert 'property="og:image" content="http://localhost/files/showcase/' in page
    assert 'property="og:title" content="Trà Sâm Ngọc' in page
    assert "og:image" not in client.get("/startups").text
