"""The rules as they read, the amendments, and later deadlines."""

from flask import Blueprint, Response, flash, request
from flask_babel import get_locale
from flask_babel import gettext as _

from ecosystem.accounts.policies import me
from ecosystem.contests.forms.base import offered
from ecosystem.contests.forms.structure import ExtendAllForm, ExtendOneForm
from ecosystem.contests.models import Contest
from ecosystem.contests.policies import ContestAction
from ecosystem.contests.queries import contest_by_slug
from ecosystem.contests.queries.people import account_by_public_id, extensions_of, people_for_extension
from ecosystem.contests.queries.public import amendments_of
from ecosystem.contests.queries.rules import rules_of
from ecosystem.contests.services import extensions as services
from ecosystem.contests.views.frame import back_to, carried_out, show
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing

bp = Blueprint("contests_changes", __name__, url_prefix="/organise/contests/<slug>/setup")


@bp.get("/rules")
@requires(ContestAction.VIEW, on=contest_by_slug)
def preview(contest: Contest) -> Response:
    """The rules as everybody will read them."""
    language = "en" if str(get_locale()) == "en" else "vi"
    return show(
        "rules", contest, document=rules_of(contest, language), amendments=amendments_of(contest), language=language
    )


@bp.get("/deadlines")
@requires(ContestAction.EXTEND, on=contest_by_slug)
def deadlines(contest: Contest) -> Response:
    """The deadline, who has a later one, and the amendments."""
    return _page(contest, ExtendAllForm(contest=contest, formdata=None), ExtendOneForm(contest=contest, formdata=None))


@bp.post("/deadlines/all")
@requires(ContestAction.EXTEND, on=contest_by_slug)
def extend_for_all(contest: Contest) -> Response:
    """Move the deadline for everybody."""
    form = ExtendAllForm(contest=contest)
    if form.validate_on_submit() and form.closes_at.instant:
        closes_at = form.closes_at.instant

        def act() -> None:
            services.extend_for_all(contest, closes_at=closes_at, reason=form.reason.data or "", by=me().id)

        if carried_out(form, act):
            flash(_("The deadline moved; entrants are told."), "success")
            return back_to(".deadlines", contest)
    return _page(contest, form, ExtendOneForm(contest=contest, formdata=None), 400)


@bp.post("/deadlines/one")
@requires(ContestAction.EXTEND, on=contest_by_slug)
def extend_for_one(contest: Contest) -> Response:
    """Give one person a later deadline."""
    form = ExtendOneForm(contest=contest)
    people = people_for_extension(contest, request.values.get("q", "").strip()[:100])
    form.person.choices = offered((person.public_id, f"{person.name} ({person.email})") for person in people)
    if form.validate_on_submit() and form.closes_at.instant:
        closes_at, account = form.closes_at.instant, account_by_public_id(form.person.data or "")

        def act() -> None:
            services.extend_for_one(
                contest, account=account, closes_at=closes_at, reason=form.reason.data or "", by=me().id
            )

        if carried_out(form, act):
            flash(_("%(name)s has a later deadline and is told.", name=account.name), "success")
            return back_to(".deadlines", contest)
    return _page(contest, ExtendAllForm(contest=contest, formdata=None), form, 400)


@bp.post("/deadlines/<int:extension_id>/revoke")
@requires(ContestAction.EXTEND, on=contest_by_slug)
def revoke(contest: Contest, extension_id: int) -> Response:
    """Take a later deadline back."""
    extension = one_or_missing(services.extension_in(contest, extension_id))
    services.revoke(extension, by=me().id)
    flash(_("The later deadline is taken back."), "success")
    return back_to(".deadlines", contest)


def _page(contest: Contest, for_all: ExtendAllForm, for_one: ExtendOneForm, status: int = 200) -> Response:
    query = request.values.get("q", "").strip()[:100]
    people = people_for_extension(contest, query)
    for_one.person.choices = offered((person.public_id, f"{person.name} ({person.email})") for person in people)
    return show(
        "deadlines",
        contest,
        for_all=for_all,
        for_one=for_one.told_apart("one"),  # beside the form for everybody
        query=query,
        people=people,
        extensions=extensions_of(contest),
        amendments=amendments_of(contest),
        status=status,
    )
