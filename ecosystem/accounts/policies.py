"""Who may do what with accounts: everybody with their own, nobody with another's."""

from typing import cast

from ecosystem.accounts.models import Account, SignInSession
from ecosystem.core.access import Action, Actor, Verdict, rule
from ecosystem.core.access import actor as whoever


class AccountAction(Action):
    """What is done with an account."""

    OWN = "account:own"
    END_SESSION = "account:end_session"


@rule(AccountAction.OWN)
def own(actor: Actor, _resource: object) -> Verdict:
    """See and change one's own account: the pages load nobody else's."""
    return actor.is_authenticated


@rule(AccountAction.END_SESSION)
def end_session(actor: Actor, sign_in: SignInSession) -> Verdict:
    """End one of one's own sessions."""
    return actor.id is not None and sign_in.account_id == actor.id


def me() -> Account:
    """Return the account of whoever is signed in; views ask only behind `@requires`."""
    return cast(Account, whoever())
