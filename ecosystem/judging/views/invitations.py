"""A judge answers an invitation: by the mail's link, signed in or not, or from the list of one's own."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from ecosystem.accounts.models import Account
from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import actor, public, requires
from ecosystem.core.errors import SignInNeeded
from ecosystem.judging.domain.life_cycle import PanelistState
from ecosystem.judging.forms.panels import AcceptForm, DeclareForm, DeclineForm
from ecosystem.judging.models import Panelist
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import panels as queries
from ecosystem.judging.queries.bars import barred_entries
from ecosystem.judging.queries.conflicts import entries_to_declare
from ecosystem.judging.services import panels as services
from ecosystem.judging.services.conflicts import declare_conflicts

bp = Blueprint("judge_invitations", __name__, url_prefix="/judge")
MOST_DECLARED = 500


def _account() -> Account | None:
    who = actor()
    return who if isinstance(who, Account) else None


def _page(panelist: Panelist, *, accept: AcceptForm | None = None, decline: DeclineForm | None = None) -> str:
    is_open = panelist.state is PanelistState.INVITED and panelist.expires_at > clock.now()
    return render_template(
        "judging/invitations/invitation.html",
        panelist=panelist,
        round=panelist.round,
        contest=panelist.round.contest,
        is_open=is_open,
        account=_account(),
        accept=accept or _accept_form(panelist),
        decline=decline or DeclineForm(formdata=None),
    )


def _accept_form(panelist: Panelist) -> AcceptForm:
    """Filled with what the judge told an earlier contest, else with what the organiser noted."""
    who = _account()
    profile = queries.profile_of(who.id) if who else None
    data = {
        "expertise": profile.expertise if profile else "",
        "sectors": (profile.sectors if profile else None) or panelist.sectors,
        "languages": (profile.languages if profile else None) or panelist.languages or ["vi"],
        "max_load": panelist.max_load,
    }
    return AcceptForm(formdata=None, data=data)


def _answer(panelist: Panelist) -> Any:
    """Do what the pressed button says."""
    if request.form.get("answer") == "decline":
        return _decline(panelist)
    who = _account()
    if who is None:
        raise SignInNeeded(_l("Please sign in first."))
    form = AcceptForm()
    if not form.validate_on_submit():
        return _page(panelist, accept=form), 400
    services.accept_invitation(panelist, form.to_value(), by=who)
    flash(_("Thank you. You are on the jury of “%(round)s”.", round=panelist.round.name), "success")
    return redirect(url_for(".conflicts", public_id=panelist.public_id))


def _decline(panelist: Panelist) -> Any:
    form = DeclineForm()
    if not form.validate_on_submit():
        return _page(panelist, decline=form), 400
    services.decline_invitation(panelist, reason=form.reason.data or "", by=_account())
    flash(_("You have declined. The organiser has been told."), "success")
    return _page(panelist)


@bp.get("/invitations/<token>")
@public
def by_link(token: str) -> str:
    """The invitation a mail's link leads to."""
    return _page(queries.panelist_by_token(token))


@bp.post("/invitations/<token>")
@public
def answer_by_link(token: str) -> Any:
    """Accept, signed in; or decline, signed in or not."""
    return _answer(queries.panelist_by_token(token))


@bp.get("/invited/<public_id>")
@requires(JudgingAction.ANSWER_INVITATION, on=queries.panelist_by_public_id)
def invited(panelist: Panelist) -> str:
    """An invitation to one's own address, without the mail at hand."""
    return _page(panelist)


@bp.post("/invited/<public_id>")
@requires(JudgingAction.ANSWER_INVITATION, on=queries.panelist_by_public_id)
def answer_invited(panelist: Panelist) -> Any:
    """Accept or decline."""
    return _answer(panelist)


@bp.get("/panels/<public_id>/conflicts")
@requires(JudgingAction.DECLARE_CONFLICTS, on=queries.panelist_by_public_id)
def conflicts(panelist: Panelist) -> str:
    """The entries of the round, to tick those one has an interest in."""
    text = request.args.get("q", "")[:100]
    entries = entries_to_declare(panelist, text=text, most=MOST_DECLARED)
    barred = barred_entries(me().id, [entry.id for entry in entries])
    return render_template(
        "judging/invitations/conflicts.html",
        panelist=panelist,
        entries=entries,
        barred=barred,
        text=text,
        form=DeclareForm(formdata=None),
    )


@bp.post("/panels/<public_id>/conflicts")
@requires(JudgingAction.DECLARE_CONFLICTS, on=queries.panelist_by_public_id)
def declare(panelist: Panelist) -> Response:
    """Declare the ticked ones."""
    chosen = set(request.form.getlist("entry"))
    entries = [each for each in entries_to_declare(panelist, text="", most=100_000) if each.public_id in chosen]
    number = declare_conflicts(panelist, entries, reason=DeclareForm().reason.data or "", by=me())
    if number:
        flash(_("Noted. You will not judge these entries."), "success")
    return redirect(url_for("judge_desk.rounds"))
