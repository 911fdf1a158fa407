"""The log of consents: which text, when, withdrawn when. Rows are never changed but for the withdrawal."""

from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ecosystem.accounts.kinds import purpose_named
from ecosystem.accounts.models import Account, Consent
from ecosystem.audit.services import record
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Refused


def give_consent(account: Account, purpose_name: str, *, channel: str = "web") -> Consent:
    """Log that the person consents, with the text in their language; the present consent if there is one already.

    Raises KeyError for an unknown purpose.
    """
    purpose = purpose_named(purpose_name)
    with transaction() as current:
        locked(Account, account.id)
        for present in _present(account.id, purpose_name):
            if present.text_version == purpose.version:
                return present
            present.withdrawn_at = clock.now()  # replaced by consent to the newer text
        with force_locale(account.language):
            text, title = str(purpose.text), str(purpose.title)
        given = Consent(
            account_id=account.id,
            purpose=purpose.name,
            text_version=purpose.version,
            text=text,
            channel=channel,
            given_at=clock.now(),
        )
        current.add(given)
        record("account.consent_given", account, by=account.id, note=title)
        current.flush()
        return given


def withdraw_consent(account_id: int, purpose_name: str) -> None:
    """Withdraw a consent; without effect when there is none.

    Raises Refused for a purpose without which there is no account: that one is withdrawn by deleting it.
    """
    if purpose_named(purpose_name).needed:
        raise Refused(_l("Without this consent there can be no account. To withdraw it, delete the account."))
    with transaction():
        account = locked(Account, account_id)
        for present in _present(account_id, purpose_name):
            present.withdrawn_at = clock.now()
            with force_locale(account.language):
                title = str(purpose_named(purpose_name).title)
            record("account.consent_withdrawn", account, by=account_id, note=title)


def withdraw_all_consents(account: Account) -> None:
    """Withdraw every consent inside the use case that gives the reason: somebody else may have given them."""
    with transaction() as current:
        current.execute(
            update(Consent)
            .where(Consent.account_id == account.id, Consent.withdrawn_at.is_(None))
            .values(withdrawn_at=clock.now())
        )


def _present(account_id: int, purpose_name: str) -> Sequence[Consent]:
    wanted = (Consent.account_id == account_id, Consent.purpose == purpose_name, Consent.withdrawn_at.is_(None))
    return session().scalars(select(Consent).where(*wanted)).all()
