"""The ballot everybody fills in, and the page behind the link in the mail."""

import secrets
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from ecosystem.accounts.services.throttling import Origin
from ecosystem.applications.models import Application
from ecosystem.core import clock
from ecosystem.core.access import public, requires
from ecosystem.core.errors import Invalid, Refused, TooMany
from ecosystem.core.windows import Phase
from ecosystem.voting.domain.order import ballot_order
from ecosystem.voting.forms import BallotForm
from ecosystem.voting.models import Poll
from ecosystem.voting.policies import VotingAction
from ecosystem.voting.queries.polls import candidates, pictures_of, poll_in_contest, request_by_token
from ecosystem.voting.queries.tally import tally, turnout
from ecosystem.voting.services import ballots

bp = Blueprint("voting", __name__)


@bp.get("/contests/<slug>/vote/<poll_id>")
@requires(VotingAction.VOTE, on=poll_in_contest, anonymous=True)
def ballot(poll: Poll) -> str:
    """The entries in an order of the voter's own; after the vote its totals, once they are published."""
    if poll.totals_published_at is not None:
        return render_template("voting/totals.html", poll=poll, rows=tally(poll), turnout=turnout(poll))
    return _ballot_page(poll, BallotForm(formdata=None), [])


@bp.post("/contests/<slug>/vote/<poll_id>")
@requires(VotingAction.VOTE, on=poll_in_contest, anonymous=True)
def ask(poll: Poll) -> Any:
    """Keep the choice and mail the link that confirms it."""
    form, chosen = BallotForm(), request.form.getlist("choice")[:500]
    if not form.validate_on_submit():
        return _ballot_page(poll, form, chosen), 400
    choice = ballots.Choice(form.email.data or "", chosen, language=str(get_locale()))
    try:
        ballots.ask_for_ballot(poll, choice, origin=_origin())
    except (Invalid, Refused, TooMany) as error:
        return _ballot_page(poll, form, chosen, problem=error.message), 400
    session["asked"] = form.email.data
    return redirect(url_for(".asked", slug=poll.contest.slug, poll_id=poll.public_id))


@bp.get("/contests/<slug>/vote/<poll_id>/asked")
@requires(VotingAction.VOTE, on=poll_in_contest, anonymous=True)
def asked(poll: Poll) -> str:
    """What happens next: the mail."""
    return render_template("voting/asked.html", poll=poll, address=session.get("asked", ""))


@bp.get("/vote/confirm/<token>")
@public
def confirm(token: str) -> str:
    """The ballot behind the link. Opening it counts nothing, since mail programs open links by themselves."""
    return _confirm_page(token)


@bp.post("/vote/confirm/<token>")
@public
def count(token: str) -> Any:
    """Count the ballot."""
    try:
        ballots.confirm(request_by_token(token), origin=_origin())
    except Refused as error:
        return _confirm_page(token, problem=error.message), 409
    return redirect(url_for(".confirm", token=token))


def _origin() -> Origin:
    return Origin(request.remote_addr or "", "")


def _confirm_page(token: str, **values: Any) -> str:
    asked_for = request_by_token(token)
    poll = asked_for.voter.poll
    wanted = set(asked_for.choices)
    entries = [entry for entry in candidates(poll) if entry.id in wanted]
    return render_template(
        "voting/confirm.html",
        **{"problem": None, **values},
        poll=poll,
        asked=asked_for,
        entries=entries,
        is_open=poll.window.accepts(clock.now()),
        is_old=asked_for.expires_at <= clock.now(),
    )


def _ballot_page(poll: Poll, form: BallotForm, chosen: list[str], **values: Any) -> str:
    entries = candidates(poll)
    return render_template(
        "voting/ballot.html",
        **{"problem": None, **values},
        poll=poll,
        form=form,
        chosen=set(chosen),
        boards=_by_board(poll, entries),
        pictures=pictures_of(entries),
        phase=poll.window.phase(clock.now()).value,
        phases=Phase,
    )


def _by_board(poll: Poll, entries: Any) -> list[tuple[Any, list[Application]]]:
    """The entries of each board, in the order drawn for this voter."""
    if "ballot_seed" not in session:
        session["ballot_seed"] = secrets.token_hex(8)
    by_code = {entry.code: entry for entry in entries}
    order = ballot_order(by_code, seed=poll.seed, voter=session["ballot_seed"])
    grouped: dict[int, tuple[Any, list[Application]]] = {}
    for board in poll.contest.boards:
        grouped[board.id] = (board, [])
    for code in order:
        grouped[by_code[code].board_id or 0][1].append(by_code[code])
    return [pair for pair in grouped.values() if pair[1]]


def answer(response: Response) -> Response:
    """A ballot is nobody else's: no cache keeps it."""
    response.headers["Cache-Control"] = "no-store"
    return response


bp.after_request(answer)
