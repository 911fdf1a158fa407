"""How results are computed, explained for a chair of a jury."""

from flask import Blueprint, render_template

from ecosystem.core.access import public

bp = Blueprint("judging_methods", __name__)


@bp.get("/help/methods")
@public
def methods() -> str:
    """Every method with its formula, what it says and where it was published."""
    return render_template("judging/fairness/methods.html")
