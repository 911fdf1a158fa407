"""Loading the demonstration in order, told line by line."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from ecosystem.applications.models import Application
from ecosystem.applications.services.decisions import Verdict, announce_decisions, decide_all
from ecosystem.applications.services.similar import compare_entries
from ecosystem.contests.domain.fees import FeeTerms, FeeWhen
from ecosystem.contests.models import Contest
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.demo import (
    calendar,
    exhibitions,
    fundraising,
    investor_sessions,
    judging,
    jury,
    mentoring,
    organising,
    payments,
    sample,
    showcase,
    statements,
    visitors,
    voting,
)
from ecosystem.demo.days import at_hour
from ecosystem.demo.entries import make_entry
from ecosystem.demo.people import SECRETARY, account_at, make_people
from ecosystem.demo.results import announce_round
from ecosystem.events.models import Organiser
from ecosystem.judging.models import Award


def load(*, entries: int = 0, judges: int = 30) -> Iterator[str]:
    """Make what is not there yet; with `entries` also a large contest. Yields what was done."""
    if session().scalar(select(Organiser.id).limit(1)) is None:
        yield from _load_small(clock.now())
    elif session().scalar(select(Award.id).limit(1)) is None:  # the prizes come last
        yield "An earlier loading was broken off. Begin anew with: python3 dev.py demo --fresh"
    else:
        yield "The demonstration is loaded already."
    if entries:
        from ecosystem.demo.large import load_large

        yield from load_large(entries=entries, judges=judges)


def _load_small(today: datetime) -> Iterator[str]:
    make_people()
    yield "accounts made"
    organiser = organising.make_organiser()
    yield payments.load(organiser, today)
    yield statements.load(organiser, today)
    yield visitors.load(organiser, today)
    yield from _open_contest(organiser, today)
    yield from _contest_in_judging(organiser, today)
    yield from _published_contest(organiser, today)
    yield from exhibitions.load(today)
    yield from showcase.load(today)
    yield investor_sessions.load(organiser, today)
    yield fundraising.load(organiser)
    for contest in session().scalars(select(Contest).where(Contest.year >= 2026).order_by(Contest.year)):
        compare_entries(contest=contest, at=today)
    yield "entries of this year compared with those of last year"
    yield mentoring.make_mentoring(organiser, today)
    yield calendar.load(today)


def _open_contest(organiser: Organiser, today: datetime) -> Iterator[str]:
    contest = organising.make_contest(organiser, organising.OPEN, today=today)
    _charge(contest)
    for number, idea in enumerate(sample.ideas()[:12]):
        at = today - timedelta(days=14 - number, hours=number)
        make_entry(contest, idea, at=at, handed_in=number % 3 != 2, wants_gallery=number % 2 == 0)
    yield f"open for entries: {contest.title}"


def _charge(contest: Contest) -> None:
    """Eligible entries of the last board pay a fee."""
    with transaction():
        contest.boards[-1].fee = 200_000
        contest.fee_terms = FeeTerms(when=FeeWhen.AFTER_ELIGIBILITY, days=7).stored()


def _contest_in_judging(organiser: Organiser, today: datetime) -> Iterator[str]:
    plan = organising.IN_JUDGING
    contest = organising.make_contest(organiser, plan, today=today)
    closes = today + timedelta(days=plan.closes)
    for number, idea in enumerate(sample.ideas()[8:32]):
        make_entry(contest, idea, at=closes - timedelta(days=1 + number), wants_gallery=number % 2 == 0)
    _screen(contest, at=closes + timedelta(days=3), refused=2)
    yield f"24 entries screened: {contest.title}"
    _judge(contest, 0, ["J01", "J02", "J03", "J04", "J05", "J06", "J08"], at=closes + timedelta(days=11), share=0.8)
    yield "judges are scoring it"
    first = organising.judged_rounds(contest)[0]
    jury.analyse(first)
    jury.deliberate(first, at=today - timedelta(days=1))
    yield "its scores are analysed, its jury deliberates"
    with clock.at(closes + timedelta(days=10)):
        shown = voting.show_gallery(contest)
    voting.hold_vote(contest, shown, opens=at_hour(today, -7, 8))
    yield "visitors vote for its gallery"


def _published_contest(organiser: Organiser, today: datetime) -> Iterator[str]:
    plan = organising.PUBLISHED
    contest = organising.make_contest(organiser, plan, today=today)
    closes = today + timedelta(days=plan.closes)
    for number, idea in enumerate(sample.ideas()[20:36]):
        make_entry(contest, idea, at=closes - timedelta(days=1 + number))
    _screen(contest, at=closes + timedelta(days=3), refused=0)
    _judge(contest, 0, ["J07", "J09", "J10", "J11", "J12"], at=closes + timedelta(days=9), share=1)
    preliminary, final = organising.judged_rounds(contest)
    announce_round(contest, preliminary, at=closes + timedelta(days=27), is_final=False)
    yield f"scored: {contest.title}"
    jury.hold_pitches(final, at=final.opens_at or closes)
    _judge(contest, 1, ["J07", "J10", "J12"], at=closes + timedelta(days=68), share=1)
    announce_round(contest, final, at=closes + timedelta(days=71), is_final=True)
    yield "prizes given and published"


def _screen(contest: Contest, *, at: datetime, refused: int) -> None:
    """Decide on eligibility, all but the last `refused` entries being eligible, and tell the teams."""
    secretary = account_at(SECRETARY.address)
    handed_in = select(Application.id).where(Application.contest_id == contest.id).order_by(Application.number)
    ids = list(session().scalars(handed_in))
    good, bad = ids[: len(ids) - refused], ids[len(ids) - refused :]
    with clock.at(at):
        decide_all(contest=contest, ids=good, verdict=Verdict.ACCEPT, by=secretary, at=at)
        if bad:
            reason = "Sản phẩm đã đạt giải ở cuộc thi cùng cấp trong hai năm gần đây."
            decide_all(contest=contest, ids=bad, verdict=Verdict.REJECT, reason=reason, by=secretary, at=at)
        announce_decisions(contest=contest, by=secretary)


def _judge(contest: Contest, number: int, codes: list[str], *, at: datetime, share: float) -> None:
    round_ = organising.judged_rounds(contest)[number]
    titles = {idea["code"]: idea["title_vi"] for idea in sample.ideas()}
    panel = judging.seat_judges(round_, codes, at=at - timedelta(days=2))
    with clock.at(at - timedelta(days=1)):
        judging.declare_conflicts(contest, panel, titles)
    if number == 0 and share < 1:
        jury.calibrate(round_, at=at - timedelta(hours=12))
    judging.assign(round_, per_entry=round_.reviews_per_entry, seed=2026, at=at)
    judging.score(round_, share=share)
