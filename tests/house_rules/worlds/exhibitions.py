"""An exhibition in which the startup of the lead has a booth, waits for another and is asked to swap."""

from datetime import timedelta
from typing import Any

from ecosystem.accounts.domain.addresses import address_key
from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import hash_of
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.identifiers import public_id
from ecosystem.events.models import Event, EventState
from ecosystem.exhibitions.models import Exhibition, ExhibitionState, ExhibitorInvitation, SwapRequest, WaitingPlace
from ecosystem.startups.models import Startup
from tests.house_rules.parts import EVERYBODY, INVITED, NO_ONE, OF_STAFF, RUNNERS, SIGNED_IN, TEAM, Matrix
from tests.house_rules.worlds import Scene
from tests.support.factories.exhibitions import (
    make_booths,
    make_claim,
    make_exhibition,
    make_exhibitor,
    make_hall,
    make_zone,
)

TOKEN = "a token of an invitation to exhibit"
MATRIX: Matrix = {
    "exhibition:view": (EVERYBODY, NO_ONE),
    "exhibition:list": (OF_STAFF, NO_ONE),
    "exhibition:create": (RUNNERS, OF_STAFF),
    "exhibition:see_desk": (OF_STAFF, NO_ONE),
    "exhibition:edit": (RUNNERS, OF_STAFF),
    "exhibition:publish": (RUNNERS, OF_STAFF),
    "exhibition:decide": (RUNNERS, OF_STAFF),
    "exhibition:apply": (SIGNED_IN, NO_ONE),
    "exhibitor:list_mine": (SIGNED_IN, NO_ONE),
    "exhibitor:see": (TEAM | OF_STAFF, NO_ONE),
    "exhibitor:manage": (TEAM, TEAM | OF_STAFF),
    "exhibitor:choose": (TEAM, TEAM | OF_STAFF),
    "exhibitor:answer_invitation": (INVITED, NO_ONE),
}
OF_DRAFTS: Matrix = {"exhibition:view": (OF_STAFF, NO_ONE), "exhibition:apply": (NO_ONE, OF_STAFF)}
WORDS = frozenset(("step", "kind"))
ACTORS = {"/exhibiting/": "lead"}
SENT = {
    "exhibitions_exhibitors.assign": {"booth": "/booths/<booth_id>"},
    "exhibitions_exhibitors.swap": {"other": "/claims/<claim_id>"},
}


def records(scene: Scene) -> dict[str, dict[str, str]]:
    """One of everything, found by the loaders of the pages."""
    found = _make(scene.event, scene.startup, scene.people.get("invited"))
    exhibition, exhibitor = {"slug": found["slug"]}, {"exhibitor_id": found["exhibitor_id"]}
    return {
        "exhibition_by_slug": exhibition,
        "hall_of": exhibition | {"hall_id": found["hall_id"]},
        "zone_of": exhibition | {"zone_id": found["zone_id"]},
        "booth_of": exhibition | {"booth_id": found["booth_id"]},
        "exhibitor_of": exhibition | exhibitor,
        "exhibitor_by_public_id": exhibitor,
        "claim_in": exhibition | {"claim_id": found["claim_id"]},
        "claim_of": exhibitor | {"claim_id": found["claim_id"]},
        "waiting_place_of": exhibitor | {"place_id": found["place_id"]},
        "swap_side": exhibitor | {"swap_id": found["swap_id"]},
        "invitation_in": exhibition | {"invitation_id": found["invitation_id"]},
        "ecosystem.exhibitions.views.invitations.by_token": {"token": found["token"]},
    }


def family(scene: Scene) -> dict[str, str]:
    """By the ends of addresses."""
    return _ends(_make(scene.event, scene.startup, None))


def siblings(scene: Scene) -> dict[str, str]:
    """Another exhibition of the same event."""
    return _ends(_make(scene.event, None, None))


def _ends(found: dict[str, str]) -> dict[str, str]:
    kinds = {
        "/exhibitions/<slug>": "slug",
        "/halls/<hall_id>": "hall_id",
        "/zones/<zone_id>": "zone_id",
        "/booths/<booth_id>": "booth_id",
        "/exhibitors/<exhibitor_id>": "exhibitor_id",
        "/exhibiting/<exhibitor_id>": "exhibitor_id",
        "/claims/<claim_id>": "claim_id",
        "/waiting/<place_id>": "place_id",
        "/swaps/<swap_id>": "swap_id",
        "/invitations/<invitation_id>": "invitation_id",
    }
    return {end: found[name] for end, name in kinds.items()}


def _make(event: Event, startup: Startup | None, invited: Account | None) -> dict[str, str]:
    is_public = event.state is EventState.PUBLISHED
    exhibition = make_exhibition(event, **({} if is_public else {"state": ExhibitionState.DRAFT}))
    hall = make_hall(exhibition)
    booths = make_booths(exhibition, hall, 3)
    own: dict[str, Any] = {"startup_id": startup.id, "party_key": f"startup:{startup.id}"} if startup else {}
    mine, other = make_exhibitor(exhibition, **own), make_exhibitor(exhibition)
    claim, theirs = make_claim(booths[0], mine), make_claim(booths[1], other)
    token = f"{TOKEN} {public_id()}"
    with transaction():
        place = WaitingPlace(exhibition_id=exhibition.id, exhibitor_id=mine.id, live_key="any::")
        swap = SwapRequest(
            asker_claim_id=theirs.id, other_claim_id=claim.id, live_key="swap", asked_by_id=other.contact_id
        )
        invitation = _invitation(exhibition, invited, token)
        session().add_all([place, swap, invitation])
    return {
        "slug": exhibition.slug,
        "hall_id": hall.public_id,
        "zone_id": make_zone(exhibition).public_id,
        "booth_id": booths[2].public_id,
        "exhibitor_id": mine.public_id,
        "claim_id": claim.public_id,
        "place_id": place.public_id,
        "swap_id": swap.public_id,
        "invitation_id": invitation.public_id,
        "token": token,
    }


def _invitation(exhibition: Exhibition, invited: Account | None, token: str) -> ExhibitorInvitation:
    email = invited.email if invited else "somebody@example.vn"
    return ExhibitorInvitation(
        exhibition_id=exhibition.id,
        email=email,
        email_key=address_key(email),
        token_hash=hash_of(token),
        invited_by_id=make_exhibitor(exhibition).contact_id,
        expires_at=clock.now() + timedelta(days=5),
    )
