"""Scores typed in from a paper sheet."""

from flask_babel import lazy_gettext as _l

from ecosystem.core.forms import Form
from ecosystem.uploads.forms import UploadField

SCANS = ("pdf", "png", "jpg", "webp")


class PaperForm(Form):
    """The scan beside the scores, which are fields of the rubric."""

    scan = UploadField(_l("Photo or scan of the sheet"), purpose="judging.paper", formats=SCANS)
