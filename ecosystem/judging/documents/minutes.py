"""Minutes of the jury's work: who judged, how it was computed, every result, places to sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import get_locale, pgettext
from flask_babel import gettext as _

from ecosystem.contests.models import Round
from ecosystem.core.documents.paper import GREY, Issue, Paper
from ecosystem.core.web.formatting import format_datetime, format_score, in_language
from ecosystem.judging.domain.committee import DeliberationState, Voice
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.domain.scoring import RankedEntry, describe
from ecosystem.judging.models import Deliberation, Panelist
from ecosystem.judging.queries.decisions import Decided
from ecosystem.judging.queries.publication import BoardResult


@dataclass(frozen=True)
class Minutes:
    """All that the minutes say. `published_at` None marks a draft."""

    round: Round
    panel: Sequence[Panelist]
    results: Sequence[BoardResult]
    decided: Mapping[int, Decided]
    published_at: datetime | None
    approval: Deliberation | None = None
    fingerprint: str = ""
    head: str = ""
    events: int = 0


def minutes_document(minutes: Minutes, *, issue: Issue | None = None) -> bytes:
    """Return the minutes as PDF, with a code to check them by when `issue` puts them on record."""
    round_ = minutes.round
    pdf = Paper(foot=f"{in_language(round_.contest, 'title')} · {in_language(round_, 'name')}")
    pdf.set_title(_("Minutes of judging"))
    pdf.add_page()
    _heading(pdf, minutes)
    _panel(pdf, minutes.panel)
    for number, result in enumerate(minutes.results, 2):
        _board(pdf, number, result, minutes.decided)
    if minutes.approval is not None and minutes.approval.answered_at is not None:
        _approval(pdf, len(minutes.results) + 2, minutes.approval, round_.contest.timezone)
    if minutes.fingerprint:
        text = _("Fingerprint of the published results (SHA-256): %(hash)s", hash=minutes.fingerprint)
        pdf.say(text, size=8, colour=GREY)
        record = _("Record of score events: %(number)s, last hash %(hash)s", number=minutes.events, hash=minutes.head)
        pdf.say(record, size=8, colour=GREY)
    chair = next((panelist.name for panelist in minutes.panel if panelist.is_chair), "")
    pdf.signatures([(_("Secretary"), ""), (_("Jury chair"), chair)])
    if issue is not None:
        pdf.stamp(issue)
    return pdf.finish()


def _heading(pdf: Paper, minutes: Minutes) -> None:
    round_ = minutes.round
    contest = round_.contest
    pdf.say(_("SOCIALIST REPUBLIC OF VIET NAM"), size=11, style="B", align="C")
    pdf.say(_("Independence – Freedom – Happiness"), size=10.5, style="B", align="C", after=6)
    pdf.say(in_language(contest.event.organiser, "name"), size=10, align="C", colour=GREY, after=3)
    pdf.say(_("MINUTES OF JUDGING"), size=17, style="B", align="C", after=1)
    pdf.say(in_language(round_, "name"), size=12, style="B", align="C")
    pdf.say(in_language(contest, "title"), size=11, align="C", after=4)
    if minutes.published_at is None:
        pdf.say(_("Draft: the results have not been announced."), size=10, style="I", align="C", colour=GREY, after=3)
    zone = contest.timezone
    begins, ends = format_datetime(round_.opens_at, zone), format_datetime(round_.closes_at, zone)
    pdf.say(_("Time of judging: %(begins)s – %(ends)s", begins=begins, ends=ends))
    if minutes.published_at is not None:
        pdf.say(_("Results announced on %(time)s", time=format_datetime(minutes.published_at, zone)))
    if contest.decision_number:
        pdf.say(_("By decision %(number)s", number=contest.decision_number))
    pdf.ln(4)


def _panel(pdf: Paper, panel: Sequence[Panelist]) -> None:
    pdf.say(_("1. The jury"), size=12, style="B", after=2)
    rows = [
        (number, panelist.name, _("Jury chair") if panelist.is_chair else _("Judge"))
        for number, panelist in enumerate(panel, 1)
    ]
    pdf.grid((pgettext("table", "No."), _("Name"), _("Office")), rows, (10, 60, 30), ("CENTER", "LEFT", "LEFT"))


def _board(pdf: Paper, number: int, result: BoardResult, decided: Mapping[int, Decided]) -> None:
    board = in_language(result.board, "name")
    pdf.say(_("%(number)s. Results: %(board)s", number=number, board=board), size=12, style="B", after=2)
    for sentence in describe(result.rules, in_english=str(get_locale()) == "en"):
        pdf.say(f"• {sentence.text}", size=9.5, colour=GREY)
    pdf.ln(3)
    head = (_("Rank"), _("Code"), _("Entry"), _("Judges"), _("Score"), _("Decision"))
    rows = [_line(result, row, decided) for row in result.ranking]
    pdf.grid(head, rows, (13, 26, 70, 16, 16, 24), ("CENTER", "LEFT", "LEFT", "CENTER", "RIGHT", "LEFT"))


def _approval(pdf: Paper, number: int, approval: Deliberation, zone: str) -> None:
    """The committee's answer: how many took part, what they said, member by member."""
    pdf.say(_("%(number)s. Approval by the committee", number=number), size=12, style="B", after=2)
    if approval.meeting:
        pdf.say(_("Meeting: %(text)s", text=approval.meeting), size=9.5)
    tally = approval.tally
    pdf.say(
        _(
            "Members: %(members)s, taking part: %(present)s. In favour: %(agreed)s, against: %(against)s, "
            "abstaining: %(abstained)s.",
            members=tally.members,
            present=tally.present,
            agreed=tally.in_favour,
            against=tally.against,
            abstained=tally.abstained,
        ),
        size=9.5,
    )
    approved = approval.state is DeliberationState.APPROVED
    when = format_datetime(approval.answered_at, zone)
    pdf.say(
        _("Approved on %(time)s.", time=when) if approved else _("Refused on %(time)s.", time=when), size=9.5, after=2
    )
    said = {Voice.IN_FAVOUR: _("In favour"), Voice.AGAINST: _("Against"), Voice.ABSTAINS: _("Abstains")}
    rows = [
        (place, member.name, member.office or "–", said[member.voice] if member.voice else "–")
        for place, member in enumerate(approval.members, 1)
    ]
    head = (pgettext("table", "No."), _("Name"), _("Office"), _("Voice"))
    pdf.grid(head, rows, (10, 45, 45, 25), ("CENTER", "LEFT", "LEFT", "LEFT"))


def _line(result: BoardResult, row: RankedEntry, decided: Mapping[int, Decided]) -> tuple[object, ...]:
    found = decided.get(int(str(row.id)))
    score = format_score(row.result.score, result.rules.places)
    if found is None:
        return row.rank or "–", "", "", row.result.judges, score, ""
    said = {Decision.ADVANCE: _("chosen"), Decision.STOP: _("stops"), Decision.PENDING: _("not decided")}
    return row.rank or "–", found.entry.code, found.entry.title, row.result.judges, score, said[found.decision]
