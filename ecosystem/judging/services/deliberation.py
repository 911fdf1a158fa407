"""Use cases of the deliberation: discussing entries, putting the decisions to a committee, counting its voices."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.applications.models import Application
from ecosystem.audit import services as audit
from ecosystem.contests.models import Round
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import Invalid, Refused
from ecosystem.judging.domain.committee import DELIBERATION, Answer, DeliberationState, Share, Voice
from ecosystem.judging.models import CommitteeMember, Deliberation, Remark
from ecosystem.judging.notices.committee import vote_asked
from ecosystem.judging.queries.bars import is_barred
from ecosystem.judging.queries.deliberation import deliberation_of, proposal_of
from ecosystem.judging.services.decisions import ensure_unannounced

MOST_MEMBERS = 60


@dataclass(frozen=True)
class Seat:
    """A member of the committee as typed: `email` "" for one who votes in the meeting only."""

    name: str
    office: str = ""
    email: str = ""


def open_deliberation(round_: Round, *, by: Account) -> Deliberation:
    """Open the deliberation of a round, or return the one there is; from now on publishing needs the committee."""
    with transaction():
        locked(Round, round_.id)
        present = deliberation_of(round_)
        if present is not None:
            return present
        ensure_unannounced(round_)
        opened = Deliberation(round_id=round_.id, state=DeliberationState.DISCUSSION)
        session().add(opened)
        session().flush()
        audit.record("judging.deliberation_opened", round_, by=by.id, scope=round_.contest)
        return opened


def give_up(deliberation: Deliberation, *, by: Account) -> None:
    """Do without a committee: remove a deliberation in which nobody voted and nothing was said. Raises Refused."""
    with transaction():
        row = locked(Deliberation, deliberation.id)
        said = session().query(Remark.id).filter_by(deliberation_id=row.id).first()
        if said is not None or row.tally.present or row.state is not DeliberationState.DISCUSSION:
            raise Refused(_l("Something was said or voted already; the deliberation stays on record."))
        round_ = row.round
        session().delete(row)
        audit.record("judging.deliberation_given_up", round_, by=by.id, scope=round_.contest)


def say(deliberation: Deliberation, application: Application, text: str, *, by: Account) -> Remark:
    """Say something about an entry. Raises Invalid for nothing, Refused with a conflict of interest or once public."""
    if not text.strip():
        raise Invalid(_l("Please write something."))
    with transaction():
        row = locked(Deliberation, deliberation.id)
        ensure_unannounced(row.round)
        if is_barred(by.id, application.id):
            raise Refused(_l("You have a conflict of interest with this entry and take no part in its discussion."))
        remark = Remark(deliberation_id=row.id, application_id=application.id, account_id=by.id, text=text.strip())
        session().add(remark)
        session().flush()
        return remark


def take_back(remark: Remark, *, by: Account) -> Remark:
    """Take an own remark back; its place stays visible. Raises Refused for another person's."""
    with transaction():
        row = locked(Remark, remark.id)
        if row.account_id != by.id:
            raise Refused(_l("Only who said it can take it back."))
        row.taken_back_at = row.taken_back_at or clock.now()
        return row


def set_committee(
    deliberation: Deliberation,
    seats: Sequence[Seat],
    *,
    quorum: Share,
    approval: Share,
    counts_all: bool,
    meeting: str,
    by: Account,
) -> Deliberation:
    """Store who is on the committee and how it approves. Members who stay keep their place.

    Raises Refused while a vote runs or stands, Invalid for nobody, for more than 60, or one address twice.
    """
    if not 1 <= len(seats) <= MOST_MEMBERS:
        raise Invalid(_l("A committee has 1 to %(most)s members.", most=MOST_MEMBERS))
    with transaction():
        row = locked(Deliberation, deliberation.id)
        if row.state is not DeliberationState.DISCUSSION:
            raise Refused(_l("The committee votes or has voted. Go back to the discussion first."))
        present = {(member.email, member.name): member for member in row.members}
        kept = []
        for position, seat in enumerate(seats):
            key = (seat.email.strip().casefold() or None, seat.name.strip())
            member = present.get(key) or CommitteeMember(email=key[0], name=key[1])
            member.office, member.position = seat.office.strip(), position
            kept.append(member)
        row.quorum, row.approval, row.counts_all, row.meeting = quorum, approval, counts_all, meeting.strip()
        row.members = kept
        with unique_or(_l("An address stands twice in the committee.")):
            session().flush()
        audit.record("judging.committee_set", row.round, by=by.id, scope=row.round.contest)
        return row


def propose(deliberation: Deliberation, *, by: Account) -> Deliberation:
    """Freeze the decisions and prizes as they stand and ask the committee; earlier voices no longer count.

    Raises Refused while entries are not decided, or the committee has no members.
    """
    with transaction():
        row = locked(Deliberation, deliberation.id)
        locked(Round, row.round_id)
        ensure_unannounced(row.round)
        if not row.members:
            raise Refused(_l("Name the members of the committee first."))
        proposal = proposal_of(row.round)
        if not proposal.lines or proposal.open_entries:
            codes = ", ".join(proposal.open_entries[:10])
            raise Refused(_l("Decide about every entry first: %(codes)s", codes=codes or "–"))
        row.state = DELIBERATION.after(row.state, "propose")
        row.proposal, row.proposal_hash, row.proposed_at = list(proposal.lines), proposal.hash, clock.now()
        row.answered_at = None
        for member in row.members:
            _clear(member)
            vote_asked(row, member)
        audit.record("judging.put_to_vote", row.round, by=by.id, scope=row.round.contest, note=row.proposal_hash)
        return row


def vote(member: CommitteeMember, voice: Voice, *, reason: str = "", by: Account) -> CommitteeMember:
    """Store a member's voice; it can be changed while the vote runs. `by` may be the secretariat, which records it.

    Raises Refused when no vote runs, Invalid when somebody votes against without a reason.
    """
    if voice is Voice.AGAINST and not reason.strip():
        raise Invalid(_l("Please say why you vote against."))
    with transaction():
        row = locked(Deliberation, member.deliberation_id)
        if row.state is not DeliberationState.VOTE:
            raise Refused(_l("No vote runs at present."))
        own = locked(CommitteeMember, member.id)
        before = own.voice
        own.voice, own.reason, own.voted_at = voice, reason.strip(), clock.now()
        own.recorded_by_id = None if by.is_verified and by.email_key == own.email else by.id
        audit.record(
            "judging.committee_voted", row.round, by=by.id, scope=row.round.contest, changes={own.name: (before, voice)}
        )
        return own


def close_vote(deliberation: Deliberation, *, by: Account) -> Answer:
    """Count the voices and keep the answer. Raises Refused without a quorum."""
    with transaction():
        row = locked(Deliberation, deliberation.id)
        answer = row.rule.answer(row.tally)
        if answer is Answer.NO_QUORUM:
            raise Refused(_l("Too few members have voted: the quorum is not reached."))
        row.state = DELIBERATION.after(row.state, "approve" if answer is Answer.APPROVED else "refuse")
        row.answered_at = clock.now()
        audit.record(
            "judging.committee_answered",
            row.round,
            by=by.id,
            scope=row.round.contest,
            changes={"state": (DeliberationState.VOTE, row.state)},
        )
        return answer


def resume(deliberation: Deliberation, *, by: Account) -> Deliberation:
    """Go back to the discussion; an approval no longer holds. Raises Refused after the announcement."""
    with transaction():
        row = locked(Deliberation, deliberation.id)
        ensure_unannounced(row.round)
        before = row.state
        row.state = DELIBERATION.after(row.state, "resume")
        changes = {"state": (before, row.state)}
        audit.record("judging.deliberation_resumed", row.round, by=by.id, scope=row.round.contest, changes=changes)
        return row


def _clear(member: CommitteeMember) -> None:
    member.voice, member.reason, member.voted_at, member.recorded_by_id = None, "", None, None
