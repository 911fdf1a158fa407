"""The forms of accounts. What decides (is the password right, is the address taken) is in the services."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
)
from wtforms.validators import InputRequired, ValidationError

from ecosystem.accounts.domain.passwords import LONGEST, SHORTEST, weakness
from ecosystem.accounts.domain.telephones import telephone
from ecosystem.accounts.kinds import PURPOSES
from ecosystem.accounts.services import NewAccount, Profile
from ecosystem.accounts.services.passwords import REASONS
from ecosystem.core.forms import Form, SelectChoice, VersionedForm, at_most, required
from ecosystem.core.web.time_zones import ZoneField

LANGUAGES = [SelectChoice("vi", "Tiếng Việt"), SelectChoice("en", "English")]


def is_address(_form: Any, field: Any) -> None:
    """Validator: an e-mail address as far as its form goes."""
    try:
        validate_email(field.data or "", check_deliverability=False)
    except EmailNotValidError as error:
        raise ValidationError(_l("Please type an e-mail address, such as name@example.vn.")) from error


def address_field(label: Any = None) -> EmailField:
    """A required e-mail address."""
    return EmailField(label or _l("E-mail address"), [required(), at_most(254), is_address])


def password_field(label: Any = None, **options: Any) -> PasswordField:
    """A required password; it is never shown again."""
    return PasswordField(label or _l("Password"), [required(), at_most(LONGEST * 4)], **options)


def new_password_field(label: Any = None) -> PasswordField:
    """A required new password; the service says whether it is strong enough."""
    return password_field(
        label,
        description=_l(
            "At least %(shortest)d characters. A sentence of your own is easy to remember and hard to guess.",
            shortest=SHORTEST,
        ),
    )


def typed(field: Field) -> str:
    """Return the text in a field; empty when nothing was typed."""
    return str(field.data or "")


class SignInForm(Form):
    """Address and password."""

    email = address_field()
    password = password_field()
    remember = BooleanField(_l("Keep me signed in on this device for 30 days"))
    next = HiddenField()


class CodeForm(Form):
    """A code of the authenticator, or a recovery code."""

    code = StringField(_l("Sign-in code"), [required(), at_most(40)])


class SignUpForm(Form):
    """Everything an account needs; each consent is asked by itself and never ticked beforehand."""

    name = StringField(_l("Your name"), [required(), at_most(200)], description=_l("As you write it yourself."))
    email = address_field()
    password = new_password_field()
    language = SelectField(_l("Language of pages and mails"), choices=LANGUAGES)
    consent_account = BooleanField(
        PURPOSES[0].question,
        [InputRequired(_l("Without this consent there can be no account."))],
        description=PURPOSES[0].text,
    )
    consent_news = BooleanField(PURPOSES[1].question, description=PURPOSES[1].text)
    next = HiddenField()

    def validate_password(self, field: Any) -> None:
        """Raise ValidationError for a weak password, so that it is told together with the other mistakes."""
        found = weakness(field.data or "", personal=(self.name.data or "", self.email.data or ""))
        if found is not None:
            raise ValidationError(REASONS[found])

    def to_value(self, timezone: str) -> NewAccount:
        """Return what was typed."""
        chosen = {purpose.name for purpose in PURPOSES if self[f"consent_{purpose.name}"].data}
        return NewAccount(
            name=self.name.data or "",
            email=self.email.data or "",
            password=self.password.data or "",
            language=self.language.data,
            timezone=timezone,
            consents=frozenset(chosen),
        )


class ConfirmForm(Form):
    """Confirms an address in another browser than the one that signed up."""

    password = password_field(_l("The password you chose"))


class ResetRequestForm(Form):
    """Whose password is to be reset."""

    email = address_field()


class NewPasswordForm(Form):
    """A new password, by a link."""

    password = new_password_field(_l("New password"))


class PasswordChangeForm(Form):
    """The present password and a new one."""

    password = password_field(_l("Present password"))
    new_password = new_password_field(_l("New password"))


class EmailChangeForm(Form):
    """A new address, with the password."""

    email = address_field(_l("New e-mail address"))
    password = password_field(_l("Your password"))


class ProofForm(Form):
    """The password, asked again before something weighty."""

    password = password_field(_l("Your password"))


class BareForm(Form):
    """Nothing but the token against foreign sites."""


class NoticesForm(Form):
    """Which kinds of messages come by mail; the choices are the kinds that are no duty."""

    by_mail = SelectMultipleField(_l("Send me by mail"))


class ProfileForm(VersionedForm):
    """What a person says about themselves."""

    name = StringField(
        _l("Your name"), [required(), at_most(200)], description=_l("As you write it yourself; one word is a name too.")
    )
    sort_name = StringField(
        _l("Sort under"),
        [at_most(200)],
        description=_l("Only if lists should put you elsewhere than under your given name, the last word."),
    )
    phone = TelField(_l("Telephone"), [at_most(40)])
    organisation = StringField(_l("Where you work or study"), [at_most(200)])
    job_title = StringField(_l("Job title"), [at_most(200)])
    language = SelectField(_l("Language of pages and mails"), choices=LANGUAGES)
    timezone = ZoneField(_l("Time zone"))

    def validate_phone(self, field: Any) -> None:
        """Raise ValidationError for what cannot be a number."""
        try:
            telephone(field.data or "")
        except ValueError as error:
            raise ValidationError(
                _l("Please type a telephone number, such as 0912 345 678 or +84 912 345 678.")
            ) from error

    def to_value(self) -> Profile:
        """Return what was typed."""
        return Profile(
            name=self.name.data or "",
            sort_name=self.sort_name.data or "",
            phone=telephone(self.phone.data or ""),
            organisation=self.organisation.data or "",
            job_title=self.job_title.data or "",
            language=self.language.data,
            timezone=self.timezone.data,
        )
