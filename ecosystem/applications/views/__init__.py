"""Pages of applications."""

from ecosystem.applications.views import (
    desk,
    entries,
    exports,
    files,
    form,
    gallery,
    mine,
    outcome,
    similar,
    staff,
    team,
)

blueprints = (mine.bp, form.bp, files.bp, team.bp, outcome.bp, entries.bp, gallery.bp)
_on_the_same_blueprint = (desk, staff, exports, similar)  # their pages hang on that of entries
