"""The organiser's list of a contest's entries, bulk decisions, and telling the teams."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.applications.domain.fee_words import FEE_TONES, FEE_WORDS
from ecosystem.applications.domain.life_cycle import ApplicationState
from ecosystem.applications.forms.staff import VERDICT_WORDS, BulkForm
from ecosystem.applications.models import Application
from ecosystem.applications.policies import ApplicationAction
from ecosystem.applications.queries.counting import count_by_state
from ecosystem.applications.queries.decisions import held_decisions, people_told
from ecosystem.applications.queries.fees import FEE_FILTERS, fees_asked, standings_of
from ecosystem.applications.queries.lists import EntryFilter, entries_by_public_ids, entries_for_staff
from ecosystem.applications.services.decisions import (
    LARGEST_BULK,
    Verdict,
    announce_decisions,
    decide_all,
    preview_decisions,
)
from ecosystem.applications.views.frame import done, told
from ecosystem.contests.models import Contest
from ecosystem.contests.queries import contest_by_slug
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.errors import Invalid, Refused
from ecosystem.core.pagination import page_of
from ecosystem.core.places import province_name, provinces
from ecosystem.startups.domain.taxonomy import SECTORS

bp = Blueprint("applications_staff", __name__, url_prefix="/organise/contests/<slug>/entries")


@bp.get("/")
@requires(ApplicationAction.LIST, on=contest_by_slug)
def entries(contest: Contest) -> str:
    """Search, filter, sort, choose, export."""
    wanted = filter_asked()
    page = page_of(entries_for_staff(contest, wanted), number=request.args.get("page", 1, int))
    return render_template(
        "applications/entries.html",
        contest=contest,
        page=page,
        wanted=wanted,
        counts=count_by_state(contest.id),
        states=ApplicationState,
        sectors=SECTORS,
        provinces=provinces(),
        province_name=province_name,
        bulk=BulkForm(formdata=None),
        fees=standings_of(page.items) if fees_asked(contest) else None,
        fee_filters=FEE_FILTERS,
        fee_words=FEE_WORDS,
        fee_tones=FEE_TONES,
    )


@bp.post("/bulk")
@requires(ApplicationAction.SCREEN_ALL, on=contest_by_slug)
def bulk(contest: Contest) -> str | Response:
    """First what would happen, then do it."""
    form = BulkForm()
    ids = request.form.getlist("entry")[: LARGEST_BULK + 1]
    back = redirect(url_for("applications_staff.entries", slug=contest.slug))
    if not ids or not form.validate():
        flash(_("Please choose entries and a decision."), "warning")
        return back
    verdict = Verdict(form.verdict.data)
    chosen = entries_by_public_ids(contest, ids)
    if form.step.data != "do":
        return _bulk_preview(contest, form, chosen, verdict)
    try:
        outcome = decide_all(
            contest=contest,
            ids=[entry.id for entry in chosen],
            verdict=verdict,
            reason=form.reason.data or "",
            by=me(),
            at=clock.now(),
        )
    except (Invalid, Refused) as error:
        told(error)
        return _bulk_preview(contest, form, chosen, verdict)
    count = len(outcome.decided)
    done(
        ngettext("%(num)s entry decided. Nobody was told yet.", "%(num)s entries decided. Nobody was told yet.", count)
    )
    if outcome.refused:
        flash(ngettext("%(num)s was left as it is.", "%(num)s were left as they are.", len(outcome.refused)), "warning")
    return back


@bp.route("/announce", methods=["GET", "POST"])
@requires(ApplicationAction.ANNOUNCE, on=contest_by_slug)
def announce(contest: Contest) -> str | Response:
    """Who will be told what; then tell them all together."""
    if request.method == "POST":
        count = announce_decisions(contest=contest, by=me())
        done(ngettext("%(num)s decision was announced.", "%(num)s decisions were announced.", count))
        return redirect(url_for("applications_staff.entries", slug=contest.slug))
    held = held_decisions(contest.id)
    return render_template(
        "applications/announce.html",
        contest=contest,
        held=held,
        people=people_told([entry.id for entry in held]),
        states=ApplicationState,
    )


def _bulk_preview(contest: Contest, form: BulkForm, chosen: Sequence[Application], verdict: Verdict) -> str:
    return render_template(
        "applications/bulk.html",
        contest=contest,
        form=form,
        verdict=verdict,
        verdict_words=VERDICT_WORDS[verdict],
        preview=preview_decisions(chosen, verdict),
        rejects=Verdict.REJECT,
    )


def filter_asked() -> EntryFilter:
    """What the address narrows the list to; an unknown value narrows to nothing special."""
    state = request.args.get("state", "")
    return EntryFilter(
        words=request.args.get("q", "")[:100],
        state=ApplicationState(state) if state in set(ApplicationState) else None,
        held=request.args.get("held") == "1",
        board=request.args.get("board", "")[:40],
        province=request.args.get("province", "")[:4],
        sector=request.args.get("sector", "")[:40],
        gallery=request.args.get("gallery") == "1",
        fee=fee if (fee := request.args.get("fee", "")) in FEE_FILTERS else "",
        sort=request.args.get("sort", "code")[:20],
    )
