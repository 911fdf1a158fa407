"""What acts, fields and states of judging are called in histories."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.errors import Text

ACTS: dict[str, Text] = {
    "judging.accepted": _l("Judge accepted the invitation"),
    "judging.declined": _l("Judge declined the invitation"),
    "judging.invited": _l("Judge invited"),
    "judging.invitation_reminded": _l("Judge reminded of the invitation"),
    "judging.panelist_changed": _l("Judge's details changed"),
    "judging.removed": _l("Judge removed"),
    "judging.reminded": _l("Judges reminded to score"),
    "judging.assigned": _l("Entry assigned by hand"),
    "judging.unassigned": _l("Assignment removed by hand"),
    "judging.assignment_applied": _l("Entries assigned to judges"),
    "judging.assignment_taken_back": _l("Assignment undone"),
    "judging.charge_withdrawn": _l("Entry taken from a judge"),
    "judging.conflict_noted": _l("Conflict of interest recorded"),
    "judging.conflict_lifted": _l("Conflict of interest lifted"),
    "judging.bar_lifted": _l("Entry opened to the jury although an official is on it"),
    "judging.conflicts_refreshed": _l("Conflicts of interest checked"),
    "judging.recused": _l("Judge recused from an entry"),
    "judging.sheet_reopened": _l("Score sheet reopened"),
    "judging.rubric_made": _l("Rubric made"),
    "judging.rubric_saved": _l("Rubric saved"),
    "judging.rubric_archived": _l("Rubric archived"),
    "judging.rubrics_chosen": _l("Rubrics chosen for rounds"),
    "judging.rubrics_cloned": _l("Rubrics copied"),
    "judging.component_entered": _l("Extra points entered"),
    "judging.chair_voted": _l("Jury chair decided between ties"),
    "judging.decided": _l("Entries decided"),
    "judging.award_given": _l("Prize given"),
    "judging.award_taken_back": _l("Prize taken back"),
    "judging.published": _l("Results published"),
    "judging.publication_withdrawn": _l("Published results withdrawn"),
    "judging.export_ranking": _l("Ranking exported"),
    "judging.export_reviews": _l("Score sheets exported"),
}
FIELDS: dict[str, Text] = {
    "method": _l("Method of assignment"),
    "seed": _l("Seed"),
    "added": _l("Assignments added"),
    "removed": _l("Assignments removed"),
    "charges": _l("Assigned entries"),
    "rubrics": _l("Rubrics"),
    "is_chair": _l("Jury chair"),
    "max_load": _l("Most entries"),
    "sectors": _l("Sectors"),
    "languages": _l("Languages"),
    "availability": _l("Availability"),
    "votes": _l("Votes"),
}
CODES: dict[str, Text] = {
    "balanced": _l("Balanced: everybody about as much"),
    "by_board": _l("By board: every judge scores all entries of their boards"),
    "pending": _l("Not decided"),
    "advance": _l("Goes on"),
    "stop": _l("Does not go on"),
}
