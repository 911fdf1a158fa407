"""What an analysis says to people: why something cannot be said, how good a figure is, what stands out in a judge."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.judging.domain.refusals import Reason, Refusal
from ecosystem.judging.domain.reliability.verdict import Verdict

REASONS: Mapping[Reason, Text] = {
    Reason.NO_SCORES: _l("No score sheet has been handed in yet."),
    Reason.ONE_ENTRY: _l("There is only one entry, so there is nothing to compare."),
    Reason.ONE_JUDGE: _l("Only one judge has scored, so nobody can be compared with anybody."),
    Reason.ALL_EQUAL: _l("All scores are equal. Where nothing differs, agreement cannot be measured."),
    Reason.INCOMPLETE: _l("This needs every judge to have scored every entry."),
    Reason.NOT_CONNECTED: _l("Some entries share no chain of judges with the others, so they cannot be compared."),
    Reason.NO_REPEATS: _l("No entry was scored by enough judges to tell how far chance goes."),
    Reason.TOO_FEW: _l("There are too few values to say anything."),
    Reason.SCORED_TWICE: _l("A judge has two sheets for one entry."),
    Reason.NOT_A_NUMBER: _l("A score is not a number."),
    Reason.NO_VOTES: _l("Nobody has voted yet."),
    Reason.NO_CANDIDATES: _l("Nobody stands for election."),
    Reason.BAD_BALLOT: _l("A ballot names an entry twice or one that does not stand."),
    Reason.SAME_ORDER: _l("The judges scored in nearly the same order, so place and entry cannot be told apart."),
    Reason.NO_ZERO_POINT: _l("Ratios need values of 0 and above."),
}

VERDICTS: Mapping[Verdict, Text] = {
    Verdict.POOR: _l("Poor: another jury would give another ranking."),
    Verdict.MODERATE: _l("Moderate: the top and the bottom hold, the middle does not."),
    Verdict.GOOD: _l("Good: the ranking can be relied on, except between neighbours."),
    Verdict.EXCELLENT: _l("Excellent: another jury would give nearly the same ranking."),
}

VERDICT_NAMES: Mapping[Verdict, Text] = {
    Verdict.POOR: _l("Poor"),
    Verdict.MODERATE: _l("Moderate"),
    Verdict.GOOD: _l("Good"),
    Verdict.EXCELLENT: _l("Excellent"),
}

TRAITS: Mapping[str, tuple[Text, Text]] = {
    "strict": (_l("Strict"), _l("Scores clearly below the other judges on the same entries.")),
    "mild": (_l("Mild"), _l("Scores clearly above the other judges on the same entries.")),
    "narrow": (_l("Narrow range"), _l("Differences between entries come out less than half as large as with others.")),
    "wide": (_l("Wide range"), _l("Differences between entries come out much larger than with others.")),
    "central": (_l("Stays in the middle"), _l("Nine of ten scores lie in the middle third of the scale.")),
    "halo": (_l("One impression"), _l("The criteria rise and fall together much more than with others.")),
    "apart": (_l("Another order"), _l("Puts the entries in an order unlike that of the others.")),
    "constant": (_l("Same for all"), _l("Gave every entry the same score, so the sheets do not tell entries apart.")),
}


def refusal_text(refusal: Refusal) -> Text:
    """Return the sentence for a refusal."""
    return REASONS[refusal.reason]
