"""The mail that tells people how their entries did: one to a person, held until the results are announced."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from ecosystem.accounts.models import Account
from ecosystem.accounts.queries import recipient_of
from ecosystem.contests.models import Round
from ecosystem.core.addresses import absolute
from ecosystem.notifications.kinds import NoticeKind, register
from ecosystem.notifications.models import Mail
from ecosystem.notifications.services import send

RESULTS = register(NoticeKind("results_announced", _l("Results of a round"), duty=True, held=True, worded=True))


@dataclass(frozen=True)
class EntryOutcome:
    """How one entry did: `outcome` is advance, stop or award; `prizes` their names; `next_round` where it goes on."""

    code: str
    title: str
    outcome: str
    prizes: tuple[str, ...] = ()
    next_round: str = ""
    url: str = ""


def outcomes_batch(round_: Round) -> str:
    """Name the mails that wait for the announcement of a round."""
    return f"round_results:{round_.public_id}"


def outcome_key(round_: Round, account_id: int) -> str:
    """Name the mail about a round to one person."""
    return f"round_results:{round_.id}:{account_id}"


def outcome_written(round_: Round, account: Account, entries: Sequence[EntryOutcome]) -> Mail | None:
    """Write the one mail to `account` about all its entries in the round; it waits for the announcement."""
    contest = round_.contest
    return send(
        RESULTS,
        recipient_of(account),
        {"contest": contest, "round": round_, "entries": entries, "zone": contest.timezone},
        scope=contest,
        batch=outcomes_batch(round_),
        dedup_key=outcome_key(round_, account.id),
        url=absolute("/entries/"),
        reply_to=contest.contact_email,
    )
