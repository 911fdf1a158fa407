"""What contests announce to higher features, and what they ask them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from ecosystem.core.errors import Text


@dataclass(frozen=True)
class PublishCheck:
    """Asked before publishing: each answer is a `PublishProblem`."""

    contest_id: int


@dataclass(frozen=True)
class PublishProblem:
    """What stands against publishing, as a sentence; `url` is where it is mended.

    A problem that is not `blocking` is a warning.
    """

    sentence: Text
    url: str = ""
    blocking: bool = True


@dataclass(frozen=True)
class ContestPublished:
    """A contest went public. Fictional entries of its test mode were wiped before."""

    contest_id: int


@dataclass(frozen=True)
class ContestCancelled:
    """A contest was called off; `reason` is for everybody to read."""

    contest_id: int
    reason: str


@dataclass(frozen=True)
class ContestCloned:
    """A contest was cloned; higher features clone what they hang on it, without people's data.

    The maps lead from old to new ids. `shift` is what dates were moved by.
    """

    source_id: int
    copy_id: int
    by: int | None
    shift: timedelta
    boards: Mapping[int, int] = field(default_factory=dict)
    rounds: Mapping[int, int] = field(default_factory=dict)
    questions: Mapping[int, int] = field(default_factory=dict)
    prizes: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class DeadlineMoved:
    """The deadline of a contest changed for everybody, or for one account when `account_id` is given."""

    contest_id: int
    account_id: int | None = None


@dataclass(frozen=True)
class CountEntries:
    """Asked: how many entries a contest holds; each answer is an `EntryCount`."""

    contest_id: int


@dataclass(frozen=True)
class EntryCount:
    """Entries of a contest without fictional ones: all of them, and the handed in ones among them."""

    total: int
    submitted: int = 0


@dataclass(frozen=True)
class AnswersTo:
    """Asked: how many entries hold an answer or a file for a question; each answer is an int."""

    question_id: int


@dataclass(frozen=True)
class EntriesOn:
    """Asked: how many entries stand on a board or in a round; each answer is an int."""

    contest_id: int
    board_id: int | None = None
    round_id: int | None = None


@dataclass(frozen=True)
class Entrants:
    """Asked: the accounts on live entries of a contest; each answer is an account id."""

    contest_id: int


@dataclass(frozen=True)
class FillWithExamples:
    """Announced in test mode: make `number` fictional entries (`is_test`)."""

    contest_id: int
    number: int
    by: int


@dataclass(frozen=True)
class WipeExamples:
    """Announced when test mode ends: remove the fictional entries and everything that hangs on them."""

    contest_id: int


@dataclass(frozen=True)
class ContestLinks:
    """Asked for the public page: each answer is a `ContestLink` (gallery, winners …)."""

    contest_id: int


@dataclass(frozen=True)
class ContestLink:
    """One more page of a contest. `key` names it; `primary` puts it first once the contest is decided."""

    key: str
    title: Text
    url: str
    icon: str = "arrow-right"
    primary: bool = False


@dataclass(frozen=True)
class JuryOf:
    """Asked for the public page: the published jury; each answer is a `JuryMember`."""

    contest_id: int


@dataclass(frozen=True)
class JuryMember:
    """A judge as the public may see one."""

    name: str
    title: str = ""
    organisation: str = ""
    is_chair: bool = False
    round_name: str = ""


@dataclass(frozen=True)
class ScoringOf:
    """Asked for the public page and the page of scoring: each answer is a `ScoringRules`."""

    contest_id: int


@dataclass(frozen=True)
class ScoringCriterion:
    """A criterion as the public reads it; `points` says its maximum or weight in words."""

    name: Text
    points: Text
    description: str = ""


@dataclass(frozen=True)
class ScoringRules:
    """How a round is scored on a board (None: on all), described by the definition that computes."""

    round_id: int
    board_id: int | None
    name: Text
    criteria: tuple[ScoringCriterion, ...] = ()
    sentences: tuple[Text, ...] = ()


@dataclass(frozen=True)
class MyEntries:
    """Asked for the public page: the entries of an account in a contest; each answer is a `MyEntry`."""

    contest_id: int
    account_id: int


@dataclass(frozen=True)
class MyEntry:
    """An entry of the visitor, with the words for its state."""

    title: str
    url: str
    status: Text
    is_draft: bool = False
