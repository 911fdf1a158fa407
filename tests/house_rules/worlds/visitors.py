"""Tickets, a gate with a telephone, and a lead of the exhibitor for which the lead of a startup acts."""

from ecosystem.core.database import session, transaction
from ecosystem.exhibitions.models import Exhibitor, ExhibitorMember
from ecosystem.visitors.models import Lead, Registration
from ecosystem.visitors.queries.links import registration_path, ticket_path
from tests.house_rules.parts import DOORKEEPERS, EVERYBODY, LEAD, NO_ONE, RUNNERS, SIGNED_IN, Matrix
from tests.house_rules.worlds import Scene
from tests.support.factories.exhibitions import make_exhibition, make_exhibitor
from tests.support.factories.visitors import (
    make_code,
    make_device,
    make_gate,
    make_lead,
    make_question,
    make_registration,
    make_ticket_type,
)

READERS = DOORKEEPERS | {"finance", "observer"}
MATRIX: Matrix = {
    "visitors:register": (EVERYBODY, NO_ONE),
    "visitors:list_mine": (SIGNED_IN, NO_ONE),
    "visitors:view": (READERS, NO_ONE),
    "visitors:run": (RUNNERS, READERS),
    "visitors:check_in": (DOORKEEPERS, READERS),
    "leads:view": (LEAD, NO_ONE),
    "leads:scan": (LEAD, NO_ONE),
}
ACTORS = {"/leads/": "lead"}


def records(scene: Scene) -> dict[str, dict[str, str]]:
    """Everything that has an address for somebody signed in."""
    registration, lead = _registration(scene), _lead(scene)
    event = scene.event
    here = {"organiser_slug": scene.organiser.slug, "event_slug": event.slug}
    return {
        "type_of_event": here | {"type_id": registration.ticket_type.public_id},
        "registration_of_event": here | {"registration_id": registration.public_id},
        "gate_of_event": here | {"gate_id": make_gate(event).public_id},
        "exhibitor_with_event": {"exhibitor_id": lead.exhibitor.public_id},
        "lead_of_exhibitor": {"exhibitor_id": lead.exhibitor.public_id, "lead_id": lead.public_id},
    }


def family(scene: Scene) -> dict[str, str]:
    """The same and what hangs below, by the ends of addresses."""
    registration, lead, gate = _registration(scene), _lead(scene), make_gate(scene.event)
    return {
        "/types/<type_id>": registration.ticket_type.public_id,
        "/registrations/<registration_id>": registration.public_id,
        "/codes/<code_id>": make_code(registration.ticket_type).public_id,
        "/questions/<question_id>": make_question(scene.event).public_id,
        "/gates/<gate_id>": gate.public_id,
        "/devices/<device_id>": make_device(gate)[0].public_id,
        "/leads/<exhibitor_id>": lead.exhibitor.public_id,
        "/of/<lead_id>": lead.public_id,
        "/visits/<key>": registration_path(registration).removeprefix("/visits/"),
        "/tickets/<ticket_id>": registration.tickets[0].public_id,
        "/tickets/<key>": ticket_path(lead.ticket).removeprefix("/tickets/"),
        "/scans/<lead_id>": lead.public_id,
    }


def siblings(scene: Scene) -> dict[str, str]:
    """Those of another event of the same organiser."""
    found = family(scene)
    of_event = ("/types/<type_id>", "/registrations/<registration_id>", "/codes/<code_id>", "/questions/<question_id>")
    return {ending: found[ending] for ending in (*of_event, "/gates/<gate_id>", "/devices/<device_id>")}


def _registration(scene: Scene) -> Registration:
    return make_registration(make_ticket_type(scene.event), "Trần Mẫu Lan")


def _lead(scene: Scene) -> Lead:
    exhibitor: Exhibitor = make_exhibitor(make_exhibition(scene.event))
    with transaction():
        session().add(ExhibitorMember(exhibitor_id=exhibitor.id, account_id=scene.person("lead").id))
    return make_lead(exhibitor, _registration(scene).tickets[0])
