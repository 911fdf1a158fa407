"""Which message goes to whom about papers, contacts and what came of meetings."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import recipient_of
from ecosystem.core.addresses import absolute
from ecosystem.core.database import session
from ecosystem.fundraising.models import DocumentView
from ecosystem.investors.models import Participant
from ecosystem.notifications.kinds import NoticeKind, register, register_topic
from ecosystem.notifications.services import send
from ecosystem.startups.models import StartupMember

register_topic(_l("Raising money"), "confidential_", "contact_", "meeting_")
OPENED = register(NoticeKind("confidential_document_opened", _l("An investor opened a confidential document")))
CONTACT = register(NoticeKind("contact_offered", _l("Contact data after a meeting")))
FOLLOW_UP = register(NoticeKind("meeting_follow_up", _l("What came of your meetings")))


def document_opened(view: DocumentView) -> None:
    """Tell the startup's owners who opened the document for the first time."""
    startup = view.document.startup
    investor = view.investor.name if view.investor else ""
    context = {"startup": startup.name, "document": view.document.title, "viewer": view.viewer_name}
    for owner in _owners(startup.id):
        url = absolute(f"/startups/{startup.slug}/fundraising/log")
        send(OPENED, recipient_of(owner), context | {"investor": investor}, url=url)


def contact_offered(giver: Participant, receiver: Participant, *, is_mutual: bool) -> None:
    """Tell the other side that it may have the data by agreeing too, or that both agree now; once, however often it is
    offered, taken back and offered again.
    """
    if receiver.account.erased_at is None:
        context = {"name": giver.name, "is_mutual": is_mutual, "session": giver.session.title}
        key = f"contact_offered:{giver.id}:{receiver.id}:{int(is_mutual)}"
        send(CONTACT, recipient_of(receiver.account), context, url=absolute("/meetings"), dedup_key=key)


def follow_up(person: Participant, others: list[str], weeks: int) -> int:
    """Ask a participant what came of the meetings with these; a span of weeks once. Return whether, as 0 or 1."""
    if person.account.erased_at is not None:
        return 0
    context = {"names": others, "session": person.session.title, "weeks": weeks}
    key = f"meeting_follow_up:{person.id}:{weeks}"
    sent = send(FOLLOW_UP, recipient_of(person.account), context, url=absolute("/meetings"), dedup_key=key)
    return 1 if sent else 0


def _owners(startup_id: int) -> list[Account]:
    statement = (
        select(Account)
        .join(StartupMember, StartupMember.account_id == Account.id)
        .where(StartupMember.startup_id == startup_id, StartupMember.is_owner, Account.erased_at.is_(None))
        .order_by(Account.id)
    )
    return list(session().scalars(statement))
