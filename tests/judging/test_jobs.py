"""Reminders go out when their day comes, each once; the end of a round is told once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ecosystem.core import clock
from ecosystem.core.database import transaction
from ecosystem.judging.jobs import close_rounds, remind_judges
from ecosystem.notifications.models import Mail
from tests.judging.judged import Judged, judged_round


@pytest.fixture
def judged(session: Session) -> Judged:
    made = judged_round(entries=2, judges=2)
    made.handed_in([10, None], [9, None])
    return made


def closes_in(judged: Judged, **span: float) -> None:
    with transaction():
        judged.round.closes_at = clock.now() + timedelta(**span)


def mails(session: Session, kind: str) -> list[Mail]:
    return list(session.scalars(select(Mail).where(Mail.kind == kind)))


def test_nobody_is_reminded_before_the_day(judged: Judged, session: Session) -> None:
    closes_in(judged, days=5)
    assert remind_judges() == ""
    assert mails(session, "judging_reminder") == []


def test_who_has_sheets_left_is_reminded_once_a_day_named(judged: Judged, session: Session) -> None:
    closes_in(judged, days=2.5)
    remind_judges()
    remind_judges()
    (mail,) = mails(session, "judging_reminder")
    assert mail.account_id == judged.judge(1).id
    assert "2" in mail.subject
    closes_at = judged.round.closes_at
    assert closes_at is not None
    with clock.at(closes_at - timedelta(hours=20)):
        remind_judges()
        remind_judges()
    assert len(mails(session, "judging_reminder")) == 2


def test_a_moved_deadline_reminds_again(judged: Judged, session: Session) -> None:
    closes_in(judged, days=2)
    remind_judges()
    closes_in(judged, days=2.5)
    remind_judges()
    assert len(mails(session, "judging_reminder")) == 2


def test_the_end_is_told_once(judged: Judged, session: Session) -> None:
    closes_in(judged, hours=-1)
    assert close_rounds() == "1 rounds closed"
    assert close_rounds() == ""
    (mail,) = mails(session, "round_closed")
    assert mail.account_id == judged.owner.id
    assert "2/4" in mail.body
