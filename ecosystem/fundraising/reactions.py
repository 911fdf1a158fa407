"""What fundraising answers the features below it."""

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, select, update

from ecosystem.accounts.signals import AccountErased, PersonalData, PersonalRecords
from ecosystem.core import clock
from ecosystem.core.database import session
from ecosystem.core.signals import reacts_to
from ecosystem.core.web.formatting import format_money
from ecosystem.fundraising.models import ContactOffer, DocumentView, FundraisingProfile, MeetingNote, MeetingReport
from ecosystem.fundraising.policies.rights import readable_founders
from ecosystem.fundraising.queries.meetings import TOOK_PLACE, investments_among
from ecosystem.investors.models import Meeting, Participant, SessionSlot, Side
from ecosystem.investors.signals import AboutParticipant, AboutParticipants, AfterMeeting, AfterMeetings
from ecosystem.startups.signals import Tie, TieKind, TiesAmong

ERASED = "–"


@reacts_to(TiesAmong)
def ties(question: TiesAmong) -> Iterator[Tie]:
    """Investors who tell that they invested in a startup do not judge it."""
    for account_id, startup_id in investments_among(question.startup_ids, question.account_ids):
        yield Tie(account_id, startup_id, TieKind.INVESTOR, _("invested after a meeting"))


@reacts_to(AfterMeetings)
def after_meetings(question: AfterMeetings) -> Iterator[AfterMeeting]:
    """Beside each meeting that has begun: say what came of it, or see what was told."""
    meetings = session().execute(
        select(Meeting.id, Meeting.public_id)
        .join(Meeting.slot)
        .where(
            Meeting.id.in_(question.meeting_ids), Meeting.state.in_(TOOK_PLACE), SessionSlot.starts_at <= clock.now()
        )
    )
    for meeting_id, public_id in meetings:
        yield AfterMeeting(meeting_id, _("What came of it"), f"/meetings/{public_id}")


@reacts_to(AboutParticipants)
def about_participants(question: AboutParticipants) -> Iterator[AboutParticipant]:
    """Beside founders whose pitch the investor may read: how much they raise, and the way there."""
    rows = session().execute(
        select(Participant.id, Participant.public_id, FundraisingProfile.ask)
        .outerjoin(FundraisingProfile, FundraisingProfile.startup_id == Participant.startup_id)
        .where(
            Participant.id.in_(question.participant_ids),
            Participant.id.in_(readable_founders(question.account_id, question.session_id)),
        )
    )
    for participant_id, public_id, ask in rows:
        asked = _("raising %(amount)s", amount=format_money(ask)) if ask else ""
        yield AboutParticipant(participant_id, _("What they raise"), f"/pitches/{public_id}", asked)


@reacts_to(PersonalData)
def personal_data(question: PersonalData) -> Iterator[PersonalRecords]:
    """What the person told of meetings and noted, and the papers they opened."""
    who = question.account_id
    views = session().scalars(select(DocumentView).where(DocumentView.viewer_id == who).order_by(DocumentView.id))
    yield PersonalRecords("confidential_documents_opened", [_opened(view) for view in views])
    reports = session().scalars(select(MeetingReport).where(MeetingReport.told_by_id == who).order_by(MeetingReport.id))
    yield PersonalRecords("meeting_outcomes", [_told(each) for each in reports])
    notes = session().scalars(select(MeetingNote).where(MeetingNote.by_id == who).order_by(MeetingNote.id))
    yield PersonalRecords("meeting_notes", [{"text": note.text, "at": note.updated_at.isoformat()} for note in notes])


def _opened(view: DocumentView) -> dict[str, object]:
    return {"document": view.document.title, "at": view.created_at.isoformat(), "copy": view.public_id}


def _told(report: MeetingReport) -> dict[str, str | int | None]:
    values = {"outcome": report.outcome.value, "amount": report.amount, "next_step": report.next_step}
    return values | {"at": report.told_at.isoformat()}


@reacts_to(AccountErased)
def forget(fact: AccountErased) -> None:
    """The log keeps that a paper was opened, without the name; own notes and offered contact data go."""
    seen = update(DocumentView).where(DocumentView.viewer_id == fact.account_id)
    session().execute(seen.values(viewer_name=ERASED))
    own = select(Participant.id).where(Participant.account_id == fact.account_id)
    session().execute(delete(ContactOffer).where(ContactOffer.from_id.in_(own)))
    session().execute(update(MeetingReport).where(MeetingReport.told_by_id == fact.account_id).values(told_by_id=None))
    session().execute(delete(MeetingNote).where(MeetingNote.by_id == fact.account_id, _lone(fact.account_id)))


def _lone(account_id: int) -> ColumnElement[bool]:
    """Notes of an investor are the person's own; those of a team are the team's."""
    theirs = (
        select(Meeting.id)
        .join(Participant, Participant.id == Meeting.investor_id)
        .where(Participant.account_id == account_id)
    )
    return MeetingNote.meeting_id.in_(theirs) & (MeetingNote.side == Side.INVESTOR)
