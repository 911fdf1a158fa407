"""Teams, invitations, archives: what keeps a startup in good hands."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.accounts.signals import AccountErased, ErasureObstacles, InvitedAddress, PersonalData
from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.core.errors import NoSuchRecord, Refused, StaleEdit
from ecosystem.core.signals import announce, ask
from ecosystem.notifications.models import Mail
from ecosystem.startups import services
from ecosystem.startups.domain.profile import Profile
from ecosystem.startups.jobs import tell_expired_invitations
from ecosystem.startups.models import InvitationState, Startup, StartupInvitation, StartupMember
from tests.support.factories.startups import make_member, make_person, make_startup


def mails(session: Session) -> list[str]:
    return [f"{mail.kind} > {mail.to_address}" for mail in session.scalars(select(Mail).order_by(Mail.id))]


def invite(startup: Startup, email: str = "moi@example.vn") -> StartupInvitation:
    owner = startup.members[0].account
    return services.invite(startup, email=email, title="", is_owner=False, by=owner)


def test_the_last_owner_stays(session: Session) -> None:
    startup = make_startup()
    owner = startup.members[0]
    make_member(startup)
    with pytest.raises(Refused):
        services.leave_startup(startup, by=owner.account)
    with pytest.raises(Refused):
        services.remove_member(startup, owner.id, by=owner.account)
    with pytest.raises(Refused):
        services.change_member(startup, owner.id, title="", is_owner=False, is_listed=True, by=owner.account)
    assert len(startup.members) == 2


def test_handing_a_startup_over(session: Session) -> None:
    startup = make_startup()
    giver, heir = startup.members[0].account, make_member(startup)
    services.transfer_ownership(startup, heir.id, by=giver)
    services.leave_startup(startup, by=giver)
    assert [(member.account_id, member.is_owner) for member in startup.members] == [(heir.account_id, True)]
    assert mails(session) == [f"startup_ownership > {heir.account.email}"]
    with pytest.raises(NoSuchRecord):
        services.leave_startup(startup, by=giver)


def test_whoever_is_removed_is_told(session: Session) -> None:
    startup = make_startup()
    member = make_member(startup)
    address = member.account.email
    services.remove_member(startup, member.id, by=startup.members[0].account)
    assert mails(session) == [f"startup_removed > {address}"]
    with pytest.raises(NoSuchRecord):
        services.remove_member(startup, member.id, by=startup.members[0].account)


def test_nobody_is_invited_twice(session: Session) -> None:
    startup = make_startup()
    invite(startup)
    with pytest.raises(Refused):
        invite(startup, "MOI@example.vn")
    with pytest.raises(Refused):
        invite(startup, startup.members[0].account.email.upper())


def test_invitations_are_not_for_spam(session: Session) -> None:
    startup = make_startup()
    for number in range(20):
        invite(startup, f"p{number}@example.vn")
    with pytest.raises(Refused):
        invite(startup)


def test_an_expired_invitation(session: Session) -> None:
    startup, guest = make_startup(), make_person(email="moi@example.vn")
    invitation = invite(startup)
    with clock.at(clock.now() + timedelta(days=15)):
        with pytest.raises(Refused):
            services.accept(invitation, by=guest)
        services.resend(invitation, by=startup.members[0].account)
        services.accept(invitation, by=guest)
    assert len(startup.members) == 2


def test_who_invited_is_told_once_that_nobody_answered(session: Session) -> None:
    startup = make_startup()
    invite(startup)
    assert tell_expired_invitations() == ""
    with clock.at(clock.now() + timedelta(days=15)):
        tell_expired_invitations()
        tell_expired_invitations()
    told = [mail for mail in mails(session) if mail.startswith("startup_invitation_expired")]
    assert told == [f"startup_invitation_expired > {startup.members[0].account.email}"]


def test_a_withdrawn_invitation_is_dead(session: Session) -> None:
    startup, guest = make_startup(), make_person()
    invitation = invite(startup)
    services.withdraw(invitation, by=startup.members[0].account)
    for step in (services.accept, services.decline):
        with pytest.raises(Refused):
            step(invitation, by=guest)
    assert len(startup.members) == 1


def test_accepting_as_a_member_changes_nothing_but_the_invitation(session: Session) -> None:
    startup = make_startup()
    member = make_member(startup, title="Kỹ sư")
    invitation = invite(startup)
    services.accept(invitation, by=member.account)
    assert invitation.state is InvitationState.ACCEPTED
    assert [each.title for each in startup.members] == ["Founder", "Kỹ sư"]


def test_nobody_joins_an_archived_startup(session: Session) -> None:
    startup = make_startup()
    invitation = invite(startup)
    services.archive_startup(startup, by=startup.members[0].account)
    with pytest.raises(Refused):
        services.accept(invitation, by=make_person())


def test_a_stale_edit_changes_nothing_and_tells_the_difference(session: Session) -> None:
    startup = make_startup(one_liner="Cũ")
    me = startup.members[0].account
    services.edit_profile(startup, Profile(name=startup.name, one_liner="Mới"), version=1, by=me)
    with pytest.raises(StaleEdit) as caught:
        services.edit_profile(startup, Profile(name=startup.name, one_liner="Khác"), version=1, by=me)
    assert list(caught.value.theirs.values()) == ["Mới"]
    assert list(caught.value.yours.values()) == ["Khác"]
    assert startup.one_liner == "Mới"


def test_what_is_kept_about_a_person(session: Session) -> None:
    startup = make_startup()
    invite(startup)
    records = {each.name: each.records for each in ask(PersonalData(startup.members[0].account_id))}
    assert [each["startup"] for each in records["startups"]] == [startup.name]
    assert [each["to"] for each in records["startup_invitations"]] == ["m…@example.vn"]


def test_an_owner_with_a_team_hands_over_before_erasure(session: Session) -> None:
    startup = make_startup()
    owner = startup.members[0].account_id
    assert list(ask(ErasureObstacles(owner))) == []
    member = make_member(startup)
    assert any(startup.name in sentence for sentence in ask(ErasureObstacles(owner)))
    assert list(ask(ErasureObstacles(member.account_id))) == []


def test_erasure_leaves_teams_and_forgets_addresses(session: Session) -> None:
    alone = make_startup(is_public=True)
    person = alone.members[0].account
    make_member(make_startup(), person)
    invitation = invite(make_startup(), person.email)
    with transaction():
        announce(AccountErased(person.id))
    session.expire_all()
    assert session.scalars(select(StartupMember).where(StartupMember.account_id == person.id)).all() == []
    assert alone.archived_at is not None
    assert not alone.is_public
    assert (invitation.email, invitation.state) == ("erased", InvitationState.WITHDRAWN)


def test_an_open_invitation_proves_its_address(session: Session) -> None:
    invitation = invite(make_startup())
    mail = session.scalars(select(Mail)).one()
    path = mail.body.split("(")[1].split(")")[0].removeprefix("http://localhost")
    assert list(ask(InvitedAddress(path))) == ["moi@example.vn"]
    assert list(ask(InvitedAddress("/startups/invitations/nonsense"))) == []
    with clock.at(invitation.expires_at):
        assert list(ask(InvitedAddress(path))) == []
