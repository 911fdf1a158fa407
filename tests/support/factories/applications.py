"""Entries in every state, one by one or many at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert, select

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.content import hash_of
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import (
    Answer,
    Application,
    ApplicationFile,
    ApplicationMember,
    SimilarPair,
    Submission,
)
from ecosystem.applications.queries.working import content_of, working_copy
from ecosystem.contests.models import Contest, Question
from ecosystem.contests.services.deadlines import code_of, take_number
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.identifiers import public_id
from ecosystem.core.search import fold, sort_key
from ecosystem.uploads.models import StoredFile
from tests.support.factories.accounts import account
from tests.support.factories.contests import make_contest

PROBLEM = "Cà phê Măng Đen được mùa thường mất giá, vì bà con chưa chế biến sâu."
_numbers = count(1)
_HANDED_IN = frozenset(ApplicationState) - {ApplicationState.DRAFT}


def make_application(
    contest: Contest | None = None,
    *,
    by: Account | None = None,
    state: ApplicationState = ApplicationState.DRAFT,
    answers: Mapping[str, Any] | None = None,
    announced: bool = True,
    **values: Any,
) -> Application:
    """An entry led by `by`, on the contest's first board, with the question "problem" answered.

    In any state but draft it was handed in once (code, submission, hash). `announced=False` holds a decision.
    """
    contest = contest or make_contest()
    lead = by or account(f"Y Mẫu Linh {next(_numbers)}")
    defaults: dict[str, Any] = {
        "title": f"Cà phê chế biến sâu {next(_numbers)}",
        "summary": "Chế biến cà phê tại chỗ để giữ giá trị ở lại vùng trồng.",
        "board": contest.boards[0] if contest.boards else None,
    }
    entry = Application(contest=contest, created_by_id=lead.id, **defaults | values)
    entry.members.append(_member(lead, is_lead=True, may_edit=True))
    with transaction():
        session().add(entry)
        session().flush()
        _answer(entry, {"problem": PROBLEM} if answers is None else answers, lead)
        _index(entry, lead.name)
    if state in _HANDED_IN:
        _hand_in(entry, lead)
        _put_into(entry, state, announced=announced)
    return entry


def make_team_member(
    entry: Application, account: Account | None = None, *, name: str = "A Mẫu Thiên", **values: Any
) -> ApplicationMember:
    """One more person on the team, without an account unless one is given."""
    member = _member(account, **values) if account else ApplicationMember(name=name, **values)
    member.application_id = entry.id
    member.position = next(_numbers)
    with transaction():
        session().add(member)
    session().expire(entry, ["members"])
    return member


def attach_file(entry: Application, question: Question, file: StoredFile, by: Account | None = None) -> ApplicationFile:
    """A stored file as an answer to a file question."""
    attached = ApplicationFile(
        application_id=entry.id,
        question_id=question.id,
        file_id=file.id,
        added_by_id=by.id if by else entry.created_by_id,
        added_at=clock.now(),
    )
    with transaction():
        session().add(attached)
    return attached


def submit_again(entry: Application) -> Submission:
    """Hand the entry in as it now stands, without asking any rule."""
    lead = session().get(Account, entry.created_by_id)
    assert lead is not None
    return _hand_in(entry, lead)


def make_similar_pair(entry: Application, other: Application) -> SimilarPair:
    """Two entries that were found to resemble each other and nobody has looked at yet."""
    pair = SimilarPair(
        contest_id=entry.contest_id,
        entry_id=entry.id,
        other_id=other.id,
        strength=700,
        likeness=700,
        copied=0,
        compared="a:b",
        found_at=clock.now(),
    )
    with transaction():
        session().add(pair)
    return pair


def make_many_applications(
    contest: Contest, number: int, *, state: ApplicationState = ApplicationState.ELIGIBLE, spread: bool = True
) -> list[int]:
    """Many entries handed in, each led by an account of its own, in a few statements; return their ids in order.

    `spread` deals them out over the contest's boards; else all are on the first.
    """
    now, first = clock.now(), _next_number(contest)
    board_ids = [board.id for board in contest.boards]
    rows = [_row(contest, first + index, board_ids, state, now, spread=spread) for index in range(number)]
    with transaction() as current:
        tags = [public_id() for _ in rows]
        current.execute(insert(Account), [_account_row(tag) for tag in tags])
        emails = [f"{tag}@nhieu.example" for tag in tags]
        found = current.execute(select(Account.email, Account.id).where(Account.email.like("%@nhieu.example")))
        people = {row.email: row.id for row in found}
        leads = [people[email] for email in emails]
        for row, lead in zip(rows, leads, strict=True):
            row["created_by_id"] = lead
        current.execute(insert(Application), rows)
        contest.next_number = first + number
        of_contest = select(Application.id).where(Application.contest_id == contest.id, Application.number >= first)
        ids = list(current.scalars(of_contest.order_by(Application.number)))
        current.execute(insert(ApplicationMember), [_member_row(*pair) for pair in zip(ids, leads, strict=True)])
        current.execute(
            insert(Submission), [_submission_row(*each, now) for each in zip(ids, leads, rows, strict=True)]
        )
    return ids


def _answer(entry: Application, answers: Mapping[str, Any], by: Account) -> None:
    questions = session().scalars(select(Question).where(Question.contest_id == entry.contest_id))
    by_key = {question.key: question for question in questions}
    for key, value in answers.items():
        if key in by_key:
            row = Answer(application_id=entry.id, question_id=by_key[key].id, value=value, version=1)
            row.updated_at, row.updated_by_id = clock.now(), by.id
            session().add(row)


def _hand_in(entry: Application, by: Account) -> Submission:
    with transaction():
        if entry.number is None:
            entry.number, entry.code = take_number(entry.contest)
        session().flush()
        content = content_of(working_copy(entry))
        earlier = session().scalars(select(Submission.number).where(Submission.application_id == entry.id)).all()
        submission = Submission(
            application_id=entry.id,
            number=max(earlier, default=0) + 1,
            submitted_at=clock.now(),
            submitted_by_id=by.id,
            content=content,
            content_hash=hash_of(content),
        )
        session().add(submission)
        entry.first_submitted_at = entry.first_submitted_at or submission.submitted_at
        entry.submitted_at, entry.content_hash = submission.submitted_at, submission.content_hash
        entry.state = entry.announced_state = ApplicationState.SUBMITTED
        entry.has_unsubmitted_changes = False
        _index(entry, by.name)
    return submission


def _put_into(entry: Application, state: ApplicationState, *, announced: bool) -> None:
    with transaction():
        entry.state = state
        if announced:
            entry.announced_state = state
        if state is ApplicationState.WITHDRAWN:
            entry.withdrawn_at = clock.now()
        if state is ApplicationState.RETURNED:
            entry.returned_until, entry.returned_items = clock.now() + timedelta(days=3), ["Bản thuyết minh"]
        if state in (ApplicationState.ELIGIBLE, ApplicationState.INELIGIBLE):
            entry.decided_by_id, entry.decided_at = entry.created_by_id, clock.now()


def _index(entry: Application, names: str) -> None:
    entry.sort_key = sort_key(entry.title)
    entry.search_text = fold(f"{entry.code} {entry.title} {names}")


def _member(person: Account, **values: Any) -> ApplicationMember:
    defaults = {"name": person.name, "email": person.email, "role": "Thành viên"}
    return ApplicationMember(account_id=person.id, **defaults | values)


def _next_number(contest: Contest) -> int:
    session().refresh(contest, ["next_number"])
    return contest.next_number


def _row(
    contest: Contest, number: int, board_ids: Sequence[int], state: ApplicationState, now: datetime, *, spread: bool
) -> dict[str, Any]:
    title = f"Ý tưởng mẫu số {number}"
    content = {"format": 1, "title": title, "summary": PROBLEM, "sections": [], "members": [], "board": None}
    code = code_of(contest, number)
    return {
        "public_id": public_id(),
        "contest_id": contest.id,
        "board_id": board_ids[number % len(board_ids) if spread else 0] if board_ids else None,
        "title": title,
        "summary": PROBLEM,
        "number": number,
        "code": code,
        "state": state,
        "announced_state": state,
        "first_submitted_at": now,
        "submitted_at": now,
        "content_hash": hash_of(content),
        "sort_key": sort_key(title),
        "search_text": fold(f"{code} {title}"),
    }


def _account_row(tag: str) -> dict[str, Any]:
    email = f"{tag}@nhieu.example"
    return {"email": email, "email_key": email, "name": f"Người Mẫu {tag}", "email_verified_at": clock.now()}


def _member_row(application_id: int, account_id: int) -> dict[str, Any]:
    return {
        "application_id": application_id,
        "account_id": account_id,
        "name": "Người Mẫu",
        "is_lead": True,
        "may_edit": True,
    }


def _submission_row(application_id: int, account_id: int, row: dict[str, Any], now: datetime) -> dict[str, Any]:
    content = {"format": 1, "title": row["title"], "summary": PROBLEM, "sections": [], "members": [], "board": None}
    return {
        "application_id": application_id,
        "number": 1,
        "submitted_at": now,
        "submitted_by_id": account_id,
        "content": content,
        "content_hash": row["content_hash"],
    }
