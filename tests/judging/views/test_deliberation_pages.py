"""The pages of the deliberation: organiser and chair, judges, members of the committee."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from ecosystem.core.database import session
from ecosystem.events.models import StaffRole
from ecosystem.judging.domain.committee import DeliberationState, Voice
from ecosystem.judging.models import CommitteeMember, Deliberation
from ecosystem.judging.queries.deliberation import deliberation_of
from ecosystem.judging.services import decisions, deliberation
from tests.judging.judged import Judged, judged_round
from tests.judging.services.test_deliberation import opened, proposed, voted
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.events import make_staff
from tests.support.factories.judging import make_bar, make_conflict
from tests.support.statements import count_statements

MEMBERS = "Nguyễn Mẫu Bình; Trưởng ban\nLê Mẫu Dũng; Phó ban; dung@example.vn"
COMMITTEE = {"quorum": "two_thirds", "approval": "two_thirds", "counts_all": "y", "meeting": "14 giờ"}


@pytest.fixture
def judged(client: FlaskClient) -> Judged:
    made = judged_round(entries=3, judges=2, rounds=2, places=1, chaired=True)
    made.handed_in([10, 9], [8, 2], [4, 5])
    sign_in(client, made.owner)
    return made


def url(judged: Judged, rest: str = "") -> str:
    return f"/organise/contests/{judged.contest.slug}/judging/deliberation/{judged.round.public_id}{rest}"


def found(judged: Judged) -> Deliberation:
    session().expire_all()
    present = deliberation_of(judged.round)
    assert present is not None
    return present


def test_from_opening_to_the_approval(client: FlaskClient, judged: Judged) -> None:
    assert "Mở phần thảo luận" in client.get(url(judged)).text
    client.post(url(judged, "/open"))
    client.post(url(judged, f"/entries/{judged.entries[1].public_id}"), data={"text": "Hai giám khảo chấm rất khác"})
    page = client.get(url(judged, f"/entries/{judged.entries[1].public_id}")).text
    assert "Hai giám khảo chấm rất khác" in page
    assert client.post(url(judged, "/committee"), data=COMMITTEE | {"members": MEMBERS}).status_code == 302
    decisions.apply_rule(judged.round, judged.board, by=judged.owner)
    client.post(url(judged, "/vote"), data={"step": "propose"})
    assert found(judged).state is DeliberationState.VOTE
    for member in found(judged).members:
        client.post(url(judged, f"/vote/{member.public_id}"), data={"voice": "in_favour"})
    client.post(url(judged, "/vote"), data={"step": "close"})
    assert found(judged).state is DeliberationState.APPROVED
    assert "Ban tổ chức đã thông qua" in client.get(url(judged, "/vote")).text


@pytest.mark.parametrize("members", ["", "; Trưởng ban", "A; b; c; d", "A; không@phải@thư", "x" * 21_000])
def test_members_that_cannot_be_read_are_told_and_what_was_typed_stays(
    client: FlaskClient, judged: Judged, members: str
) -> None:
    opened(judged)
    answer = client.post(url(judged, "/committee"), data=COMMITTEE | {"members": members})
    assert answer.status_code == 400
    assert members[:500] in answer.text.replace("&#39;", "'")
    assert len(found(judged).members) == 3


def test_a_member_votes_with_the_account_of_the_address(client: FlaskClient, judged: Judged) -> None:
    ballot = f"/committee/{proposed(judged).public_id}"
    assert client.get(ballot).status_code == 404  # who runs the contest is no member
    sign_in(client, account("Lê Mẫu Dũng", email="dung@example.vn"))
    assert judged.entries[0].code in client.get(ballot).text
    refused = client.post(ballot, data={"voice": "against", "reason": ""})
    assert refused.status_code == 400
    assert "lý do" in refused.text
    assert client.post(ballot, data={"voice": "in_favour"}).status_code == 302
    voices = [member.voice.value if member.voice else None for member in found(judged).members]
    assert voices == [None, None, "in_favour"]


def test_a_member_sees_nothing_before_it_is_put_to_the_vote(client: FlaskClient, judged: Judged) -> None:
    ballot = f"/committee/{opened(judged).public_id}"
    sign_in(client, account("Lê Mẫu Dũng", email="dung@example.vn"))
    assert client.get(ballot).status_code == 404


@pytest.mark.parametrize("bar", [make_conflict, make_bar])
def test_a_judge_talks_about_entries_without_a_bar(
    client: FlaskClient, judged: Judged, bar: Callable[..., object]
) -> None:
    opened(judged)
    bar(judged.panel[1], judged.entries[0])
    sign_in(client, judged.judge(1))
    here = f"/judge/rounds/{judged.round.public_id}/discussion"
    assert here in client.get(f"/judge/rounds/{judged.round.public_id}").text
    page = client.get(here).text
    assert judged.entries[1].code in page
    assert judged.entries[0].code not in page
    assert client.get(f"{here}/{judged.entries[0].public_id}").status_code == 404
    assert client.post(f"{here}/{judged.entries[0].public_id}", data={"text": "Hay"}).status_code == 404
    client.post(f"{here}/{judged.entries[1].public_id}", data={"text": "<b>Khả thi</b>"})
    page = client.get(f"{here}/{judged.entries[1].public_id}").text
    assert "&lt;b&gt;Khả thi" in page
    assert client.get(f"{here}?q={judged.entries[1].code}").text.count("link font-medium") == 1


@pytest.mark.parametrize(("role", "status"), [(StaffRole.MANAGER, 200), (StaffRole.SCREENER, 403), (None, 404)])
def test_who_sees_the_table(client: FlaskClient, judged: Judged, role: StaffRole | None, status: int) -> None:
    opened(judged)
    person = account("Ai đó")
    if role is not None:
        make_staff(judged.contest.event.organiser, role, person)
    sign_in(client, person)
    for page in ("", "/vote", f"/entries/{judged.entries[0].public_id}"):
        assert client.get(url(judged, page)).status_code == status


def test_the_chair_looks_but_does_not_run_the_committee(client: FlaskClient, judged: Judged) -> None:
    opened(judged)
    sign_in(client, judged.judge(0))
    assert client.get(url(judged)).status_code == 200
    assert client.get(url(judged, "/committee")).status_code == 403
    assert client.post(url(judged, "/vote"), data={"step": "propose"}).status_code == 403


def test_the_pages_take_few_statements(client: FlaskClient, judged: Judged) -> None:
    found = proposed(judged)
    deliberation.say(found, judged.entries[0], "Khả thi", by=judged.owner)
    for page in ("", "/vote", "/committee", f"/entries/{judged.entries[0].public_id}"):
        with count_statements() as counted:
            assert client.get(url(judged, page)).status_code == 200
        counted.at_most(15)


def test_the_approval_stands_in_the_minutes(client: FlaskClient, judged: Judged) -> None:
    found = voted(judged, Voice.IN_FAVOUR, Voice.IN_FAVOUR, Voice.AGAINST)
    deliberation.close_vote(found, by=judged.owner)
    results = f"/organise/contests/{judged.contest.slug}/judging/results/{judged.round.public_id}"
    answer = client.get(f"{results}/minutes.pdf")
    assert answer.status_code == 200
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert "Ban tổ chức thông qua" in text
    assert "Tán thành: 2" in text
    assert session().query(CommitteeMember).count() == 3
