"""Answers, basics, team and files while an entry is open."""

import io
from datetime import timedelta
from unittest.mock import patch

import pytest
from sqlalchemy.orm import Session

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Answer, Application
from ecosystem.applications.queries.working import working_copy
from ecosystem.applications.services import team
from ecosystem.applications.services.answers import save_answer, save_answers
from ecosystem.applications.services.entering import EntryBasics, basics_state, edit_basics, enter
from ecosystem.applications.services.files import add_file, forget_removed_files, remove_file
from ecosystem.applications.services.reminders import remind
from ecosystem.contests.domain.kinds import EligibilityKind, QuestionKind
from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.core.errors import AlreadyTaken, Invalid, NoSuchRecord, NotAllowed, Refused, StaleEdit, StorageFull
from ecosystem.notifications.models import Mail
from tests.support.factories.accounts import account
from tests.support.factories.applications import attach_file, make_application, make_team_member, submit_again
from tests.support.factories.contests import make_contest, make_question, make_rule
from tests.support.factories.files import PDF, make_file
from tests.support.factories.startups import make_startup


def lead_of(entry: Application, session: Session) -> Account:
    return session.get_one(Account, entry.created_by_id)


def save(entry: Application, session: Session, raw: object, version: int | None, key: str = "problem") -> object:
    who = lead_of(entry, session)
    return save_answer(application=entry, key=key, raw=raw, shown_version=version, by=who, at=clock.now())


@pytest.mark.both_databases
def test_different_answers_merge_and_the_same_one_shows_both_versions(session: Session) -> None:
    entry = make_application(answers={})
    save(entry, session, "Một", 0)
    save(entry, session, "https://vidu.vn", 0, "website")
    with pytest.raises(StaleEdit) as conflict:
        save(entry, session, "Hai", 0)
    assert (conflict.value.theirs, conflict.value.yours) == ({"problem": "Một"}, {"problem": "Hai"})
    assert working_copy(entry).values == {"problem": "Một", "website": "https://vidu.vn"}


def test_sending_the_same_again_is_no_conflict(session: Session) -> None:
    entry = make_application(answers={})
    save(entry, session, "Một", 0)
    save(entry, session, "Một", 0)
    assert session.query(Answer).one().version == 1


def test_text_is_stored_in_nfc(session: Session) -> None:
    entry = make_application(answers={})
    save(entry, session, "Đổi mới".encode().decode().replace("ổ", "ô\u0309"), 0)
    assert working_copy(entry).values["problem"] == "Đổi mới"


@pytest.mark.parametrize("raw", ["x" * 200_000, {"a": 1}, [1], 1.5])
def test_what_cannot_be_stored_is_refused_and_the_old_answer_stays(session: Session, raw: object) -> None:
    entry = make_application()
    before = working_copy(entry).values
    with pytest.raises(Invalid):
        save(entry, session, raw, 1)
    assert working_copy(entry).values == before


def test_emoji_html_and_long_names_are_kept_as_they_are(session: Session) -> None:
    entry = make_application(answers={})
    text = "<script>alert(1)</script> 🌱 " + "ư" * 10_000
    save(entry, session, text, 0)
    assert working_copy(entry).values["problem"] == text


def test_a_retired_question_keeps_its_answer_and_takes_no_other(session: Session) -> None:
    entry = make_application()
    question = next(q for q in entry.contest.sections[0].questions if q.key == "problem")
    with transaction():
        question.retired_at = clock.now()
    with pytest.raises(Refused):
        save(entry, session, "Khác", 1)
    copy = working_copy(entry)
    assert [each.key for each in copy.retired] == ["problem"]
    assert "problem" in copy.values
    with pytest.raises(NoSuchRecord):
        save(entry, session, "x", 0, "nothing")


def test_one_bad_answer_does_not_keep_the_others_from_being_saved(session: Session) -> None:
    entry = make_application(answers={})
    raws = {"problem": {"not": "text"}, "website": "vidu.vn"}
    result = save_answers(application=entry, raws=raws, shown={}, by=lead_of(entry, session), at=clock.now())
    assert list(result.saved) == ["website"]
    assert list(result.refused) == ["problem"]


def test_after_the_deadline_a_draft_is_kept_and_what_was_handed_in_is_closed(session: Session) -> None:
    now = clock.now()
    contest = make_contest(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    save(make_application(contest, answers={}), session, "Vẫn giữ", 0)
    with pytest.raises(Refused):
        save(make_application(contest, state=ApplicationState.SUBMITTED), session, "Muộn", 1)


def begin(contest: object, by: Account, **values: object) -> Application:
    given = {"startup": None, "title": "Ý tưởng", "create_key": "k", "by": by, "at": clock.now()} | values
    return enter(contest=contest, board=contest.boards[0], **given)  # type: ignore[attr-defined,arg-type]


@pytest.mark.both_databases
def test_a_double_click_begins_one_entry_and_another_person_with_that_key_their_own(session: Session) -> None:
    contest, person, other = make_contest(), account("Y Mẫu"), account("A Mẫu")
    assert begin(contest, person).id == begin(contest, person).id
    assert begin(contest, other).id != begin(contest, person).id


def test_eligibility_is_told_before_the_form(session: Session) -> None:
    contest, person = make_contest(), account("Y Mẫu")
    make_rule(contest, EligibilityKind.ENTRIES_PER_PERSON, max=1)
    begin(contest, person)
    with pytest.raises(Refused) as refusal:
        begin(contest, person, create_key="k2")
    assert refusal.value.details["findings"]


def test_nobody_enters_with_somebody_elses_startup(session: Session) -> None:
    with pytest.raises(NotAllowed):
        begin(make_contest(), account("Y Mẫu"), startup=make_startup())


def test_a_stale_change_of_the_entrys_own_fields_is_refused(session: Session) -> None:
    entry = make_application()
    basics = EntryBasics(title="Mới", summary="", board=entry.board, startup=None)
    lead, shown = lead_of(entry, session), basics_state(entry)
    edit_basics(application=entry, basics=basics, shown_version=shown, by=lead, at=clock.now())
    other = EntryBasics(title="Khác", summary="", board=entry.board, startup=None)
    with pytest.raises(StaleEdit):
        edit_basics(application=entry, basics=other, shown_version=shown, by=lead, at=clock.now())


def test_an_invitation_is_used_once_and_expires(session: Session) -> None:
    entry, guest = make_application(), account("A Mẫu")
    details = team.MemberDetails(name="A Mẫu", email=guest.email, may_edit=True)
    with patch("secrets.token_urlsafe", return_value="token"):
        team.add_member(application=entry, details=details, invite=True, by=lead_of(entry, session), at=clock.now())
    mail = session.query(Mail).filter_by(kind="entry_invitation").one()
    assert "/entries/invitations/token" in mail.body
    assert mail.is_secret
    with pytest.raises(NoSuchRecord):
        team.accept_invitation(token="token", by=guest, at=clock.now() + timedelta(days=15))
    team.accept_invitation(token="token", by=guest, at=clock.now())
    with pytest.raises(NoSuchRecord):
        team.accept_invitation(token="token", by=guest, at=clock.now())


def test_an_address_is_on_the_team_once(session: Session) -> None:
    entry = make_application()
    lead = lead_of(entry, session)
    details = team.MemberDetails(name="Lặp", email=lead.email.upper())
    with pytest.raises(AlreadyTaken):
        team.add_member(application=entry, details=details, invite=False, by=lead, at=clock.now())


def test_the_lead_is_handed_over_and_never_taken_off(session: Session) -> None:
    entry, other = make_application(), account("A Mẫu")
    member, lead = make_team_member(entry, other), lead_of(entry, session)
    with pytest.raises(Refused):
        team.remove_member(member=entry.members[0], by=lead, at=clock.now())
    team.hand_over_lead(member=member, by=lead, at=clock.now())
    session.refresh(entry)
    assert [each.account_id for each in entry.members if each.is_lead] == [other.id]


def file_entry() -> tuple[Application, object]:
    contest = make_contest()
    question = make_question(contest.sections[0], key="plan", kind=QuestionKind.FILE, label="Plan")
    return make_application(contest), question


def test_a_full_disk_leaves_the_entry_as_it_was(session: Session) -> None:
    entry, _question = file_entry()
    lead = lead_of(entry, session)
    full = patch("ecosystem.applications.services.files.store", side_effect=StorageFull("full"))
    with full, pytest.raises(StorageFull):
        add_file(application=entry, key="plan", stream=io.BytesIO(PDF), name="a.pdf", by=lead, at=clock.now())
    assert working_copy(entry).files == {}
    assert "problem" in working_copy(entry).values


def test_a_second_file_takes_the_place_of_the_first_and_what_was_handed_in_stays(session: Session) -> None:
    entry, question = file_entry()
    lead = lead_of(entry, session)
    first = attach_file(entry, question, make_file())  # type: ignore[arg-type]
    submit_again(entry)
    add_file(application=entry, key="plan", stream=io.BytesIO(PDF), name="hai.pdf", by=lead, at=clock.now())
    session.refresh(first)
    assert first.removed_at is not None
    assert forget_removed_files(entry.id, before=clock.now() + timedelta(days=30)) == 0


def test_a_removed_file_that_was_never_handed_in_is_forgotten(session: Session) -> None:
    entry, question = file_entry()
    attached = attach_file(entry, question, make_file())  # type: ignore[arg-type]
    remove_file(attached=attached, by=lead_of(entry, session), at=clock.now())
    assert forget_removed_files(entry.id, before=clock.now() + timedelta(days=30)) == 1


def test_a_reminder_comes_once_a_deadline_and_span(session: Session) -> None:
    entry = make_application()
    assert entry.contest.closes_at is not None
    close = entry.contest.closes_at
    assert remind(entry, at=close - timedelta(days=2)) == 1
    assert remind(entry, at=close - timedelta(days=2)) == 0
    assert remind(entry, at=close - timedelta(hours=20)) == 1
    assert remind(entry, at=close + timedelta(seconds=1)) == 0
