"""A person's data: consents, a copy, and the end of the account."""

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ecosystem.accounts import queries, services
from ecosystem.accounts.documents import data_archive
from ecosystem.accounts.forms import ProofForm, typed
from ecosystem.accounts.kinds import PURPOSES
from ecosystem.accounts.policies import AccountAction, me
from ecosystem.accounts.services import WrongPassword
from ecosystem.accounts.views import browser
from ecosystem.accounts.views.own import bp
from ecosystem.accounts.views.refusals import Answer, tell
from ecosystem.core.access import requires
from ecosystem.core.errors import NoSuchRecord, Refused, TooMany


@bp.get("/privacy")
@requires(AccountAction.OWN)
def privacy() -> str:
    """What the person consented to, and what they can do."""
    log = queries.consents_of(me().id)
    present = {each.purpose: each for each in log if each.withdrawn_at is None}
    return render_template("accounts/privacy.html", purposes=PURPOSES, log=log, present=present)


@bp.post("/privacy/consents/<purpose>/<step>")
@requires(AccountAction.OWN)
def consent(purpose: str, step: str) -> Response:
    """Give or withdraw one consent."""
    account = me()
    if purpose not in {each.name for each in PURPOSES} or step not in ("give", "withdraw"):
        raise NoSuchRecord(_("There is no such page."))
    if step == "give":
        services.give_consent(account, purpose)
    else:
        services.withdraw_consent(account.id, purpose)
    flash(_("Your choice is saved."), "success")
    return redirect(url_for("account.privacy"))


@bp.post("/privacy/data")
@requires(AccountAction.OWN)
def download_data() -> Response:
    """Everything kept about the person, as a ZIP of JSON files."""
    archive = data_archive(services.export_personal_data(me().id))
    answer = FlaskResponse(archive, mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return answer


@bp.route("/privacy/delete", methods=["GET", "POST"])
@requires(AccountAction.OWN)
def delete_account() -> Answer:
    """Explain what is erased and what stays, and erase after the password was typed again."""
    account, form, status = me(), ProofForm(), 200
    obstacles = services.erasure_obstacles(account)
    if form.validate_on_submit():
        try:
            services.erase_own_account(account.id, password=typed(form.password))
        except (WrongPassword, TooMany) as refusal:
            status = tell(form, refusal, "password")
        except Refused as refusal:
            obstacles, status = list(refusal.details["obstacles"]), refusal.status
        else:
            browser.end()
            return redirect(url_for("accounts.deleted"))
    elif form.is_submitted():
        status = 400
    return render_template("accounts/delete_account.html", form=form, obstacles=obstacles), status
