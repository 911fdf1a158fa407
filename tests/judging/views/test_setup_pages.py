"""The organiser's pages that prepare judging: who sees them, what they do, how much they ask of the database."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.contests.models import Contest
from ecosystem.events.models import StaffRole
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.models import Assignment, Conflict, Panelist, Rubric
from ecosystem.judging.queries.rubrics import from_version, latest_version
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.contests import closed_contest, draft_contest
from tests.support.factories.events import make_event, make_organiser, make_staff
from tests.support.factories.judging import make_conflict, make_entry, make_judged_round, make_panelist
from tests.support.statements import count_statements


@pytest.fixture
def owned(client: FlaskClient, session: Session) -> Contest:
    """A contest closed for entries, whose organiser's owner is signed in."""
    owner = account("Chủ Tổ chức")
    contest = closed_contest(make_event(make_organiser(owner)))
    sign_in(client, owner)
    return contest


def base(contest: Contest) -> str:
    return f"/organise/contests/{contest.slug}/judging"


def pages(contest: Contest) -> list[str]:
    place = contest.rounds[0].public_id
    parts = ("/", "/rubrics/", "/rubrics/use", f"/panels/{place}", f"/conflicts/{place}", f"/assignment/{place}")
    return [base(contest) + part for part in parts]


def test_empty_pages_say_what_to_do(client: FlaskClient, owned: Contest) -> None:
    for page in pages(owned):
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert answer.text.count("<h1") == 1, page


def test_strangers_see_nothing_and_observers_change_nothing(client: FlaskClient, session: Session) -> None:
    contest = closed_contest()
    stranger = account()
    sign_in(client, stranger)
    assert {client.get(page).status_code for page in pages(contest)} == {404}
    observer = make_staff(contest.event.organiser, StaffRole.OBSERVER)
    sign_in(client, observer)
    assert client.get(base(contest) + "/").status_code == 200
    place = contest.rounds[0].public_id
    assert client.get(f"{base(contest)}/assignment/{place}").status_code == 403
    assert client.post(f"{base(contest)}/panels/{place}", data={"name": "x"}).status_code == 403
    assert client.post(f"{base(contest)}/rubrics/new", data={"start": "blank"}).status_code == 403


@pytest.mark.parametrize("size", [1, 4])
def test_statements_do_not_grow_with_the_rows(client: FlaskClient, owned: Contest, size: int) -> None:
    make_judged_round(owned, entries=size, judges=size)
    for page in pages(owned):
        client.get(page)
        with count_statements() as counted:
            assert client.get(page).status_code == 200
        counted.at_most(15)


def test_a_rubric_from_a_real_contest_is_built_and_used(client: FlaskClient, session: Session) -> None:
    owner = account()
    contest = draft_contest(make_event(make_organiser(owner)))
    sign_in(client, owner)
    made = client.post(f"{base(contest)}/rubrics/new", data={"start": "point:thai_nguyen_2025"})
    page = client.get(made.location)
    assert "Tính đổi mới sáng tạo" in page.text
    sent = fields_of(page.text) | {"criteria-0-name": "Tính mới", "do": "save"}
    assert client.post(made.location, data=sent).status_code == 302
    rubric = session.scalars(select(Rubric)).one()
    rules = from_version(latest_version(rubric.id))
    assert [rule.name for rule in rules.criteria][:2] == ["Tính mới", "Hiệu quả kinh tế – xã hội"]
    assert (rules.full_marks, rules.tie_break[0].key) == (100, "doi_moi")
    use = f"{base(contest)}/rubrics/use"
    field = f"use_{contest.rounds[0].id}_{contest.boards[0].id}"
    assert client.post(use, data={field: str(latest_version(rubric.id).id)}).status_code == 302
    assert "Đổi mới sáng tạo – vì Thái Nguyên thân yêu" in client.get(f"{base(contest)}/").text


def fields_of(page: str) -> dict[str, str]:
    """What the builder's form would send: inputs, text areas, chosen options."""
    form = page[page.index('id="rubric"') : page.index("</form>", page.index('id="rubric"'))]
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        found = {m[0]: m[1] for m in re.findall(r'(\w+)="([^"]*)"', tag)}
        if found.get("type") != "checkbox" or "checked" in tag:
            fields[found["name"]] = found.get("value", "")
    for name, body in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S):
        fields[name] = body.strip()
    for name, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        fields[name] = chosen[1] if chosen else ""
    return fields


def test_rows_are_added_moved_and_taken_away_and_nothing_typed_is_lost(client: FlaskClient, session: Session) -> None:
    owner = account()
    contest = draft_contest(make_event(make_organiser(owner)))
    sign_in(client, owner)
    place = client.post(f"{base(contest)}/rubrics/new", data={"start": "point:hcmc_istar"}).location
    sent = fields_of(client.get(place).text) | {"criteria-1-maximum": "abc"}
    added = fields_of(client.post(place, data=sent | {"do": "criteria:add"}).text)
    assert added["criteria-3-name"] == ""
    assert added["criteria-1-maximum"] == "abc"
    moved = fields_of(client.post(place, data=added | {"do": "criteria:up:1"}).text)
    assert (moved["criteria-0-name"], moved["criteria-1-name"]) == ("Hiệu quả kinh tế", "Tính sáng tạo")
    assert moved["first"] == "criterion:0"  # the tie-break follows "Hiệu quả kinh tế" to its new place
    fewer = fields_of(client.post(place, data=moved | {"do": "criteria:remove:0"}).text)
    assert fewer["criteria-0-name"] == "Tính sáng tạo"
    assert fewer["first"] == ""
    refused = client.post(place, data=sent | {"do": "save"})
    assert refused.status_code == 400
    assert "abc" in refused.text


def test_the_preview_shows_what_is_typed(client: FlaskClient, session: Session) -> None:
    owner = account()
    contest = draft_contest(make_event(make_organiser(owner)))
    sign_in(client, owner)
    place = client.post(f"{base(contest)}/rubrics/new", data={"start": "point:hcmc_istar"}).location
    sent = fields_of(client.get(place).text) | {"criteria-0-maximum": "31"}
    text = client.post(place + "/preview", data=sent).text
    assert "101" in text
    assert "<html" not in text


def test_hostile_rubrics_are_refused_in_words(client: FlaskClient, session: Session) -> None:
    owner = account()
    contest = draft_contest(make_event(make_organiser(owner)))
    sign_in(client, owner)
    place = client.post(f"{base(contest)}/rubrics/new", data={"start": "point:hcmc_istar"}).location
    sent = fields_of(client.get(place).text)
    for name, value in (
        ("criteria-0-maximum", "1e9"),
        ("criteria-0-step", "0"),
        ("criteria-0-step", "0.00001"),
        ("criteria-0-name", "x" * 10_000),
        ("criteria-0-anchors", "không phải mức"),
        ("total", "NaN"),
        ("first", "criterion:99"),
        ("min_judges", "0"),
    ):
        assert client.post(place, data=sent | {name: value, "do": "save"}).status_code == 400, (name, value)
    for do in ("criteria:remove:99", "criteria:up:0", "nonsense", "criteria:explode:1"):
        assert client.post(place, data=sent | {"do": do}).status_code == 200, do


def test_judges_are_invited_one_by_one_and_from_a_list(client: FlaskClient, owned: Contest, session: Session) -> None:
    place = f"{base(owned)}/panels/{owned.rounds[0].public_id}"
    assert client.post(place, data={"name": "Y Hân", "email": "han@x.vn", "max_load": "9"}).status_code == 302
    twice = client.post(place, data={"name": "Y Hân", "email": "HAN@x.vn"})
    assert twice.status_code == 400
    assert "HAN@x.vn" in twice.text
    people = "Nguyễn Văn A\ta@coquan.vn\ty_te\n\nTrần Thị B; b@coquan.vn; Du lịch, Y tế\nY Hân, han@x.vn"
    assert client.post(place + "/paste", data={"people": people}).status_code == 302
    found = {p.email: p.sectors for p in session.scalars(select(Panelist))}
    assert found.keys() == {"han@x.vn", "a@coquan.vn", "b@coquan.vn"}
    assert found["a@coquan.vn"] == ["y_te"]
    bad = client.post(place + "/paste", data={"people": "Không có địa chỉ\n"})
    assert bad.status_code == 400
    assert "Không có địa chỉ" in bad.text
    page = client.get(place).text
    assert "Y Hân" in page


def test_a_judge_is_changed_reminded_taken_off_and_invited_again(
    client: FlaskClient, owned: Contest, session: Session
) -> None:
    round_, _, panel, _ = make_judged_round(owned, entries=1, judges=2)
    place = f"{base(owned)}/panels/{round_.public_id}/{panel[0].public_id}"
    assert client.get(place).status_code == 200
    sent = {"name": "Tên mới", "version": str(panel[0].version), "max_load": "5"}
    assert client.post(place, data=sent).status_code == 302
    assert client.post(place, data=sent).status_code == 409
    assert client.post(place, data={"name": "", "version": "1"}).status_code == 400
    assert client.post(place + "/remove").status_code == 302
    assert session.get_one(Panelist, panel[0].id).state is PanelistState.REMOVED
    assert client.post(place + "/again").status_code == 302
    assert session.get_one(Panelist, panel[0].id).state is PanelistState.INVITED


def test_conflicts_are_recorded_and_lifted(client: FlaskClient, owned: Contest, session: Session) -> None:
    round_, _, panel, entries = make_judged_round(owned)
    place = f"{base(owned)}/conflicts/{round_.public_id}"
    sent = {"judge": panel[0].public_id, "entry": entries[0].code.lower(), "reason": "Người hướng dẫn"}
    assert client.post(place, data=sent).status_code == 302
    assert client.post(place, data=sent | {"entry": "HS-0"}).status_code == 400
    assert client.post(place, data=sent | {"reason": " "}).status_code == 400
    conflict = session.scalars(select(Conflict)).one()
    assert "Người hướng dẫn" in client.get(place).text
    assert client.post(f"{place}/{conflict.id}/lift", data={"reason": ""}).status_code == 400
    assert client.post(f"{place}/{conflict.id}/lift", data={"reason": "Đã kết thúc"}).status_code == 302
    assert client.post(f"{place}/look").status_code == 302
    other = make_conflict(make_panelist(closed_contest().rounds[0]), make_entry(closed_contest()))
    assert client.post(f"{place}/{other.id}/lift", data={"reason": "x"}).status_code == 404


def test_a_proposal_is_looked_at_carried_out_and_taken_back(
    client: FlaskClient, owned: Contest, session: Session
) -> None:
    round_, _, panel, entries = make_judged_round(owned, entries=6, judges=4)
    place = f"{base(owned)}/assignment/{round_.public_id}"
    asked = client.post(place, data={"method": "balanced", "per_entry": "2", "seed": "5", "keeps": "y"})
    page = client.get(asked.location)
    assert page.status_code == 200
    assert client.post(f"{asked.location}/apply").location == place
    assert len(session.scalars(select(Assignment)).all()) == 12
    assert client.post(f"{asked.location}/apply").location == asked.location  # carried out already
    assert client.get(asked.location).status_code == 200
    assert client.post(f"{asked.location}/again", data={"seed": "6"}).location != asked.location
    assert client.post(f"{place}/undo").status_code == 302
    assert client.post(place, data={"method": "none", "per_entry": "0", "seed": "x"}).status_code == 400
    assert client.get(f"{place}/runs/nothing").status_code == 404
    charge = {"judge": panel[0].public_id, "entry": entries[0].public_id}
    assert panel[0].public_id in client.get(f"{place}?add={entries[0].public_id}").text
    given = client.post(f"{place}/give", data=charge | {"next": "//evil.example"})
    assert given.location == place
    assert panel[0].public_id not in client.get(f"{place}?add={entries[0].public_id}").text.split("<dialog")[-1]
    client.post(f"{place}/take", data=charge)
    make_conflict(panel[0], entries[0])
    answer = client.post(f"{place}/give", data=charge, follow_redirects=True)
    assert answer.status_code == 200
    states = {row.state.value for row in session.scalars(select(Assignment))}
    assert states == {"withdrawn"}


def test_templates_belong_to_the_organiser(client: FlaskClient, session: Session) -> None:
    owner, stranger = account(), account()
    organiser, foreign = make_organiser(owner), make_organiser(stranger)
    sign_in(client, owner)
    place = f"/organise/{organiser.slug}/rubrics"
    made = client.post(place + "/new", data={"start": "point:cic_2019_toa_sang"}).location
    assert client.post(made, data=fields_of(client.get(made).text) | {"do": "save"}).status_code == 302
    assert "Tỏa sáng" in client.get(place + "/").text
    assert client.get(f"/organise/{foreign.slug}/rubrics/").status_code == 404
    contest = draft_contest(make_event(organiser))
    rubric = session.scalars(select(Rubric)).one()
    copied = client.post(f"{base(contest)}/rubrics/new", data={"start": f"rubric:{rubric.public_id}"}).location
    assert "Mô hình kinh doanh" in client.get(copied).text
    sign_in(client, stranger)
    other = draft_contest(make_event(foreign))
    assert client.post(f"{base(other)}/rubrics/new", data={"start": f"rubric:{rubric.public_id}"}).status_code == 404
    sign_in(client, owner)
    assert client.post(f"{made}/archive").status_code == 302
