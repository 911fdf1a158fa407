"""Forms of assignment."""

import secrets
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from ecosystem.core.forms import Form, SelectChoice, WholeNumberField
from ecosystem.judging.forms.fields import offered
from ecosystem.judging.models import Panelist
from ecosystem.judging.services.assignment import Method
from ecosystem.judging.services.runs import Settings

LARGEST_SEED = 999_999
LARGEST_LOAD = 100_000
METHODS = {
    Method.OPTIMAL.value: _l("Optimal: judges who suit the entries best, proven"),
    Method.FAIR.value: _l("Optimal and fair: also lifts the entry that is worst off"),
    Method.BALANCED.value: _l("Balanced: everybody about as much"),
    Method.BY_BOARD.value: _l("By board: every judge scores all entries of their boards"),
}


def fresh_seed() -> int:
    """Return a seed nobody chose."""
    return secrets.randbelow(LARGEST_SEED) + 1


class ProposalForm(Form):
    """What a proposal is asked for."""

    method = SelectField(_l("How"), choices=lambda: offered(METHODS), default=Method.OPTIMAL.value)
    per_entry = WholeNumberField(_l("Judges per entry"), [InputRequired(), NumberRange(1, 50)])
    lowest = WholeNumberField(
        _l("At least per judge"),
        [Optional(), NumberRange(0, LARGEST_LOAD)],
        description=_l("Empty: near an even share."),
    )
    highest = WholeNumberField(
        _l("At most per judge"),
        [Optional(), NumberRange(0, LARGEST_LOAD)],
        description=_l("Empty: near an even share. A judge's own maximum holds in any case."),
    )
    keeps = BooleanField(
        _l("Keep what stands and move as little as possible"),
        description=_l("Otherwise only entries whose scoring has begun stay with their judges."),
        default=True,
    )
    linked = BooleanField(
        _l("Link all judges through common entries"),
        description=_l(
            "Only then can scores of different judges be compared. Gives up a hundredth of the affinity at most."
        ),
        default=True,
    )
    seed = WholeNumberField(
        _l("Seed, to repeat the result"),
        [InputRequired(), NumberRange(1, LARGEST_SEED)],
        description=_l("The same seed gives the same assignment, so that anybody can check it."),
    )

    def validate_highest(self, field: WholeNumberField) -> None:
        """A highest load below the lowest fits nobody."""
        if field.data is not None and self.lowest.data is not None and field.data < self.lowest.data:
            raise ValidationError(_l("This is less than the lowest load."))

    @property
    def wanted(self) -> Settings:
        """The parameters of the proposal, for the use case."""
        return Settings(
            per_entry=self.per_entry.data or 1,
            seed=self.seed.data or 1,
            lowest=self.lowest.data,
            highest=self.highest.data,
            keeps=self.keeps.data,
            linked=self.linked.data,
        )


class ApplyForm(Form):
    """Carry out the proposal that was looked at."""

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
