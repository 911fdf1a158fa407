"""What judging keeps about a person who judged, and what happens when that person is erased."""

from collections.abc import Iterator

from ecosystem.accounts.signals import AccountErased, PersonalData, PersonalRecords
from ecosystem.core.signals import reacts_to
from ecosystem.judging.queries.outcomes import sheets_by
from ecosystem.judging.services.forgetting import forget_judge


@reacts_to(PersonalData)
def personal_data(question: PersonalData) -> Iterator[PersonalRecords]:
    """The sheets the person wrote as a judge."""
    records = [
        {
            "contest": sheet.assignment.round.contest.title,
            "round": sheet.assignment.round.name,
            "entry": sheet.assignment.application.code,
            "state": sheet.state.value,
            "total": None if sheet.total is None else str(sheet.total.normalize()),
            "comment": sheet.comment,
            "private_note": sheet.private_note,
        }
        for sheet in sheets_by(question.account_id)
    ]
    if records:
        yield PersonalRecords("score_sheets", records)


@reacts_to(AccountErased)
def erased(fact: AccountErased) -> None:
    """Scores stay, for they made results; the judge's name, address and private notes go."""
    forget_judge(fact.account_id)
