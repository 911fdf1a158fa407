"""The jury's discussion as its judges see it, and the ballot of a member of the committee."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.applications.models import Application
from ecosystem.contests.models import Round
from ecosystem.core.access import actor, requires
from ecosystem.core.database import one_or_missing
from ecosystem.core.errors import Invalid, NoSuchRecord
from ecosystem.core.pagination import page_of
from ecosystem.judging.domain.committee import Voice
from ecosystem.judging.forms.deliberation import SHARE_WORDS, VOICE_WORDS, RemarkForm, VoiceForm
from ecosystem.judging.models import CommitteeMember, Deliberation, Remark
from ecosystem.judging.policies import JudgingAction
from ecosystem.judging.queries import deliberation as queries
from ecosystem.judging.queries.bars import is_barred
from ecosystem.judging.queries.deliberation import own_place
from ecosystem.judging.queries.results import entry_in_round
from ecosystem.judging.services import deliberation as services

discussion = Blueprint("judge_discussion", __name__, url_prefix="/judge")
committee = Blueprint("committee", __name__, url_prefix="/committee")


@discussion.get("/rounds/<public_id>/discussion")
@requires(JudgingAction.DISCUSS, on=queries.round_to_discuss)
def entries(round_: Round) -> str:
    """The entries the judge may talk about, those talked about first."""
    found = _open(round_)
    text = request.args.get("q", "")
    listed = queries.entries_to_discuss(round_, found, actor().id or 0, text=text)
    page = page_of(listed, number=request.args.get("page", 1, int))
    return render_template(
        "judging/deliberation/discussion.html",
        contest=round_.contest,
        round=round_,
        deliberation=found,
        page=page,
        text=text,
        remarks=queries.remark_counts(found),
    )


@discussion.get("/rounds/<public_id>/discussion/<entry>")
@requires(JudgingAction.DISCUSS, on=queries.round_to_discuss)
def talk(round_: Round, entry: str) -> str:
    """What was said about one entry."""
    return _talk_page(round_, _discussable(round_, entry), RemarkForm(formdata=None))


@discussion.post("/rounds/<public_id>/discussion/<entry>")
@requires(JudgingAction.DISCUSS, on=queries.round_to_discuss)
def say(round_: Round, entry: str) -> Any:
    """Say something about the entry."""
    application, form = _discussable(round_, entry), RemarkForm()
    if not form.validate_on_submit():
        return _talk_page(round_, application, form), 400
    services.say(_open(round_), application, form.text.data or "", by=me())
    return redirect(url_for(".talk", public_id=round_.public_id, entry=entry) + "#discussion")


@discussion.post("/remarks/<public_id>/take-back")
@requires(JudgingAction.DISCUSS, on=queries.round_of_remark)
def take_back(round_: Round, public_id: str) -> Response:
    """Take an own remark back."""
    remark: Remark = queries.remark_by_public_id(public_id)
    services.take_back(remark, by=me())
    flash(_("Your remark was taken back."), "success")
    entry = queries.entry_public_id(remark)
    return redirect(url_for(".talk", public_id=round_.public_id, entry=entry) + "#discussion")


@committee.get("/<public_id>")
@requires(JudgingAction.COMMITTEE_VOTE, on=queries.deliberation_by_public_id)
def ballot(deliberation: Deliberation) -> str:
    """The proposal, and the member's voice."""
    member = _place(deliberation)
    filled = {"voice": member.voice.value if member.voice else None, "reason": member.reason}
    return _ballot_page(deliberation, member, VoiceForm(formdata=None, data=filled))


@committee.post("/<public_id>")
@requires(JudgingAction.COMMITTEE_VOTE, on=queries.deliberation_by_public_id)
def vote(deliberation: Deliberation) -> Any:
    """Store the member's voice."""
    member, form = _place(deliberation), VoiceForm()
    if not form.validate_on_submit():
        return _ballot_page(deliberation, member, form), 400
    try:
        services.vote(member, Voice(form.voice.data), reason=form.reason.data or "", by=me())
    except Invalid as error:
        form.reason.errors = [str(error)]
        return _ballot_page(deliberation, member, form), error.status
    flash(_("Your vote is stored. You can change it until the count."), "success")
    return redirect(url_for(".ballot", public_id=deliberation.public_id))


def _open(round_: Round) -> Deliberation:
    return one_or_missing(queries.deliberation_of(round_))


def _discussable(round_: Round, public_id: str) -> Application:
    """The entry, unless the judge is barred from it. Raises NoSuchRecord."""
    application = entry_in_round(round_, public_id)
    if is_barred(actor().id or 0, application.id):
        raise NoSuchRecord(_("There is no such page."))
    return application


def _talk_page(round_: Round, application: Application, form: RemarkForm) -> str:
    found = _open(round_)
    return render_template(
        "judging/deliberation/talk.html",
        contest=round_.contest,
        round=round_,
        deliberation=found,
        entry=application,
        charge_id=queries.own_charge(round_, application.id, actor().id or 0),
        remarks=queries.remarks_on(found, application.id),
        me=me(),
        form=form,
    )


def _place(deliberation: Deliberation) -> CommitteeMember:
    return one_or_missing(own_place(deliberation, me()))


def _ballot_page(deliberation: Deliberation, member: CommitteeMember, form: VoiceForm) -> str:
    return render_template(
        "judging/deliberation/member.html",
        deliberation=deliberation,
        round=deliberation.round,
        contest=deliberation.round.contest,
        member=member,
        shares=SHARE_WORDS,
        voices=VOICE_WORDS,
        form=form,
    )
