"""Speakers and partners of an event."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts.policies import me
from ecosystem.core.access import requires
from ecosystem.core.forms import Form
from ecosystem.events import queries, services
from ecosystem.events.forms import PartnerForm, SpeakerForm
from ecosystem.events.models import Event, Partner, Speaker
from ecosystem.events.policies import EventAction
from ecosystem.events.views.blueprint import bp
from ecosystem.uploads.forms import UploadField
from ecosystem.uploads.models import StoredFile

PATH = "/organise/<organiser_slug>/events/<event_slug>"


def _to(endpoint: str, event: Event) -> Response:
    return redirect(url_for(f"events.{endpoint}", organiser_slug=event.organiser.slug, event_slug=event.slug))


def _picture(form: Form, field: UploadField) -> tuple[bool, StoredFile | None]:
    """Check the form and keep the picture if one came; tell whether all is fine."""
    if not form.validate_on_submit():
        return False, None
    if not field.is_given:
        return True, None
    file = field.take_in(by=me().id)
    return file is not None, file


@bp.get(f"{PATH}/speakers")
@requires(EventAction.SEE_DESK, on=queries.event_of_organiser)
def speakers(event: Event) -> str:
    """Who speaks."""
    people = queries.speakers_of(event)
    return render_template("events/speakers.html", event=event, organiser=event.organiser, speakers=people)


@bp.route(f"{PATH}/speakers/new", methods=["GET", "POST"])
@requires(EventAction.EDIT, on=queries.event_of_organiser)
def add_speaker(event: Event) -> str | Response:
    """Add a speaker."""
    form = SpeakerForm()
    fine, photo = _picture(form, form.photo)
    if fine:
        services.add_speaker(event, form.to_value(), photo, by=me())
        flash(_("“%(name)s” has been added.", name=form.name.data), "success")
        return _to("speakers", event)
    return _speaker_page(event, form)


@bp.route(f"{PATH}/speakers/<public_id>", methods=["GET", "POST"])
@requires(EventAction.EDIT, on=queries.event_of_organiser)
def edit_speaker(event: Event, public_id: str) -> str | Response:
    """Change a speaker."""
    speaker = queries.speaker_of(event, public_id)
    form = SpeakerForm(obj=speaker)
    fine, photo = _picture(form, form.photo)
    if fine:
        services.edit_speaker(event, speaker, form.to_value(), photo, by=me())
        flash(_("“%(name)s” has been saved.", name=form.name.data), "success")
        return _to("speakers", event)
    return _speaker_page(event, form, speaker)


def _speaker_page(event: Event, form: SpeakerForm, speaker: Speaker | None = None) -> str:
    return render_template("events/speaker.html", event=event, organiser=event.organiser, form=form, speaker=speaker)


@bp.post(f"{PATH}/speakers/<public_id>/delete")
@requires(EventAction.EDIT, on=queries.event_of_organiser)
def delete_speaker(event: Event, public_id: str) -> Response:
    """Delete a speaker."""
    services.delete_speaker(event, queries.speaker_of(event, public_id), by=me())
    flash(_("The speaker has been deleted."), "success")
    return _to("speakers", event)


@bp.get(f"{PATH}/partners")
@requires(EventAction.SEE_DESK, on=queries.event_of_organiser)
def partners(event: Event) -> str:
    """Partners and sponsors, by level."""
    found = queries.partners_of(event)
    return render_template("events/partners.html", event=event, organiser=event.organiser, partners=found)


@bp.route(f"{PATH}/partners/new", methods=["GET", "POST"])
@requires(EventAction.EDIT, on=queries.event_of_organiser)
def add_partner(event: Event) -> str | Response:
    """Add a partner."""
    form = PartnerForm()
    fine, logo = _picture(form, form.logo)
    if fine:
        services.add_partner(event, form.to_value(), logo, by=me())
        flash(_("“%(name)s” has been added.", name=form.name.data), "success")
        return _to("partners", event)
    return _partner_page(event, form)


@bp.route(f"{PATH}/partners/<public_id>", methods=["GET", "POST"])
@requires(EventAction.EDIT, on=queries.event_of_organiser)
def edit_partner(event: Event, public_id: str) -> str | Response:
    """Change a partner."""
    partner = queries.partner_of(event, public_id)
    form = PartnerForm(obj=partner)
    fine, logo = _picture(form, form.logo)
    if fine:
        services.edit_partner(event, partner, form.to_value(), logo, by=me())
        flash(_("“%(name)s” has been saved.", name=form.name.data), "success")
        return _to("partners", event)
    return _partner_page(event, form, partner)


def _partner_page(event: Event, form: PartnerForm, partner: Partner | None = None) -> str:
    return render_template("events/partner.html", event=event, organiser=event.organiser, form=form, partner=partner)


@bp.post(f"{PATH}/partners/<public_id>/delete")
@requires(EventAction.EDIT, on=queries.event_of_organiser)
def delete_partner(event: Event, public_id: str) -> Response:
    """Delete a partner."""
    services.delete_partner(event, queries.partner_of(event, public_id), by=me())
    flash(_("The partner has been deleted."), "success")
    return _to("partners", event)
