"""Input of the deliberation: remarks, the committee, its voices."""

from collections.abc import Iterable

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, TextAreaField

from ecosystem.core.errors import Invalid
from ecosystem.core.forms import Form, SelectChoice, at_most, chosen, required
from ecosystem.judging.domain.committee import Share, Voice
from ecosystem.judging.models import CommitteeMember
from ecosystem.judging.services.deliberation import Seat

SHARE_WORDS = {
    Share.MORE_THAN_HALF: _l("More than half"),
    Share.TWO_THIRDS: _l("At least two thirds"),
    Share.THREE_QUARTERS: _l("At least three quarters"),
    Share.ALL: _l("All"),
}
VOICE_WORDS = {Voice.IN_FAVOUR: _l("In favour"), Voice.AGAINST: _l("Against"), Voice.ABSTAINS: _l("Abstains")}
_SHARES = [SelectChoice(share.value, words) for share, words in SHARE_WORDS.items()]


class RemarkForm(Form):
    """Something about an entry."""

    text = TextAreaField(_l("Your remark"), validators=[required(), at_most(4000)])


class CommitteeForm(Form):
    """Who is on the committee and how it approves."""

    members = TextAreaField(
        _l("Members"),
        validators=[required(), at_most(20_000)],
        description=_l(
            "One a line: name; office; e-mail address. "
            "Leave the address out for somebody who votes in the meeting only."
        ),
    )
    quorum = SelectField(_l("How many must take part"), choices=_SHARES, validators=[chosen()])
    approval = SelectField(_l("How many must agree"), choices=_SHARES, validators=[chosen()])
    counts_all = BooleanField(
        _l("Count agreement against all members"),
        description=_l("Otherwise against those who take part."),
    )
    meeting = TextAreaField(
        _l("Meeting"), validators=[at_most(500)], description=_l("When and where, as it is to stand in the minutes.")
    )

    def seats(self) -> list[Seat]:
        """Return the members typed. Raises Invalid naming the lines that cannot be read."""
        lines = [line for line in (self.members.data or "").splitlines() if line.strip()]
        read = [_read(line) for line in lines]
        wrong = [str(number) for number, seat in enumerate(read, 1) if seat is None]
        if wrong:
            raise Invalid(_l("These lines cannot be read: %(lines)s", lines=", ".join(wrong[:20])))
        return [seat for seat in read if seat is not None]


def _read(line: str) -> Seat | None:
    parts = [part.strip() for part in line.split(";")]
    if not parts[0] or len(parts) > 3 or any(len(part) > 200 for part in parts):
        return None
    address = next((part for part in parts[1:] if "@" in part), "")
    office = next((part for part in parts[1:] if part and part != address), "")
    if address:
        try:
            address = validate_email(address, check_deliverability=False).normalized
        except EmailNotValidError:
            return None
    return Seat(parts[0], office, address)


def as_lines(members: Iterable[CommitteeMember]) -> str:
    """Return the members as they are typed."""
    return "\n".join("; ".join(part for part in (m.name, m.office, m.email) if part) for m in members)


class VoiceForm(Form):
    """A member's voice."""

    voice = RadioField(
        _l("Your vote"),
        choices=[SelectChoice(v.value, words) for v, words in VOICE_WORDS.items()],
        validators=[chosen()],
    )
    reason = TextAreaField(
        _l("Reason"),
        validators=[at_most(2000)],
        description=_l("Needed when you vote against; it stands in the record."),
    )
