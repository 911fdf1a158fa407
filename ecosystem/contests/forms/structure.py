"""Forms of boards, rounds, prizes, and of the extensions of the deadline."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from ecosystem.contests.domain.details import BoardDetails, PrizeDetails, RoundDetails
from ecosystem.contests.domain.kinds import AdvanceRule, RankingMethod, RoundKind
from ecosystem.contests.forms.base import ContestForm, PlainForm, VersionedContestForm, WholeField, ZonedField, offered
from ecosystem.contests.models import Board, Contest, Round
from ecosystem.core.forms import DongField, ExactField, at_most, required

ROUND_KINDS = {
    RoundKind.ELIGIBILITY: _l("Eligibility screening"),
    RoundKind.REVIEW: _l("Judging of the dossiers"),
    RoundKind.SITE_VISIT: _l("Site visit"),
    RoundKind.PITCH: _l("Presentation before the jury"),
    RoundKind.PUBLIC_VOTE: _l("Public vote"),
}
ADVANCE_RULES = {
    AdvanceRule.QUOTA: _l("The best of each board, so many places"),
    AdvanceRule.THRESHOLD: _l("Everybody who reaches the pass mark"),
    AdvanceRule.QUOTA_AND_THRESHOLD: _l("The best of each board who reach the pass mark"),
    AdvanceRule.MANUAL: _l("The organising committee decides"),
}

RANKING_METHODS = {
    RankingMethod.RAW: _l("The mean of the judges"),
    RankingMethod.ADJUSTED: _l("The mean, adjusted for the strictness of the judges"),
}


class BoardForm(ContestForm):
    """A board."""

    name = StringField(_l("Name"), [required(), at_most(120)], description=_l("Such as Bảng Ý tưởng."))
    name_en = StringField(_l("Name in English"), [Optional(), at_most(120)])
    description = TextAreaField(_l("For whom is it?"), [Optional(), at_most(2_000)])

    def to_value(self) -> BoardDetails:
        """Return the board."""
        return BoardDetails(self.name.data or "", self.name_en.data or "", self.description.data or "")


class RoundForm(VersionedContestForm):
    """A round. Places are fields of their own, one a board: see `round_form`."""

    kind = SelectField(
        _l("What happens in it?"),
        choices=offered((kind.value, text) for kind, text in ROUND_KINDS.items()),
        coerce=RoundKind,
    )
    name = StringField(_l("Name"), [required(), at_most(120)], description=_l("Such as Vòng sơ khảo."))
    name_en = StringField(_l("Name in English"), [Optional(), at_most(120)])
    description = TextAreaField(_l("More about it"), [Optional(), at_most(2_000)])
    opens_at = ZonedField(_l("Begins"), [Optional()])
    closes_at = ZonedField(_l("Ends"), [Optional()])
    is_blind = BooleanField(_l("Judges do not learn who the entrants are"))
    reviews_per_entry = WholeField(
        _l("Judges for each entry"), [Optional(), NumberRange(1, 50, _l("Between 1 and 50."))], default=3
    )
    advance_rule = SelectField(
        _l("Who goes on?"),
        choices=offered((rule.value, text) for rule, text in ADVANCE_RULES.items()),
        coerce=AdvanceRule,
    )
    ranking_method = SelectField(
        _l("How the official score is computed"),
        choices=offered((method.value, text) for method, text in RANKING_METHODS.items()),
        coerce=RankingMethod,
        default=RankingMethod.RAW,
        description=_l(
            "Adjusted: where judges read different entries, what each gives more or less than the others is taken "
            "out. Works only while the judges are linked through common entries."
        ),
    )
    pass_mark = ExactField(_l("Pass mark"), [Optional(), NumberRange(0, 10_000, _l("Between 0 and 10,000."))], places=4)

    @property
    def place_fields(self) -> list[Any]:
        """The fields of the places, one a board."""
        return [field for field in self if field.name.startswith("places_")]

    def to_value(self) -> RoundDetails:
        """Return the round."""
        places = {
            int(field.name.removeprefix("places_")): field.data for field in self.place_fields if field.data is not None
        }
        return RoundDetails(
            kind=self.kind.data,
            name=self.name.data or "",
            name_en=self.name_en.data or "",
            description=self.description.data or "",
            opens_at=self.opens_at.instant,
            closes_at=self.closes_at.instant,
            is_blind=bool(self.is_blind.data),
            reviews_per_entry=self.reviews_per_entry.data or 3,
            advance_rule=self.advance_rule.data,
            pass_mark=self.pass_mark.data,
            ranking_method=self.ranking_method.data,
            places=places,
        )


def round_form(contest: Contest, boards: Sequence[Board], round_: Round | None = None) -> RoundForm:
    """Return the form of a round with one field of places for each board."""
    places = {
        f"places_{board.id}": WholeField(
            board.name, [Optional(), NumberRange(0, 10_000, _l("A whole number, please."))]
        )
        for board in boards
    }
    form: RoundForm = type("RoundFormOfContest", (RoundForm,), places)(contest=contest, obj=round_)
    if round_ is not None and not form.is_submitted():
        form.opens_at.show(round_.opens_at)
        form.closes_at.show(round_.closes_at)
        given = {quota.board_id: quota.places for quota in round_.quotas}
        for field in form.place_fields:
            field.data = given.get(int(field.name.removeprefix("places_")))
    return form


class PrizeForm(ContestForm):
    """A prize."""

    board_id = SelectField(_l("For which board?"), coerce=int)
    name = StringField(_l("Name"), [required(), at_most(120)], description=_l("Such as Giải Nhất."))
    name_en = StringField(_l("Name in English"), [Optional(), at_most(120)])
    rank = WholeField(
        _l("Rank"),
        [Optional(), NumberRange(1, 99, _l("Between 1 and 99."))],
        description=_l("1 goes to the best. Leave it empty for a thematic prize."),
    )
    quantity = WholeField(_l("How many"), [required(), NumberRange(1, 999, _l("Between 1 and 999."))], default=1)
    amount = DongField(_l("Money for each"), [Optional()], description=_l("Such as 50 triệu. Empty for none."))
    in_kind = StringField(
        _l("Besides money"), [Optional(), at_most(300)], description=_l("Such as a certificate, equipment, a place.")
    )

    def offer(self, boards: Sequence[Board]) -> None:
        """Offer the boards."""
        self.board_id.choices = offered([(0, _l("The whole contest")), *((board.id, board.name) for board in boards)])

    def to_value(self) -> PrizeDetails:
        """Return the prize."""
        return PrizeDetails(
            name=self.name.data or "",
            name_en=self.name_en.data or "",
            board_id=self.board_id.data or None,
            rank=self.rank.data,
            quantity=self.quantity.data or 1,
            amount=self.amount.data,
            in_kind=self.in_kind.data or "",
        )


class AmendmentForm(ContestForm):
    """Nothing but the reason, for steps that need one once the rules are locked."""


class ExtendAllForm(ContestForm):
    """A later deadline for everybody."""

    closes_at = ZonedField(_l("New deadline"), [required(_l("Please give a date and a time."))])
    reason = TextAreaField(
        _l("Why?"), [required(), at_most(2_000)], description=_l("Published as an amendment and told to entrants.")
    )


class ExtendOneForm(ContestForm):
    """A later deadline for one person."""

    person = SelectField(_l("For whom?"), [required(_l("Please choose a person."))])
    closes_at = ZonedField(_l("New deadline"), [required(_l("Please give a date and a time."))], id="closes_at_for_one")
    reason = TextAreaField(
        _l("Why?"), [required(), at_most(2_000)], description=_l("Stays on record and is told to the person.")
    )


class EmptyForm(PlainForm):
    """A step without anything to fill in."""
