"""Conflicts of interest of a round: found, declared, recorded, lifted."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.contests.models import Round
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing
from ecosystem.core.errors import Invalid, NoSuchRecord
from ecosystem.core.pagination import Page
from ecosystem.judging.forms.panels import ConflictForm, ReasonForm
from ecosystem.judging.models import Conflict, ConflictSource
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries.assignment import entry_by_code
from ecosystem.judging.queries.conflicts import bars_in, conflict_lines, offices_of
from ecosystem.judging.queries.panels import judges_of, panelist_in
from ecosystem.judging.queries.rounds import judged_rounds, round_in_contest
from ecosystem.judging.services import conflicts as services

bp = Blueprint("judging_conflicts", __name__, url_prefix="/organise/contests/<slug>/judging/conflicts")

PER_PAGE = 50
WHY = {
    ConflictSource.SAME_PERSON: (_l("Is on the team of the entry"), None),
    ConflictSource.SAME_STARTUP: (_l("Belongs to the same startup"), _l("Belongs to the same startup: %(what)s")),
    ConflictSource.MENTOR: (_l("Mentors the startup"), _l("Mentors the startup: %(what)s")),
    ConflictSource.INVESTOR: (_l("Invests in the startup"), _l("Invests in the startup: %(what)s")),
    ConflictSource.SAME_TAX_CODE: (
        _l("Belongs to a startup with the same tax code"),
        _l("Belongs to a startup with the same tax code: %(what)s"),
    ),
    ConflictSource.SAME_ORGANISATION: (
        _l("Comes from the same organisation"),
        _l("Comes from the same organisation: %(what)s"),
    ),
    ConflictSource.SAME_EMAIL_DOMAIN: (
        _l("Has an e-mail address at the same organisation"),
        _l("Has an e-mail address at the same organisation: @%(what)s"),
    ),
    ConflictSource.DECLARED: (_l("Declared by the judge"), None),
    ConflictSource.RECORDED: (_l("Recorded by the secretariat"), None),
}


def why(conflict: Conflict) -> str:
    """Return the reason of a conflict in words, with what the data showed."""
    plain, told = WHY[conflict.source]
    return str(told) % {"what": conflict.evidence} if told is not None and conflict.evidence else str(plain)


def _back(round_: Round) -> Response:
    return redirect(url_for(".index", slug=round_.contest.slug, public_id=round_.public_id))


def _page(round_: Round, form: ConflictForm) -> str:
    judges = judges_of(round_)
    form.offer(judges)
    lines = conflict_lines(round_)
    bars = bars_in(round_.contest_id)
    number = max(1, request.args.get("page", 1, int))
    officials = {ident for bar in bars for ident in bar.officials}
    return render_template(
        "judging/conflicts/index.html",
        contest=round_.contest,
        round=round_,
        rounds=judged_rounds(round_.contest),
        page=Page(lines[(number - 1) * PER_PAGE : number * PER_PAGE], number, PER_PAGE, len(lines)),
        bars=bars,
        offices=offices_of(round_.contest_id, officials) if officials else {},
        why=why,
        form=form,
        lift_form=ReasonForm(formdata=None),
    )


@bp.get("/<public_id>")
@requires(JudgingAction.SEE_CONFLICTS, on=round_in_contest)
def index(round_: Round) -> str:
    """All conflicts between judges and entries of the round, with their reasons."""
    return _page(round_, ConflictForm(formdata=None))


@bp.post("/<public_id>")
@requires(JudgingAction.MANAGE_PANEL, on=round_in_contest)
def record(round_: Round) -> Any:
    """The secretariat puts a conflict on record."""
    form = ConflictForm()
    form.offer(judges_of(round_))
    if form.validate_on_submit():
        try:
            entry = entry_by_code(round_, form.entry.data or "")
        except NoSuchRecord:
            form.entry.errors = [_("No entry of this round has that code.")]
        else:
            judge = panelist_in(round_, form.judge.data)
            services.record_conflict(judge, entry, reason=form.reason.data or "", by=me())
            flash(_("The conflict is on record. %(name)s will not judge this entry.", name=judge.name), "success")
            return _back(round_)
    return _page(round_, form), 400


@bp.post("/<public_id>/look")
@requires(JudgingAction.MANAGE_PANEL, on=round_in_contest)
def look_again(round_: Round) -> Response:
    """Find conflicts from data once more."""
    seen = services.refresh_conflicts(round_.contest_id, by=me())
    flash(
        _(
            "Looked at all judges and entries: %(found)s new conflicts, %(gone)s no longer there.",
            found=seen.found,
            gone=seen.gone,
        ),
        "info",
    )
    return _back(round_)


@bp.post("/<public_id>/<int:conflict_id>/lift")
@requires(JudgingAction.MANAGE_PANEL, on=round_in_contest)
def lift(round_: Round, conflict_id: int) -> Response:
    """Let the judge judge the entry all the same."""
    services.lift_conflict(_conflict(round_, conflict_id), reason=_reason(), by=me())
    flash(_("The conflict is lifted. The reason stays on record."), "success")
    return _back(round_)


@bp.post("/<public_id>/bars/<int:bar_id>/lift")
@requires(JudgingAction.MANAGE_PANEL, on=round_in_contest)
def lift_bar(round_: Round, bar_id: int) -> Response:
    """Open an entry to the whole jury although an official is on it."""
    found = next((bar for bar in bars_in(round_.contest_id) if bar.id == bar_id), None)
    services.lift_bar(one_or_missing(found), reason=_reason(), by=me())
    flash(_("The jury may judge this entry now. The reason stays on record."), "success")
    return _back(round_)


def _conflict(round_: Round, conflict_id: int) -> Conflict:
    found = (line.conflict for line in conflict_lines(round_) if line.conflict.id == conflict_id)
    return one_or_missing(next(found, None))


def _reason() -> str:
    form = ReasonForm()
    if not form.validate_on_submit():
        raise Invalid(_l("Please say why."))
    return str(form.reason.data)
