"""What calendars do when a person is erased."""

from sqlalchemy import delete

from ecosystem.accounts.signals import AccountErased
from ecosystem.calendar.models import CalendarFeed
from ecosystem.core.database import session
from ecosystem.core.signals import reacts_to


@reacts_to(AccountErased)
def erased(fact: AccountErased) -> None:
    """The address of their calendar goes; whoever owns an engagement frees them."""
    session().execute(delete(CalendarFeed).where(CalendarFeed.account_id == fact.account_id))
