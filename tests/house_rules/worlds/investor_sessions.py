"""An investor session with a startup, an investor, a published meeting and a proposal that waits."""

from datetime import timedelta
from typing import Any

from ecosystem.core import clock
from ecosystem.investors.domain.life_cycle import SessionState
from ecosystem.investors.models import ChangeRequest, InvestorSession, Participant, RequestKind, Side
from ecosystem.investors.queries.timetables import agenda_of, planned_in
from ecosystem.investors.services import day
from tests.house_rules.parts import DOORKEEPERS, EVERYBODY, NO_ONE, OF_STAFF, RUNNERS, SIGNED_IN, TEAM, Matrix
from tests.house_rules.worlds import Scene
from tests.support.factories.investors import make_session, plan_run, publish_session, take_part, wish

MATRIX: Matrix = {
    "investor_session:list_mine": (SIGNED_IN, NO_ONE),
    "investor_session:view": (EVERYBODY, NO_ONE),
    "investor_session:join": (NO_ONE, SIGNED_IN),
    "investor_session:see_desk": (OF_STAFF, NO_ONE),
    "investor_session:run": (RUNNERS, OF_STAFF - RUNNERS),
    "investor_session:check": (DOORKEEPERS, OF_STAFF - DOORKEEPERS),
    "investor_session:see_board": (OF_STAFF | TEAM | {"rival"}, NO_ONE),
    "session_table:view": (OF_STAFF | TEAM | {"rival"}, NO_ONE),
    "meeting:check": (DOORKEEPERS | {"lead", "rival"}, NO_ONE),
}
WORDS = frozenset(("answer", "hold", "side", "verdict", "outcome", "what", "reply"))

NOT_THERE_YET = {"POST investor_people.keep_apart": "nobody is named in the form"}


def records(scene: Scene) -> dict[str, dict[str, str]]:
    """The session, a participant, a proposal with a meeting, a request, a table."""
    made = _made(scene, "rival")
    return {
        "ecosystem.investors.queries.sessions.session_by_public_id": made,
        "table_by_public_id": {"table_id": made["table_id"]},
        "meeting_by_public_id": {"meeting_id": made["meeting_id"], "outcome": "held"},
    }


def family(scene: Scene) -> dict[str, str]:
    """The same, by the ends of addresses."""
    made = _made(scene, "judge")
    here = "/investor-sessions/<session_id>"
    return {
        here: made["session_id"],
        "/people/<participant_id>": made["participant_id"],
        "/timetables/<run_id>": made["run_id"],
        "/meetings/<int:planned_id>": made["planned_id"],
        "/meetings/<meeting_id>": made["meeting_id"],
        "/requests/<request_id>": made["request_id"],
        "/tables/<table_id>": made["table_id"],
    }


def _made(scene: Scene, other: str) -> dict[str, str]:
    lead, rival, owner = scene.person("lead"), scene.person(other), scene.person("owner")
    session_ = make_session(scene.event, owner)
    founder = take_part(session_, scene.startup, account=lead)
    investor = take_part(session_, side=Side.INVESTOR, account=rival)
    wish(founder, investor)
    publish_session(session_, owner)
    return _arguments(session_, founder, owner)


def _arguments(session_: InvestorSession, founder: Participant, owner: Any) -> dict[str, str]:
    (meeting,) = agenda_of(founder)
    with clock.at(meeting.slot.starts_at - timedelta(days=1)):
        request: ChangeRequest = day.ask_for_change(founder, RequestKind.OTHER, text="?", by=founder.account)
    run = plan_run(session_, owner)
    (planned,) = planned_in(run)
    assert session_.state is SessionState.PUBLISHED
    return {
        "session_id": session_.public_id,
        "participant_id": founder.public_id,
        "run_id": run.public_id,
        "planned_id": planned.ident,
        "meeting_id": meeting.public_id,
        "request_id": request.public_id,
        "table_id": meeting.table.public_id,
        "step": "start",
        "answer": "approve",
        "hold": "lock",
        "verdict": "grant",
        "outcome": "held",
        "side": "founder",
        "what": "agendas",
        "kind": "csv",
        "reply": "accept",
    }
