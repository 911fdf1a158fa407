"""What accounts announce, and what they ask the features above."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AccountErased:
    """A person was erased: replace or delete what names them. Announced before the account is made anonymous.

    What must stay (a published result, an entry in a log) stays without the person's name.
    """

    account_id: int


@dataclass(frozen=True)
class AddressProved:
    """An address was confirmed by its owner (sign-up, change): invitations to it may be shown to the account."""

    account_id: int
    email: str


@dataclass(frozen=True)
class OrganisationChanged:
    """A person names another organisation in the profile."""

    account_id: int


@dataclass(frozen=True)
class PersonalData:
    """Question: what do you keep about this person? Answer with `PersonalRecords`, one for each subject."""

    account_id: int


@dataclass(frozen=True)
class PersonalRecords:
    """Answer: `records` are plain values (texts, numbers, lists, mappings), to be written as JSON under `name`."""

    name: str
    records: object


@dataclass(frozen=True)
class ErasureObstacles:
    """Question: why can this person not be erased yet?

    Answer with sentences for the person, with none if nothing is in the way.
    """

    account_id: int


@dataclass(frozen=True)
class InvitedAddress:
    """Question: is `path` an invitation by e-mail that is still good? Answer with the address it was sent to.

    Whoever holds such a link received it at that address, so signing up with it needs no further proof.
    """

    path: str
