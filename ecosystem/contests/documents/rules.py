"""The rules of a contest as a PDF, to print and to sign."""

from flask_babel import force_locale, gettext
from fpdf.enums import XPos, YPos

from ecosystem.contests.domain.rules import RulesDocument
from ecosystem.contests.domain.wording import instant_in_words
from ecosystem.contests.models import Amendment, Contest
from ecosystem.contests.queries.public import amendments_of
from ecosystem.contests.queries.rules import rules_of
from ecosystem.core.documents.lettering import FAMILY, LetteredPdf

MARGIN = 20


class RulesPaper(LetteredPdf):
    """A4 with the page's number at its foot."""

    def footer(self) -> None:
        """Write the number of the page."""
        self.set_y(-15)
        self.set_font(FAMILY, size=9)
        self.set_text_color(110)
        self.cell(0, 6, f"{self.page_no()}/{{nb}}", align="C")


def rules_as_pdf(contest: Contest, language: str) -> bytes:
    """Return the rules of `contest` in `language` ("vi" or "en") as a PDF."""
    document = rules_of(contest, language)
    with force_locale(language):
        paper = _paper(contest)
        _head(paper, contest, language)
        _articles(paper, document)
        for amendment in reversed(amendments_of(contest)):
            _amendment(paper, contest, amendment, language)
        _signature(paper)
    return bytes(paper.output())


def _paper(contest: Contest) -> RulesPaper:
    paper = RulesPaper(format="A4")
    paper.set_title(contest.title)
    paper.set_margins(MARGIN, MARGIN, MARGIN)
    paper.set_auto_page_break(True, 22)
    paper.add_page()
    return paper


def _head(paper: RulesPaper, contest: Contest, language: str) -> None:
    paper.set_font(FAMILY, "B", 11)
    _line(paper, contest.event.organiser.name.upper(), align="C")
    if contest.decision_number:
        paper.set_font(FAMILY, size=10)
        _line(paper, gettext("Decision %(number)s", number=contest.decision_number), align="C")
    paper.ln(8)
    paper.set_font(FAMILY, "B", 16)
    _line(paper, gettext("Contest rules"), height=9, align="C")
    paper.set_font(FAMILY, "B", 13)
    _line(paper, contest.title_en if language == "en" and contest.title_en else contest.title, height=7, align="C")
    paper.ln(6)


def _articles(paper: RulesPaper, document: RulesDocument) -> None:
    for number, section in enumerate(document.sections, 1):
        paper.ln(3)
        paper.set_font(FAMILY, "B", 12)
        _line(paper, gettext("Article %(number)d. %(title)s", number=number, title=section.title), height=7)
        paper.set_font(FAMILY, size=10)
        for place, item in enumerate(section.items, 1):
            words = f"{item.heading}: {item.text}" if item.heading and item.text else item.heading or item.text
            _line(paper, f"{place}. {words}")


def _amendment(paper: RulesPaper, contest: Contest, amendment: Amendment, language: str) -> None:
    paper.ln(4)
    paper.set_font(FAMILY, "B", 12)
    _line(paper, gettext("Amendment %(number)d", number=amendment.number), height=7)
    paper.set_font(FAMILY, "I", 10)
    _line(paper, instant_in_words(amendment.published_at, contest.timezone))
    paper.set_font(FAMILY, size=10)
    _line(paper, amendment.summary)
    ending = "_en" if language == "en" else ""
    nothing = gettext("(nothing)")
    for change in amendment.changes:
        what, before, after = (change.get(name + ending) or change[name] for name in ("what", "before", "after"))
        _line(paper, f"– {what}: {before or nothing} → {after or nothing}")


def _signature(paper: RulesPaper) -> None:
    paper.ln(12)
    if paper.will_page_break(40):
        paper.add_page()
    paper.set_x(110)
    paper.set_font(FAMILY, "B", 11)
    paper.multi_cell(80, 6, gettext("For the organising committee"), align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.set_x(110)
    paper.set_font(FAMILY, "I", 10)
    paper.multi_cell(80, 6, gettext("(signature, full name, stamp)"), align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _line(paper: RulesPaper, text: str, *, height: float = 5.6, align: str = "L") -> None:
    paper.multi_cell(0, height, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.ln(1)
