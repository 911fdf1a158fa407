"""What kinds of booths, states, acts and fields of exhibitions are called."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from ecosystem.core.errors import Text
from ecosystem.exhibitions.domain.booths import BoothKind, ZoneColour
from ecosystem.exhibitions.domain.life_cycle import ClaimState, ExhibitionState, ExhibitorState, WaitingState

BOOTH_KINDS: dict[BoothKind, Text] = {
    BoothKind.SHELL: _l("Shell booth"),
    BoothKind.CORNER: _l("Corner booth"),
    BoothKind.ISLAND: _l("Island booth"),
    BoothKind.SPACE: _l("Bare space"),
    BoothKind.TABLE: _l("Table"),
    BoothKind.ONLINE: _l("Online booth"),
}
COLOURS: dict[ZoneColour, Text] = {
    ZoneColour.GREEN: _l("Green"),
    ZoneColour.BLUE: _l("Blue"),
    ZoneColour.AMBER: _l("Amber"),
    ZoneColour.PURPLE: _l("Purple"),
    ZoneColour.TEAL: _l("Teal"),
    ZoneColour.RED: _l("Red"),
    ZoneColour.PINK: _l("Pink"),
    ZoneColour.GREY: _l("Grey"),
}
# State: (words, tone of ui.badge, icon)
EXHIBITION_STATES: dict[ExhibitionState, tuple[Text, str, str]] = {
    ExhibitionState.DRAFT: (_l("Draft"), "neutral", "pencil"),
    ExhibitionState.PUBLISHED: (_l("Published"), "success", "globe"),
    ExhibitionState.CLOSED: (_l("Closed"), "neutral", "lock"),
    ExhibitionState.CANCELLED: (_l("Cancelled"), "error", "x"),
}
EXHIBITOR_STATES: dict[ExhibitorState, tuple[Text, str, str]] = {
    ExhibitorState.APPLIED: (_l("Waits for your decision"), "warning", "clock"),
    ExhibitorState.ACCEPTED: (_p("exhibitor", "Accepted"), "success", "check"),
    ExhibitorState.DECLINED: (_p("exhibitor", "Declined"), "error", "x"),
    ExhibitorState.WITHDRAWN: (_p("exhibitor", "Withdrawn"), "neutral", "undo-2"),
}
OWN_STATES: dict[ExhibitorState, tuple[Text, str, str]] = {
    **EXHIBITOR_STATES,
    ExhibitorState.APPLIED: (_l("Waits for the organiser"), "warning", "clock"),
}
CLAIM_STATES: dict[ClaimState, tuple[Text, str, str]] = {
    ClaimState.OFFERED: (_l("Offered"), "info", "gift"),
    ClaimState.HELD: (_l("Held until paid"), "warning", "clock"),
    ClaimState.CONFIRMED: (_l("Confirmed"), "success", "check"),
}
WAITING_STATES: dict[WaitingState, tuple[Text, str, str]] = {
    WaitingState.WAITING: (_l("Waiting"), "warning", "clock"),
    WaitingState.OFFERED: (_l("Offered"), "info", "gift"),
    WaitingState.SERVED: (_l("Got a booth"), "success", "check"),
    WaitingState.PASSED: (_l("Offer ran out"), "neutral", "x"),
    WaitingState.LEFT: (_l("Left the list"), "neutral", "undo-2"),
}
ACTS: dict[str, Text] = {
    "exhibition.created": _l("Exhibition created"),
    "exhibition.edited": _l("Exhibition changed"),
    "exhibition.cloned": _l("Exhibition taken over from the last edition"),
    "exhibition.publish": _l("Exhibition published"),
    "exhibition.close": _l("Exhibition closed"),
    "exhibition.reopen": _l("Exhibition opened again"),
    "exhibition.cancel": _l("Exhibition cancelled"),
    "exhibition.exported": _l("List of exhibitors exported"),
    "hall.added": _l("Hall added"),
    "hall.edited": _l("Hall changed"),
    "hall.removed": _l("Hall removed"),
    "hall.plan_saved": _l("Floor plan changed"),
    "zone.added": _l("Zone added"),
    "zone.edited": _l("Zone changed"),
    "zone.removed": _l("Zone removed"),
    "booth.edited": _l("Booth changed"),
    "booth.added": _l("Booth added"),
    "booth.removed": _l("Booth removed"),
    "booth.held": _l("Booth held"),
    "booth.offered": _l("Booth offered"),
    "booth.confirmed": _l("Booth confirmed"),
    "booth.assigned": _l("Booth assigned"),
    "booth.freed": _l("Booth freed"),
    "booth.moved": _l("Moved to another booth"),
    "booth.swapped": _l("Booths swapped"),
    "exhibitor.applied": _l("Application to exhibit"),
    "exhibitor.edited": _l("Application changed"),
    "exhibitor.accept": _l("Exhibitor accepted"),
    "exhibitor.decline": _l("Exhibitor declined"),
    "exhibitor.withdraw": _l("Exhibitor withdrew"),
    "exhibitor.apply": _l("Applied again"),
    "exhibitor.invited": _l("Exhibitor invited"),
    "exhibitor.member_joined": _l("Person joined the exhibitor"),
    "exhibitor.member_left": _l("Person left the exhibitor"),
}
FIELDS: dict[str, Text] = {
    "booths": _l("Booths"),
    "price": _l("Price"),
    "hold_minutes": _l("Minutes a chosen booth is held"),
    "offer_hours": _l("Hours an offer from the waiting list lasts"),
    "booths_per_exhibitor": _l("Booths of each exhibitor"),
    "refund_steps": _l("Refunds"),
    "terms": _l("Conditions"),
    "number": _l("Number"),
    "is_blocked": _l("Blocked"),
    "booth": _l("Booth"),
    "colour": _l("Colour"),
    "width": _l("Width"),
    "depth": _l("Depth"),
}
