"""What acts and fields of public votes are called in histories."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text

ACTS: dict[str, Text] = {
    "voting.set_up": _l("Public vote set up"),
    "voting.changed": _l("Public vote changed"),
    "voting.announced": _l("Public vote announced"),
    "voting.held": _l("Ballots put into quarantine"),
    "voting.released": _l("Ballots released from quarantine"),
    "voting.handed_over": _l("Votes entered into the ranking"),
    "voting.totals_published": _l("Totals of the public vote published"),
    "voting.voters_forgotten": _l("Voters' addresses erased"),
}
FIELDS: dict[str, Text] = {
    "ballots": _l("Ballots"),
    "watch": _l("Reason of the watch"),
    "votes_per_board": _l("Votes of each voter on a board"),
    "keep_days": _l("Days until voters' addresses are erased"),
    "thresholds": _l("Thresholds of the watch"),
}
