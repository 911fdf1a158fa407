"""Tables of exhibitions: halls with their plans, booths, exhibitors, and who has which booth.

Lengths are centimetres, angles degrees clockwise, money whole đồng. A booth that left the plan stays as a row with
`removed_at` (orders and visits may point to it) and gives its number free; `queries.booths` leave such rows out.
"""

from ecosystem.exhibitions.domain.booths import BoothKind, ZoneColour
from ecosystem.exhibitions.domain.life_cycle import ClaimState, ExhibitionState, ExhibitorState, SwapState, WaitingState
from ecosystem.exhibitions.models.claims import BoothClaim, BoothOrder, SwapRequest, WaitingPlace
from ecosystem.exhibitions.models.exhibitors import Exhibitor, ExhibitorInvitation, ExhibitorMember
from ecosystem.exhibitions.models.plans import Booth, Exhibition, Hall, Zone

__all__ = [
    "Booth",
    "BoothClaim",
    "BoothKind",
    "BoothOrder",
    "ClaimState",
    "Exhibition",
    "ExhibitionState",
    "Exhibitor",
    "ExhibitorInvitation",
    "ExhibitorMember",
    "ExhibitorState",
    "Hall",
    "SwapRequest",
    "SwapState",
    "WaitingPlace",
    "WaitingState",
    "Zone",
    "ZoneColour",
]
