"""Which rubric every round and board is scored with: one choice each, made for the contest at hand."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import Optional

from ecosystem.contests.models import Board, Round
from ecosystem.core.forms import Form, at_most
from ecosystem.core.web.formatting import in_language
from ecosystem.judging.forms.fields import offered
from ecosystem.judging.models import RubricVersion
from ecosystem.judging.queries.overview import RoundLine
from ecosystem.judging.queries.rubrics import RubricLine


class RubricChoiceForm(Form):
    """The choices; `choice_form` adds a field for every round and board."""

    amendment = TextAreaField(_l("What changes and why"), [Optional(), at_most(2000)])

    def field_for(self, round_: Round, board: Board) -> Any:
        """Return the field of a round and a board."""
        return self[field_name(round_, board)]


def field_name(round_: Round, board: Board) -> str:
    """Name the field of a round and a board."""
    return f"use_{round_.id}_{board.id}"


def choice_form(lines: Iterable[RoundLine], rubrics: Iterable[RubricLine]) -> RubricChoiceForm:
    """Return the form for these rounds, offering these rubrics, with what is chosen now."""
    titles: dict[str, Any] = {"": _l("– no rubric –")}
    titles.update((str(version.id), _told(version)) for line in rubrics for version in _newest_first(line))
    choices = offered(titles)
    fields: dict[str, Any] = {}
    for line in lines:
        for board, chosen in line.versions:
            label = in_language(board, "name")
            fields[field_name(line.round, board)] = SelectField(
                label, choices=choices, default=str(chosen.id) if chosen else ""
            )
    made: RubricChoiceForm = type("ContestRubricChoiceForm", (RubricChoiceForm,), fields)()
    return made


def _newest_first(line: RubricLine) -> list[RubricVersion]:
    return list(reversed(line.rubric.versions))


def _told(version: RubricVersion) -> Any:
    name = in_language(version.rubric, "name")
    return _l("%(name)s · version %(number)s", name=name, number=version.number)
