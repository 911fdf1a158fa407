"""Publishing a contest, ending it, and what stands against publishing."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from ecosystem.audit.services import record
from ecosystem.contests.domain.form import FormDefinition
from ecosystem.contests.domain.life_cycle import LIFE_CYCLE, ContestState
from ecosystem.contests.domain.schedule import Stretch, schedule_problems
from ecosystem.contests.models import Contest
from ecosystem.contests.queries.definitions import form_of
from ecosystem.contests.services.test_mode import wipe_examples
from ecosystem.contests.signals import (
    ContestCancelled,
    ContestPublished,
    CountEntries,
    EntryCount,
    PublishCheck,
    PublishProblem,
)
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.signals import announce, ask
from ecosystem.events.models import EventState


def shortcomings(contest: Contest) -> list[PublishProblem]:
    """Return what stands against publishing (blocking) and what should be looked at, as sentences."""
    found = [*own_shortcomings(contest), *ask(PublishCheck(contest.id))]
    return sorted(found, key=lambda problem: not problem.blocking)


def own_shortcomings(contest: Contest) -> list[PublishProblem]:
    """Return what the set-up of the contest itself lacks, without what higher features have to say."""
    return [*_about_basics(contest), *_about_time(contest), *_about_structure(contest), *_about_form(contest)]


def publish(contest: Contest, *, by: int) -> None:
    """Make a draft public; its fictional entries are wiped first. Raises Refused, listing what is missing."""
    with transaction():
        present = _take_step(contest, "publish")
        blocking = [problem for problem in shortcomings(present) if problem.blocking]
        if blocking:
            raise Refused(
                _l("The contest cannot be published yet: %(first)s", first=blocking[0].sentence),
                details={"problems": [str(problem.sentence) for problem in blocking]},
            )
        if present.is_test:
            wipe_examples(present, by=by)
        present.state = ContestState.PUBLISHED
        present.published_at = clock.now()
        record("contest.published", present, by=by, scope=present)
        announce(ContestPublished(present.id))


def unpublish(contest: Contest, *, by: int) -> None:
    """Take a contest back to draft. Raises Refused once there are entries."""
    with transaction():
        present = _take_step(contest, "unpublish")
        if entries_in(present).total:
            raise Refused(_l("There are entries already. The contest can be cancelled, not taken back."))
        present.state, present.published_at, present.rules_locked_at = ContestState.DRAFT, None, None
        record("contest.unpublished", present, by=by, scope=present)


def cancel(contest: Contest, *, reason: str, by: int) -> None:
    """Call a contest off for good; `reason` is shown to everybody. Raises Invalid without one."""
    if not reason.strip():
        message = _l("Please say why, so that entrants understand.")
        raise Invalid(message, details={"reason": message})
    with transaction():
        present = _take_step(contest, "cancel")
        present.state, present.cancelled_reason = ContestState.CANCELLED, reason.strip()
        record("contest.cancelled", present, by=by, scope=present, note=reason)
        announce(ContestCancelled(present.id, reason.strip()))


def archive(contest: Contest, *, by: int) -> None:
    """Put a decided or cancelled contest away; it stays readable."""
    with transaction():
        present = _take_step(contest, "archive")
        present.state = ContestState.ARCHIVED
        record("contest.archived", present, by=by, scope=present)


def close_with_results(contest: Contest, *, by: int | None) -> None:
    """Mark a contest decided when its last results are published; for the feature that publishes them."""
    with transaction():
        present = _take_step(contest, "decide")
        present.state, present.results_published_at = ContestState.DECIDED, clock.now()
        record("contest.decided", present, by=by, scope=present)


def reopen(contest: Contest, *, by: int, reason: str = "") -> None:
    """Take a decided contest back to work, such as when its publication is withdrawn."""
    with transaction():
        present = _take_step(contest, "reopen")
        present.state, present.results_published_at = ContestState.PUBLISHED, None
        record("contest.reopened", present, by=by, scope=present, note=reason)


def entries_in(contest: Contest) -> EntryCount:
    """Return how many entries the contest holds, fictional ones left out."""
    answers: list[EntryCount] = ask(CountEntries(contest.id))
    return EntryCount(sum(a.total for a in answers), sum(a.submitted for a in answers))


def _take_step(contest: Contest, step: str) -> Contest:
    """Lock the contest and check the step against its life cycle. Raises InvalidTransition."""
    present = locked(Contest, contest.id)
    session().expire(present, ["boards", "rounds", "prizes", "sections"])
    LIFE_CYCLE.after(present.state, step)
    return present


def _about_basics(contest: Contest) -> Iterator[PublishProblem]:
    base = f"/organise/contests/{contest.slug}/setup"
    if not contest.summary:
        yield PublishProblem(_l("Say in one or two sentences what the contest is about."), f"{base}/basics")
    if not contest.contact_email:
        yield PublishProblem(_l("Give an e-mail address to which people can write."), f"{base}/basics")
    if not contest.commitment_text:
        words = _l("There is no commitment text: entrants would promise nothing about originality.")
        yield PublishProblem(words, f"{base}/basics", blocking=False)
    if contest.event.state is EventState.DRAFT:
        words = _l("The event “%(event)s” is still a draft, so its page does not lead here.", event=contest.event.title)
        yield PublishProblem(words, blocking=False)


def _about_time(contest: Contest) -> Iterator[PublishProblem]:
    base = f"/organise/contests/{contest.slug}/setup"
    if contest.opens_at is None or contest.closes_at is None:
        yield PublishProblem(_l("Say when entries open and when they close."), f"{base}/schedule")
    elif contest.closes_at <= clock.now():
        yield PublishProblem(_l("Entries would already be closed: move the deadline."), f"{base}/schedule")
    rounds = [Stretch(each.public_id, each.name, each.opens_at, each.closes_at) for each in contest.rounds]
    for sentence in schedule_problems(contest.window, rounds):
        yield PublishProblem(sentence, f"{base}/schedule")
    for each in contest.rounds:
        if each.opens_at is None or each.closes_at is None:
            words = _l("“%(round)s” has no dates yet.", round=each.name)
            yield PublishProblem(words, f"{base}/rounds", blocking=False)


def _about_structure(contest: Contest) -> Iterator[PublishProblem]:
    base = f"/organise/contests/{contest.slug}/setup"
    if not contest.boards:
        yield PublishProblem(_l("Add at least one board."), f"{base}/boards")
    if not contest.rounds:
        yield PublishProblem(_l("Add at least one round."), f"{base}/rounds")
    elif not any(each.kind.is_judged for each in contest.rounds):
        yield PublishProblem(_l("In no round do judges score."), f"{base}/rounds", blocking=False)
    if not contest.prizes:
        yield PublishProblem(_l("There are no prizes."), f"{base}/prizes", blocking=False)


def _about_form(contest: Contest) -> Iterator[PublishProblem]:
    url = f"/organise/contests/{contest.slug}/setup/form"
    form = form_of(contest)
    if not form.questions:
        yield PublishProblem(_l("The application form asks nothing yet."), url)
    elif not any(question.is_required for question in form.questions):
        yield PublishProblem(_l("No question is required: empty entries could be handed in."), url, blocking=False)
    yield from _about_conditions(form, url)


def _about_conditions(form: FormDefinition, url: str) -> Iterator[PublishProblem]:
    for question in form.questions:
        condition = question.shown_if
        if condition is None:
            continue
        if not form.has(condition.question) or form.question(condition.question).is_retired:
            words = _l("“%(label)s” depends on a question that is not asked any more.", label=question.label)
            yield PublishProblem(words, url)
