"""A member of an entry's team."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, StringField, TelField
from wtforms.validators import Email, Optional, ValidationError

from ecosystem.applications.models import ApplicationMember
from ecosystem.applications.services.team import MemberDetails
from ecosystem.contests.domain.form import QuestionDefinition, check_answer, read_answer
from ecosystem.contests.domain.kinds import QuestionKind
from ecosystem.core.forms import VersionedForm, at_most, required

_PHONE = QuestionDefinition(id=0, key="phone", kind=QuestionKind.PHONE, label="")

_STORED = (
    *("name", "role", "organisation", "email", "phone", "may_edit", "is_under_16"),
    *("guardian_name", "guardian_contact"),
)


class MemberForm(VersionedForm):
    """Name, role and how to reach a member; a guardian's consent for somebody under 16."""

    name = StringField(_l("Full name"), validators=[required(), at_most(200)])
    role = StringField(_l("Role on the team"), validators=[at_most(200)])
    organisation = StringField(_l("School or organisation"), validators=[at_most(200)])
    email = EmailField(
        _l("E-mail"),
        validators=[Optional(), at_most(254), Email(message=_l("Please give an e-mail address, such as ten@vidu.vn."))],
    )
    phone = TelField(_l("Phone"), validators=[at_most(40)])
    may_edit = BooleanField(_l("May edit the entry with me"))
    invite = BooleanField(_l("Send an invitation to join with an account"), default=True)
    is_under_16 = BooleanField(_l("Is under 16"))
    guardian_name = StringField(_l("Guardian's name"), validators=[at_most(200)])
    guardian_contact = StringField(_l("Guardian's phone or e-mail"), validators=[at_most(254)])
    guardian_consents = BooleanField(_l("The guardian agrees that this person takes part and that the data are used"))

    def validate_phone(self, field: TelField) -> None:
        """Refuse what is no phone number; store it in the international form."""
        field.data = read_answer(_PHONE, field.data or "") or ""
        problems = check_answer(_PHONE, field.data)
        if problems:
            raise ValidationError(str(problems[0].message))

    @staticmethod
    def stored(member: ApplicationMember) -> dict[str, Any]:
        """Return what is stored of a member, as the form shows it."""
        return {name: getattr(member, name) for name in _STORED} | {
            "guardian_consents": member.guardian_consented_at is not None
        }

    def fill(self, member: ApplicationMember) -> None:
        """Show what is stored of a member."""
        for name, value in self.stored(member).items():
            self[name].data = value
        self.version.data = str(member.version)

    def to_value(self) -> MemberDetails:
        """Return what was typed."""
        return MemberDetails(
            name=self.name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            role=self.role.data or "",
            organisation=self.organisation.data or "",
            may_edit=self.may_edit.data,
            is_under_16=self.is_under_16.data,
            guardian_name=self.guardian_name.data or "",
            guardian_contact=self.guardian_contact.data or "",
            guardian_consents=self.guardian_consents.data,
        )
