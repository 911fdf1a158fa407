"""Feedback on a session, by everybody who attended."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import Refused
from ecosystem.mentoring.domain.session_life import SessionState, has_both_sides, is_feedback_open
from ecosystem.mentoring.models import MentoringSession, SessionFeedback
from ecosystem.mentoring.queries.sessions import feedback_of, side_of


def give_feedback(found: MentoringSession, values: Mapping[str, Any], *, by: Account) -> SessionFeedback:
    """Keep somebody's feedback; until the other side's is there to be read, or the time is over, they may change it.

    Raises Refused before the end of the session, two weeks after it, for whoever was not to attend, and for a change
    after both sides gave theirs: nobody answers what they read.
    """
    with transaction() as current:
        present = locked(MentoringSession, found.id)
        if present.state not in (SessionState.BOOKED, SessionState.HELD):
            raise Refused(_l("Feedback is for sessions that took place."))
        if not is_feedback_open(present.ends_at, clock.now()):
            raise Refused(_l("Feedback can be given from the end of the session for two weeks."))
        if by.id not in {each.account_id for each in present.attendees}:
            raise Refused(_l("Feedback is asked of those who attended."))
        own = session().scalar(
            select(SessionFeedback).where(SessionFeedback.session_id == present.id, SessionFeedback.account_id == by.id)
        )
        if own is None:
            own = SessionFeedback(
                session_id=present.id, account_id=by.id, side=side_of(present.mentorship, by.id), **values
            )
            with unique_or(_l("You gave this feedback already.")):
                current.add(own)
                current.flush()
            return own
        same = all(getattr(own, name) == value for name, value in values.items())
        if not same and has_both_sides(feedback_of(present)):
            raise Refused(_l("Both sides can read each other's feedback now, so it stays as it is."))
        for name, value in values.items():
            setattr(own, name, value)
        current.flush()
        return own
