"""The organiser's pages of contests: making one, setting it up, publishing it."""

from ecosystem.contests.views import changes, eligibility, fees, form, making, questions, setup, structure

blueprints = (
    making.bp,
    setup.bp,
    structure.bp,
    form.bp,
    fees.bp,
    eligibility.bp,
    questions.bp,
    changes.bp,
)
