"""Forms of assignment."""

import secrets
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import AnyOf, InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from ecosystem.core.forms import Form, SelectChoice, WholeNumberField, required
from ecosystem.judging.forms.fields import offered
from ecosystem.judging.models import Panelist
from ecosystem.judging.services.assignment import Method

LARGEST_SEED = 999_999


def fresh_seed() -> int:
    """Return a seed nobody chose."""
    return secrets.randbelow(LARGEST_SEED) + 1


class HiddenNumber(WholeNumberField):
    """A whole number that travels unseen."""

    control = "hidden"
    widget = HiddenInput()


class ProposalForm(Form):
    """What a proposal is asked for; a GET form, so that a proposal can be bookmarked."""

    class Meta(Form.Meta):
        """Reading needs no token."""

        csrf = False

    method = SelectField(
        _l("How"),
        choices=lambda: offered(
            {
                Method.BALANCED.value: _l("Balanced: everybody about as much"),
                Method.BY_BOARD.value: _l("By board: every judge scores all entries of their boards"),
            }
        ),
        default=Method.BALANCED.value,
    )
    per_entry = WholeNumberField(_l("Judges per entry"), [InputRequired(), NumberRange(1, 50)])
    seed = WholeNumberField(
        _l("Seed"),
        [InputRequired(), NumberRange(1, LARGEST_SEED)],
        description=_l("The same seed gives the same assignment, so that anybody can check it."),
    )

    @property
    def wanted(self) -> dict[str, Any]:
        """The parameters of the proposal, for the use case."""
        return {"per_entry": self.per_entry.data, "seed": self.seed.data}


class ApplyForm(ProposalForm):
    """Carry out the proposal that was looked at: its parameters travel unseen."""

    class Meta(Form.Meta):
        """This changes something."""

    method = HiddenField(validators=[AnyOf([each.value for each in Method])])  # type: ignore[assignment]
    per_entry = HiddenNumber(validators=[InputRequired(), NumberRange(1, 50)])
    seed = HiddenNumber(validators=[InputRequired(), NumberRange(1, LARGEST_SEED)])
    seen = HiddenField(validators=[required()])
    tells_judges = BooleanField(_l("Tell the judges by mail how many entries they have"), default=True)


class GiveForm(Form):
    """Give one entry to one judge."""

    judge = SelectField(_l("Judge"), choices=[])
    entry = HiddenField()
    next = HiddenField()

    def offer(self, judges: Iterable[tuple[Panelist, int]]) -> None:
        """Offer judges with their loads."""
        self.judge.choices = [
            SelectChoice(judge.public_id, _l("%(name)s (%(load)s entries)", name=judge.name, load=load))
            for judge, load in judges
        ]
