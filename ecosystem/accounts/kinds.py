"""The purposes for which a person may consent, and what the acts on an account are called.

Each purpose has the text that is shown and logged. A changed text gets a new version; what was consented to
stays in the log as it was.
"""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from ecosystem.audit.kinds import describe, describe_field
from ecosystem.core.errors import Text


@dataclass(frozen=True)
class Purpose:
    """One purpose: what it is called, what is asked, and the text that is agreed to.

    Without a `needed` one there is no account; withdrawing it means deleting the account.
    """

    name: str
    version: str
    title: Text
    question: Text
    text: Text
    needed: bool = False


PURPOSES: tuple[Purpose, ...] = (
    Purpose(
        "account",
        "2026-11",
        _l("Running my account"),
        _l("I agree to the processing of my data"),
        _l(
            "I agree that my name, my e-mail address and what I enter here are processed to run my account and"
            " the activities I take part in, for as long as the account exists."
        ),
        needed=True,
    ),
    Purpose(
        "news",
        "2026-11",
        _l("News by e-mail"),
        _l("Send me news by e-mail"),
        _l("I would like to be told by e-mail about new contests and events. I can withdraw this at any time."),
    ),
)
NEEDED = frozenset(purpose.name for purpose in PURPOSES if purpose.needed)


def purpose_named(name: str) -> Purpose:
    """Return the purpose. Raises KeyError when there is none."""
    return {purpose.name: purpose for purpose in PURPOSES}[name]


ACTS: dict[str, Text] = {
    "account.created": _l("Account made by the operator"),
    "account.signed_up": _l("Signed up"),
    "account.signed_in": _l("Signed in"),
    "account.address_confirmed": _l("Address confirmed"),
    "account.address_change_asked": _l("New address asked for"),
    "account.address_changed": _l("Address changed"),
    "account.password_changed": _l("Password changed"),
    "account.password_reset": _l("Password chosen anew by a link"),
    "account.reset_link_made": _l("Link for a new password made by the operator"),
    "account.authenticator_on": _l("Authenticator switched on"),
    "account.authenticator_off": _l("Authenticator removed"),
    "account.recovery_codes_renewed": _l("New recovery codes made"),
    "account.recovery_code_used": _l("Recovery code used"),
    "account.session_ended": _l("Device signed out"),
    "account.other_sessions_ended": _l("All other devices signed out"),
    "account.profile_changed": _l("Profile changed"),
    "account.notices_chosen": _l("Messages by mail chosen"),
    "account.consent_given": _l("Consent given"),
    "account.consent_withdrawn": _l("Consent withdrawn"),
    "account.data_exported": _l("Data downloaded"),
    "account.operator_set": _l("Made an operator, or no longer one"),
    "account.erased": _l("Account deleted"),
}
FIELDS: dict[str, Text] = {
    "name": _l("Name"),
    "sort_name": _l("Sort under"),
    "email": _l("E-mail address"),
    "phone": _l("Telephone"),
    "organisation": _l("Where you work or study"),
    "job_title": _l("Job title"),
    "language": _l("Language"),
    "timezone": _l("Time zone"),
    "sessions": _l("Devices"),
    "is_operator": _l("Operator"),
}
for _name, _text in ACTS.items():
    describe(_name, _text)
for _name, _text in FIELDS.items():
    describe_field(_name, _text)
