"""Test mode: a draft filled with fictional entries, wiped when the contest goes live."""

from flask_babel import lazy_gettext as _l

from ecosystem.audit.services import record
from ecosystem.contests.domain.life_cycle import ContestState
from ecosystem.contests.models import Contest
from ecosystem.contests.signals import FillWithExamples, WipeExamples
from ecosystem.core.database import locked, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.signals import announce

MOST_EXAMPLES = 200


def fill_with_examples(contest: Contest, *, number: int, by: int) -> None:
    """Fill a draft with `number` fictional entries. Raises Refused once it is public, Invalid for the number."""
    if not 1 <= number <= MOST_EXAMPLES:
        message = _l("Between 1 and %(most)d, please.", most=MOST_EXAMPLES)
        raise Invalid(message, details={"number": message})
    with transaction():
        present = locked(Contest, contest.id)
        if present.state is not ContestState.DRAFT:
            raise Refused(_l("Fictional entries are for drafts only; this contest is public."))
        present.is_test = True
        record("contest.filled_with_examples", present, by=by, scope=present, note=str(number))
        announce(FillWithExamples(present.id, number, by))


def wipe_examples(contest: Contest, *, by: int) -> None:
    """Remove the fictional entries and everything that hangs on them; the next entry is number 1 again."""
    with transaction():
        present = locked(Contest, contest.id)
        if not present.is_test:
            return
        announce(WipeExamples(present.id))
        present.is_test, present.next_number = False, 1
        record("contest.wiped_examples", present, by=by, scope=present)
