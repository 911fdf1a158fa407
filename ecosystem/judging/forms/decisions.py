"""Input around results: votes pasted from a table, the chair's order of ties, decisions and awards."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from ecosystem.applications.models import Application
from ecosystem.core.errors import Invalid
from ecosystem.core.forms import Form, at_most, chosen, required
from ecosystem.judging.domain.life_cycle import Decision

MOST_LINES = 5_000
LONGEST_PASTE = 400_000
_LINE = re.compile(r"^(?P<code>\S+?)\s*[\t;,|: ]\s*(?P<number>[\d.,]+)$")


class ComponentsForm(Form):
    """Votes or points, pasted: one line an entry, its code and the number."""

    key = SelectField(_l("Part of the score"))
    lines = TextAreaField(_l("Codes and numbers"), validators=[required(), at_most(LONGEST_PASTE)])

    def to_value(self) -> tuple[str, dict[str, Decimal]]:
        """Return (component, number by code). Raises Invalid naming the lines that cannot be read."""
        values: dict[str, Decimal] = {}
        wrong: list[str] = []
        for number, line in enumerate((self.lines.data or "").splitlines(), 1):
            if not line.strip():
                continue
            code, value = _read(line)
            if value is None or code in values or number > MOST_LINES:
                wrong.append(str(number))
            else:
                values[code] = value
        if wrong:
            raise Invalid(_l("Lines that cannot be read or stand twice: %(lines)s", lines=", ".join(wrong[:20])))
        return str(self.key.data), values


def _read(line: str) -> tuple[str, Decimal | None]:
    match = _LINE.match(line.strip())
    if match is None:
        return "", None
    digits = match["number"]
    whole = re.fullmatch(r"\d{1,3}([.,]\d{3})+", digits)  # thousands, as votes are written
    try:
        value = Decimal(re.sub(r"[.,]", "", digits) if whole else digits.replace(",", "."))
    except InvalidOperation:
        return "", None
    return match["code"], value if value < 10**9 and value == round(value, 4) else None


class ChairVoteForm(Form):
    """Carries only the token: the ranks are fields named by the entries."""


def read_rank(text: str) -> int | None:
    """Read one place of the chair's order, None where the field is empty. Raises Invalid for anything else."""
    if not text.strip():
        return None
    if not text.strip().isdecimal() or not 1 <= int(text) <= 999:
        raise Invalid(_l("A place is a whole number from 1 on."))
    return int(text)


class DecisionForm(Form):
    """One decision for the ticked entries; "rule" lets the round's rule decide about those left."""

    decision = HiddenField(validators=[required()])
    note = StringField(_l("Note"), validators=[at_most(500)])

    def to_decision(self) -> Decision:
        """Return the decision. Raises Invalid for a value that is none."""
        try:
            return Decision(str(self.decision.data))
        except ValueError as error:
            raise Invalid(_l("There is no such decision.")) from error


class AwardForm(Form):
    """A prize for an entry."""

    entry = SelectField(_l("Entry"), validators=[chosen()])
    citation = StringField(_l("For what"), validators=[at_most(500)])

    @classmethod
    def for_entries(cls, entries: Iterable[Application]) -> "AwardForm":
        """Return the form with the entries to choose from."""
        form = cls()
        form.entry.choices = [(entry.public_id, f"{entry.code} · {entry.title}") for entry in entries]
        return form


class PublishForm(Form):
    """Confirms what becomes visible to whom."""

    understood = BooleanField(
        _l("I have read what becomes visible to whom."),
        validators=[required(_l("Please confirm that you have read it."))],
    )


class WithdrawForm(Form):
    """Why results are taken back."""

    reason = StringField(_l("Reason"), validators=[required(_l("Please give a reason.")), at_most(500)])
