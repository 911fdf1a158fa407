"""Facts this feature announces and questions it asks of the features above it."""

from dataclasses import dataclass

from ecosystem.core.errors import Text


@dataclass(frozen=True)
class MayJudge:
    """Question: in what ways does the account judge this entry now? Answers are `JudgeAccess`, none for no judge."""

    account_id: int
    application_id: int


@dataclass(frozen=True)
class JudgeAccess:
    """What one judging charge lets its judge see. Of several charges the strictest counts."""

    sees_team: bool
    sees_hidden: bool


@dataclass(frozen=True)
class JudgesBlind:
    """Question: does the account judge the contest in a blind round whose results are not out? An answer means yes."""

    account_id: int
    contest_id: int


@dataclass(frozen=True)
class EntrySubmitted:
    """Fact: an entry was handed in, for the first time or again."""

    application_id: int
    number: int


@dataclass(frozen=True)
class EntryWithdrawn:
    """Fact: an entry was withdrawn by its team; charges to judge it are void."""

    application_id: int


@dataclass(frozen=True)
class EligibilityDecided:
    """Fact: an entry became eligible, or stopped being so (`eligible` False)."""

    application_id: int
    eligible: bool


@dataclass(frozen=True)
class TeamChanged:
    """Fact: people came onto an entry or left it, or its startup changed: look at conflicts of interest again."""

    application_id: int


@dataclass(frozen=True)
class FeedbackOf:
    """Question: what may the team read about how its entry was judged? Answers are `EntryFeedback`."""

    application_id: int


@dataclass(frozen=True)
class EntryFeedback:
    """A piece of feedback, shown through the template named `template` with `values`."""

    template: str
    values: dict[str, object]


@dataclass(frozen=True)
class ProgressOf:
    """Question: how far did the entry come in the rounds, as far as announced? Answers are `RoundOutcome`."""

    application_id: int


@dataclass(frozen=True)
class RoundOutcome:
    """One announced step after the eligibility check, in words. `advanced` None means under way."""

    title: Text
    outcome: Text
    advanced: bool | None = None


@dataclass(frozen=True)
class WithdrawalObstacles:
    """Question: what forbids the team to withdraw the entry now? Answers are sentences."""

    application_id: int


@dataclass(frozen=True)
class OfficialsAmong:
    """Question: which of these accounts hold an office of the contest? Answers are (account id, office in words)."""

    contest_id: int
    account_ids: frozenset[int]


@dataclass(frozen=True)
class PrizesWon:
    """Question: what did the startup or these people win before? Answers are `EarlierPrize` of the contests' domain."""

    startup_id: int | None
    account_ids: frozenset[int]
    before_contest_id: int


@dataclass(frozen=True)
class EntriesWiped:
    """Fact: fictional entries are about to be deleted; delete what hangs on them."""

    application_ids: tuple[int, ...]
