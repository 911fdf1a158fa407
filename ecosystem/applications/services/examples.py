"""Fictional entries of a contest in test mode."""

from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from sqlalchemy import delete, select

from ecosystem.accounts.models import Account
from ecosystem.applications.domain.content import hash_of
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.models import Answer, Application, ApplicationFile, ApplicationMember, Submission
from ecosystem.applications.queries.working import content_of, working_copy
from ecosystem.applications.services.editing import index
from ecosystem.applications.signals import EntriesWiped
from ecosystem.audit.services import record
from ecosystem.contests.domain.form import QuestionDefinition
from ecosystem.contests.domain.kinds import QuestionKind
from ecosystem.contests.models import Contest
from ecosystem.contests.queries import form_of
from ecosystem.contests.services.deadlines import take_number
from ecosystem.core.database import session, transaction
from ecosystem.core.signals import announce
from ecosystem.uploads.services import remove

MOST = 200
_TITLES = (
    "Trà dược liệu sấy lạnh Măng Đen",
    "Sổ tay nông vụ cho hợp tác xã",
    "Phân bón từ vỏ cà phê",
    "Du lịch cộng đồng làng Kon Pring",
    "Cảm biến độ ẩm cho vườn sâm",
    "Thổ cẩm Ba Na trực tuyến",
    "Giao nông sản chung chuyến",
    "Gạch không nung từ tro trấu",
)
_NAMES = ("A Mẫu Thiên", "Y Mẫu Hân", "Nguyễn Mẫu An", "Rơ Châm Mẫu", "Trần Mẫu Bình")
_TEXT = "Đây là câu trả lời mẫu, được tạo ra để thử cuộc thi và sẽ được xóa khi cuộc thi mở thật."


def fill_with_examples(*, contest: Contest, number: int, by: Account, at: datetime) -> int:
    """Make up to 200 fictional entries that were handed in, spread over the boards; return how many."""
    wanted = max(0, min(number, MOST))
    with transaction():
        titles, names = cycle(_TITLES), cycle(_NAMES)
        boards = cycle(contest.boards or [None])
        for count in range(wanted):
            title = f"{next(titles)} ({count + 1})"
            _make(contest, next(boards), title, next(names), by=by, at=at - timedelta(minutes=wanted - count))
        record("application.fill_examples", contest, by=by.id, scope=contest, note=str(wanted))
    return wanted


def wipe_examples(*, contest: Contest) -> int:
    """Remove the fictional entries with everything that hangs on them; return how many."""
    with transaction() as current:
        wanted = select(Application.id).where(Application.contest_id == contest.id, Application.is_test)
        ids = list(current.scalars(wanted))
        if not ids:
            return 0
        announce(EntriesWiped(tuple(ids)))
        for attached in current.scalars(select(ApplicationFile).where(ApplicationFile.application_id.in_(ids))):
            remove(attached.file)
        current.execute(delete(Application).where(Application.id.in_(ids)))
        current.expire_all()
        return len(ids)


def _make(contest: Contest, board: Any, title: str, name: str, *, by: Account, at: datetime) -> None:
    current = session()
    number, code = take_number(contest)
    entry = Application(
        contest=contest,
        board=board,
        created_by_id=by.id,
        title=title,
        summary=_TEXT,
        number=number,
        code=code,
        state=ApplicationState.SUBMITTED,
        announced_state=ApplicationState.SUBMITTED,
        is_test=True,
        first_submitted_at=at,
        submitted_at=at,
        last_edited_at=at,
    )
    entry.members.append(ApplicationMember(name=name, role="Trưởng nhóm", is_lead=True, may_edit=True))
    current.add(entry)
    current.flush()
    for question in form_of(contest).questions:
        value = _value(question)
        if value is not None:
            answer = Answer(application_id=entry.id, question_id=question.id, value=value, updated_at=at)
            answer.updated_by_id = by.id
            current.add(answer)
    index(entry, entry.members)
    current.flush()
    content = content_of(working_copy(entry))
    entry.content_hash = hash_of(content)
    current.add(
        Submission(
            application_id=entry.id,
            number=1,
            submitted_at=at,
            submitted_by_id=by.id,
            content=content,
            content_hash=entry.content_hash,
        )
    )


def _value(question: QuestionDefinition) -> Any:
    """A plausible answer to a question; None for kinds that hold files or the team."""
    if question.kind.has_choices and question.choices:
        first = question.choices[0].value
        return [first] if question.kind is QuestionKind.MULTIPLE_CHOICE else first
    if question.kind.has_text_limits:
        return _TEXT[: question.max_characters or len(_TEXT)]
    return _VALUES.get(question.kind)


_VALUES: dict[QuestionKind, Any] = {
    QuestionKind.NUMBER: "5",
    QuestionKind.MONEY: 50_000_000,
    QuestionKind.DATE: "2025-06-15",
    QuestionKind.YES_NO: True,
    QuestionKind.VIDEO_LINK: "https://example.vn/video",
    QuestionKind.WEB_ADDRESS: "https://example.vn",
    QuestionKind.EMAIL: "mau@example.vn",
    QuestionKind.PHONE: "+84912345678",
    QuestionKind.PLACE: {"province": "51", "commune": ""},
}
