"""Matching rounds: rankings of both sides, runs, the draft, its publication."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.background import BackgroundTask, ask_for
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.web.formatting import in_language
from ecosystem.core.web.navigation import path_to
from ecosystem.mentoring import notices
from ecosystem.mentoring.domain.life_cycle import MentorState, Mode, ParticipantState, ProgrammeState, Side
from ecosystem.mentoring.domain.matching import figures_of, match_by_flow, match_stably, objective
from ecosystem.mentoring.domain.matching.market import as_lists, from_lists
from ecosystem.mentoring.models import (
    DraftPair,
    MatchingRun,
    Programme,
    ProgrammeMentor,
    ProgrammeStartup,
    RoundRanking,
)
from ecosystem.mentoring.queries.programmes import mentors_of, startups_of
from ecosystem.mentoring.queries.rounds import draft_of, inputs_of
from ecosystem.mentoring.services.programmes import is_ranking

KIND = "mentoring.matching"
MOST_OF_MENTOR = 30  # startups a mentor ranks at most
REMIND_AGAIN = timedelta(hours=12)


def rank_mentors(participant: ProgrammeStartup, order: Sequence[ProgrammeMentor], *, by: Account) -> None:
    """Hand in a startup's ranking, the one it likes best first; handing in again replaces it.

    Raises Refused outside the time of ranking or for more than the programme's wishes, Invalid for strangers.
    """
    with transaction():
        present = locked(ProgrammeStartup, participant.id)
        _ensure_ranking(present.programme, present.state is ParticipantState.JOINED)
        if len(order) > present.programme.wishes:
            raise Refused(_l("At most %(num)d, please.", num=present.programme.wishes))
        _store(present.programme, Side.STARTUP, [(each, present) for each in order], present)
        audit.record("mentoring.ranked", present, by=by.id, scope=present.programme.organiser)


def rank_startups(mentor: ProgrammeMentor, order: Sequence[ProgrammeStartup], *, by: Account) -> None:
    """Hand in a mentor's ranking, as `rank_mentors`."""
    with transaction():
        present = locked(ProgrammeMentor, mentor.id)
        _ensure_ranking(present.programme, present.state is MentorState.ACCEPTED)
        if len(order) > MOST_OF_MENTOR:
            raise Refused(_l("At most %(num)d, please.", num=MOST_OF_MENTOR))
        _store(present.programme, Side.MENTOR, [(present, each) for each in order], present)
        audit.record("mentoring.ranked", present, by=by.id, scope=present.programme.organiser)


def _ensure_ranking(programme: Programme, takes_part: bool) -> None:
    if not takes_part or not is_ranking(programme, clock.now()):
        raise Refused(_l("Ranking is possible only while the round is open for it."))


def _store(
    programme: Programme,
    side: Side,
    pairs: Sequence[tuple[ProgrammeMentor, ProgrammeStartup]],
    ranker: ProgrammeMentor | ProgrammeStartup,
) -> None:
    if len(set(pairs)) != len(pairs) or any(
        mentor.programme_id != programme.id or startup.programme_id != programme.id for mentor, startup in pairs
    ):
        raise Invalid(_l("Something changed meanwhile. Please look at it again."))
    own = RoundRanking.programme_mentor_id if side is Side.MENTOR else RoundRanking.programme_startup_id
    session().execute(delete(RoundRanking).where(RoundRanking.side == side, own == ranker.id))
    session().add_all(
        RoundRanking(
            programme_id=programme.id,
            side=side,
            programme_mentor_id=mentor.id,
            programme_startup_id=startup.id,
            position=number,
        )
        for number, (mentor, startup) in enumerate(pairs, start=1)
    )
    ranker.ranked_at = clock.now()
    session().flush()


def remind_unranked(programme: Programme, *, by: Account) -> int:
    """Remind everybody who has not ranked yet, not twice within twelve hours; return how many."""
    with transaction():
        present, now, done = locked(Programme, programme.id), clock.now(), 0
        if not is_ranking(present, now):
            raise Refused(_l("Ranking is possible only while the round is open for it."))
        for mentor in mentors_of(present, MentorState.ACCEPTED):
            if _is_due(mentor):
                mentor.reminded_at = now
                notices.programmes.mentor_ranks(mentor)
                done += 1
        for participant in startups_of(present):
            if _is_due(participant):
                participant.reminded_at = now
                notices.programmes.startup_ranks(participant)
                done += 1
        audit.record("programme.reminded", present, by=by.id, scope=present.organiser)
        return done


def _is_due(ranker: ProgrammeMentor | ProgrammeStartup) -> bool:
    again = ranker.reminded_at is None or ranker.reminded_at + REMIND_AGAIN <= clock.now()
    return ranker.ranked_at is None and again


def ask_for_run(programme: Programme, *, seed: int, by: Account) -> BackgroundTask:
    """Let a worker match both ways; one run of a programme at a time. Raises Refused once matches are published."""
    with transaction() as current:
        present = locked(Programme, programme.id)
        ensure_unpublished(present)
        task = ask_for(
            KIND,
            subject=f"programme:{present.id}",
            by=by.id,
            payload={"programme_id": present.id, "seed": seed},
            about=str(in_language(present, "title")),
            url=path_to("mentoring_desk.round_desk", programme_slug=present.slug),
        )
        current.flush()
        return task


def ensure_unpublished(programme: Programme) -> None:
    """Raise Refused, in words, for a programme whose round cannot be worked on: none, not open, or published."""
    if programme.mode is not Mode.ROUND:
        raise Refused(_l("This programme has no matching round: startups ask mentors themselves."))
    if programme.state is not ProgrammeState.OPEN:
        raise Refused(_l("The programme is not open."))
    if programme.matched_at is not None:
        raise Refused(_l("The matches are published. A match can be ended, and another mentor found."))


def work_out(programme: Programme, *, seed: int, by: int, done: Callable[[], None] = lambda: None) -> MatchingRun:
    """Match both ways and store the run; `done` is called last in the transaction that stores it."""
    inputs = inputs_of(programme, seed=seed)
    given = inputs.market
    flow, stable = match_by_flow(given), match_stably(given)
    best = objective(given, flow)
    outcomes: dict[str, Any] = {}
    for way, pairs in (("flow", flow), ("stable", stable)):
        reached = objective(given, pairs)
        outcomes[way] = {
            "pairs": as_lists(pairs),
            "figures": asdict(figures_of(given, pairs)),
            "share": reached / best if best else 1.0,
        }
    with transaction() as current:
        run = MatchingRun(
            programme_id=programme.id,
            seed=seed,
            inputs_hash=inputs.digest,
            outcomes=outcomes,
            asked_by_id=by,
            done_at=clock.now(),
        )
        current.add(run)
        current.flush()
        audit.record("programme.matching_run", run, by=by, scope=programme.organiser, note=inputs.digest[:12])
        done()
        return run


def choose(run: MatchingRun, way: str, *, by: Account) -> None:
    """Make the draft of a run's proposal; locked pairs stay, everything else of the draft goes.

    Raises Refused once matches are published, Invalid for an unknown way.
    """
    with transaction() as current:
        present = locked(Programme, run.programme_id)
        ensure_unpublished(present)
        if way not in run.outcomes:
            raise Invalid(_l("Something changed meanwhile. Please look at it again."))
        current.execute(delete(DraftPair).where(DraftPair.programme_id == present.id, DraftPair.is_locked.is_(False)))
        kept = {(each.programme_mentor_id, each.programme_startup_id) for each in draft_of(present)}
        here_mentors = {each.id for each in mentors_of(present, MentorState.ACCEPTED)}
        here_startups = {each.id for each in startups_of(present)}
        rows = [
            {"programme_id": present.id, "programme_mentor_id": mentor, "programme_startup_id": startup}
            for mentor, startup in sorted(from_lists(run.outcomes[way]["pairs"]) - kept)
            if mentor in here_mentors and startup in here_startups
        ]
        if rows:
            current.execute(insert(DraftPair), rows)
        row = locked(MatchingRun, run.id)
        row.chosen, row.chosen_at = way, clock.now()
        audit.record("programme.run_chosen", row, by=by.id, scope=present.organiser, note=way)


def set_pair(mentor: ProgrammeMentor, participant: ProgrammeStartup, act: str, *, by: Account) -> None:
    """Change one pair of the draft by hand: "add", "remove", "lock" or "unlock". Twice is once.

    What is wrong with a pair is shown, not refused, but for publishing. Raises Refused once matches are published.
    """
    with transaction() as current:
        present = locked(Programme, mentor.programme_id)
        ensure_unpublished(present)
        if participant.programme_id != present.id:
            raise Invalid(_l("The two are not in one programme."))
        statement = select(DraftPair).where(
            DraftPair.programme_mentor_id == mentor.id, DraftPair.programme_startup_id == participant.id
        )
        pair = current.scalar(statement)
        if act == "remove":
            if pair is not None:
                current.delete(pair)
        elif pair is None and act == "add":
            current.add(
                DraftPair(
                    programme_id=present.id,
                    programme_mentor_id=mentor.id,
                    programme_startup_id=participant.id,
                    by_hand=True,
                )
            )
        elif pair is not None and act in ("lock", "unlock"):
            pair.is_locked = act == "lock"
        note = f"{act}: {mentor.profile.account.name} – {participant.startup.name}"
        audit.record("programme.pair_set", present, by=by.id, scope=present.organiser, note=note)
