"""Forms about panels: one judge, many at once, the judge's answer, a conflict."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional, ValidationError

from ecosystem.contests.models import Board
from ecosystem.core.forms import Form, SelectChoice, VersionedForm, WholeNumberField, at_most, chosen, required
from ecosystem.core.search import fold
from ecosystem.core.web.formatting import in_language
from ecosystem.judging.forms.fields import LanguagesField, SectorsField
from ecosystem.judging.models import Panelist
from ecosystem.judging.services.panels import Expertise, Invitee
from ecosystem.startups.domain.taxonomy import SECTORS

MOST_AT_ONCE = 200
MOST_ENTRIES = 2_000
NO_LIMIT = _l("Empty means no limit.")


def _is_address(_form: Any, field: Any) -> None:
    try:
        validate_email(field.data or "", check_deliverability=False)
    except EmailNotValidError as error:
        raise ValidationError(_l("Please type an e-mail address, such as ten@coquan.vn.")) from error


class _JudgeFields(Form):
    """What the organiser notes about a judge."""

    name = StringField(
        _l("Name"), [required(), at_most(200)], description=_l("With title, as it stands in the minutes.")
    )
    is_chair = BooleanField(_l("Chairs the jury"))
    sectors = SectorsField()
    languages = LanguagesField()
    board_ids = SelectMultipleField(_l("Boards"), coerce=int, description=_l("Nothing ticked means all boards."))
    max_load = WholeNumberField(
        _l("At most so many entries"),
        [Optional(), NumberRange(1, MOST_ENTRIES)],
        description=_l("Empty means no limit."),
    )

    def offer(self, boards: list[Board]) -> None:
        """Offer the boards of the contest; a contest of one board need not choose."""
        self.board_ids.choices = [SelectChoice(board.id, in_language(board, "name")) for board in boards]

    def _value(self, email: str) -> Invitee:
        return Invitee(
            name=self.name.data or "",
            email=email,
            is_chair=self.is_chair.data,
            sectors=tuple(self.sectors.data or ()),
            languages=tuple(self.languages.data or ()),
            board_ids=tuple(self.board_ids.data or ()),
            max_load=self.max_load.data,
        )


class InviteForm(_JudgeFields):
    """Invite one judge."""

    email = StringField(_l("E-mail"), [required(), at_most(254), _is_address])

    def to_value(self) -> Invitee:
        """Return whom to invite."""
        return self._value(self.email.data or "")


class PanelistForm(_JudgeFields, VersionedForm):
    """Change what is noted about a judge."""

    def to_value(self) -> Invitee:
        """Return what to note; the address stays."""
        return self._value("")


@dataclass(frozen=True)
class BadLine:
    """A line of a pasted list that cannot be read, and why."""

    number: int
    line: str
    why: Any


class PasteForm(Form):
    """Invite many judges from a list: name, e-mail, sectors; one a line, as pasted from a table."""

    people = TextAreaField(
        _l("List of judges"),
        [required(), at_most(40_000)],
        description=_l("One judge a line: name; e-mail; sectors. A table pasted from a spreadsheet works too."),
    )

    def validate_people(self, field: Any) -> None:
        """Every line must be readable; the first bad ones are named."""
        invitees, bad = read_people(field.data or "")
        if bad:
            lines = "; ".join(f"{each.number}: {each.line[:60]}" for each in bad[:5])
            raise ValidationError(_l("No name or e-mail address could be read in line %(lines)s", lines=lines))
        if len(invitees) > MOST_AT_ONCE:
            raise ValidationError(_l("At most %(most)s judges at once, please.", most=MOST_AT_ONCE))

    def to_value(self) -> list[Invitee]:
        """Return whom to invite, in the order of the list."""
        return read_people(self.people.data or "")[0]


def read_people(text: str) -> tuple[list[Invitee], list[BadLine]]:
    """Read lines of name, e-mail and sectors, separated by tabs, semicolons or commas."""
    invitees: list[Invitee] = []
    bad: list[BadLine] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        invitee = _read_line(line)
        if invitee is None:
            bad.append(BadLine(number, line.strip(), _l("No name or e-mail address.")))
        else:
            invitees.append(invitee)
    return invitees, bad


def _read_line(line: str) -> Invitee | None:
    parts = [part.strip() for part in re.split(r"[\t;]" if re.search(r"[\t;]", line) else ",", line)]
    address = next((part.strip("<>") for part in parts if "@" in part), "")
    rest = [part for part in parts if part and "@" not in part]
    if not rest or not _is_valid(address) or len(rest[0]) > 200:
        return None
    return Invitee(name=rest[0], email=address, sectors=_sectors(rest[1:]))


def _is_valid(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return len(address) <= 254


def _sectors(words: list[str]) -> tuple[str, ...]:
    """Sectors by code or by their names in the language of the page, without regard to marks; others are left out."""
    wanted = {fold(word) for text in words for word in re.split(r"[,/]", text) if word.strip()}
    wanted = {word.strip() for word in wanted}
    return tuple(code for code, name in SECTORS.items() if wanted & {code, fold(str(name))})


class AcceptForm(Form):
    """A judge's yes."""

    expertise = TextAreaField(
        _l("Fields you know well"),
        [Optional(), at_most(2000)],
        description=_l("For the choice of entries; only staff see it."),
    )
    sectors = SectorsField()
    languages = LanguagesField(_l("Languages you can judge in"))
    max_load = WholeNumberField(
        _l("At most so many entries"),
        [Optional(), NumberRange(1, MOST_ENTRIES)],
        description=_l("Empty means no limit."),
    )
    availability = TextAreaField(_l("When you have time"), [Optional(), at_most(1000)])
    promises = BooleanField(
        _l("I will judge objectively, keep entries confidential and step aside where I have an interest."),
        [required(_l("Please confirm this to take part."))],
    )

    def to_value(self) -> Expertise:
        """Return what the judge tells."""
        return Expertise(
            expertise=self.expertise.data or "",
            sectors=tuple(self.sectors.data or ()),
            languages=tuple(self.languages.data or ()),
            availability=self.availability.data or "",
            max_load=self.max_load.data,
        )


class DeclineForm(Form):
    """A judge's no."""

    reason = TextAreaField(_l("Reason"), [Optional(), at_most(1000)])


class DeclareForm(Form):
    """A judge declares conflicts; the entries are the ticked rows of the list."""

    reason = TextAreaField(_l("In what way"), [Optional(), at_most(1000)])


class ConflictForm(Form):
    """The secretariat puts a conflict on record."""

    judge = SelectField(_l("Judge"), [chosen()], choices=[])
    entry = StringField(_l("Entry"), [required(), at_most(40)], description=_l("Its code, such as HS-2026-0042."))
    reason = TextAreaField(_l("Reason"), [required(), at_most(1000)])

    def offer(self, judges: Iterable[Panelist]) -> None:
        """Offer the judges of the round."""
        self.judge.choices = [SelectChoice(judge.public_id, judge.name) for judge in judges]


class ReasonForm(Form):
    """Why something is done."""

    reason = TextAreaField(_l("Reason"), [required(), at_most(1000)])
