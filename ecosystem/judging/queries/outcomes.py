"""What one entry, startup or person has from announced results."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from ecosystem.applications.models import Application, ApplicationMember
from ecosystem.contests.domain.kinds import FeedbackPolicy
from ecosystem.contests.models import Contest, Round
from ecosystem.core.database import session
from ecosystem.judging.domain.life_cycle import SheetState
from ecosystem.judging.domain.results.distribution import Distribution, distribution_of
from ecosystem.judging.models import Assignment, Award, Publication, RoundEntry, ScoreSheet


@dataclass(frozen=True)
class RoundFeedback:
    """What a team reads of a round: nothing more than the contest's policy allows."""

    round: Round
    score: str | None
    rank: int | None
    full: str
    criteria: Sequence[tuple[str, str, str]]
    components: Sequence[tuple[str, str, str]]
    comments: Sequence[str]
    places: int
    distribution: Distribution | None = None


def announced_places(application_id: int) -> Sequence[RoundEntry]:
    """Return the entry's places in announced rounds, in order, with round and contest."""
    return (
        session()
        .scalars(
            select(RoundEntry)
            .join(RoundEntry.round)
            .where(RoundEntry.application_id == application_id, RoundEntry.announced_at.is_not(None))
            .options(joinedload(RoundEntry.round).joinedload(Round.contest), joinedload(RoundEntry.application))
            .order_by(Round.position, Round.id)
        )
        .all()
    )


def announced_awards(application_ids: Collection[int]) -> Sequence[Award]:
    """Return the announced awards of these entries, with prize, entry and contest."""
    return (
        session()
        .scalars(
            select(Award)
            .where(Award.application_id.in_(application_ids), Award.announced_at.is_not(None))
            .options(
                joinedload(Award.prize),
                joinedload(Award.application).joinedload(Application.contest),
                joinedload(Award.application).joinedload(Application.startup),
            )
            .order_by(Award.announced_at, Award.number)
        )
        .all()
    )


def awards_before(startup_id: int | None, account_ids: Collection[int], contest_id: int) -> Sequence[Award]:
    """Return announced awards of the startup or of entries these people were on, in other contests."""
    on_team = select(ApplicationMember.application_id).where(ApplicationMember.account_id.in_(account_ids))
    owns = Application.id.in_(on_team)
    entries = select(Application.id).where(
        or_(owns, Application.startup_id == startup_id) if startup_id is not None else owns,
        Application.contest_id != contest_id,
    )
    return announced_awards(list(session().scalars(entries)))


def feedback_for(application_id: int) -> list[RoundFeedback]:
    """Return what the team may read of each announced round; empty where the contest gives no feedback."""
    places = announced_places(application_id)
    if not places or places[0].round.contest.feedback is FeedbackPolicy.NONE:
        return []
    policy = places[0].round.contest.feedback
    documents = _published_documents([place.round_id for place in places])
    return [_feedback(place, documents.get(place.round_id), policy) for place in places]


def _published_documents(round_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    rows = session().execute(
        select(Publication.round_id, Publication.snapshot)
        .where(Publication.round_id.in_(round_ids), Publication.withdrawn_at.is_(None))
        .order_by(Publication.number)
    )
    return {row[0]: row[1] for row in rows}


def _feedback(place: RoundEntry, document: dict[str, Any] | None, policy: FeedbackPolicy) -> RoundFeedback:
    rules, entry, scores = _own_part(document, place.application.code)
    shows_criteria = policy in (FeedbackPolicy.CRITERIA, FeedbackPolicy.CRITERIA_AND_COMMENTS)
    criteria = [
        (rule["name"], entry["criteria"].get(rule["key"]), rule["maximum"])
        for rule in rules.get("criteria", ())
        if shows_criteria
    ]
    components = [
        (part["name"], entry["components"][part["key"]]["points"], part["maximum"])
        for part in rules.get("components", ())
        if shows_criteria
    ]
    comments = comments_on(place) if policy is FeedbackPolicy.CRITERIA_AND_COMMENTS else []
    full = sum((Decimal(part["maximum"]) for part in rules.get("components", ())), Decimal(rules.get("total", 0)))
    places = int(rules.get("places", 2))
    own = entry.get("score")
    return RoundFeedback(
        place.round,
        own,
        place.final_rank,
        str(full),
        criteria,
        components,
        comments,
        places,
        distribution_of(scores, Decimal(own), full) if own is not None else None,
    )


def _own_part(document: dict[str, Any] | None, code: str) -> tuple[dict[str, Any], dict[str, Any], list[Decimal]]:
    """The rules of the entry's board, the entry itself, and the scores of all entries of the board."""
    for board in (document or {}).get("boards", ()):
        for entry in board["entries"]:
            if entry["code"] == code:
                scores = [Decimal(each["score"]) for each in board["entries"] if each["score"] is not None]
                return board["rules"], entry, scores
    return {}, {}, []


def comments_on(place: RoundEntry) -> list[str]:
    """Return the judges' comments to the team from sheets handed in, without names, in an order that tells nothing."""
    rows = session().scalars(
        select(ScoreSheet.comment)
        .join(Assignment, ScoreSheet.assignment_id == Assignment.id)
        .where(
            Assignment.round_id == place.round_id,
            Assignment.application_id == place.application_id,
            ScoreSheet.state == SheetState.HANDED_IN,
            ScoreSheet.comment != "",
        )
    )
    return sorted(rows)


def sheets_by(account_id: int) -> Sequence[ScoreSheet]:
    """Return the sheets a person wrote as a judge, with round, contest and entry."""
    charge = joinedload(ScoreSheet.assignment)
    return (
        session()
        .scalars(
            select(ScoreSheet)
            .join(ScoreSheet.assignment)
            .join(Assignment.panelist)
            .where(Assignment.panelist.has(account_id=account_id))
            .options(
                charge.joinedload(Assignment.round).joinedload(Round.contest), charge.joinedload(Assignment.application)
            )
            .order_by(ScoreSheet.id)
        )
        .unique()
        .all()
    )


def has_winners(contest: Contest) -> bool:
    """Tell whether the contest has results that stand."""
    found = select(Publication.id).where(Publication.contest_id == contest.id, Publication.withdrawn_at.is_(None))
    return session().scalar(found.limit(1)) is not None
