"""Why a judge suits an entry, and what would help a short one, in words."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text
from ecosystem.judging.domain.assignment.affinity import Reason

REASONS: dict[Reason, Text] = {
    Reason.KNOWS_SECTOR: _l("knows the sector"),
    Reason.KNOWS_SECTORS: _l("knows several of its sectors"),
    Reason.READS_LANGUAGE: _l("judges in its language"),
    Reason.LANGUAGE_UNKNOWN: _l("languages not told"),
    Reason.FOREIGN_LANGUAGE: _l("does not judge in its language"),
    Reason.PRACTISED: _l("has judged this sector before"),
    Reason.NAMED_FOR_BOARD: _l("named for its board"),
}
