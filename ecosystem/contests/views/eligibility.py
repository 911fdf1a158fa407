"""The eligibility rules."""

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _

from ecosystem.accounts.policies import me
from ecosystem.contests.domain.eligibility import Rule, describe
from ecosystem.contests.domain.kinds import EligibilityKind
from ecosystem.contests.forms.eligibility import KINDS, rule_form
from ecosystem.contests.forms.structure import AmendmentForm
from ecosystem.contests.models import Contest, EligibilityRule
from ecosystem.contests.policies import ContestAction
from ecosystem.contests.queries import contest_by_slug
from ecosystem.contests.queries.rules import boards_of, names_for
from ecosystem.contests.services import eligibility as services
from ecosystem.contests.views.frame import back_to, carried_out, show
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing
from ecosystem.core.errors import NoSuchRecord

bp = Blueprint("contests_eligibility", __name__, url_prefix="/organise/contests/<slug>/setup/eligibility")


@bp.get("")
@requires(ContestAction.EDIT, on=contest_by_slug)
def rules(contest: Contest) -> Response:
    """The rules as sentences, and the kinds that can be added."""
    rows = services.rule_rows(contest)
    names = names_for(boards_of(contest), "vi")
    present = {row.kind for row in rows}
    addable = {kind: texts for kind, texts in KINDS.items() if kind not in present or kind in services.REPEATABLE}
    sentences = {row.id: describe(Rule(row.kind, row.parameters, row.id), names) for row in rows}
    return show("eligibility", contest, rows=rows, sentences=sentences, kinds=KINDS, addable=addable)


@bp.route("/new/<kind>", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def new_rule(contest: Contest, kind: str) -> Response:
    """Add a rule of a kind."""
    chosen = _kind(kind)
    form = rule_form(chosen, contest.boards, contest=contest)
    if form.validate_on_submit():

        def act() -> None:
            amendment = form.amendment.data or ""
            services.add_rule(contest, kind=chosen, parameters=form.parameters(), by=me().id, amendment=amendment)

        if carried_out(form, act):
            flash(_("The rule is added."), "success")
            return back_to(".rules", contest)
    return show("rule", contest, form=form, kind=chosen, texts=KINDS[chosen], rule=None, status=_status(form))


@bp.route("/<int:rule_id>", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def rule(contest: Contest, rule_id: int) -> Response:
    """Change a rule."""
    present = _rule(contest, rule_id)
    form = rule_form(present.kind, contest.boards, contest=contest, data=present.parameters)
    if form.validate_on_submit():

        def act() -> None:
            services.edit_rule(present, parameters=form.parameters(), by=me().id, amendment=form.amendment.data or "")

        if carried_out(form, act):
            flash(_("Saved."), "success")
            return back_to(".rules", contest)
    texts = KINDS[present.kind]
    return show("rule", contest, form=form, kind=present.kind, texts=texts, rule=present, status=_status(form))


@bp.post("/<int:rule_id>/move")
@requires(ContestAction.EDIT, on=contest_by_slug)
def move_rule(contest: Contest, rule_id: int) -> Response:
    """Move a rule one place."""
    services.move_rule(_rule(contest, rule_id), up=request.form.get("direction") == "up", by=me().id)
    return back_to(".rules", contest)


@bp.route("/<int:rule_id>/remove", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def remove_rule(contest: Contest, rule_id: int) -> Response:
    """Ask, then take a rule away."""
    present = _rule(contest, rule_id)
    form = AmendmentForm(contest=contest)
    if form.validate_on_submit():
        amendment = form.amendment.data or ""
        if carried_out(form, lambda: services.remove_rule(present, by=me().id, amendment=amendment)):
            flash(_("The rule is removed."), "success")
            return back_to(".rules", contest)
    return show("remove_rule", contest, form=form, texts=KINDS[present.kind], status=_status(form))


def _kind(name: str) -> EligibilityKind:
    try:
        return EligibilityKind(name)
    except ValueError as error:
        raise NoSuchRecord(_("There is no such page.")) from error


def _rule(contest: Contest, rule_id: int) -> EligibilityRule:
    return one_or_missing(next((row for row in services.rule_rows(contest) if row.id == rule_id), None))


def _status(form: AmendmentForm | object) -> int:
    return 400 if request.method == "POST" else 200
