"""A founder ("lead") whom "judge" met as a verified investor, in a session of the organiser."""

from typing import Any

from ecosystem.core.database import session, transaction
from ecosystem.fundraising.services import pitches
from ecosystem.investors.models import Meeting, MeetingState, SessionSlot, SessionTable
from tests.house_rules.parts import NO_ONE, OF_STAFF, RUNNERS, SIGNED_IN, TEAM, Matrix
from tests.house_rules.worlds import Scene
from tests.support.factories.files import make_file, picture
from tests.support.factories.fundraising import make_document, make_verification
from tests.support.factories.investors import make_investor, make_session, take_part

JUDGE = frozenset(("judge",))
MATRIX: Matrix = {
    "investor:list_mine": (SIGNED_IN, NO_ONE),
    "investor:found": (SIGNED_IN, NO_ONE),
    "investor:view": (OF_STAFF | JUDGE | TEAM, NO_ONE),
    "investor:edit": (JUDGE, OF_STAFF | TEAM),
    "investor:list": (OF_STAFF, NO_ONE),
    "investor:verify": (RUNNERS, OF_STAFF),
    "fundraising:list_meetings": (SIGNED_IN, NO_ONE),
    "fundraising:edit": (TEAM, NO_ONE),
    "fundraising:see_log": (TEAM, NO_ONE),
    "fundraising:read_pitch": (JUDGE, NO_ONE),
    "fundraising:open_document": (JUDGE, NO_ONE),
    "fundraising:see_copy": (JUDGE, NO_ONE),
    "fundraising:follow_up": (JUDGE | TEAM, NO_ONE),
    "fundraising:see_outcomes": (RUNNERS | {"observer"}, NO_ONE),
}


def records(scene: Scene) -> dict[str, dict[str, str]]:
    """The investor, the founder's pitch with a paper that was opened, and their meeting."""
    made = _made(scene)
    investor = {"public_id": made["investor"].public_id}
    return {
        "ecosystem.investors.queries.profiles.investor_by_public_id": investor,
        "ecosystem.investors.queries.profiles.investor_by_logo": {"public_id": made["logo"].public_id},
        "founder_by_public_id": {"public_id": made["founder"].public_id},
        "document_by_public_id": {"public_id": made["document"].public_id},
        "view_by_public_id": {"public_id": made["view"].public_id},
        "ecosystem.fundraising.queries.meetings.meeting_by_public_id": {"public_id": made["meeting"].public_id},
    }


def family(scene: Scene) -> dict[str, str]:
    """A paper of the startup, and an investor who asked the organiser."""
    verification = make_verification(make_investor(scene.person("judge")), scene.organiser)
    return {
        "/documents/<document_id>": make_document(scene.startup).public_id,
        "/investors/<public_id>": verification.public_id,
    }


def _made(scene: Scene) -> dict[str, Any]:
    held, investor = make_session(scene.event), make_investor(scene.person("judge"))
    make_verification(investor, scene.organiser)
    founder, other = take_part(held, scene.startup), take_part(held, investor)
    document = make_document(scene.startup)
    view = pitches.open_document(document, by=scene.person("judge"))
    slot = session().query(SessionSlot).filter_by(session_id=held.id, is_break=False).order_by(SessionSlot.id).first()
    table = session().query(SessionTable).filter_by(session_id=held.id).order_by(SessionTable.id).first()
    assert slot is not None
    assert table is not None
    meeting = Meeting(session_id=held.id, slot_id=slot.id, table_id=table.id, founder_id=founder.id)
    meeting.investor_id, meeting.state = other.id, MeetingState.HELD
    logo = make_file(picture(), "logo.png")
    with transaction() as current:
        investor.logo = logo
        current.add(meeting)
    names = ("held", "investor", "founder", "document", "view", "meeting", "logo")
    return dict(zip(names, (held, investor, founder, document, view, meeting, logo), strict=True))
