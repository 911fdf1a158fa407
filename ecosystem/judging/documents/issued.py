"""Papers that leave the house: once results are public they are put on record and bear a code to check them by."""

from collections.abc import Callable

from ecosystem.accounts.models import Account
from ecosystem.contests.models import Round
from ecosystem.core.addresses import absolute
from ecosystem.core.documents.paper import Issue, Stamp
from ecosystem.core.web.navigation import path_to
from ecosystem.judging.models import IssuedDocument, Publication
from ecosystem.judging.services.issuing import PaperTrail


def issued_paper(
    round_: Round, publication: Publication | None, kind: str, make: Callable[[Issue | None], bytes], *, by: Account
) -> bytes:
    """Return the paper that `make` makes, recorded when results are public.

    The record is written when the text is complete and again when the file is: many pages hold no lock while they
    are made.
    """
    if publication is None:
        return make(None)
    trail = PaperTrail(round_, publication, kind, by=by)
    content = make(lambda printed, pages: _stamp(trail.issue(printed, pages)))
    trail.given_out(content)
    return content


def _stamp(issued: IssuedDocument) -> Stamp:
    url = absolute(path_to("winners.verify", code=issued.public_id))
    return Stamp(issued.public_id, url, issued.issued_at)
