"""What people type in public votes: the ballot, the organiser's settings, reasons."""

from collections.abc import Iterable
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import NumberRange, Optional

from ecosystem.contests.forms.base import WholeField, ZonedField, offered
from ecosystem.contests.models import Contest
from ecosystem.core.forms import Form, VersionedForm, at_most, required
from ecosystem.voting.domain.bursts import DEFAULTS, Threshold, Watch, thresholds_from
from ecosystem.voting.models import Poll, Purpose

PURPOSES = {
    Purpose.PRIZE: _l("An audience prize of its own, without effect on the ranking"),
    Purpose.COMPONENT: _l("A part of the score outside the jury"),
}
WATCHES = {
    Watch.ADDRESS: _l("From one network address"),
    Watch.NETWORK: _l("From one range of network addresses"),
    Watch.DOMAIN: _l("From one e-mail domain that is not open to everybody"),
    Watch.ENTRY: _l("For one entry"),
    Watch.DISPOSABLE: _l("From a throw-away address"),
}


class BallotForm(Form):
    """A voter's address; the chosen entries are tick boxes beside it."""

    email = EmailField(_l("Your e-mail address"), [required(), at_most(254)])
    consent = BooleanField(_l("I agree that my address is used to count my vote once."))

    def validate_email(self, field: EmailField) -> None:
        """An address that can be written to."""
        try:
            field.data = validate_email(field.data or "", check_deliverability=False).normalized
        except EmailNotValidError as error:
            raise ValidationError(_l("This is not an e-mail address.")) from error

    def validate_consent(self, field: BooleanField) -> None:
        """Without it nothing is kept."""
        if not field.data:
            raise ValidationError(_l("Please agree, so that the vote can be counted."))


class ReasonForm(Form):
    """Why something is released or held again."""

    reason = StringField(_l("Reason"), [required(), at_most(2_000)])


class PollForm(VersionedForm):
    """The settings of a poll; the fields of the watch are added by `poll_form`."""

    title = StringField(_l("Title"), [required(), at_most(200)], description=_l("Such as Giải bình chọn của khán giả."))
    title_en = StringField(_l("Title in English"), [Optional(), at_most(200)])
    opens_at = ZonedField(_l("Begins"))
    closes_at = ZonedField(_l("Ends"))
    votes_per_board = WholeField(
        _l("Votes of each voter on a board"),
        [required(), NumberRange(1, 20, _l("Between 1 and 20, please."))],
        default=3,
    )
    boards = SelectMultipleField(_l("Boards"), coerce=int, description=_l("None ticked: all of them."))
    purpose = RadioField(
        _l("What is the vote for?"),
        choices=offered((each.value, text) for each, text in PURPOSES.items()),
        coerce=Purpose,
        default=Purpose.PRIZE.value,
    )
    component = SelectField(
        _l("Part of the score"), description=_l("Parts outside the jury, as the rubrics name them.")
    )
    keep_days = WholeField(
        _l("Days until voters' addresses are erased"),
        [required(), NumberRange(1, 365, _l("Between 1 and 365, please."))],
        default=30,
    )
    watch_fields: tuple[tuple[Watch, str, str], ...] = ()

    def validate_opens_at(self, field: ZonedField) -> None:
        """A vote has a beginning."""
        if field.instant is None:
            raise ValidationError(_l("Please give a date and a time, such as 22/11/2026 17:00."))

    def validate_closes_at(self, field: ZonedField) -> None:
        """A vote ends after it began."""
        if field.instant is None:
            raise ValidationError(_l("Please give a date and a time, such as 22/11/2026 17:00."))
        if self.opens_at.instant is not None and field.instant <= self.opens_at.instant:
            raise ValidationError(_l("The end must come after the beginning."))

    def validate_component(self, field: SelectField) -> None:
        """Needed for a part of the score only."""
        if self.purpose.data == Purpose.COMPONENT and not field.data:
            raise ValidationError(_l("Choose the part of the score."))

    def to_values(self) -> dict[str, Any]:
        """Return the settings as columns."""
        is_part = self.purpose.data == Purpose.COMPONENT
        round_id, _, key = (self.component.data or "").partition(":") if is_part else ("", "", "")
        return {
            "title": self.title.data,
            "title_en": self.title_en.data or "",
            "opens_at": self.opens_at.instant,
            "closes_at": self.closes_at.instant,
            "votes_per_board": self.votes_per_board.data,
            "board_ids": sorted(self.boards.data or []),
            "purpose": Purpose(self.purpose.data),
            "component_round_id": int(round_id) if round_id else None,
            "component_key": key,
            "keep_days": self.keep_days.data,
            "thresholds": {
                watch.value: {"minutes": self[minutes].data, "most": self[most].data}
                for watch, minutes, most in self.watch_fields
            },
        }


def poll_form(contest: Contest, components: Iterable[tuple[str, str]], poll: Poll | None = None) -> PollForm:
    """Return the form of a poll of `contest`, filled from `poll`; `components` are ("round:key", name)."""
    stored = thresholds_from(poll.thresholds if poll is not None else {})
    kind, names = _with_watch(stored)
    form: PollForm = kind(obj=poll)
    form.watch_fields = names
    for field in (form.opens_at, form.closes_at):
        field.zone = contest.timezone
    form.boards.choices = offered((board.id, board.name) for board in contest.boards)
    form.component.choices = offered([("", "–"), *components])
    if poll is not None and not form.is_submitted():
        form.opens_at.show(poll.opens_at)
        form.closes_at.show(poll.closes_at)
        form.boards.data = list(poll.board_ids)
        form.component.data = f"{poll.component_round_id}:{poll.component_key}" if poll.component_round_id else ""
        form.purpose.data = poll.purpose.value
    return form


def _with_watch(stored: dict[Watch, Threshold]) -> tuple[type[PollForm], tuple[tuple[Watch, str, str], ...]]:
    fields: dict[str, Any] = {}
    names = []
    for watch in DEFAULTS:
        minutes, most = f"{watch.value}_minutes", f"{watch.value}_most"
        limits = [required(), NumberRange(1, 100_000, _l("A whole number above 0, please."))]
        fields[most] = WholeField(_l("More than this many ballots …"), limits, default=stored[watch].most)
        fields[minutes] = WholeField(_l("… within so many minutes"), limits, default=stored[watch].minutes)
        names.append((watch, minutes, most))
    return type("PollFormWithWatch", (PollForm,), fields), tuple(names)
