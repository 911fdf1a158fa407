"""Announce the results of a round: freeze them, tell people, and take that back with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest, Round
from ecosystem.contests.services import publication as contest_services
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Refused, Text
from ecosystem.core.signals import announce
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.domain.results.snapshot import fingerprint
from ecosystem.judging.models import Award, Publication, RoundEntry
from ecosystem.judging.notices import outcomes
from ecosystem.judging.queries.comparability import obstacles_to_comparing
from ecosystem.judging.queries.decisions import Decided, awards_in, decided_in, people_of
from ecosystem.judging.queries.deliberation import obstacles_to_publishing
from ecosystem.judging.queries.publication import BoardResult, results_of
from ecosystem.judging.queries.rounds import next_round
from ecosystem.judging.services.components import round_entries
from ecosystem.judging.services.decisions import decide, ensure_unannounced
from ecosystem.judging.services.freezing import snapshot_of, store_bundle
from ecosystem.judging.services.sealing import seal, seal_in_batches
from ecosystem.judging.signals import ResultsPublished, ResultsWithdrawn
from ecosystem.notifications import services as notifications


@dataclass(frozen=True)
class Announcement:
    """What an announcement would do, in numbers; `obstacles` forbid it."""

    entries: Sequence[Decided]
    awards: Sequence[Award]
    people: int
    is_final: bool
    obstacles: Sequence[Text]

    def count(self, decision: Decision) -> int:
        """How many entries have this decision."""
        return sum(each.decision is decision for each in self.entries)


def announcement_of(round_: Round) -> Announcement:
    """Return what announcing the round now would do."""
    entries = decided_in(round_)
    is_final = next_round(round_) is None
    return Announcement(
        entries=entries,
        awards=awards_in(round_.contest) if is_final else (),
        people=len(people_of([each.entry.id for each in entries])),
        is_final=is_final,
        obstacles=_obstacles(round_, entries, is_final=is_final),
    )


def _obstacles(round_: Round, entries: Sequence[Decided], *, is_final: bool) -> list[Text]:
    found: list[Text] = []
    pending = [each.entry.code for each in entries if each.decision is Decision.PENDING]
    if is_final and awards_in(round_.contest):
        pending = []  # the prizes decide, see `_settle`
    if not entries:
        found.append(_l("No entry takes part in this round."))
    if pending:
        codes = ", ".join(pending[:10]) + (" …" if len(pending) > 10 else "")
        found.append(_l("%(number)s entries are not decided yet: %(codes)s", number=len(pending), codes=codes))
    if round_.contest.state is not ContestState.PUBLISHED:
        found.append(_l("The contest is not under way."))
    return found + obstacles_to_comparing(round_, round_.contest.boards) + obstacles_to_publishing(round_)


def write_mails(round_: Round) -> int:
    """Write the mails that wait for the announcement, one to a person, where none waits yet; return how many."""
    with transaction():
        locked(Round, round_.id)
        ensure_unannounced(round_)
        return _write_missing(round_)


def _write_missing(round_: Round) -> int:
    entries = {each.entry.id: each for each in decided_in(round_) if each.decision is not Decision.PENDING}
    following = next_round(round_)
    prizes: dict[int, list[str]] = {}
    if following is None:
        for award in awards_in(round_.contest):
            prizes.setdefault(award.application_id, []).append(award.prize.name)
    written = 0
    for account, ids in people_of(list(entries)).values():
        told = [_outcome(entries[ident], prizes.get(ident, []), following) for ident in ids]
        written += outcomes.outcome_written(round_, account, told) is not None
    return written


def _outcome(decided: Decided, prizes: Sequence[str], following: Round | None) -> outcomes.EntryOutcome:
    entry = decided.entry
    name = following.name if following is not None else ""
    kind = "award" if prizes else decided.decision.value
    return outcomes.EntryOutcome(entry.code, entry.title, kind, tuple(prizes), name)


def publish(round_: Round, *, by: Account) -> Publication:
    """Announce the results: freeze every board's computation, store scores and ranks, release the mails.

    The last judged round also announces the prizes and closes the contest. Raises Refused while something forbids it.
    """
    seal_in_batches(round_.id)  # so that little is left to seal under the locks below
    with transaction() as current:
        contest = locked(Contest, round_.contest_id)
        locked(Round, round_.id)
        ensure_unannounced(round_)
        plan = announcement_of(round_)
        if plan.obstacles:
            raise Refused(plan.obstacles[0])
        if plan.is_final:
            _settle(round_, plan, by)
            plan = announcement_of(round_)
        seal(round_.id)
        results = results_of(round_)
        _freeze(round_, plan, results)
        snapshot = snapshot_of(round_, plan.entries, plan.awards, results)
        publication = Publication(
            contest_id=contest.id,
            round_id=round_.id,
            number=_next_number(contest),
            published_at=clock.now(),
            published_by_id=by.id,
            snapshot=snapshot,
            snapshot_hash=fingerprint(snapshot),
        )
        current.add(publication)
        bundle = store_bundle(publication, round_)
        _write_missing(round_)
        notifications.release(outcomes.outcomes_batch(round_))
        if plan.is_final:
            _close(contest, by)
        audit.record("judging.published", publication, by=by.id, scope=contest, note=bundle.file_hash)
        announce(ResultsPublished(contest.id, round_.id, plan.is_final))
        return publication


def _settle(round_: Round, plan: Announcement, by: Account) -> None:
    """After the last round the prizes decide about entries nobody decided about: awarded ones are chosen."""
    awarded = {award.application_id for award in plan.awards}
    pending = [each.entry.id for each in plan.entries if each.decision is Decision.PENDING]
    decide(round_, [ident for ident in pending if ident in awarded], Decision.ADVANCE, by=by)
    decide(round_, [ident for ident in pending if ident not in awarded], Decision.STOP, by=by)


def _freeze(round_: Round, plan: Announcement, results: Sequence[BoardResult]) -> None:
    """Store each entry's published score and rank; from now on people read these."""
    rows = round_entries(round_, [each.entry for each in plan.entries])
    for result in results:
        for ranked in result.ranking:
            row = rows.get(int(str(ranked.id)))
            if row is not None:
                row.final_score, row.final_rank = ranked.result.score, ranked.rank
    for row in rows.values():
        row.announced_at = clock.now()


def _next_number(contest: Contest) -> int:
    latest = select(func.max(Publication.number)).where(Publication.contest_id == contest.id)
    return (session().scalar(latest) or 0) + 1


def _close(contest: Contest, by: Account) -> None:
    session().execute(
        update(Award).where(Award.contest_id == contest.id).values(announced_at=clock.now()),
    )
    contest_services.close_with_results(contest, by=by.id)


def withdraw_publication(publication: Publication, *, reason: str, by: Account) -> None:
    """Take published results back, with a reason that stays visible; mails not sent yet are withdrawn.

    Decisions are held again. What was published stays on record. Raises Refused when it is withdrawn already or a
    later round was published since.
    """
    if not reason.strip():
        raise Refused(_l("Please give a reason."))
    with transaction():
        contest = locked(Contest, publication.contest_id)
        present = locked(Publication, publication.id)
        if present.withdrawn_at is not None:
            raise Refused(_l("This publication has been withdrawn already."))
        _ensure_latest(present)
        present.withdrawn_at, present.withdrawn_reason = clock.now(), reason.strip()
        session().execute(
            update(RoundEntry)
            .where(RoundEntry.round_id == present.round_id)
            .values(announced_at=None, final_score=None, final_rank=None, version=RoundEntry.version + 1)
        )
        session().execute(update(Award).where(Award.contest_id == contest.id).values(announced_at=None))
        notifications.withdraw(outcomes.outcomes_batch(present.round))
        if contest.state is ContestState.DECIDED:
            contest_services.reopen(contest, by=by.id, reason=reason.strip())
        audit.record("judging.publication_withdrawn", present, by=by.id, scope=contest, note=reason.strip())
        announce(ResultsWithdrawn(contest.id, present.round_id))


def _ensure_latest(publication: Publication) -> None:
    later = select(Publication.id).where(
        Publication.contest_id == publication.contest_id,
        Publication.number > publication.number,
        Publication.withdrawn_at.is_(None),
        Publication.round_id != publication.round_id,
    )
    if session().scalar(later.limit(1)) is not None:
        raise Refused(_l("The results of a later round are public. Withdraw those first."))
