"""Enquiries: asked, confirmed by a proved address, answered, closed; contact data go when consent is withdrawn."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from ecosystem.accounts.models import Account
from ecosystem.accounts.services.throttling import Origin, begin_attempt
from ecosystem.audit import services as audit
from ecosystem.core import clock
from ecosystem.core.database import locked, session, transaction, unique_or
from ecosystem.core.errors import AlreadyTaken, Invalid, Refused, Text
from ecosystem.core.search import fold
from ecosystem.exhibitions.models import Exhibitor
from ecosystem.showcase import notices
from ecosystem.showcase.domain.enquiries import (
    LIFE,
    EnquiryKind,
    EnquiryState,
    Quote,
    ReportState,
    Side,
    message_problem,
    step_of,
)
from ecosystem.showcase.models import Enquiry, EnquiryMessage, Product

CONSENT_VERSION = "2026-11"
CONSENT: Text = _l(
    "I agree that my name and the contact details I give here are passed to this exhibitor, to answer this enquiry."
    " I can withdraw this at any time; my contact details are then erased here."
)
CONFIRM_WITHIN = timedelta(hours=48)
MOST_IN_A_ROW = 10
MOST_OPEN = 30  # enquiries of one person that nobody answered yet


@dataclass(frozen=True)
class Question:
    """What a visitor sends. `sent_key` is drawn with the form, so that a second click is the same enquiry."""

    kind: EnquiryKind
    text: str
    name: str
    email: str
    phone: str = ""
    organisation: str = ""
    quantity: str = ""
    wanted_by: date | None = None
    language: str = "vi"
    sent_key: str = ""


def ask(
    exhibitor: Exhibitor,
    question: Question,
    *,
    product: Product | None = None,
    by: Account | None,
    origin: Origin,
) -> Enquiry:
    """Send an enquiry to an exhibitor, whose people are told.

    Somebody without a proved address gets a mail first, and the exhibitor sees nothing before its link was opened.
    Raises Invalid (an empty message, too many links), TooMany (too many tries), Refused (too many without an answer).
    """
    problem = message_problem(question.text)
    if problem is not None:
        raise Invalid(problem, details={"text": problem})
    present = _sent_before(question.sent_key)
    if present is not None:
        return present
    who = f"account:{by.id}" if by is not None else question.email.strip().lower()
    begin_attempt("enquiry", {"network": origin.address, "account": who})
    proved = by is not None and by.is_verified and by.email_key == question.email.strip().lower()
    try:
        with transaction() as current:
            _refuse_flood(by, question.email)
            enquiry = _new(exhibitor, question, product, by, proved=proved)
            with unique_or(""):
                current.add(enquiry)
                current.flush()
            current.add(_first_message(enquiry, question, by))
            if proved:
                notices.enquiry_asked(enquiry, question.text)
            else:
                notices.enquiry_to_confirm(enquiry)
            return enquiry
    except AlreadyTaken:
        again = _sent_before(question.sent_key)
        if again is None:
            raise
        return again


def confirm(enquiry: Enquiry) -> None:
    """Let an enquiry go to the exhibitor, its link having been opened. Twice is once.

    Raises Refused when the link is too old.
    """
    with transaction():
        present = locked(Enquiry, enquiry.id)
        if present.state is not EnquiryState.UNCONFIRMED:
            return
        if present.created_at + CONFIRM_WITHIN <= clock.now():
            raise Refused(_l("This link is too old. Please send your enquiry again."))
        present.state = LIFE.after(present.state, "confirm")
        present.confirmed_at = present.last_at = clock.now()
        present.unread_by_exhibitor = 1
        notices.enquiry_asked(present, present.messages[0].text)


def reply(
    enquiry: Enquiry, *, side: Side, text: str, sent_key: str, by: Account | None, quote: Quote | None = None
) -> EnquiryMessage:
    """Write the next message of a thread; the other side is told. The same `sent_key` again is the same message.

    Raises Invalid for an empty message, Refused after a report was upheld, the visitor withdrew consent, or one side
    wrote ten times without an answer: each message is a mail to everybody on the other side.
    """
    problem = message_problem(text)
    if problem is not None:
        raise Invalid(problem, details={"text": problem})
    with transaction() as current:
        present = locked(Enquiry, enquiry.id)
        earlier = session().scalar(
            select(EnquiryMessage).where(EnquiryMessage.enquiry_id == present.id, EnquiryMessage.sent_key == sent_key)
        )
        if earlier is not None:
            return earlier
        ensure_open(present)
        _ensure_heard(present, side)
        present.state = LIFE.after(present.state, step_of(side))
        message = EnquiryMessage(
            enquiry_id=present.id,
            side=side,
            author_id=by.id if by is not None else None,
            text=text.strip(),
            at=clock.now(),
            quote_amount=quote.amount if quote is not None else None,
            quote_until=quote.valid_until if quote is not None else None,
            sent_key=sent_key,
        )
        current.add(message)
        present.last_at = message.at
        _count_unread(present, side)
        current.flush()
        notices.enquiry_replied(present, message)
        return message


def read(enquiry: Enquiry, side: Side) -> None:
    """Note that one side has seen the thread. Nothing is written when there was nothing new."""
    if not (enquiry.unread_by_visitor if side is Side.VISITOR else enquiry.unread_by_exhibitor):
        return
    with transaction():
        present = locked(Enquiry, enquiry.id)
        if side is Side.VISITOR:
            present.unread_by_visitor = 0
        else:
            present.unread_by_exhibitor = 0


def take_step(enquiry: Enquiry, name: str, *, by: Account | None) -> None:
    """Close a thread or open it again ("close", "reopen"). Raises InvalidTransition, Refused."""
    with transaction():
        present = locked(Enquiry, enquiry.id)
        if name == "reopen":
            ensure_open(present)
        before = present.state
        present.state = LIFE.after(present.state, name)
        changes = {"state": (before.value, present.state.value)}
        audit.record(
            f"enquiry.{name}", present, by=by.id if by else None, scope=present.exhibitor.exhibition, changes=changes
        )


def ensure_open(enquiry: Enquiry) -> None:
    """Raise Refused when nobody may write in this thread any more."""
    if enquiry.withdrawn_at is not None:
        raise Refused(_l("The visitor withdrew consent, so nobody can be reached here any more."))
    if any(each.state is ReportState.UPHELD for each in enquiry.reports):
        raise Refused(_l("The organiser closed this thread after a report."))


def _ensure_heard(enquiry: Enquiry, side: Side) -> None:
    of_thread = select(func.max(EnquiryMessage.id)).where(EnquiryMessage.enquiry_id == enquiry.id)
    answered = session().scalar(of_thread.where(EnquiryMessage.side != side)) or 0
    since = select(func.count()).where(
        EnquiryMessage.enquiry_id == enquiry.id, EnquiryMessage.side == side, EnquiryMessage.id > answered
    )
    if (session().scalar(since) or 0) >= MOST_IN_A_ROW:
        raise Refused(_l("The other side has not answered your last messages yet. Please wait for their answer."))


def _sent_before(sent_key: str) -> Enquiry | None:
    return session().scalar(select(Enquiry).where(Enquiry.sent_key == sent_key))


def _refuse_flood(by: Account | None, email: str) -> None:
    mine = Enquiry.account_id == by.id if by is not None else Enquiry.email == email.strip()
    waiting = session().scalar(
        select(func.count()).where(mine, Enquiry.state.in_([EnquiryState.UNCONFIRMED, EnquiryState.NEW]))
    )
    if (waiting or 0) >= MOST_OPEN:
        raise Refused(_l("Many of your enquiries wait for an answer. Please ask more once some are answered."))


def _new(
    exhibitor: Exhibitor, question: Question, product: Product | None, by: Account | None, *, proved: bool
) -> Enquiry:
    now = clock.now()
    with force_locale(question.language):
        agreed = str(CONSENT)
    return Enquiry(
        exhibitor=exhibitor,
        product=product,
        kind=question.kind,
        state=EnquiryState.NEW if proved else EnquiryState.UNCONFIRMED,
        account_id=by.id if by is not None else None,
        name=question.name.strip(),
        email=question.email.strip(),
        phone=question.phone.strip(),
        organisation=question.organisation.strip(),
        language=question.language,
        quantity=question.quantity.strip(),
        wanted_by=question.wanted_by,
        consent_version=CONSENT_VERSION,
        consent_text=agreed,
        consented_at=now,
        confirmed_at=now if proved else None,
        sent_key=question.sent_key or secrets.token_hex(16),
        link_key=secrets.token_hex(32),
        last_at=now,
        unread_by_exhibitor=1 if proved else 0,
        unread_by_visitor=0,
        search_text=fold(f"{question.name} {question.organisation} {question.text[:500]}"),
    )


def _first_message(enquiry: Enquiry, question: Question, by: Account | None) -> EnquiryMessage:
    return EnquiryMessage(
        enquiry_id=enquiry.id,
        side=Side.VISITOR,
        author_id=by.id if by is not None else None,
        text=question.text.strip(),
        at=enquiry.last_at,
        sent_key="first",
    )


def _count_unread(enquiry: Enquiry, side: Side) -> None:
    if side is Side.EXHIBITOR:
        enquiry.unread_by_visitor += 1
        enquiry.unread_by_exhibitor = 0
    else:
        enquiry.unread_by_exhibitor += 1
        enquiry.unread_by_visitor = 0
