"""Hours of the demonstration's mentors, and sessions of their matches: one held, one to come."""

from datetime import datetime, timedelta

from sqlalchemy import select

from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.mentoring.domain.life_cycle import MentorshipState
from ecosystem.mentoring.models import MentoringSession, Mentorship
from ecosystem.mentoring.queries.availability import availability_of, slots_of
from ecosystem.mentoring.queries.sessions import progress_of
from ecosystem.mentoring.services.availability import set_hours
from ecosystem.mentoring.services.outcomes import hold
from ecosystem.mentoring.services.session_notes import add_item, save_shared
from ecosystem.mentoring.services.sessions import Wish, book

TOPICS = ("Giá bán và biên lợi nhuận", "Hồ sơ gọi vốn", "Kênh phân phối vào siêu thị", "Nhãn hiệu và bao bì")
MORNINGS = {str(day): [[480, 690], [840, 990]] for day in range(5)}


def load(today: datetime, *, matches: int = 4) -> str:
    """Open the hours of the mentors of the first matches, and book for each; say how many sessions there are."""
    active = select(Mentorship).where(Mentorship.state == MentorshipState.ACTIVE).order_by(Mentorship.id)
    made = [_meet(found, number, today) for number, found in enumerate(session().scalars(active.limit(matches)).all())]
    return f"{sum(made)} mentoring sessions booked"


def _meet(found: Mentorship, number: int, today: datetime) -> int:
    mentor, founder = found.profile.account, found.participant.contact
    if availability_of(found.profile_id) is None:
        room = f"https://meet.example.vn/co-van-{number + 1}"
        set_hours(found.profile, {"weekly": MORNINGS, "timezone": mentor.timezone, "link": room}, by=mentor.id)
    past = _book(found, number, today - timedelta(days=9))
    if past is not None and past.ends_at < today:
        hold(past, minutes=60, by=mentor.id)
        save_shared(past, text="Đã xem lại giá vốn; lần sau mang bảng chi phí từng dòng sản phẩm.", by=mentor, shown=0)
        due = (today + timedelta(days=6)).date()
        add_item(past, {"text": "Lập bảng chi phí", "owner_id": founder.id, "due_on": due}, by=founder)
    return sum(each is not None for each in (past, _book(found, number + 1, today)))


def _book(found: Mentorship, number: int, at: datetime) -> MentoringSession | None:
    """Book the first free hour as it was at an instant; None when there is none."""
    usual = availability_of(found.profile_id)
    assert usual is not None
    founder = found.participant.contact
    with clock.at(at):
        length = timedelta(minutes=found.programme.session_minutes)
        slots = slots_of(usual, length=length, now=clock.now(), others=[founder.id])
        if not slots or slots[0] >= found.programme.ends_at or progress_of(found).left == 0:
            return None
        return book(found, Wish(slots[min(number, len(slots) - 1)], topic=TOPICS[number % len(TOPICS)]), by=founder)
