"""What things of mentoring are called: states, acts, reasons of suggestions, days."""

from collections.abc import Iterable, Mapping
from typing import Any

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.mentoring.domain.affinity import Reason, Why
from ecosystem.mentoring.domain.draft import Flaw, FlawKind
from ecosystem.mentoring.domain.life_cycle import (
    MentorshipState,
    MentorState,
    Mode,
    Origin,
    ParticipantState,
    ProgrammeState,
    RequestState,
)
from ecosystem.mentoring.domain.matching.figures import WhyLeft
from ecosystem.mentoring.domain.taxonomy import LANGUAGES, TOPICS
from ecosystem.startups.domain.taxonomy import SECTORS, STAGES, Stage

MODES: dict[Mode, Text] = {
    Mode.REQUESTS: _l("Open requests: startups ask mentors, who answer"),
    Mode.ROUND: _l("Matching round: both sides rank, you look at the proposals and publish"),
}
PROGRAMME_STATES: dict[ProgrammeState, tuple[Text, str]] = {
    ProgrammeState.DRAFT: (_l("Draft"), "neutral"),
    ProgrammeState.OPEN: (_l("Open"), "success"),
    ProgrammeState.FINISHED: (_l("Finished"), "info"),
    ProgrammeState.CANCELLED: (_l("Cancelled"), "error"),
}
MENTOR_STATES: dict[MentorState, tuple[Text, str]] = {
    MentorState.INVITED: (_l("Invited"), "info"),
    MentorState.APPLIED: (_l("Has applied"), "warning"),
    MentorState.ACCEPTED: (_l("Takes part"), "success"),
    MentorState.DECLINED: (_l("Declined"), "neutral"),
    MentorState.LEFT: (_l("Left"), "neutral"),
}
PARTICIPANT_STATES: dict[ParticipantState, tuple[Text, str]] = {
    ParticipantState.APPLIED: (_l("Has applied"), "warning"),
    ParticipantState.JOINED: (_l("Takes part"), "success"),
    ParticipantState.DECLINED: (_l("Declined"), "neutral"),
    ParticipantState.LEFT: (_l("Left"), "neutral"),
}
REQUEST_STATES: dict[RequestState, tuple[Text, str]] = {
    RequestState.QUEUED: (_l("Next in line"), "neutral"),
    RequestState.WAITING: (_l("Waiting for an answer"), "primary"),
    RequestState.ACCEPTED: (_l("Accepted"), "success"),
    RequestState.DECLINED: (_l("Declined"), "neutral"),
    RequestState.EXPIRED: (_l("No answer in time"), "warning"),
    RequestState.WITHDRAWN: (_l("Withdrawn"), "neutral"),
    RequestState.DROPPED: (_l("No longer needed"), "neutral"),
}
MATCH_STATES: dict[MentorshipState, tuple[Text, str]] = {
    MentorshipState.ACTIVE: (_l("Active"), "success"),
    MentorshipState.FINISHED: (_l("Finished"), "info"),
    MentorshipState.ENDED: (_l("Ended early"), "warning"),
}
ORIGINS: dict[Origin, Text] = {
    Origin.REQUEST: _l("By request"),
    Origin.ROUND: _l("By the matching round"),
    Origin.ORGANISER: _l("By the organiser"),
}
WHY_LEFT: dict[WhyLeft, Text] = {
    WhyLeft.NO_CANDIDATE: _l("ranked nobody who can be matched, and nobody suits it"),
    WhyLeft.ALL_FULL: _l("everybody it could get works with others"),
    WhyLeft.NO_SEAT: _l("those it could get have no place at all"),
}
WAYS: dict[str, Text] = {"flow": _l("Nobody left out"), "stable": _l("Stable")}
DAY_NAMES: dict[str, Text] = {
    "mon": _l("Monday"),
    "tue": _l("Tuesday"),
    "wed": _l("Wednesday"),
    "thu": _l("Thursday"),
    "fri": _l("Friday"),
    "sat": _l("Saturday"),
    "sun": _l("Sunday"),
}
PART_NAMES: dict[str, Text] = {"am": _l("in the morning"), "pm": _l("in the afternoon"), "eve": _l("in the evening")}
ACTS: dict[str, Text] = {
    "mentor.joined": _l("Became a mentor"),
    "mentor.changed": _l("Mentor profile changed"),
    "mentoring.asked": _l("Mentor asked"),
    "mentoring.accepted": _l("Mentoring request accepted"),
    "mentoring.decline": _l("Mentoring request declined"),
    "mentoring.expire": _l("Mentoring request expired"),
    "mentoring.withdraw": _l("Mentoring request withdrawn"),
    "mentoring.reordered": _l("Wishes put into another order"),
    "mentoring.refused": _l("Pair ruled out"),
    "mentoring.refusal_taken_back": _l("Pair no longer ruled out"),
    "mentoring.ranked": _l("Ranking handed in"),
    "mentorship.began": _l("Match made"),
    "mentorship.ended": _l("Match ended early"),
    "mentorship.finished": _l("Match finished"),
    "programme.created": _l("Mentoring programme created"),
    "programme.cloned": _l("Mentoring programme cloned"),
    "programme.changed": _l("Mentoring programme changed"),
    "programme.open": _l("Mentoring programme opened"),
    "programme.finish": _l("Mentoring programme finished"),
    "programme.cancel": _l("Mentoring programme cancelled"),
    "programme.exported": _l("List of a mentoring programme exported"),
    "programme.mentor_invited": _l("Mentor invited"),
    "programme.mentor_applied": _l("Mentor applied"),
    "programme.mentor_accepted": _l("Mentor takes part"),
    "programme.mentor_declined": _l("Mentor declined"),
    "programme.mentor_left": _l("Mentor left"),
    "programme.capacity": _l("Capacity of a mentor changed"),
    "programme.startup_joined": _l("Startup joined the programme"),
    "programme.startup_declined": _l("Startup declined"),
    "programme.startup_left": _l("Startup left the programme"),
    "programme.needs": _l("Needs of a startup changed"),
    "programme.reminded": _l("Missing rankings reminded of"),
    "programme.matching_run": _l("Matching run"),
    "programme.run_chosen": _l("Proposal of a matching run chosen"),
    "programme.pair_set": _l("Pair of the draft changed by hand"),
    "programme.published": _l("Matches published"),
    "programme.mails_released": _l("Mails about the matches sent"),
}
FIELDS: dict[str, Text] = {
    "capacity": _l("Startups at a time"),
    "wishes": _l("Wishes a startup"),
    "answer_hours": _l("Hours to answer a request"),
    "mentors_per_startup": _l("Mentors a startup"),
    "topics": _l("Topics"),
    "goals": _l("What you want to reach"),
}


def topic_titles(codes: Iterable[str]) -> list[Text]:
    """Return topics in words, unknown codes left out."""
    return [TOPICS[code] for code in codes if code in TOPICS]


def language_titles(codes: Iterable[str]) -> list[Text]:
    """Return languages in words, unknown codes left out."""
    return [LANGUAGES[code] for code in codes if code in LANGUAGES]


def free_time_title(code: str) -> str:
    """Return a part of the week in words: "Thursday, in the afternoon"."""
    day, _dash, part = code.partition("-")
    return str(_("%(day)s, %(part)s", day=DAY_NAMES.get(day, day), part=PART_NAMES.get(part, part)))


def _listed(words: Iterable[Text], *, lower: bool = True) -> str:
    texts = [str(word) for word in words]
    return format_list([text[:1].lower() + text[1:] if lower else text for text in texts], locale=get_locale() or "vi")


def _in_a_row(words: Iterable[Text]) -> str:
    """Titles that hold an "and" themselves, separated by commas alone."""
    return ", ".join(str(word)[:1].lower() + str(word)[1:] for word in words)


def reason_in_words(reason: Reason) -> str:
    """Return a reason as it stands in a line of reasons: "coffee and beverages", "free on Thursday"."""
    if reason.why is Why.TOPIC:
        return _in_a_row(topic_titles(reason.shared))
    if reason.why is Why.SECTOR:
        return _in_a_row(SECTORS[code] for code in reason.shared if code in SECTORS)
    if reason.why is Why.STAGE:
        return str(_("stage: %(stages)s", stages=_listed(STAGES[Stage(code)] for code in reason.shared)))
    if reason.why is Why.LANGUAGE:
        in_english = str(get_locale() or "vi").startswith("en")
        return _listed(language_titles(reason.shared), lower=not in_english)
    if reason.why is Why.HOURS:
        days = list(dict.fromkeys(code.partition("-")[0] for code in reason.shared))
        return str(_("free on %(days)s", days=_listed((DAY_NAMES[day] for day in days), lower=False)))
    return str(_SAID[reason.why])


_SAID: dict[Why, Text] = {
    Why.WORDS: _l("descriptions that speak of the same things"),
    Why.NO_LANGUAGE: _l("no common language"),
    Why.NO_HOURS: _l("no common free time in the week"),
}


def reasons_in_words(reasons: Iterable[Reason]) -> str:
    """Return all reasons in one line, the weightiest first, with a capital letter."""
    line = ", ".join(filter(None, (reason_in_words(reason) for reason in reasons)))
    return line[:1].upper() + line[1:]


FLAWS: dict[FlawKind, Text] = {
    FlawKind.MENTOR_FULL: _l("The mentor has more startups than places."),
    FlawKind.STARTUP_FULL: _l("The startup has more mentors than the programme allows."),
    FlawKind.VETO: _l("One of the two does not want this pair, or the mentor is on the startup's team."),
    FlawKind.NOT_RANKED: _l("Neither ranked the other."),
}


def flaw_in_words(flaw: Flaw, mentors: Mapping[int, Any], startups: Mapping[int, Any]) -> str:
    """Return what is wrong with a pair of the draft; `mentors` and `startups` are the places by id."""
    if flaw.kind is not FlawKind.BLOCKING or flaw.other is None:
        return str(FLAWS[flaw.kind])
    mentor, startup = mentors[flaw.other[0]], startups[flaw.other[1]]
    names = {"mentor": mentor.profile.account.name, "startup": startup.startup.name}
    return str(_("%(mentor)s and “%(startup)s” would both rather have each other.", **names))
