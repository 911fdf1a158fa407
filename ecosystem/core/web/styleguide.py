"""Every component in every state, for those who build pages; not part of a production deployment."""

from flask import Blueprint

blueprint = Blueprint("styleguide", __name__)
