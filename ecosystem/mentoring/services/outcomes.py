"""What became of a session: held, with its minutes; a side that did not come, its objection, the decision."""

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Refused
from ecosystem.mentoring.domain.life_cycle import Side
from ecosystem.mentoring.domain.session_life import OBJECTION_DAYS, SESSION_STEPS, SessionState, may_object
from ecosystem.mentoring.models import MentoringSession
from ecosystem.mentoring.notices import sessions as notices
from ecosystem.mentoring.queries.sessions import side_of

NOT_YET = _l("This can be said once the session has begun.")


def hold(found: MentoringSession, *, minutes: int, by: int | None) -> None:
    """Log that a session took place and how long; either side may, and may correct the minutes later.

    `by` None is the product itself, when nobody said anything. Raises Refused once somebody is said to have stayed
    away: whoever said so takes it back, the other side objects.
    """
    with transaction():
        present = _begun(found)
        before = (present.state, present.minutes)
        if present.state in (SessionState.NO_SHOW, SessionState.DISPUTED):
            raise Refused(_l("One side is said to have stayed away. Object to the report, or take it back."))
        if present.state is not SessionState.HELD:
            present.state = SESSION_STEPS.after(present.state, "hold")
        present.minutes, present.absent = minutes, None
        changes = {"state": (before[0], present.state), "minutes": (before[1], minutes)}
        scope = present.mentorship.programme
        audit.record("mentoring.session_held", present, by=by, scope=scope, changes=changes)


def report_absence(found: MentoringSession, *, text: str, by: Account) -> None:
    """Say that the other side did not come. They are told and may object for a week."""
    with transaction():
        present = _begun(found)
        if present.state is SessionState.NO_SHOW:
            return
        _ensure_undecided(present)
        side = side_of(present.mentorship, by.id)
        present.state = SESSION_STEPS.after(present.state, "report")
        present.absent = Side.STARTUP if side is Side.MENTOR else Side.MENTOR
        present.reported_at, present.reported_by_id, present.report = clock.now(), by.id, text
        present.minutes = None
        _on_record("mentoring.absence_reported", present, by.id)
        notices.absence_reported(present, by=by)


def object_to_report(found: MentoringSession, *, text: str, by: Account) -> None:
    """The side that is said to have stayed away says otherwise; the organiser decides.

    Raises Refused for the other side, and after a week.
    """
    with transaction():
        present = _begun(found)
        if present.state is SessionState.DISPUTED:
            return
        if side_of(present.mentorship, by.id) is not present.absent or present.reported_at is None:
            raise Refused(_l("Only the side that is said to have stayed away can object."))
        if not may_object(present.reported_at, clock.now()):
            raise Refused(_l("Objections are possible for %(days)s days.", days=OBJECTION_DAYS))
        _ensure_undecided(present)
        present.state = SESSION_STEPS.after(present.state, "object")
        present.objection = text
        _on_record("mentoring.absence_disputed", present, by.id)


def take_report_back(found: MentoringSession, *, by: Account) -> None:
    """The side that reported takes it back: the session was held, for as long as planned."""
    with transaction():
        present = _begun(found)
        reporter = present.reported_by_id
        if reporter is None or side_of(present.mentorship, by.id) is not side_of(present.mentorship, reporter):
            raise Refused(_l("Only the side that reported this can take it back."))
        _count_as_held(present)
        _on_record("mentoring.absence_taken_back", present, by.id)


def settle(found: MentoringSession, *, upheld: bool, by: Account) -> None:
    """The organiser decides a report that is disputed: it stands, or the session counts as held."""
    with transaction():
        present = _begun(found)
        if present.state is not SessionState.DISPUTED:
            raise Refused(_l("Nobody objected, so there is nothing to decide."))
        if upheld:
            present.state = SESSION_STEPS.after(present.state, "uphold")
        else:
            _count_as_held(present)
        _on_record("mentoring.absence_settled", present, by.id)


def _count_as_held(present: MentoringSession) -> None:
    present.state = SESSION_STEPS.after(present.state, "withdraw")
    present.absent, present.minutes = None, planned_minutes(present)


def planned_minutes(found: MentoringSession) -> int:
    """Return how many minutes the session was to last."""
    return int((found.ends_at - found.starts_at).total_seconds()) // 60


def _begun(found: MentoringSession) -> MentoringSession:
    present = locked(MentoringSession, found.id)
    if present.starts_at > clock.now():
        raise Refused(NOT_YET)
    if present.state is SessionState.CANCELLED:
        raise Refused(_l("This session was cancelled."))
    return present


def _ensure_undecided(present: MentoringSession) -> None:
    """Somebody objected once, and the report was decided or taken back: nobody begins anew."""
    if present.objection:
        raise Refused(_l("This was decided after an objection, so it stays."))


def _on_record(action: str, present: MentoringSession, by: int) -> None:
    told = {"state": (None, present.state), "absent": (None, present.absent)}
    audit.record(action, present, by=by, scope=present.mentorship.programme, changes=told)
    session().flush()
