"""Certificates: A4 across, one page a prize, with a number and a QR code that leads to the check."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from ecosystem.core import clock
from ecosystem.core.addresses import base_url
from ecosystem.core.documents.paper import ACCENT, GREY, LINE, Paper
from ecosystem.core.web.formatting import in_language, in_zone
from ecosystem.core.web.navigation import path_to
from ecosystem.judging.models import Award
from ecosystem.judging.queries.winners import public_names


@dataclass(frozen=True)
class Certificate:
    """An award with what is printed beside it: the team's names and the address of the check."""

    award: Award
    names: Sequence[str]
    check_url: str

    @property
    def recipient(self) -> str:
        """Who gets it: the people, else the startup."""
        startup = self.award.application.startup
        return ", ".join(self.names) or (startup.name if startup is not None else "")


def certificates_of(awards: Iterable[Award]) -> list[Certificate]:
    """Return the awards with what is printed beside them."""
    base = base_url()
    return [
        Certificate(award, public_names(award.application), base + path_to("winners.verify", code=award.public_id))
        for award in awards
    ]


def certificates_document(certificates: Iterable[Certificate]) -> bytes:
    """Return the certificates as one PDF."""
    pdf = Paper(landscape=True, margin=24)
    pdf.set_title(_("Certificates"))
    for certificate in certificates:
        pdf.add_page()
        _frame(pdf)
        _text(pdf, certificate)
        _foot(pdf, certificate)
    return pdf.finish()


def _frame(pdf: Paper) -> None:
    pdf.set_draw_color(*ACCENT)
    pdf.set_line_width(1.2)
    pdf.rect(9, 9, pdf.w - 18, pdf.h - 18)
    pdf.set_line_width(0.25)
    pdf.rect(11.5, 11.5, pdf.w - 23, pdf.h - 23)
    pdf.set_draw_color(*LINE)


def _text(pdf: Paper, certificate: Certificate) -> None:
    award = certificate.award
    entry = award.application
    contest = entry.contest
    names = certificate.recipient
    pdf.set_y(21)
    pdf.say(in_language(contest.event.organiser, "name").upper(), size=12, style="B", align="C", colour=GREY, after=8)
    pdf.say(_("CERTIFICATE"), size=34, style="B", align="C", colour=ACCENT, after=5)
    pdf.say(_("is awarded to"), size=12, style="I", align="C", colour=GREY, after=3)
    pdf.say(names, size=_fitting(names, 22), style="B", align="C", after=4)
    pdf.say(_("for the entry"), size=12, style="I", align="C", colour=GREY, after=2)
    pdf.say(f"“{entry.title}”", size=_fitting(entry.title, 15), align="C", after=5)
    pdf.say(in_language(award.prize, "name").upper(), size=22, style="B", align="C", colour=ACCENT, after=2)
    board = f"{in_language(entry.board, 'name')} · " if entry.board else ""
    pdf.say(f"{board}{in_language(contest, 'title')}", size=12, align="C", after=1)
    if award.citation:
        pdf.say(award.citation, size=11, style="I", align="C", colour=GREY)


def _fitting(text: str, size: float) -> float:
    """Long names and titles get smaller letters, so that they stay above the foot."""
    return size if len(text) <= 60 else max(9.0, size * (60 / len(text)) ** 0.5)


def _foot(pdf: Paper, certificate: Certificate) -> None:
    award = certificate.award
    contest = award.application.contest
    pdf.qr(certificate.check_url, 24, pdf.h - 46, 22)
    pdf.set_xy(50, pdf.h - 46)
    pdf.write_in(9, colour=GREY)
    said = [_("Number %(number)s", number=f"{award.number:03d}/{contest.year}")]
    if contest.decision_number:
        said.append(_("Decision %(number)s", number=contest.decision_number))
    said += [_("Check at"), certificate.check_url]
    pdf.multi_cell(110, 5, "\n".join(said), align="L")
    moment = in_zone(award.announced_at or clock.now(), contest.timezone)
    pdf.set_xy(pdf.w - 124, pdf.h - 62)
    pdf.write_in(10.5, "I")
    day = _("day %(day)s month %(month)s year %(year)s", day=moment.day, month=moment.month, year=moment.year)
    pdf.multi_cell(100, 6, day, align="C", new_x="LEFT", new_y="NEXT")
    pdf.write_in(11, "B")
    pdf.multi_cell(100, 6, _("FOR THE ORGANISING COMMITTEE"), align="C", new_x="LEFT", new_y="NEXT")
