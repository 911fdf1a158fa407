"""Forms of the eligibility rules, one for each kind."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.validators import NumberRange, Optional

from ecosystem.contests.domain.kinds import EligibilityKind as Kind
from ecosystem.contests.forms.base import ContestForm, WholeField, offered
from ecosystem.contests.models import Board
from ecosystem.core.errors import Text
from ecosystem.core.forms import at_most, required
from ecosystem.core.places import provinces
from ecosystem.startups.domain.taxonomy import STAGES

KINDS: dict[Kind, tuple[Text, Text]] = {
    Kind.TEAM_SIZE: (_l("Size of the team"), _l("How many people may be on an entry.")),
    Kind.STARTUP_AGE: (_l("Age of the startup"), _l("Founded at most so many years ago.")),
    Kind.ENTRIES_PER_PERSON: (_l("Entries per person"), _l("How many entries a person may be on or lead.")),
    Kind.ENTRIES_PER_STARTUP: (_l("Entries per startup"), _l("How many entries a startup may make.")),
    Kind.BOARD: (_l("What a board asks for"), _l("A startup, a tax code or a stage on one of the boards.")),
    Kind.PROVINCE: (_l("Place"), _l("Based in certain provinces.")),
    Kind.MEMBER_SHARE: (_l("Members of an organisation"), _l("A share of the team belongs to a school or company.")),
    Kind.NO_EARLIER_WINNERS: (_l("No earlier winners"), _l("Who won a prize before may not enter again.")),
    Kind.NO_OFFICIALS: (_l("No officials"), _l("Organisers, secretariat and jury may not be on an entry.")),
}
_count = NumberRange(1, 1_000, _l("Between 1 and 1,000."))


class RuleForm(ContestForm):
    """Base of the rules' forms: ends in the parameters."""

    def parameters(self) -> dict[str, Any]:
        """Return what was filled in, as `domain.eligibility` documents it."""
        own = [field for field in self if field.name not in ("amendment", "csrf_token")]
        return {field.name: field.data for field in own if field.data not in (None, "", [], False)}


class TeamSizeForm(RuleForm):
    """How many people may be on an entry."""

    min = WholeField(_l("At least so many members"), [Optional(), _count])
    max = WholeField(_l("At most so many members"), [Optional(), _count])


class StartupAgeForm(RuleForm):
    """How old the startup may be."""

    max_years = WholeField(_l("At most so many years old"), [required(), NumberRange(1, 100, _l("Between 1 and 100."))])
    only_registered = BooleanField(_l("Only registered startups may enter"))


class EntriesPerPersonForm(RuleForm):
    """How many entries of one person."""

    max = WholeField(_l("At most so many entries"), [required(), _count])
    max_as_lead = WholeField(_l("Of these, leads at most"), [Optional(), _count])


class EntriesPerStartupForm(RuleForm):
    """How many entries of one startup."""

    max = WholeField(_l("At most so many entries"), [required(), _count])


class BoardRuleForm(RuleForm):
    """What a board asks for."""

    board = SelectField(_l("Board"))
    needs_startup = BooleanField(_l("A startup must enter"))
    needs_tax_code = BooleanField(_l("The startup must have a tax code"))
    stages = SelectMultipleField(
        _l("The startup must be at one of these stages"),
        choices=offered((stage.value, text) for stage, text in STAGES.items()),
    )


class ProvinceForm(RuleForm):
    """Where the entrant is based."""

    provinces = SelectMultipleField(_l("Provinces"), [required(_l("Please choose at least one."))])

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        self.provinces.choices = offered((each.code, each.name) for each in provinces())


class MemberShareForm(RuleForm):
    """What share of the team belongs to an organisation."""

    organisation = StringField(
        _l("Organisation"),
        [required(), at_most(200)],
        description=_l("Found in the members' organisation without marks."),
    )
    min_percent = WholeField(
        _l("At least so many percent"), [required(), NumberRange(1, 100, _l("Between 1 and 100."))]
    )


class NoEarlierWinnersForm(RuleForm):
    """For how long a prize keeps people out."""

    years = WholeField(
        _l("Prizes of the last so many years"),
        [Optional(), NumberRange(1, 100, _l("Between 1 and 100."))],
        description=_l("Empty counts all earlier prizes."),
    )


FORMS: dict[Kind, type[RuleForm]] = {
    Kind.TEAM_SIZE: TeamSizeForm,
    Kind.STARTUP_AGE: StartupAgeForm,
    Kind.ENTRIES_PER_PERSON: EntriesPerPersonForm,
    Kind.ENTRIES_PER_STARTUP: EntriesPerStartupForm,
    Kind.BOARD: BoardRuleForm,
    Kind.PROVINCE: ProvinceForm,
    Kind.MEMBER_SHARE: MemberShareForm,
    Kind.NO_EARLIER_WINNERS: NoEarlierWinnersForm,
    Kind.NO_OFFICIALS: RuleForm,
}


def rule_form(kind: Kind, boards: list[Board], **values: Any) -> RuleForm:
    """Return the form of a kind of rule, filled with `values` unless it was sent."""
    form = FORMS[kind](**values)
    if isinstance(form, BoardRuleForm):
        form.board.choices = offered((board.key, board.name) for board in boards)
    return form
