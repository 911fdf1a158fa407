"""Reads of contests, named by what they return."""

from ecosystem.contests.queries.definitions import eligibility_rules_of, form_of, names_of, question_definition
from ecosystem.contests.queries.loaders import contest_by_slug, contest_of_round, round_by_public_id

__all__ = [
    "contest_by_slug",
    "contest_of_round",
    "eligibility_rules_of",
    "form_of",
    "names_of",
    "question_definition",
    "round_by_public_id",
]
