"""The terms of the fees as the rules say them."""

from collections.abc import Iterator

from flask_babel import gettext, ngettext

from ecosystem.contests.domain.fees import FeeRefund, FeeTerms, FeeWhen, condition_in_words
from ecosystem.contests.domain.form import FormDefinition


def fee_in_words(terms: FeeTerms, form: FormDefinition, language: str) -> Iterator[tuple[str, str]]:
    """Yield each provision by a key that stays: when to pay, who pays nothing, what comes back."""
    if terms.when is FeeWhen.BEFORE_SUBMISSION:
        yield "when", gettext("The fee is paid before the entry is handed in.")
    else:
        yield (
            "when",
            ngettext(
                "The fee is paid by eligible entries, within %(num)s day of the announcement.",
                "The fee is paid by eligible entries, within %(num)s days of the announcement.",
                terms.days,
            ),
        )
    if terms.waived_if is not None:
        question, answer = condition_in_words(form, terms.waived_if, language)
        if question:
            text = gettext(
                "No fee for those who answer “%(question)s” with: %(answer)s.", question=question, answer=answer
            )
            yield "waiver", text
    yield "waiver-by-name", gettext("The organiser can waive the fee of an entry for a good reason.")
    yield "refund", refund_in_words(terms.refund)


def refund_in_words(refund: FeeRefund) -> str:
    """Return what a team gets back that withdraws."""
    words = {
        FeeRefund.NEVER: gettext("The fee is not given back when an entry is withdrawn."),
        FeeRefund.BEFORE_DEADLINE: gettext("The fee is given back when an entry is withdrawn before entries close."),
        FeeRefund.ALWAYS: gettext("The fee is given back when an entry is withdrawn."),
    }
    return str(words[refund])
