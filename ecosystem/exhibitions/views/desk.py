"""The organiser's pages about an exhibition: the list in the event, overview, settings, life."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.errors import Invalid, StaleEdit
from ecosystem.events.models import Event
from ecosystem.events.queries import event_of_organiser
from ecosystem.exhibitions.domain.life_cycle import EXHIBITION_LIFE
from ecosystem.exhibitions.forms.exhibitors import ReasonForm
from ecosystem.exhibitions.forms.plans import exhibition_form
from ecosystem.exhibitions.models import Exhibition
from ecosystem.exhibitions.policies import ExhibitionAction
from ecosystem.exhibitions.queries.exhibitions import exhibition_by_slug, exhibitions_of, halls_of
from ecosystem.exhibitions.queries.figures import standing_of
from ecosystem.exhibitions.services import exhibitions as services
from ecosystem.exhibitions.views.frame import name_things

bp = Blueprint("exhibitions_desk", __name__)
bp.record(name_things)


@bp.get("/organise/<organiser_slug>/events/<event_slug>/exhibitions")
@requires(ExhibitionAction.LIST, on=event_of_organiser)
def index(event: Event) -> str:
    """The exhibitions of an event."""
    return render_template("exhibitions/index.html", event=event, exhibitions=exhibitions_of(event))


@bp.route("/organise/<organiser_slug>/events/<event_slug>/exhibitions/new", methods=["GET", "POST"])
@requires(ExhibitionAction.CREATE, on=event_of_organiser)
def new(event: Event) -> str | Response | tuple[str, int]:
    """Plan an exhibition."""
    form = exhibition_form(event.timezone)
    if form.validate_on_submit():
        exhibition = services.create_exhibition(event, form.to_value(), by=me())
        flash(_("The exhibition is a draft. Add a hall and draw its booths next."), "success")
        return redirect(url_for("exhibitions_halls.index", slug=exhibition.slug))
    page = render_template("exhibitions/new.html", event=event, form=form)
    return (page, 400) if form.errors else page


@bp.get("/organise/exhibitions/<slug>/")
@requires(ExhibitionAction.SEE_DESK, on=exhibition_by_slug)
def overview(exhibition: Exhibition) -> str:
    """Where the exhibition stands: booths, exhibitors, money, what is missing."""
    is_draft = exhibition.state.value == "draft"
    return render_template(
        "exhibitions/overview.html",
        exhibition=exhibition,
        figures=standing_of(exhibition),
        halls=halls_of(exhibition),
        needs=services.publishing_needs(exhibition) if is_draft else [],
        advice=services.advice(exhibition) if exhibition.state.value in ("draft", "published") else [],
        steps=EXHIBITION_LIFE.available(exhibition.state),
        form=ReasonForm(formdata=None),
    )


@bp.route("/organise/exhibitions/<slug>/settings", methods=["GET", "POST"])
@requires(ExhibitionAction.EDIT, on=exhibition_by_slug)
def settings(exhibition: Exhibition) -> str | Response | tuple[str, int]:
    """Texts, times, rules."""
    form = exhibition_form(exhibition.event.timezone, exhibition)
    if form.validate_on_submit():
        try:
            services.edit_exhibition(exhibition, form.to_value(), shown=form.shown_version, by=me())
        except StaleEdit:
            form.show_both(_stored(exhibition), version=exhibition.version)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".overview", slug=exhibition.slug))
    page = render_template("exhibitions/settings.html", exhibition=exhibition, event=exhibition.event, form=form)
    return (page, 400) if form.errors or form.stale else page


def _stored(exhibition: Exhibition) -> dict[str, object]:
    names = ("title", "title_en", "summary", "description", "hold_minutes", "offer_hours", "booths_per_exhibitor")
    return {name: getattr(exhibition, name) for name in (*names, "terms")}


@bp.post("/organise/exhibitions/<slug>/steps/<step>")
@requires(ExhibitionAction.PUBLISH, on=exhibition_by_slug)
def take_step(exhibition: Exhibition, step: str) -> Response:
    """Publish, close, reopen or cancel."""
    if step not in EXHIBITION_LIFE.transitions:
        raise Invalid(_("There is no such step."))
    form = ReasonForm()
    services.take_step(exhibition, step, by=me(), reason=form.words.data or "")
    told = {
        "publish": _("The exhibition is published. Everybody can see its plan now."),
        "close": _("The exhibition is closed: no more applications and no more choosing."),
        "reopen": _("The exhibition is open again."),
        "cancel": _("The exhibition is cancelled. Its exhibitors are told, and what they paid is given back."),
    }
    flash(told[step], "success")
    return redirect(url_for(".overview", slug=exhibition.slug))
