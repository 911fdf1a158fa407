"""Use cases of scores that came on paper: the secretariat types them in for the judge, who confirms them."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ecosystem.accounts.models import Account
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import session, transaction
from ecosystem.core.errors import Invalid, Refused
from ecosystem.judging.models import PaperSheet
from ecosystem.judging.queries.charges import Charge, charge_for_writing, sheet_of
from ecosystem.judging.services.sheet_steps import hand_in, hand_in_for
from ecosystem.judging.services.sheets import FieldChange, closed_because, store
from ecosystem.uploads.models import StoredFile


def paper_of(charge: Charge) -> PaperSheet | None:
    """Return what is on record of the paper behind a sheet, None for a sheet the judge filled in."""
    return session().scalar(select(PaperSheet).where(PaperSheet.assignment_id == charge.assignment.id))


def type_in(charge: Charge, changes: Sequence[FieldChange], *, scan: StoredFile | None, by: Account) -> None:
    """Store the scores of a paper sheet for its judge, on record with who typed them.

    With a `scan` of the paper the sheet is handed in too; without, the judge confirms and hands in. Raises Refused for
    a sheet that is locked or that the judge has begun on screen, Invalid with a message per field.
    """
    with transaction():
        held = charge_for_writing(charge.assignment.id)
        refusal = closed_because(held)
        if refusal is not None:
            raise Refused(refusal)
        paper = paper_of(held)
        if held.sheet is not None and paper is None:
            raise Refused(_l("The judge has begun this sheet on screen."))
        store(held, sheet_of(held), changes, by=by)
        paper = paper or PaperSheet(assignment_id=held.assignment.id)
        paper.typed_by_id, paper.typed_at = by.id, clock.now()
        paper.scan_id = scan.id if scan is not None else paper.scan_id
        session().add(paper)
        session().flush()
        audit.record("judging.paper_typed", held.assignment, by=by.id, scope=held.contest)
        if scan is not None:
            hand_in_for(charge_for_writing(charge.assignment.id), by=by, note=str(_l("From paper, with a scan")))


def confirm(charge: Charge, *, by: Account) -> None:
    """The judge confirms what was typed in and hands it in. Raises Invalid when something is missing."""
    with transaction():
        held = charge_for_writing(charge.assignment.id)
        paper = paper_of(held)
        if paper is None:
            raise Invalid(_l("This sheet did not come on paper."))
        paper.confirmed_at = clock.now()
        hand_in([held], by=by)
