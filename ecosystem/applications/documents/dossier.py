"""The dossier of an entry as PDF: cover, answers, files, hash."""

from datetime import datetime
from typing import Literal

from flask_babel import gettext as _

from ecosystem.applications.documents.words import answer_text
from ecosystem.applications.domain.dossier import Dossier, DossierAnswer, DossierMember
from ecosystem.contests.models import Contest
from ecosystem.core.documents.lettering import FAMILY, LetteredPdf
from ecosystem.core.web.formatting import format_datetime, format_filesize, in_language, zone_name

MARGIN = 20
GREY, INK, LINE = (100, 108, 120), (20, 24, 31), (215, 219, 225)
Style = Literal["", "B", "I"]


class DossierPdf(LetteredPdf):
    """A4 pages with the entry's code and page number at the foot."""

    def __init__(self, code: str) -> None:
        super().__init__(format="A4")
        self.code = code
        self.set_margin(MARGIN)
        self.set_auto_page_break(True, margin=22)
        self.alias_nb_pages()

    def footer(self) -> None:
        """Code and page."""
        self.set_y(-15)
        self.set_font(FAMILY, size=8)
        self.set_text_color(*GREY)
        self.cell(0, 5, self.code)
        self.set_x(MARGIN)
        self.cell(0, 5, f"{self.page_no()}/{{nb}}", align="R")

    def text_block(
        self, text: str, *, size: float = 10.5, style: Style = "", colour: tuple[int, int, int] = INK
    ) -> None:
        """A paragraph over the whole width; lines are high enough for stacked marks."""
        self.set_font(FAMILY, style=style, size=size)
        self.set_text_color(*colour)
        self.multi_cell(0, size * 0.55, text, new_x="LMARGIN", new_y="NEXT", align="L")

    def rule(self) -> None:
        """A thin line."""
        self.set_draw_color(*LINE)
        self.line(MARGIN, self.get_y(), self.w - MARGIN, self.get_y())
        self.ln(4)


def dossier_document(dossier: Dossier, contest: Contest, *, submitted_at: datetime | None) -> bytes:
    """Return the dossier as PDF. It holds what the dossier holds: of a blind one neither names nor the hash."""
    pdf = DossierPdf(dossier.code or _("Draft"))
    pdf.set_title(f"{dossier.code} {dossier.title}".strip())
    pdf.set_creator("Ecosystem")
    pdf.add_page()
    _cover(pdf, dossier, contest, submitted_at)
    for section in dossier.sections:
        pdf.ln(4)
        pdf.text_block(in_language(section, "title"), size=14, style="B")
        pdf.ln(2)
        for answer in section.answers:
            _answer(pdf, answer)
    if dossier.files:
        _files(pdf, dossier)
    if dossier.content_hash:
        pdf.ln(4)
        pdf.text_block(_("Content hash (SHA-256)"), size=8, colour=GREY)
        pdf.text_block(dossier.content_hash, size=8, colour=GREY)
    return bytes(pdf.output())


def _cover(pdf: DossierPdf, dossier: Dossier, contest: Contest, submitted_at: datetime | None) -> None:
    pdf.text_block(in_language(contest, "title"), size=11, colour=GREY)
    pdf.ln(3)
    pdf.text_block(dossier.title or _("Untitled entry"), size=20, style="B")
    pdf.ln(2)
    if submitted_at is None:
        handed_in = _("Draft, not handed in")
    else:
        handed_in = f"{format_datetime(submitted_at, contest.timezone)} ({zone_name(contest.timezone, submitted_at)})"
    facts = [
        (_("Code"), dossier.code),
        (_("Board"), in_language(dossier, "board")),
        (_("Startup"), dossier.startup or ""),
        (_("Submitted"), handed_in),
        (_("Submission"), str(dossier.number or "")),
    ]
    for name, value in facts:
        if value:
            _fact(pdf, name, value)
    if dossier.summary:
        pdf.ln(3)
        pdf.text_block(dossier.summary, size=11)
    if dossier.members:
        pdf.ln(4)
        pdf.text_block(_("Team"), size=14, style="B")
        for member in dossier.members:
            pdf.text_block(_member_line(member))
    pdf.ln(3)
    pdf.rule()


def _fact(pdf: DossierPdf, name: str, value: str) -> None:
    pdf.set_font(FAMILY, size=10)
    pdf.set_text_color(*GREY)
    pdf.cell(38, 6, name)
    pdf.set_text_color(*INK)
    pdf.multi_cell(0, 6, value, new_x="LMARGIN", new_y="NEXT", align="L")


def _answer(pdf: DossierPdf, answer: DossierAnswer) -> None:
    pdf.text_block(in_language(answer, "label"), size=10, style="B")
    if answer.files:
        for file in answer.files:
            pdf.text_block(f"• {file.name} ({format_filesize(file.size)})")
    elif answer.kind == "team":
        pdf.text_block(_("See the team above."), colour=GREY)
    else:
        text = answer_text(answer)
        pdf.text_block(text or _("No answer"), colour=INK if text else GREY)
    pdf.ln(3)


def _files(pdf: DossierPdf, dossier: Dossier) -> None:
    pdf.ln(4)
    pdf.text_block(_("Files"), size=14, style="B")
    for number, file in enumerate(dossier.files, 1):
        pdf.text_block(f"{number}. {file.name} · {format_filesize(file.size)}")
        if not dossier.is_blind:
            pdf.text_block(f"SHA-256 {file.sha256}", size=7.5, colour=GREY)


def _member_line(member: DossierMember) -> str:
    parts = [member.name, member.role, member.organisation]
    return "• " + ", ".join(part for part in parts if part)
