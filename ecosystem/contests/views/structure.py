"""Boards, rounds and prizes."""

from typing import Any

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _

from ecosystem.accounts.policies import me
from ecosystem.contests.forms.structure import AmendmentForm, BoardForm, PrizeForm, round_form
from ecosystem.contests.models import Board, Contest, Prize, Round
from ecosystem.contests.policies import ContestAction
from ecosystem.contests.queries import contest_by_slug
from ecosystem.contests.services import boards as services
from ecosystem.contests.services import rounds as round_services
from ecosystem.contests.views.frame import back_to, carried_out, show
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing

bp = Blueprint("contests_structure", __name__, url_prefix="/organise/contests/<slug>/setup")


@bp.get("/boards")
@requires(ContestAction.EDIT, on=contest_by_slug)
def boards(contest: Contest) -> Response:
    """The boards."""
    return show("boards", contest)


@bp.route("/boards/new", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def new_board(contest: Contest) -> Response:
    """Add a board."""
    form = BoardForm(contest=contest)
    if form.validate_on_submit():
        details, amendment = form.to_value(), form.amendment.data or ""
        if carried_out(form, lambda: services.add_board(contest, details=details, by=me().id, amendment=amendment)):
            flash(_("The board is added."), "success")
            return back_to(".boards", contest)
    return show("board", contest, form=form, board=None, status=_status(form))


@bp.route("/boards/<int:board_id>", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def board(contest: Contest, board_id: int) -> Response:
    """Change a board."""
    present = _one(contest.boards, board_id)
    form = BoardForm(contest=contest, obj=present)
    if form.validate_on_submit():
        details, amendment = form.to_value(), form.amendment.data or ""
        if carried_out(form, lambda: services.edit_board(present, details=details, by=me().id, amendment=amendment)):
            flash(_("Saved."), "success")
            return back_to(".boards", contest)
    return show("board", contest, form=form, board=present, status=_status(form))


@bp.get("/rounds")
@requires(ContestAction.EDIT, on=contest_by_slug)
def rounds(contest: Contest) -> Response:
    """The rounds in order."""
    return show("rounds", contest)


@bp.route("/rounds/new", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def new_round(contest: Contest) -> Response:
    """Add a round."""
    form = round_form(contest, contest.boards)
    if form.validate_on_submit():
        details, amendment = form.to_value(), form.amendment.data or ""
        if carried_out(
            form, lambda: round_services.add_round(contest, details=details, by=me().id, amendment=amendment)
        ):
            flash(_("The round is added."), "success")
            return back_to(".rounds", contest)
    return show("round", contest, form=form, round=None, status=_status(form))


@bp.route("/rounds/<public_id>", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def round_(contest: Contest, public_id: str) -> Response:
    """Change a round."""
    present: Round = one_or_missing(next((each for each in contest.rounds if each.public_id == public_id), None))
    form = round_form(contest, contest.boards, present)
    if form.validate_on_submit():

        def act() -> None:
            amendment = form.amendment.data or ""
            round_services.edit_round(
                present, details=form.to_value(), by=me().id, version=form.shown_version, amendment=amendment
            )

        if carried_out(form, act, present=lambda: _shown(present, form), version=lambda: present.version):
            flash(_("Saved."), "success")
            return back_to(".rounds", contest)
    return show("round", contest, form=form, round=present, status=_status(form))


@bp.get("/prizes")
@requires(ContestAction.EDIT, on=contest_by_slug)
def prizes(contest: Contest) -> Response:
    """The prizes."""
    return show("prizes", contest, board_names={each.id: each for each in contest.boards})


@bp.route("/prizes/new", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def new_prize(contest: Contest) -> Response:
    """Add a prize."""
    form = PrizeForm(contest=contest)
    form.offer(contest.boards)
    if form.validate_on_submit():
        details, amendment = form.to_value(), form.amendment.data or ""
        if carried_out(form, lambda: services.add_prize(contest, details=details, by=me().id, amendment=amendment)):
            flash(_("The prize is added."), "success")
            return back_to(".prizes", contest)
    return show("prize", contest, form=form, prize=None, status=_status(form))


@bp.route("/prizes/<int:prize_id>", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def prize(contest: Contest, prize_id: int) -> Response:
    """Change a prize."""
    present = _one(contest.prizes, prize_id)
    form = PrizeForm(contest=contest, obj=present)
    form.offer(contest.boards)
    if form.validate_on_submit():
        details, amendment = form.to_value(), form.amendment.data or ""
        if carried_out(form, lambda: services.edit_prize(present, details=details, by=me().id, amendment=amendment)):
            flash(_("Saved."), "success")
            return back_to(".prizes", contest)
    return show("prize", contest, form=form, prize=present, status=_status(form))


@bp.post("/<any(boards,rounds,prizes):kind>/<int:ident>/move")
@requires(ContestAction.EDIT, on=contest_by_slug)
def move(contest: Contest, kind: str, ident: int) -> Response:
    """Move one place up or down."""
    item = _one(getattr(contest, kind), ident)
    form, up = AmendmentForm(contest=contest), request.form.get("direction") == "up"
    amendment = form.amendment.data or ""
    if form.validate_on_submit() and carried_out(
        form, lambda: services.move(item, up=up, by=me().id, amendment=amendment)
    ):
        return back_to(f".{kind}", contest, anchor=f"{kind}-{ident}")
    return _confirm(contest, form, item, kind)


@bp.route("/<any(boards,rounds,prizes):kind>/<int:ident>/remove", methods=["GET", "POST"])
@requires(ContestAction.EDIT, on=contest_by_slug)
def remove(contest: Contest, kind: str, ident: int) -> Response:
    """Ask, then take it away."""
    item = _one(getattr(contest, kind), ident)
    form = AmendmentForm(contest=contest)
    if form.validate_on_submit():
        amendment = form.amendment.data or ""
        if carried_out(form, lambda: REMOVERS[kind](item, by=me().id, amendment=amendment)):
            flash(_("“%(name)s” is removed.", name=item.name), "success")
            return back_to(f".{kind}", contest)
    return _confirm(contest, form, item, kind)


REMOVERS: dict[str, Any] = {
    "boards": services.remove_board,
    "rounds": round_services.remove_round,
    "prizes": services.remove_prize,
}


def _confirm(contest: Contest, form: AmendmentForm, item: Board | Round | Prize, kind: str) -> Response:
    """The page that asks; a refused move comes here too, with the field for its amendment."""
    return show(
        "remove", contest, form=form, item=item, kind=kind, moving=request.form.get("direction"), status=_status(form)
    )


def _one(rows: Any, ident: int) -> Any:
    return one_or_missing(next((row for row in rows if row.id == ident), None))


def _shown(round_: Round, form: Any) -> dict[str, Any]:
    return {name: getattr(round_, name) for name in ("name", "name_en", "description", "is_blind", "reviews_per_entry")}


def _status(form: Any) -> int:
    return 400 if form.is_submitted() else 200
