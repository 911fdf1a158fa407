"""Forms of the questions about a contest."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField

from ecosystem.contests.forms.base import PlainForm
from ecosystem.contests.services.inquiries import LONGEST_ANSWER, LONGEST_QUESTION
from ecosystem.core.forms import at_most, required


class InquiryForm(PlainForm):
    """Somebody asks."""

    question = TextAreaField(
        _l("Your question"),
        [required(), at_most(LONGEST_QUESTION)],
        description=_l("The organisers may publish it with the answer, without your name."),
    )


class AnswerForm(PlainForm):
    """Staff answer, or put a question with its answer on the page."""

    question = TextAreaField(
        _l("Question, as it is shown publicly"),
        [required(), at_most(LONGEST_QUESTION)],
        description=_l("Take out names and whatever tells who asked."),
    )
    answer = TextAreaField(_l("Answer"), [required(), at_most(LONGEST_ANSWER)])
    is_public = BooleanField(_l("Show question and answer on the contest's page"), default=True)
