"""Agendas for everybody and cards for every table, in one PDF each."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from flask_babel import gettext as _

from ecosystem.core.addresses import absolute
from ecosystem.core.documents.paper import GREY, Paper
from ecosystem.core.web.formatting import format_date, format_time, in_language
from ecosystem.investors.models import InvestorSession, Meeting, ParticipantState, SessionSlot, SessionTable, Side
from ecosystem.investors.queries.sessions import slots_of, table_name, tables_of
from ecosystem.investors.queries.timetables import Row, meetings_of, rows_of

Told = Callable[[int, int], None]


def write_agendas(session_: InvestorSession, target: BinaryIO, told: Told = lambda done, of: None) -> int:
    """Write one page for each participant with meetings, founders first; return how many."""
    meetings = meetings_of(session_)
    own: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        own[meeting.founder_id].append(meeting)
        own[meeting.investor_id].append(meeting)
    people = [row for row in rows_of(session_, states=tuple(ParticipantState)) if row.id in own]
    people.sort(key=lambda row: row.side is Side.INVESTOR)
    paper, slots = _paper(session_), slots_of(session_)
    for number, row in enumerate(people, 1):
        told(number, len(people))
        _agenda(paper, session_, slots, row, own[row.id])
    if not people:
        paper.add_page()
        paper.say(_("There are no meetings."))
    target.write(paper.finish())
    return len(people)


def write_table_cards(session_: InvestorSession, target: BinaryIO, told: Told = lambda done, of: None) -> int:
    """Write one card for each table, spare ones too: its number from afar, its meetings, a QR code to check them."""
    at: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in meetings_of(session_):
        at[meeting.table_id].append(meeting)
    tables = tables_of(session_)
    paper = _paper(session_)
    for number, table in enumerate(tables, 1):
        told(number, len(tables))
        _card(paper, session_, table, at[table.id])
    target.write(paper.finish())
    return len(tables)


def _paper(session_: InvestorSession) -> Paper:
    return Paper(foot=f"{in_language(session_, 'title')} · {format_date(session_.held_on)}")


@contextmanager
def _beside_code(paper: Paper, link: str, size: float, caption: str = "") -> Iterator[None]:
    """Put a QR code at the top right; what is written in the block stays left of it, what follows begins below it."""
    paper.add_page()
    right, top = paper.r_margin, paper.get_y()
    left = paper.w - right - size
    paper.qr(link, left, 14, size)
    bottom = 14 + size + 3
    if caption:
        paper.set_xy(left, bottom - 1)
        paper.write_in(8, colour=GREY)
        paper.multi_cell(size, 3.6, caption, align="R")
        bottom = paper.get_y() + 3
    paper.set_right_margin(right + size + 4)
    paper.set_xy(paper.l_margin, top)
    yield
    paper.set_right_margin(right)
    paper.set_xy(paper.l_margin, max(paper.get_y(), bottom))


def _agenda(
    paper: Paper, session_: InvestorSession, slots: Sequence[SessionSlot], row: Row, meetings: list[Meeting]
) -> None:
    with _beside_code(paper, absolute(f"/investor-sessions/{session_.public_id}/agenda"), 22):
        paper.say(in_language(session_, "title"), size=10, colour=GREY)
        paper.say(row.name, size=20, style="B", after=1)
        where = f" · {session_.place}" if session_.place else ""
        paper.say(f"{format_date(session_.held_on)}{where}", size=11, after=4)
    table_by_slot = {meeting.slot_id: meeting for meeting in meetings}
    rows = []
    for slot in slots:
        hours = f"{format_time(slot.starts_at, session_.timezone)}–{format_time(slot.ends_at, session_.timezone)}"
        meeting = table_by_slot.get(slot.id)
        if slot.is_break:
            rows.append((hours, _("Break"), "", ""))
        elif meeting is not None:
            other = meeting.investor if row.side is Side.FOUNDER else meeting.founder
            rows.append((hours, other.name, table_name(meeting.table), ""))
    paper.grid((_("Time"), _("With"), _("Table"), _("Notes")), rows, (24, 66, 30, 54), ("L", "L", "L", "L"))


def _card(paper: Paper, session_: InvestorSession, table: SessionTable, meetings: list[Meeting]) -> None:
    caption = _("Scan: the meeting took place, or somebody did not come")
    with _beside_code(paper, absolute(f"/investor-sessions/tables/{table.public_id}"), 36, caption):
        paper.say(in_language(session_, "title"), size=10, colour=GREY)
        paper.say(table_name(table), size=44, style="B", after=2)
        if table.is_spare:
            paper.say(_("Spare table"), size=12, colour=GREY, after=2)
    rows = [
        (
            f"{format_time(m.slot.starts_at, session_.timezone)}–{format_time(m.slot.ends_at, session_.timezone)}",
            m.founder.name,
            m.investor.name,
        )
        for m in meetings
    ]
    if rows:
        paper.grid((_("Time"), _("Founder"), _("Investor")), rows, (28, 73, 73), ("L", "L", "L"))
