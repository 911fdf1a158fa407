"""Staff to sign in, and a contest that asks everything."""

from flask.testing import FlaskClient

from ecosystem.accounts.models import Account
from ecosystem.contests.domain.kinds import QuestionKind
from ecosystem.contests.models import Contest
from ecosystem.events.models import StaffRole
from tests.support.factories.accounts import account, sign_in
from tests.support.factories.contests import make_contest, make_question
from tests.support.factories.events import make_staff


def staff_of(client: FlaskClient, contest: Contest, role: StaffRole = StaffRole.MANAGER) -> Account:
    person = make_staff(contest.event.organiser, role, account(f"Nhân viên {role}"))
    sign_in(client, person)
    return person


def rich_contest() -> Contest:
    """A contest whose form asks every kind of question."""
    contest = make_contest(commitment_text="Ý tưởng là của chúng tôi.", has_gallery=True, allows_minors=True)
    section = contest.sections[0]
    choices = [{"value": "a", "label": "Một"}, {"value": "b", "label": "Hai"}]
    for kind in QuestionKind:
        values = {"choices": choices} if kind.has_choices else {}
        make_question(section, key=f"k_{kind.value}", kind=kind, label=f"Hỏi {kind.value}", **values)
    make_question(section, key="more", shown_if={"question": "k_yes_no", "is": ["yes"]}, label="Nói thêm")
    return contest
