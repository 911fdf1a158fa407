"""Pages about the site itself."""

from flask import Blueprint, render_template

from ecosystem.core.access import public

bp = Blueprint("about", __name__)
blueprints = (bp,)


@bp.get("/accessibility")
@public
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("portal/accessibility.html")


@bp.get("/privacy")
@public
def privacy() -> str:
    """Which data are kept, why, and what a person can ask for."""
    return render_template("portal/privacy.html")
