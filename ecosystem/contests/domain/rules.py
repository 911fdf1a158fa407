"""The rules of a contest as a document, made from the definition that computes.

One function writes them for the page, for the PDF and for the amendments: what stands here is what locks
when the contest opens, and a later change of any of it is found by comparing two documents.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext, ngettext

from ecosystem.contests.domain.eligibility import Names, Rule, describe
from ecosystem.contests.domain.fee_words import fee_in_words
from ecosystem.contests.domain.fees import FeeTerms
from ecosystem.contests.domain.form import FormDefinition
from ecosystem.contests.domain.kinds import AdvanceRule, RankingMethod, RoundKind
from ecosystem.contests.domain.requirements import requirement
from ecosystem.contests.domain.wording import amount_in_words, instant_in_words, period_in_words


@dataclass(frozen=True)
class BoardFacts:
    """A board; `twin` texts are English and may be empty."""

    id: int
    key: str
    name: str
    name_en: str = ""
    description: str = ""
    fee: int = 0


@dataclass(frozen=True)
class RoundFacts:
    """A round with its places by board id."""

    id: int
    kind: RoundKind
    name: str
    name_en: str = ""
    description: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    is_blind: bool = False
    reviews_per_entry: int = 3
    advance_rule: AdvanceRule = AdvanceRule.QUOTA
    pass_mark: Decimal | None = None
    places: tuple[tuple[int, int], ...] = ()
    ranking_method: RankingMethod = RankingMethod.RAW


@dataclass(frozen=True)
class PrizeFacts:
    """A prize; `board_id` None is for the whole contest."""

    id: int
    name: str
    name_en: str = ""
    board_id: int | None = None
    quantity: int = 1
    amount: int | None = None
    currency: str = "VND"
    in_kind: str = ""


@dataclass(frozen=True)
class RulesFacts:
    """Everything the rules are written from."""

    title: str
    title_en: str
    organiser: str
    timezone: str
    decision_number: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    boards: tuple[BoardFacts, ...] = ()
    rounds: tuple[RoundFacts, ...] = ()
    prizes: tuple[PrizeFacts, ...] = ()
    eligibility: tuple[Rule, ...] = ()
    names: Names = field(default_factory=Names)
    form: FormDefinition = field(default_factory=FormDefinition)
    commitment: str = ""
    needs_startup: bool = False
    allows_minors: bool = False
    fee: int = 0  # of every entry, without boards
    fee_terms: FeeTerms = field(default_factory=FeeTerms)


@dataclass(frozen=True)
class Item:
    """One provision: `key` stays the same when its words change; the heading may be empty."""

    key: str
    heading: str
    text: str


@dataclass(frozen=True)
class Section:
    """An article of the rules."""

    key: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class RulesDocument:
    """The articles in order; those that say nothing are left out."""

    sections: tuple[Section, ...]

    def provisions(self) -> dict[str, tuple[str, str]]:
        """Return every provision by its key: (what it is about, its words)."""
        found = {}
        for section in self.sections:
            for item in section.items:
                what = f"{section.title}: {item.heading}" if item.heading else section.title
                found[f"{section.key}/{item.key}"] = (what, item.text)
        return found


@dataclass(frozen=True)
class Change:
    """A provision before and after; an empty side did not exist."""

    what: str
    before: str
    after: str


def changes_between(before: RulesDocument, after: RulesDocument) -> list[Change]:
    """Return what differs, in the order of the documents. Provisions that only moved do not."""
    old, new = before.provisions(), after.provisions()
    keys = [*old, *(key for key in new if key not in old)]
    changes = []
    for key in keys:
        was, now = old.get(key, ("", "")), new.get(key, ("", ""))
        if was != now:
            changes.append(Change(now[0] or was[0], was[1], now[1]))
    return changes


def rules_document(facts: RulesFacts, language: str) -> RulesDocument:
    """Write the rules in `language` ("vi" or "en"), which must be the language texts are translated to now."""
    writer = _Writer(facts, language)
    sections = (
        Section("time", gettext("Time for entries"), tuple(writer.time())),
        Section("boards", gettext("Boards"), tuple(writer.boards())),
        Section("eligibility", gettext("Who may enter"), tuple(writer.eligibility())),
        Section("dossier", gettext("The entry dossier"), tuple(writer.dossier())),
        Section("fee", gettext("Application fee"), tuple(writer.fee())),
        Section("rounds", gettext("Rounds"), tuple(writer.rounds())),
        Section("prizes", gettext("Prizes"), tuple(writer.prizes())),
        Section("commitment", gettext("Commitment of the entrants"), tuple(writer.commitment())),
    )
    return RulesDocument(tuple(section for section in sections if section.items))


class _Writer:
    def __init__(self, facts: RulesFacts, language: str) -> None:
        self.facts = facts
        self.language = language
        self.board_names = {board.id: self._name(board) for board in facts.boards}

    def _name(self, thing: BoardFacts | RoundFacts | PrizeFacts) -> str:
        return thing.name_en if self.language == "en" and thing.name_en else thing.name

    def time(self) -> Iterator[Item]:
        zone = self.facts.timezone
        if self.facts.opens_at is not None:
            yield Item("opens", gettext("Entries open"), instant_in_words(self.facts.opens_at, zone))
        if self.facts.closes_at is not None:
            yield Item("closes", gettext("Entries close"), instant_in_words(self.facts.closes_at, zone))

    def boards(self) -> Iterator[Item]:
        for board in self.facts.boards:
            yield Item(board.key, self._name(board), board.description)

    def eligibility(self) -> Iterator[Item]:
        if self.facts.needs_startup:
            yield Item("startup", "", gettext("Entries are made by a startup with a profile on this site."))
        for rule in self.facts.eligibility:
            yield Item(f"rule-{rule.id}", "", str(describe(rule, self.facts.names)))
        if self.facts.allows_minors:
            yield Item("minors", "", gettext("Entrants under 16 take part with their guardian's consent."))

    def dossier(self) -> Iterator[Item]:
        names = {board.key: self._name(board) for board in self.facts.boards}
        for question in self.facts.form.questions:
            label = question.label_en if self.language == "en" and question.label_en else question.label
            yield Item(question.key, label, requirement(question, names))

    def fee(self) -> Iterator[Item]:
        for board in self.facts.boards:
            if board.fee:
                yield Item(board.key, self._name(board), amount_in_words(board.fee, "VND", self.language))
        if self.facts.fee and not self.facts.boards:
            yield Item("all", gettext("Every entry"), amount_in_words(self.facts.fee, "VND", self.language))
        if any(board.fee for board in self.facts.boards) or (self.facts.fee and not self.facts.boards):
            terms = fee_in_words(self.facts.fee_terms, self.facts.form, self.language)
            yield from (Item(key, "", text) for key, text in terms)

    def rounds(self) -> Iterator[Item]:
        for number, round_ in enumerate(self.facts.rounds, 1):
            heading = gettext("Round %(number)d, %(name)s", number=number, name=self._name(round_))
            yield Item(f"round-{round_.id}", heading, " ".join(self._about_round(round_)))

    def _about_round(self, round_: RoundFacts) -> Iterator[str]:
        period = period_in_words(round_.opens_at, round_.closes_at, self.facts.timezone)
        yield gettext("%(kind)s, %(period)s.", kind=round_kind_in_words(round_.kind), period=period)
        if round_.kind.is_judged:
            yield ngettext(
                "Each entry is scored by %(num)d judge.",
                "Each entry is scored by %(num)d judges.",
                round_.reviews_per_entry,
            )
        if round_.kind.is_judged and round_.ranking_method is RankingMethod.ADJUSTED:
            yield gettext("Scores are adjusted for the strictness of the judges before entries are ranked.")
        if round_.is_blind:
            yield gettext("Judges do not learn who the entrants are.")
        yield from self._about_advance(round_)
        if round_.description:
            yield round_.description

    def _about_advance(self, round_: RoundFacts) -> Iterator[str]:
        if round_.kind is RoundKind.ELIGIBILITY:
            yield gettext("Eligible entries go on.")
            return
        places = ", ".join(
            gettext("%(places)d of %(board)s", places=places, board=self.board_names.get(board_id, "?"))
            for board_id, places in round_.places
        )
        mark = f"{round_.pass_mark.normalize():f}" if round_.pass_mark is not None else ""
        wants_mark = round_.advance_rule in (AdvanceRule.THRESHOLD, AdvanceRule.QUOTA_AND_THRESHOLD)
        wants_places = round_.advance_rule in (AdvanceRule.QUOTA, AdvanceRule.QUOTA_AND_THRESHOLD)
        if wants_places and places and wants_mark and mark:
            yield gettext("The best go on: %(places)s, with at least %(mark)s points.", places=places, mark=mark)
        elif wants_places and places:
            yield gettext("The best go on: %(places)s.", places=places)
        elif wants_mark and mark:
            yield gettext("Entries with at least %(mark)s points go on.", mark=mark)
        elif round_.advance_rule is AdvanceRule.MANUAL:
            yield gettext("The organising committee decides who goes on.")

    def prizes(self) -> Iterator[Item]:
        for prize in self.facts.prizes:
            name = gettext("%(number)d × %(prize)s", number=prize.quantity, prize=self._name(prize))
            board = self.board_names.get(prize.board_id) if prize.board_id is not None else None
            heading = f"{name} ({board})" if board else name
            yield Item(f"prize-{prize.id}", heading, self._worth(prize))

    def _worth(self, prize: PrizeFacts) -> str:
        worth = [amount_in_words(prize.amount, prize.currency, self.language)] if prize.amount else []
        if prize.amount and prize.quantity > 1:
            worth = [gettext("%(amount)s each", amount=worth[0])]
        return "; ".join([*worth, *([prize.in_kind] if prize.in_kind else [])])

    def commitment(self) -> Iterator[Item]:
        if self.facts.commitment:
            yield Item("text", "", self.facts.commitment)


def round_kind_in_words(kind: RoundKind) -> str:
    """Return what happens in a round of this kind."""
    words = {
        RoundKind.ELIGIBILITY: gettext("Eligibility screening"),
        RoundKind.REVIEW: gettext("Judging of the dossiers"),
        RoundKind.SITE_VISIT: gettext("Site visit"),
        RoundKind.PITCH: gettext("Presentation before the jury"),
        RoundKind.PUBLIC_VOTE: gettext("Public vote"),
    }
    return str(words[kind])
