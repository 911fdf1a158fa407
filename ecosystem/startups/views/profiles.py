"""One's own startups: founding them, keeping their profiles."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core import clock
from ecosystem.core.access import requires
from ecosystem.core.forms import Form
from ecosystem.core.web.responses import safe_target
from ecosystem.startups import queries, services
from ecosystem.startups.forms import DeckForm, FoundForm, LogoForm, ProfileForm
from ecosystem.startups.models import Startup
from ecosystem.startups.policies import StartupAction
from ecosystem.startups.views.blueprint import bp


@bp.get("/startups/mine")
@requires(StartupAction.LIST_MINE)
def mine() -> str:
    """The startups in whose teams one is, and the invitations that wait."""
    who = me()
    invitations = queries.invitations_for(who, clock.now())
    return render_template("startups/mine.html", startups=queries.startups_of(who), invitations=invitations)


@bp.route("/startups/new", methods=["GET", "POST"])
@requires(StartupAction.CREATE)
def found() -> str | Response:
    """Begin a startup; then go back to the page in `next` that asked for one."""
    form = FoundForm()
    if form.validate_on_submit():
        startup = services.found_startup(form.to_value(), by=me())
        flash(
            _("“%(name)s” has been created. Tell more about it when you have a moment.", name=startup.name), "success"
        )
        return redirect(safe_target(request.args.get("next"), url_for("startups.edit", slug=startup.slug)))
    return render_template("startups/found.html", form=form)


@bp.route("/startups/<slug>/edit", methods=["GET", "POST"])
@requires(StartupAction.EDIT, on=queries.startup_by_slug)
def edit(startup: Startup) -> str | Response:
    """Change the profile."""
    form = ProfileForm.showing(startup)
    if form.validate_on_submit():
        who = me()
        services.edit_profile(startup, form.to_value(), version=form.shown_version, by=who)
        flash(_("The profile has been saved."), "success")
        return redirect(url_for("startups.show", slug=startup.slug))
    return render_template("startups/edit.html", startup=startup, form=form)


@bp.get("/startups/communes")
@requires(StartupAction.LIST_MINE)
def communes() -> str:
    """The field of communes for the province just chosen."""
    form = ProfileForm(formdata=request.args, meta={"csrf": False})
    return render_template("startups/communes.html", form=form)


@bp.get("/startups/<slug>/files")
@requires(StartupAction.EDIT, on=queries.startup_by_slug)
def files(startup: Startup) -> str:
    """The logo and the pitch deck."""
    return _files_page(startup)


@bp.post("/startups/<slug>/logo")
@requires(StartupAction.EDIT, on=queries.startup_by_slug)
def replace_logo(startup: Startup) -> Response | tuple[str, int]:
    """Take another logo, or with `remove` take the present one away."""
    form, who = LogoForm(), me()
    if not request.form.get("remove") and (file := form.logo.take_in(by=who.id)) is None:
        return _files_page(startup, logo_form=form), 400
    services.replace_logo(startup, None if request.form.get("remove") else file, by=who)
    flash(_("The logo has been changed."), "success")
    return redirect(url_for("startups.files", slug=startup.slug))


@bp.post("/startups/<slug>/deck")
@requires(StartupAction.EDIT, on=queries.startup_by_slug)
def replace_deck(startup: Startup) -> Response | tuple[str, int]:
    """Take another pitch deck, or with `remove` take the present one away."""
    form, who = DeckForm(), me()
    if not request.form.get("remove") and (file := form.deck.take_in(by=who.id)) is None:
        return _files_page(startup, deck_form=form), 400
    services.replace_deck(startup, None if request.form.get("remove") else file, by=who)
    flash(_("The pitch deck has been changed."), "success")
    return redirect(url_for("startups.files", slug=startup.slug))


def _files_page(startup: Startup, **forms: Form) -> str:
    shown = {"logo_form": LogoForm(formdata=None), "deck_form": DeckForm(formdata=None)} | forms
    return render_template("startups/files.html", startup=startup, **shown)


@bp.post("/startups/<slug>/archive")
@requires(StartupAction.ARCHIVE, on=queries.startup_by_slug)
def archive(startup: Startup) -> Response:
    """Put the startup away."""
    services.archive_startup(startup, by=me())
    flash(_("“%(name)s” is in the archive now. You can take it out at any time.", name=startup.name), "success")
    return redirect(url_for("startups.mine"))


@bp.post("/startups/<slug>/restore")
@requires(StartupAction.ARCHIVE, on=queries.startup_by_slug)
def restore(startup: Startup) -> Response:
    """Take the startup out of the archive."""
    services.restore_startup(startup, by=me())
    flash(_("“%(name)s” can be changed again.", name=startup.name), "success")
    return redirect(url_for("startups.show", slug=startup.slug))
