"""What published results say to the features below: status, feedback, prizes, links, a startup's journey."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import lazy_gettext as _l

from ecosystem.applications.models import Application
from ecosystem.applications.signals import (
    EntriesWiped,
    EntryFeedback,
    FeedbackOf,
    PrizesWon,
    ProgressOf,
    RoundOutcome,
    WithdrawalObstacles,
)
from ecosystem.contests.domain.eligibility import EarlierPrize
from ecosystem.contests.models import Contest
from ecosystem.contests.signals import ContestLink, ContestLinks
from ecosystem.core.database import session
from ecosystem.core.errors import Text
from ecosystem.core.signals import reacts_to
from ecosystem.core.web.formatting import in_language
from ecosystem.judging.domain.life_cycle import Decision
from ecosystem.judging.models import RoundEntry
from ecosystem.judging.queries import outcomes
from ecosystem.judging.queries.rounds import next_round
from ecosystem.judging.services.forgetting import forget_entries
from ecosystem.startups.signals import JourneyMoment, JourneyOf


@reacts_to(ProgressOf)
def progress(question: ProgressOf) -> Iterator[RoundOutcome]:
    """The announced rounds, then the prizes."""
    for place in outcomes.announced_places(question.application_id):
        yield _outcome(place)
    for award in outcomes.announced_awards([question.application_id]):
        yield RoundOutcome(in_language(award.prize, "name"), _l("Awarded"), advanced=True)


def _outcome(place: RoundEntry) -> RoundOutcome:
    advances = place.decision is Decision.ADVANCE
    chosen = _l("Goes on") if next_round(place.round) is not None else _l("Chosen")
    words = chosen if advances else _l("Does not go on")
    return RoundOutcome(in_language(place.round, "name"), words, advanced=advances)


@reacts_to(FeedbackOf)
def feedback(question: FeedbackOf) -> Iterator[EntryFeedback]:
    """Scores and comments as far as the contest's policy goes, and the certificate of a prize."""
    rounds = outcomes.feedback_for(question.application_id)
    awards = outcomes.announced_awards([question.application_id])
    if rounds or awards:
        yield EntryFeedback("judging/feedback.html", {"rounds": rounds, "awards": awards})


@reacts_to(WithdrawalObstacles)
def obstacles(question: WithdrawalObstacles) -> Iterator[Text]:
    """An entry that won a prize stays: the result is a record."""
    if outcomes.announced_awards([question.application_id]):
        yield _l("This entry was awarded a prize, so it cannot be withdrawn.")


@reacts_to(PrizesWon)
def prizes_won(question: PrizesWon) -> Iterator[EarlierPrize]:
    """Announced prizes in other contests."""
    found = outcomes.awards_before(question.startup_id, question.account_ids, question.before_contest_id)
    for award in found:
        contest, startup = award.application.contest, award.application.startup
        yield EarlierPrize(contest.title, contest.year, award.prize.name, startup.name if startup else "")


@reacts_to(ContestLinks)
def winners_link(question: ContestLinks) -> Iterator[ContestLink]:
    """The winners page, once something is announced."""
    contest = session().get(Contest, question.contest_id)
    if contest is not None and outcomes.has_winners(contest):
        url = url_for("winners.winners", slug=contest.slug)
        yield ContestLink("winners", _l("Results and winners"), url, icon="trophy", primary=True)


@reacts_to(JourneyOf)
def journey(question: JourneyOf) -> Iterator[JourneyMoment]:
    """Rounds passed and prizes won, as announced."""
    entries = session().query(Application.id).filter(Application.startup_id == question.startup_id)
    ids = [row[0] for row in entries]
    for ident in ids:
        for place in outcomes.announced_places(ident):
            if place.decision is Decision.ADVANCE and place.announced_at is not None:
                yield _passed(place)
    for award in outcomes.announced_awards(ids):
        contest = award.application.contest
        assert award.announced_at is not None
        yield JourneyMoment(
            at=award.announced_at,
            title=f"{in_language(award.prize, 'name')} · {in_language(contest, 'title')}",
            text=award.application.title,
            url=url_for("winners.winners", slug=contest.slug),
            icon="trophy",
            is_public=True,
            is_highlight=True,
        )


def _passed(place: RoundEntry) -> JourneyMoment:
    contest = place.round.contest
    assert place.announced_at is not None
    return JourneyMoment(
        at=place.announced_at,
        title=_l("Passed “%(round)s” of %(contest)s", round=place.round.name, contest=contest.title),
        text=place.application.title,
        url=url_for("winners.winners", slug=contest.slug),
        icon="arrow-up-right",
        is_public=True,
    )


@reacts_to(EntriesWiped)
def wiped(fact: EntriesWiped) -> None:
    """Fictional entries go with everything judges wrote about them."""
    forget_entries(fact.application_ids)
