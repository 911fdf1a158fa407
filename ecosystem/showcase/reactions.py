"""What the showcase says to the features below: what it keeps about a person, and that it forgets."""

from collections.abc import Iterator

from sqlalchemy import delete, select, update

from ecosystem.accounts.models import Account
from ecosystem.accounts.signals import AccountErased, PersonalData, PersonalRecords
from ecosystem.core.database import scalars, session
from ecosystem.core.signals import reacts_to
from ecosystem.showcase.models import Enquiry, EnquiryMessage, Favourite
from ecosystem.showcase.queries.enquiries import enquiries_of
from ecosystem.showcase.services.withdrawing import withdraw_consent


@reacts_to(PersonalData)
def personal_data(question: PersonalData) -> Iterator[PersonalRecords]:
    """What the person keeps and asked."""
    kept = scalars(select(Favourite).where(Favourite.account_id == question.account_id).order_by(Favourite.id))
    yield PersonalRecords(
        "favourites",
        [{"what": each.target, "note": each.note, "since": each.created_at.isoformat()} for each in kept],
    )
    asked = list(scalars(enquiries_of(question.account_id)))
    yield PersonalRecords("enquiries", [_told(each) for each in asked])


def _told(enquiry: Enquiry) -> dict[str, object]:
    return {
        "exhibitor": enquiry.exhibitor.name,
        "kind": enquiry.kind.value,
        "state": enquiry.state.value,
        "name": enquiry.name,
        "email": enquiry.email,
        "phone": enquiry.phone,
        "organisation": enquiry.organisation,
        "consent": {"text": enquiry.consent_text, "given_at": enquiry.consented_at.isoformat()},
        "messages": [
            {"side": each.side.value, "at": each.at.isoformat(), "text": each.text} for each in enquiry.messages
        ],
    }


@reacts_to(AccountErased)
def forget(fact: AccountErased) -> None:
    """Favourites go, enquiries lose their contact data, messages their author."""
    session().execute(delete(Favourite).where(Favourite.account_id == fact.account_id))
    person = session().get_one(Account, fact.account_id)
    for enquiry in scalars(enquiries_of(fact.account_id)):
        withdraw_consent(enquiry, by=person)
    session().execute(
        update(EnquiryMessage).where(EnquiryMessage.author_id == fact.account_id).values(author_id=None),
        execution_options={"synchronize_session": False},
    )
