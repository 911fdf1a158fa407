"""Judging: rubrics, panels, conflicts of interest, assignment, score sheets, results."""
