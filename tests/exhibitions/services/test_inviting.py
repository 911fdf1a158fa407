"""Invitations are answered once, and for what they were."""

import pytest
from sqlalchemy.orm import Session

from ecosystem.core.errors import Refused
from ecosystem.exhibitions.services import inviting
from ecosystem.exhibitions.services.exhibitors import is_listed
from tests.support.factories.exhibitions import make_exhibition, make_exhibitor
from tests.support.factories.startups import make_person


def test_an_invitation_to_exhibit_takes_nobody_into_a_team(session: Session) -> None:
    exhibition, guest = make_exhibition(), make_person("Khách Mời")
    exhibitor = make_exhibitor(exhibition)
    to_exhibit = inviting.invite(exhibition, email=guest.email, by=exhibitor.contact)
    with pytest.raises(Refused):
        inviting.accept_to_join(to_exhibit, by=guest)
    to_join = inviting.invite(exhibition, email=guest.email, by=exhibitor.contact, exhibitor=exhibitor)
    inviting.accept_to_join(to_join, by=guest)
    session.refresh(exhibitor)
    assert is_listed(exhibitor, guest)
    with pytest.raises(Refused):
        inviting.decline(to_join)


def test_a_withdrawn_invitation_is_dead(session: Session) -> None:
    exhibition, guest = make_exhibition(), make_person("Khách Mời")
    exhibitor = make_exhibitor(exhibition)
    invitation = inviting.invite(exhibition, email=guest.email, by=exhibitor.contact, exhibitor=exhibitor)
    inviting.withdraw_invitation(invitation, by=exhibitor.contact)
    with pytest.raises(Refused):
        inviting.accept_to_join(invitation, by=guest)
    assert not is_listed(exhibitor, guest)
