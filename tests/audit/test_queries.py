"""Histories as people read them."""

from datetime import UTC, datetime

from flask import Flask
from sqlalchemy.orm import Session

from ecosystem.accounts.queries import history_page
from ecosystem.audit.kinds import act_text, describe, describe_code
from ecosystem.audit.models import AuditEntry
from ecosystem.audit.queries import history_by, history_in, history_of
from ecosystem.audit.services import assign, forget_values, record
from ecosystem.core.database import transaction
from tests.support.factories.accounts import account
from tests.support.statements import count_statements


def test_a_line_says_who_what_and_from_what_to_what(session: Session) -> None:
    who = account("Y Phương")
    with transaction():
        changes = assign(who, {"job_title": "Trưởng nhóm", "organisation": ""})
        record("account.profile_changed", who, by=who.id, changes=changes)
    line = history_page(history_of(who)).items[0]
    assert line.who == "Y Phương"
    assert line.act == act_text("account.profile_changed")
    assert [(before, after) for _field, before, after in line.changes] == [("", "Trưởng nhóm")]


def test_the_product_itself_has_no_name_and_an_unknown_act_keeps_its_own(session: Session) -> None:
    who = account()
    with transaction():
        record("thing.happened", who, by=None)
    line = history_page(history_of(who)).items[0]
    assert (line.who, line.act) == ("", "thing.happened")
    describe("thing.happened", "A thing happened")
    assert history_page(history_of(who)).items[0].act == "A thing happened"


def test_codes_are_in_words_moments_are_moments_and_rows_are_counted(session: Session) -> None:
    who = account()
    describe_code("thing_open", "Open")
    opens = datetime(2026, 11, 22, 7, tzinfo=UTC)
    changes = {
        "state": (None, "thing_open"),
        "opens_at": (None, opens),
        "pairs": ([], [[1, 2], [1, 3]]),
        "room_id": (3, 4),
        "title": ("", "Tuần 2026-T3"),
    }
    with transaction():
        record("thing.changed", who, by=None, changes=changes)
    after = [new for _field, _old, new in history_page(history_of(who)).items[0].changes]
    assert after == ["Open", opens, 2, "Tuần 2026-T3"]


def test_a_history_takes_three_statements_whatever_its_length(session: Session) -> None:
    who, scope = account(), account()
    for actor in (who, scope, account("An"), account("Bình")):
        with transaction():
            record("thing.happened", who, by=actor.id, scope=scope)
    for statement, lines in ((history_of(who), 4), (history_in(scope), 4), (history_by(who.id), 1)):
        with count_statements() as statements:
            page = history_page(statement)
        assert len(page.items) == lines
        assert len(statements) == 3


def test_an_unchanged_field_is_not_recorded(session: Session) -> None:
    who = account()
    with transaction():
        entry = record("thing.happened", who, by=None, changes={"name": ("a", "a"), "phone": ("", "1")})
    assert entry.changes == {"phone": ["", "1"]}


def test_forgotten_values_leave_the_act(app: Flask, session: Session) -> None:
    who = account()
    with transaction():
        record("thing.happened", who, by=who.id, changes={"phone": ("", "1")}, note="from Kon Plông")
        forget_values(who)
    session.expire_all()
    entry = session.query(AuditEntry).filter_by(subject_id=who.id, action="thing.happened").one()
    assert (entry.changes, entry.note, entry.account_id) == ({}, "", who.id)
