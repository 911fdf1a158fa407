"""Reading matching rounds: rankings, the market they make, runs, the draft and what is wrong with it."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ecosystem.core import clock
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.search import fold
from ecosystem.mentoring.domain.affinity import fit
from ecosystem.mentoring.domain.draft import Flaw, flaws_of, is_lawful
from ecosystem.mentoring.domain.life_cycle import MentorState, Side
from ecosystem.mentoring.domain.matching import Market, Pair, market
from ecosystem.mentoring.models import (
    DraftPair,
    MatchingRun,
    Programme,
    ProgrammeMentor,
    ProgrammeStartup,
    RoundRanking,
)
from ecosystem.mentoring.queries.people import vetoes_among
from ecosystem.mentoring.queries.programmes import active_by_mentor, active_by_startup, mentors_of, startups_of
from ecosystem.mentoring.queries.suggestions import free_times_of, need_of, offer_of

SUGGESTED = 10  # mentors a startup may get beside those somebody ranked: the best by affinity
COMPARED_AT_MOST = 400_000  # pairs up to which all are weighed; beyond, only ranked ones are


@dataclass(frozen=True)
class RoundInputs:
    """Who takes part in a round, by place, and the market they make; `digest` stands for everything it depends on."""

    mentors: Mapping[int, ProgrammeMentor]
    startups: Mapping[int, ProgrammeStartup]
    market: Market
    digest: str
    draft: Sequence[DraftPair]


def ranked_by_startup(participant: ProgrammeStartup) -> Mapping[int, int]:
    """Return the place from 1 of each mentor's place that a startup ranked."""
    return _ranked(Side.STARTUP, RoundRanking.programme_startup_id == participant.id)


def ranked_by_mentor(mentor: ProgrammeMentor) -> Mapping[int, int]:
    """Return the place from 1 of each startup's place that a mentor ranked."""
    return _ranked(Side.MENTOR, RoundRanking.programme_mentor_id == mentor.id)


def _ranked(side: Side, whose: object) -> Mapping[int, int]:
    other = RoundRanking.programme_mentor_id if side is Side.STARTUP else RoundRanking.programme_startup_id
    rows = session().execute(
        select(other, RoundRanking.position)
        .where(RoundRanking.side == side, whose)  # type: ignore[arg-type]
        .order_by(RoundRanking.position)
    )
    return {row[0]: row[1] for row in rows}


def inputs_of(programme: Programme, *, seed: int = 0) -> RoundInputs:
    """Put the market of a round together: seats that are free, rankings, vetoes, affinity, locked pairs.

    Nine statements. A mentor on a break has no seat but for locked pairs.
    """
    mentors = {each.id: each for each in mentors_of(programme, MentorState.ACCEPTED)}
    startups = {each.id: each for each in startups_of(programme)}
    draft = draft_of(programme)
    kept = ((each.programme_mentor_id, each.programme_startup_id) for each in draft if each.is_locked)
    locked_pairs = {pair for pair in kept if pair[0] in mentors and pair[1] in startups}
    mentor_seats = _mentor_seats(programme, mentors, locked_pairs)
    startup_seats = _startup_seats(programme, startups)
    by_startup, by_mentor = _rankings(programme, mentors, startups)
    vetoes = _vetoes(mentors, startups)
    ranked = {(m, s) for s, order in by_startup.items() for m in order}
    ranked |= {(m, s) for m, order in by_mentor.items() for s in order}
    made = market(
        mentors=mentor_seats,
        startups=startup_seats,
        startup_rankings=by_startup,
        mentor_rankings=by_mentor,
        points=_points(mentors, startups, ranked),
        vetoes=vetoes,
        fixed=_fitting(locked_pairs - vetoes, mentor_seats, startup_seats),
        seed=seed,
    )
    return RoundInputs(mentors, startups, made, _digest(made), draft)


def _mentor_seats(programme: Programme, mentors: Mapping[int, ProgrammeMentor], kept: set[Pair]) -> dict[int, int]:
    taken, now = active_by_mentor(programme.id), clock.now()
    seats = {}
    for ident, mentor in mentors.items():
        paused = mentor.profile.paused_until is not None and mentor.profile.paused_until > now
        free = max(0, mentor.capacity - taken.get(ident, 0))
        seats[ident] = min(free, sum(pair[0] == ident for pair in kept)) if paused else free
    return seats


def _startup_seats(programme: Programme, startups: Collection[int]) -> dict[int, int]:
    taken = active_by_startup(programme.id)
    return {each: max(0, programme.mentors_per_startup - taken.get(each, 0)) for each in startups}


def _fitting(kept: set[Pair], mentor_seats: Mapping[int, int], startup_seats: Mapping[int, int]) -> set[Pair]:
    """Locked pairs as far as there are seats: a capacity may have been lowered since."""
    mentors, startups, fitting = dict(mentor_seats), dict(startup_seats), set()
    for mentor, startup in sorted(kept):
        if mentors[mentor] > 0 and startups[startup] > 0:
            mentors[mentor] -= 1
            startups[startup] -= 1
            fitting.add((mentor, startup))
    return fitting


def _rankings(
    programme: Programme, mentors: Mapping[int, ProgrammeMentor], startups: Mapping[int, ProgrammeStartup]
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    rows = session().execute(
        select(RoundRanking.side, RoundRanking.programme_mentor_id, RoundRanking.programme_startup_id)
        .where(RoundRanking.programme_id == programme.id)
        .order_by(RoundRanking.position, RoundRanking.id)
    )
    by_startup: dict[int, list[int]] = {}
    by_mentor: dict[int, list[int]] = {}
    for side, mentor, startup in rows:
        if mentor in mentors and startup in startups:
            if side is Side.STARTUP:
                by_startup.setdefault(startup, []).append(mentor)
            else:
                by_mentor.setdefault(mentor, []).append(startup)
    return by_startup, by_mentor


def _vetoes(mentors: Mapping[int, ProgrammeMentor], startups: Mapping[int, ProgrammeStartup]) -> set[Pair]:
    by_profile = {each.profile_id: ident for ident, each in mentors.items()}
    by_startup = {each.startup_id: ident for ident, each in startups.items()}
    return {(by_profile[p], by_startup[s]) for p, s in vetoes_among(by_profile, by_startup)}


def _points(
    mentors: Mapping[int, ProgrammeMentor], startups: Mapping[int, ProgrammeStartup], ranked: set[Pair]
) -> dict[Pair, int]:
    free = free_times_of([each.profile_id for each in mentors.values()])
    offers = {i: offer_of(each.profile, free.get(each.profile_id, frozenset())) for i, each in mentors.items()}
    needs = {ident: need_of(each) for ident, each in startups.items()}
    points = {pair: fit(offers[pair[0]], needs[pair[1]]).points for pair in ranked}
    if len(mentors) * len(startups) > COMPARED_AT_MOST:
        return points
    for startup, need in needs.items():
        found = sorted(((fit(offer, need).points, -mentor) for mentor, offer in offers.items()), reverse=True)
        points |= {(-number, startup): worth for worth, number in found[:SUGGESTED] if worth > 0}
    return points


def _digest(made: Market) -> str:
    told = {
        "mentors": sorted(made.mentors.items()),
        "startups": sorted(made.startups.items()),
        "by_startup": sorted(made.rank_by_startup.items()),
        "by_mentor": sorted(made.rank_by_mentor.items()),
        "points": sorted(made.points.items()),
        "fixed": sorted(made.fixed),
        "vetoes": sorted(made.vetoes),
    }
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def run_in(programme: Programme, run_id: str) -> MatchingRun:
    """Return a run of a programme. Raises NoSuchRecord."""
    statement = select(MatchingRun).where(MatchingRun.programme_id == programme.id, MatchingRun.public_id == run_id)
    return one_or_missing(session().scalar(statement))


def pairs_to_publish(programme: Programme) -> tuple[list[tuple[ProgrammeMentor, ProgrammeStartup]], bool]:
    """Return the pairs of the draft whose sides take part, and whether all of them may be matched.

    Six statements and nothing weighed: it is asked while nobody else can write.
    """
    mentors = {each.id: each for each in mentors_of(programme, MentorState.ACCEPTED)}
    startups = {each.id: each for each in startups_of(programme)}
    draft = [each for each in draft_of(programme) if each.programme_mentor_id in mentors]
    draft = [each for each in draft if each.programme_startup_id in startups]
    pairs = [(each.programme_mentor_id, each.programme_startup_id) for each in draft]
    kept = {pair for pair, each in zip(pairs, draft, strict=True) if each.is_locked}
    seats = _mentor_seats(programme, mentors, kept), _startup_seats(programme, startups)
    lawful = is_lawful(pairs, *seats, _vetoes(mentors, startups))
    return [(mentors[mentor], startups[startup]) for mentor, startup in pairs], lawful


def runs_of(programme: Programme) -> Sequence[MatchingRun]:
    """Return the runs of a programme that are done, the newest first."""
    statement = select(MatchingRun).where(MatchingRun.programme_id == programme.id, MatchingRun.done_at.is_not(None))
    return scalars(statement.options(joinedload(MatchingRun.asked_by)).order_by(MatchingRun.id.desc()))


def draft_of(programme: Programme) -> Sequence[DraftPair]:
    """Return the pairs of the draft."""
    return scalars(select(DraftPair).where(DraftPair.programme_id == programme.id).order_by(DraftPair.id))


@dataclass(frozen=True)
class DraftRow:
    """A pair of the draft with both ranks (from 1) and what is wrong with it."""

    pair: DraftPair
    mentor: ProgrammeMentor
    participant: ProgrammeStartup
    rank_by_startup: int | None
    rank_by_mentor: int | None
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True)
class Draft:
    """The draft: its pairs, who has no mentor in it, and whether something keeps it from being published."""

    rows: Sequence[DraftRow]
    left: Sequence[ProgrammeStartup]
    is_publishable: bool
    digest: str


def draft_with_flaws(inputs: RoundInputs) -> Draft:
    """Return the draft as the organiser's page shows it."""
    pairs = [
        each
        for each in inputs.draft
        if each.programme_mentor_id in inputs.mentors and each.programme_startup_id in inputs.startups
    ]
    found = flaws_of(inputs.market, [(each.programme_mentor_id, each.programme_startup_id) for each in pairs])
    given = inputs.market
    rows = []
    for each in pairs:
        key = (each.programme_mentor_id, each.programme_startup_id)
        by_startup, by_mentor = given.rank_by_startup.get(key), given.rank_by_mentor.get(key)
        rows.append(
            DraftRow(
                each,
                inputs.mentors[key[0]],
                inputs.startups[key[1]],
                None if by_startup is None else by_startup + 1,
                None if by_mentor is None else by_mentor + 1,
                tuple(found.get(key, ())),
            )
        )
    rows.sort(key=lambda row: (row.mentor.profile.sort_key, row.participant.startup.sort_key))
    placed = {row.participant.id for row in rows}
    left = [each for i, each in inputs.startups.items() if i not in placed and given.startups[i] > 0]
    return Draft(rows, left, not any(flaw.stops for row in rows for flaw in row.flaws), inputs.digest)


@dataclass(frozen=True)
class DraftFilter:
    """What is looked for among the pairs of a draft: a name; `show` "flaws", "stopping", "locked" or "hand" only."""

    query: str = ""
    show: str = ""

    @property
    def is_on(self) -> bool:
        """Whether anything is looked for at all."""
        return bool(self.query or self.show)


SHOWN: Mapping[str, Callable[[DraftRow], bool]] = {
    "stopping": lambda row: any(flaw.stops for flaw in row.flaws),
    "flaws": lambda row: bool(row.flaws),
    "locked": lambda row: row.pair.is_locked,
    "hand": lambda row: row.pair.by_hand,
}


def fitting(rows: Sequence[DraftRow], wanted: DraftFilter) -> list[DraftRow]:
    """Return the pairs that fit; names are found without diacritics."""
    words, keep = fold(wanted.query).split(), SHOWN.get(wanted.show)
    return [
        row
        for row in rows
        if (keep is None or keep(row))
        and all(word in fold(f"{row.mentor.profile.account.name} {row.participant.startup.name}") for word in words)
    ]
