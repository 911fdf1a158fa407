"""Facts of judging for the pages above it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ResultsPublished:
    """Fact: the results of a round are public; `is_final` for the last judged round."""

    contest_id: int
    round_id: int
    is_final: bool


@dataclass(frozen=True)
class ResultsWithdrawn:
    """Fact: published results were taken back."""

    contest_id: int
    round_id: int


@dataclass(frozen=True)
class VotesOf:
    """Asked when results are frozen: each answer is a public vote as plain values, with the counts of every entry.

    `component` of an answer names the part of the score it gave the input of, "" when it gave none.
    """

    contest_id: int
    round_id: int
