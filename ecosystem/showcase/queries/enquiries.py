"""Enquiries by their addresses and in lists; the links of visitors without an account."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ecosystem.accounts.models import Account
from ecosystem.core.database import one_or_missing, scalars, session
from ecosystem.core.errors import NoSuchRecord
from ecosystem.core.finding import matches
from ecosystem.events.models import Event, StaffMember, StaffRole
from ecosystem.exhibitions.models import Exhibition, Exhibitor, ExhibitorMember
from ecosystem.showcase.domain.enquiries import OPEN
from ecosystem.showcase.models import Enquiry, EnquiryKind, EnquiryMessage, EnquiryReport, EnquiryState, ReportState

DECIDING = (StaffRole.OWNER, StaffRole.MANAGER)


@dataclass(frozen=True)
class EnquiryFilter:
    """What is looked for in an exhibitor's enquiries; `state` "unread" means those with something new."""

    query: str = ""
    state: str = ""
    kind: str = ""
    sort: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the order was chosen."""
        return bool(self.query or self.state or self.kind)


def enquiry_by_public_id(enquiry_id: str) -> Enquiry:
    """Return an enquiry with exhibitor, product, thread and reports. Raises NoSuchRecord."""
    return _one(Enquiry.public_id == enquiry_id)


def enquiry_at(exhibitor_id: str, enquiry_id: str) -> Enquiry:
    """Return an enquiry to that exhibitor, with its thread. Raises NoSuchRecord."""
    return _one(Enquiry.public_id == enquiry_id, Exhibitor.public_id == exhibitor_id)


def enquiry_in(slug: str, enquiry_id: str) -> Enquiry:
    """Return an enquiry to an exhibitor of that exhibition, with its thread. Raises NoSuchRecord."""
    in_exhibition = Exhibitor.exhibition_id.in_(select(Exhibition.id).where(Exhibition.slug == slug))
    return _one(Enquiry.public_id == enquiry_id, in_exhibition)


def enquiry_by_token(token: str) -> Enquiry:
    """Return the enquiry a visitor's link belongs to. Raises NoSuchRecord for any other token."""
    public_id, _, proof = token.partition("-")
    found = _one(Enquiry.public_id == public_id)
    if not hmac.compare_digest(link_token(found).partition("-")[2].encode(), proof.encode()):
        raise NoSuchRecord(_l("There is no such page."))
    return found


def link_token(enquiry: Enquiry) -> str:
    """Return what stands in a visitor's link: it needs the secret of the deployment and the enquiry's own key."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    told = f"enquiry:{enquiry.public_id}:{enquiry.link_key}".encode()
    return f"{enquiry.public_id}-{hmac.new(secret, told, 'sha256').hexdigest()[:40]}"


def _one(*conditions: Any) -> Enquiry:
    statement = (
        select(Enquiry)
        .join(Enquiry.exhibitor)
        .where(*conditions)
        .options(
            contains_eager(Enquiry.exhibitor)
            .joinedload(Exhibitor.exhibition)
            .joinedload(Exhibition.event)
            .joinedload(Event.organiser),
            joinedload(Enquiry.product),
            selectinload(Enquiry.messages).joinedload(EnquiryMessage.author),
            selectinload(Enquiry.reports),
        )
    )
    return one_or_missing(session().scalar(statement))


def enquiries_to(exhibitor: Exhibitor, wanted: EnquiryFilter) -> Select[Any]:
    """Statement: the enquiries to an exhibitor that fit, those with something new first; never unconfirmed ones."""
    statement = (
        select(Enquiry)
        .where(Enquiry.exhibitor_id == exhibitor.id, Enquiry.state != EnquiryState.UNCONFIRMED)
        .options(joinedload(Enquiry.product))
    )
    if wanted.query:
        statement = statement.where(matches(Enquiry.search_text, wanted.query))
    if wanted.state == "unread":
        statement = statement.where(Enquiry.unread_by_exhibitor > 0)
    elif wanted.state:
        statement = statement.where(Enquiry.state.in_([each for each in EnquiryState if each.value == wanted.state]))
    if wanted.kind:
        statement = statement.where(Enquiry.kind.in_([each for each in EnquiryKind if each.value == wanted.kind]))
    if wanted.sort == "old":
        return statement.order_by(Enquiry.last_at, Enquiry.id)
    return statement.order_by(Enquiry.unread_by_exhibitor == 0, Enquiry.last_at.desc(), Enquiry.id.desc())


def counts_of_enquiries(exhibitor: Exhibitor) -> dict[str, int]:
    """Return how many enquiries there are by state, and under "unread" those with something new; one statement."""
    unread = func.count().filter(Enquiry.unread_by_exhibitor > 0)
    rows = session().execute(
        select(Enquiry.state, func.count(), unread)
        .where(Enquiry.exhibitor_id == exhibitor.id, Enquiry.state != EnquiryState.UNCONFIRMED)
        .group_by(Enquiry.state)
    )
    found = {"unread": 0}
    for state, number, fresh in rows:
        found[state.value] = int(number)
        found["unread"] += int(fresh)
    return found


def enquiries_of(account_id: int) -> Select[Any]:
    """Statement: what a person asked, what has something new first, with exhibitors and products."""
    return (
        select(Enquiry)
        .where(Enquiry.account_id == account_id)
        .options(
            joinedload(Enquiry.exhibitor).joinedload(Exhibitor.exhibition),
            joinedload(Enquiry.product),
        )
        .order_by(Enquiry.unread_by_visitor == 0, Enquiry.last_at.desc(), Enquiry.id.desc())
    )


def unread_answers(account_id: int) -> int:
    """Return how many of a person's enquiries have an answer not read yet; one statement."""
    wanted = select(func.count()).where(Enquiry.account_id == account_id, Enquiry.unread_by_visitor > 0)
    return session().scalar(wanted) or 0


def reports_in(exhibition: Exhibition, *, open_only: bool = False) -> Select[Any]:
    """Statement: the reports in an exhibition, undecided ones first, with enquiry and exhibitor."""
    statement = (
        select(EnquiryReport)
        .join(EnquiryReport.enquiry)
        .join(Enquiry.exhibitor)
        .where(Exhibitor.exhibition_id == exhibition.id)
        .options(
            contains_eager(EnquiryReport.enquiry).contains_eager(Enquiry.exhibitor),
            contains_eager(EnquiryReport.enquiry).joinedload(Enquiry.product),
        )
        .order_by(EnquiryReport.state != ReportState.OPEN, EnquiryReport.created_at.desc(), EnquiryReport.id.desc())
    )
    return statement.where(EnquiryReport.state == ReportState.OPEN) if open_only else statement


def open_reports(exhibition: Exhibition) -> int:
    """Return how many reports wait for a decision; one statement."""
    statement = (
        select(func.count())
        .select_from(EnquiryReport)
        .join(EnquiryReport.enquiry)
        .join(Enquiry.exhibitor)
        .where(Exhibitor.exhibition_id == exhibition.id, EnquiryReport.state == ReportState.OPEN)
    )
    return session().scalar(statement) or 0


def report_of(enquiry: Enquiry, report_id: str) -> EnquiryReport:
    """Return a report of the enquiry. Raises NoSuchRecord."""
    return one_or_missing(next((each for each in enquiry.reports if each.public_id == report_id), None))


def people_of(exhibitor: Exhibitor) -> Sequence[Account]:
    """Return who answers for an exhibitor: its contact and the people listed with it; one statement."""
    listed = select(ExhibitorMember.account_id).where(ExhibitorMember.exhibitor_id == exhibitor.id)
    return scalars(
        select(Account)
        .where(or_(Account.id.in_(listed), Account.id == exhibitor.contact_id), Account.erased_at.is_(None))
        .order_by(Account.id)
    )


def deciding_staff(exhibition: Exhibition) -> Sequence[Account]:
    """Return the staff who decide on reports; one statement."""
    return scalars(
        select(Account)
        .join(StaffMember, StaffMember.account_id == Account.id)
        .where(
            StaffMember.organiser_id == exhibition.event.organiser_id,
            StaffMember.role.in_(DECIDING),
            Account.erased_at.is_(None),
        )
        .order_by(Account.id)
    )


def open_enquiries(exhibitor: Exhibitor) -> int:
    """Return how many enquiries are not closed; one statement."""
    wanted = select(func.count()).where(Enquiry.exhibitor_id == exhibitor.id, Enquiry.state.in_(OPEN))
    return session().scalar(wanted) or 0
