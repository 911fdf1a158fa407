"""Investors: the public directory, one's own profiles, and what organisers verify."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import public, requires
from ecosystem.core.database import one_or_missing
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused, StaleEdit
from ecosystem.core.pagination import page_of
from ecosystem.core.web.responses import safe_target
from ecosystem.investors.domain.profile import INSTRUMENTS, INVESTOR_TYPES
from ecosystem.investors.forms.profiles import AskForm, InvestorForm, LogoForm
from ecosystem.investors.models import InvestorProfile
from ecosystem.investors.policies import InvestorAction
from ecosystem.investors.queries import profiles as queries
from ecosystem.investors.queries.profiles import InvestorFilter, investor_by_logo, investor_by_public_id
from ecosystem.investors.services import profiles as services
from ecosystem.startups.domain.taxonomy import SECTORS, STAGES
from ecosystem.uploads.responses import A_DAY, send_stored

bp = Blueprint("investors", __name__)
PER_PAGE = 24


@bp.record
def name_things(state: Any) -> None:
    """Let templates say in words what codes mean."""
    state.app.jinja_env.globals.update(investor_types=INVESTOR_TYPES, investment_instruments=INSTRUMENTS)


@bp.get("/investors")
@public
def index() -> str:
    """The verified investors that let themselves be listed."""
    wanted = InvestorFilter(
        query=request.args.get("q", "").strip()[:200],
        type=request.args.get("type", ""),
        sector=request.args.get("sector", ""),
        stage=request.args.get("stage", ""),
    )
    page = page_of(queries.directory(wanted), number=request.args.get("page", 1, int), per_page=PER_PAGE)
    return render_template("investors/index.html", page=page, wanted=wanted, sectors=SECTORS, stages=STAGES)


@bp.get("/investors/mine")
@requires(InvestorAction.LIST_MINE)
def mine() -> str:
    """The profiles one speaks for, with what organisers decided."""
    investors = queries.investors_of(me())
    return render_template(
        "investors/mine.html",
        investors=investors,
        verifications={each.id: queries.verifications_of(each) for each in investors},
    )


@bp.route("/investors/new", methods=["GET", "POST"])
@requires(InvestorAction.FOUND)
def found() -> str | Response:
    """Begin a profile."""
    form = InvestorForm()
    if form.validate_on_submit():
        investor = services.found_investor(form.to_value(), by=me())
        flash(_("The profile is stored. Now ask an organiser to verify it."), "success")
        return redirect(url_for(".verification", public_id=investor.public_id, next=request.args.get("next")))
    return render_template("investors/edit.html", form=form, investor=None)


@bp.get("/investors/<public_id>")
@requires(InvestorAction.VIEW, on=investor_by_public_id, anonymous=True)
def show(investor: InvestorProfile) -> str:
    """An investor's profile."""
    return render_template("investors/show.html", investor=investor, verifications=queries.verifications_of(investor))


@bp.route("/investors/<public_id>/edit", methods=["GET", "POST"])
@requires(InvestorAction.EDIT, on=investor_by_public_id)
def edit(investor: InvestorProfile) -> Any:
    """Change the profile."""
    form = InvestorForm(obj=investor)
    if not form.validate_on_submit():
        return render_template("investors/edit.html", form=form, investor=investor), 400 if form.errors else 200
    try:
        services.edit_investor(investor, form.to_value(), version=form.shown_version, by=me())
    except StaleEdit as error:
        form.show_both(_stored(investor), version=investor.version)
        flash(str(error), "warning")
        return render_template("investors/edit.html", form=form, investor=investor), error.status
    flash(_("The profile has been saved."), "success")
    return redirect(url_for(".show", public_id=investor.public_id))


def _stored(investor: InvestorProfile) -> dict[str, Any]:
    return {name: getattr(investor, name) for name in ("name", "thesis", "thesis_en", "website", "contact_email")}


@bp.route("/investors/<public_id>/logo", methods=["GET", "POST"])
@requires(InvestorAction.EDIT, on=investor_by_public_id)
def logo(investor: InvestorProfile) -> Any:
    """Take another logo, or with `remove` take the present one away."""
    form = LogoForm()
    if request.method == "GET":
        return render_template("investors/logo.html", investor=investor, form=form)
    file = None if request.form.get("remove") else form.logo.take_in(by=me().id)
    if file is None and not request.form.get("remove"):
        return render_template("investors/logo.html", investor=investor, form=form), 400
    services.replace_logo(investor, file, by=me())
    flash(_("The logo has been changed."), "success")
    return redirect(url_for(".show", public_id=investor.public_id))


@bp.get("/files/investors/logo/<public_id>")
@requires(InvestorAction.VIEW, on=investor_by_logo, anonymous=True)
def logo_file(investor: InvestorProfile) -> Any:
    """An investor's logo."""
    return send_stored(one_or_missing(investor.logo), inline=True, max_age=A_DAY)


@bp.route("/investors/<public_id>/verification", methods=["GET", "POST"])
@requires(InvestorAction.EDIT, on=investor_by_public_id)
def verification(investor: InvestorProfile) -> Any:
    """What organisers decided, and asking one more; then back to the page in `next` that needs an investor."""
    form = AskForm()
    organisers = {each.public_id: each for each in queries.organisers_to_ask(investor)}
    form.organiser.choices = [(public_id, each.name) for public_id, each in organisers.items()]
    status = 200
    if form.validate_on_submit():
        try:
            chosen = organisers[str(form.organiser.data)]
            services.ask_verification(investor, chosen, evidence=form.evidence.data or "", by=me())
        except (Invalid, AlreadyTaken, Refused) as error:
            form.evidence.errors, status = [str(error)], error.status
        else:
            flash(_("“%(name)s” has your question. You get a mail when it has decided.", name=chosen.name), "success")
            here = url_for(".verification", public_id=investor.public_id)
            return redirect(safe_target(request.args.get("next"), here))
    page = render_template(
        "investors/verification.html",
        investor=investor,
        form=form,
        organisers=organisers,
        verifications=queries.verifications_of(investor),
    )
    return page, 400 if form.errors and status == 200 else status
