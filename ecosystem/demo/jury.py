"""What a jury of the demonstration does beside scoring: it calibrates, deliberates and hears pitches."""

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from ecosystem.applications.models import Application
from ecosystem.contests.models import Contest, Round
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.demo.people import ORGANISER, SECRETARY, account_at
from ecosystem.judging.domain.committee import Share
from ecosystem.judging.models import Calibration, Panelist, PitchDay
from ecosystem.judging.queries.bars import is_barred
from ecosystem.judging.queries.calibration import own_anchors
from ecosystem.judging.queries.ranking import rubric_of
from ecosystem.judging.services import analysis, calibration, deliberation, pitch_clock, pitch_order
from ecosystem.judging.services.deliberation import Seat

REMARKS = (
    "Điểm của hai giám khảo lệch nhau ở tiêu chí thị trường. Đề nghị đọc lại phần khảo sát khách hàng.",
    "Nhóm đã có hợp đồng dùng thử với hai hợp tác xã, nên nâng mức khả thi.",
    "Đồng ý. Tuy nhiên chi phí vận chuyển chưa được tính đủ.",
)
COMMITTEE = (
    Seat("Nguyễn Mẫu Thanh", "Phó Giám đốc Sở, Trưởng ban", "thanh.nguyen.mau@example.vn"),
    Seat("Lê Mẫu Ngọc", "Tổ thư ký", SECRETARY.address),
    Seat("Y Mẫu Blin", "Đại diện Liên hiệp các hội khoa học và kỹ thuật"),
)


def calibrate(round_: Round, *, at: datetime) -> Calibration:
    """Let the panel score two dossiers before the round; the last judge has still to do so."""
    owner = account_at(ORGANISER.address)
    version = rubric_of(round_, round_.contest.boards[0].id)
    assert version is not None
    with clock.at(at):
        made = calibration.prepare(round_, version, by=owner)
        for entry in _entries(round_.contest)[:2]:
            calibration.add_anchor(made, entry, by=owner)
        message = "Đề nghị quý thầy cô chấm thử hai hồ sơ để thống nhất cách hiểu thang điểm."
        calibration.step(made, "open", message=message, by=owner)
    panel = _panel(round_)
    with clock.at(at + timedelta(hours=6)):
        for place, panelist in enumerate(panel[:-1]):
            for anchor in own_anchors(made, panelist):
                share = Decimal(6 + (place + anchor.position) % 3) / 10
                marks = {each.key: _mark(each.maximum, each.step, share) for each in version.criteria}
                calibration.mark(anchor, panelist, marks)
    return made


def deliberate(round_: Round, *, at: datetime) -> None:
    """Open the deliberation of a round: a few remarks, and a committee that has not voted yet."""
    owner = account_at(ORGANISER.address)
    with clock.at(at):
        opened = deliberation.open_deliberation(round_, by=owner)
        deliberation.set_committee(
            opened,
            COMMITTEE,
            quorum=Share.TWO_THIRDS,
            approval=Share.MORE_THAN_HALF,
            counts_all=True,
            meeting="Phòng họp số 2, Sở Khoa học và Công nghệ",
            by=owner,
        )
    judges = [account_at(each.email) for each in _panel(round_)]
    for place, entry in enumerate(_entries(round_.contest)[:3]):
        free = [judge for judge in judges if not is_barred(judge.id, entry.id)]
        for number, text in enumerate(REMARKS[: 3 - place]):
            with clock.at(at + timedelta(hours=1 + place, minutes=9 * number)):
                deliberation.say(opened, entry, text, by=free[(place + number) % len(free)])


def hold_pitches(round_: Round, *, at: datetime) -> None:
    """Draw the order of a round's pitches a day before `at`, and let everybody pitch."""
    owner = account_at(ORGANISER.address)
    plan = pitch_order.Plan(at, pitch_seconds=420, question_seconds=300, gap_seconds=60, is_open=True)
    with clock.at(at - timedelta(days=1)):
        draw = pitch_order.draw(round_, plan, seed="2026", by=owner)
    day = session().scalars(select(PitchDay).where(PitchDay.round_id == round_.id)).one()
    moment = at
    for _entry in draw.codes:
        for step, minutes in (("start", 7), ("questions", 5), ("next", 1)):
            with clock.at(moment):
                pitch_clock.take_step(day, step, shown=day.version)
            moment += timedelta(minutes=minutes)


def analyse(round_: Round) -> None:
    """Compute fair scores and reliability of every board of a round."""
    for board in round_.contest.boards:
        analysis.compute(round_, board)


def _entries(contest: Contest) -> list[Application]:
    mine = select(Application).where(Application.contest_id == contest.id).order_by(Application.number)
    return list(session().scalars(mine))


def _panel(round_: Round) -> list[Panelist]:
    mine = select(Panelist).where(Panelist.round_id == round_.id).order_by(Panelist.id)
    return list(session().scalars(mine))


def _mark(maximum: Decimal, step: Decimal, share: Decimal) -> Decimal:
    return (maximum * share / step).to_integral_value() * step
