"""When people's organisations, addresses, startups or offices change, conflicts of interest are looked for again."""

from ecosystem.accounts.signals import AddressProved, OrganisationChanged
from ecosystem.core.signals import reacts_to
from ecosystem.events.signals import StaffChanged
from ecosystem.judging.services.rechecks import recheck_person, recheck_startup, recheck_startups
from ecosystem.startups.signals import IdentityChanged, MemberJoined, MemberLeft, TiesChanged, TiesChangedAmong


@reacts_to(OrganisationChanged)
def organisation_changed(fact: OrganisationChanged) -> None:
    """Another organisation, other colleagues."""
    recheck_person(fact.account_id)


@reacts_to(AddressProved)
def address_proved(fact: AddressProved) -> None:
    """Another address, perhaps at another organisation."""
    recheck_person(fact.account_id)


@reacts_to(MemberJoined)
def member_joined(fact: MemberJoined) -> None:
    """A new colleague in a startup."""
    recheck_person(fact.account_id)


@reacts_to(MemberLeft)
def member_left(fact: MemberLeft) -> None:
    """No longer a colleague."""
    recheck_person(fact.account_id)


@reacts_to(IdentityChanged)
def identity_changed(fact: IdentityChanged) -> None:
    """Another name or tax code of a startup."""
    recheck_startup(fact.startup_id)


@reacts_to(TiesChanged)
def ties_changed(fact: TiesChanged) -> None:
    """A mentor or an investor more, or one fewer."""
    recheck_startup(fact.startup_id)


@reacts_to(TiesChangedAmong)
def ties_changed_among(fact: TiesChangedAmong) -> None:
    """Mentors or investors of many startups at once."""
    recheck_startups(fact.startup_ids)


@reacts_to(StaffChanged)
def staff_changed(fact: StaffChanged) -> None:
    """An official more, or one fewer, who may be on an entry."""
    recheck_person(fact.account_id)
