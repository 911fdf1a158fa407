"""Contact data that both sides of a meeting agreed to exchange."""

from dataclasses import dataclass

from ecosystem.investors.models import Participant


@dataclass(frozen=True)
class Contact:
    """How somebody is reached; empty where nothing is known."""

    name: str
    person: str
    email: str
    phone: str
    website: str


def contact_of(participant: Participant) -> Contact:
    """Return how a participant is reached: an investor's own words first, else what stands in the account."""
    account, investor, startup = participant.account, participant.investor, participant.startup
    if investor is not None:
        email, phone = investor.contact_email or account.email, investor.phone or account.phone
        return Contact(investor.name, account.name, email, phone, investor.website)
    website = startup.website if startup is not None else ""
    return Contact(participant.name, account.name, account.email, account.phone, website)
