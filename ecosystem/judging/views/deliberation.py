"""The deliberation of a round for the organiser and the chair: table, discussion, committee, vote."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.contests.models import Round
from ecosystem.core.access import requires
from ecosystem.core.database import one_or_missing
from ecosystem.core.errors import AlreadyTaken, Invalid
from ecosystem.judging.domain.committee import Answer, Share, Voice
from ecosystem.judging.forms.deliberation import (
    SHARE_WORDS,
    VOICE_WORDS,
    CommitteeForm,
    RemarkForm,
    VoiceForm,
    as_lines,
)
from ecosystem.judging.models import CommitteeMember, Deliberation
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import deliberation as queries
from ecosystem.judging.queries.decisions import is_published
from ecosystem.judging.queries.ranking import rubric_of
from ecosystem.judging.queries.results import entry_in_round, reviews_of
from ecosystem.judging.queries.rounds import next_round, round_in_contest
from ecosystem.judging.queries.standings import board_in, standings_of
from ecosystem.judging.services import deliberation as services
from ecosystem.judging.views.ranking_rows import standings_page
from ecosystem.judging.views.round_frame import framed

bp = Blueprint("judging_deliberation", __name__, url_prefix="/organise/contests/<slug>/judging/deliberation")


@bp.get("/<public_id>")
@requires(JudgingAction.DELIBERATE, on=round_in_contest)
def table(round_: Round) -> str:
    """Ranking, disagreement, remarks and decisions of a board side by side."""
    board = board_in(round_.contest, request.args.get("board"))
    standings = standings_of(round_, board)
    show, text = request.args.get("show", "all"), request.args.get("q", "")
    found = queries.deliberation_of(round_)
    return render_template(
        "judging/deliberation/table.html",
        **framed(round_, switches=True),
        standings=standings,
        page=standings_page(standings, show=show, text=text, number=request.args.get("page", 1, int)),
        show=show,
        text=text,
        deliberation=found,
        is_announced=found is None and is_published(round_),
        remarks=queries.remark_counts(found) if found else {},
        following=next_round(round_),
    )


@bp.post("/<public_id>/open")
@requires(JudgingAction.RUN_COMMITTEE, on=round_in_contest)
def begin(round_: Round) -> Response:
    """Open the deliberation."""
    services.open_deliberation(round_, by=me())
    flash(_("The deliberation is open. Results can be published once the committee has approved them."), "success")
    return _to("table", round_)


@bp.post("/<public_id>/give-up")
@requires(JudgingAction.RUN_COMMITTEE, on=round_in_contest)
def give_up(round_: Round) -> Response:
    """Do without a committee."""
    services.give_up(_of(round_), by=me())
    flash(_("This round does without a committee."), "success")
    return _to("table", round_)


@bp.get("/<public_id>/entries/<entry>")
@requires(JudgingAction.DELIBERATE, on=round_in_contest)
def entry(round_: Round, entry: str) -> str:
    """One entry: what every judge gave and wrote, and the discussion."""
    return _entry_page(round_, entry, RemarkForm(formdata=None))


@bp.post("/<public_id>/entries/<entry>")
@requires(JudgingAction.DELIBERATE, on=round_in_contest)
def say(round_: Round, entry: str) -> Any:
    """Say something about the entry."""
    form = RemarkForm()
    if not form.validate_on_submit():
        return _entry_page(round_, entry, form), 400
    services.say(_of(round_), entry_in_round(round_, entry), form.text.data or "", by=me())
    return redirect(
        url_for(".entry", slug=round_.contest.slug, public_id=round_.public_id, entry=entry) + "#discussion"
    )


def _entry_page(round_: Round, public_id: str, form: RemarkForm) -> str:
    application = entry_in_round(round_, public_id)
    found = queries.deliberation_of(round_)
    return render_template(
        "judging/deliberation/entry.html",
        **framed(round_),
        entry=application,
        reviews=[review for review in reviews_of(round_, application.id) if review.sheet is not None],
        version=rubric_of(round_, application.board_id or 0),
        deliberation=found,
        remarks=queries.remarks_on(found, application.id) if found else (),
        me=me(),
        form=form,
    )


@bp.route("/<public_id>/committee", methods=["GET", "POST"])
@requires(JudgingAction.RUN_COMMITTEE, on=round_in_contest)
def committee(round_: Round) -> Any:
    """Who is on the committee and how it approves."""
    found = _of(round_)
    filled = {
        "members": as_lines(found.members),
        "quorum": found.quorum.value,
        "approval": found.approval.value,
        "counts_all": found.counts_all,
        "meeting": found.meeting,
    }
    form = CommitteeForm(data=filled)
    if form.validate_on_submit():
        try:
            services.set_committee(
                found,
                form.seats(),
                quorum=Share(form.quorum.data),
                approval=Share(form.approval.data),
                counts_all=bool(form.counts_all.data),
                meeting=form.meeting.data or "",
                by=me(),
            )
        except (Invalid, AlreadyTaken) as error:
            form.members.errors = [str(error)]
        else:
            flash(_("The committee is stored."), "success")
            return _to("ballot", round_)
    page = render_template("judging/deliberation/committee.html", **framed(round_), deliberation=found, form=form)
    return page, 400 if form.errors or form.members.errors else 200


@bp.get("/<public_id>/vote")
@requires(JudgingAction.DELIBERATE, on=round_in_contest)
def ballot(round_: Round) -> str:
    """What is put to the vote, the voices so far, and what they mean."""
    found = _of(round_)
    now = queries.proposal_of(round_)
    return render_template(
        "judging/deliberation/ballot.html",
        **framed(round_),
        deliberation=found,
        proposal=found.proposal if found.proposal_hash and found.state.value != "discussion" else now.lines,
        has_changed=bool(found.proposal_hash) and now.hash != found.proposal_hash,
        open_entries=now.open_entries,
        shares=SHARE_WORDS,
        voices=VOICE_WORDS,
        forms={member.public_id: VoiceForm(formdata=None).told_apart(member.id) for member in found.members},
    )


@bp.post("/<public_id>/vote")
@requires(JudgingAction.RUN_COMMITTEE, on=round_in_contest)
def step(round_: Round) -> Response:
    """Put to the vote, count, or go back to the discussion."""
    found, wanted = _of(round_), request.form.get("step")
    if wanted == "propose":
        services.propose(found, by=me())
        flash(_("Put to the vote. Members with an address get a mail."), "success")
    elif wanted == "close":
        answer = services.close_vote(found, by=me())
        agreed = answer is Answer.APPROVED
        flash(_("The committee approved.") if agreed else _("The committee refused."), "success" if agreed else "info")
    elif wanted == "resume":
        services.resume(found, by=me())
        flash(_("Back to the discussion."), "success")
    else:
        raise Invalid(_("There is no such step."))
    return _to("ballot", round_)


@bp.post("/<public_id>/vote/<member_id>")
@requires(JudgingAction.RUN_COMMITTEE, on=round_in_contest)
def record(round_: Round, member_id: str) -> Response:
    """Record the voice of a member who voted in the meeting."""
    found = next((member for member in _of(round_).members if member.public_id == member_id), None)
    member: CommitteeMember = one_or_missing(found)
    form = VoiceForm().told_apart(member.id)
    if form.validate_on_submit():
        services.vote(member, Voice(form.voice.data), reason=form.reason.data or "", by=me())
        flash(_("Recorded."), "success")
    else:
        flash(_("Choose a vote first."), "error")
    return _to("ballot", round_)


def _of(round_: Round) -> Deliberation:
    return one_or_missing(queries.deliberation_of(round_))


def _to(name: str, round_: Round) -> Response:
    return redirect(url_for(f".{name}", slug=round_.contest.slug, public_id=round_.public_id))
